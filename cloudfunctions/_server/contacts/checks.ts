/** 建档率 and what does not add up (C1): the rules are in domain/file-checks.ts and domain/file-findings.ts. */
import type { FieldKey, Subject } from '../../../miniprogram/shared/domain/child-file';
import {
  CHECKED_KEYS,
  type CheckedAdult,
  type CheckedPupil,
  completenessOf,
  type Facts,
  type FilesToCheck,
  filesOf,
} from '../../../miniprogram/shared/domain/file-checks';
import { type Finding, findingsOf, shareOut } from '../../../miniprogram/shared/domain/file-findings';
import { ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import type { Vault } from '../data/crypto';
import type { FamilyMember, MemberChild, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { factIn } from './fields';
import { maskedValue } from './viewing';
import { wholeFiles } from './whole-files';

const FINDINGS = 300;
const NAMED = 20;

export const checkHandlers: Pick<Handlers<'contacts'>, 'contacts.checks'> = {
  async 'contacts.checks'(ctx, { classId }) {
    const checked = await filesToCheck(ctx, classId);
    const files = filesOf(checked);
    const classes = completenessOf(files);
    const found = findingsOf(files, { ...checked, mask });
    const listed = shareOut(found, FINDINGS).map(asListed);
    ctx.opened([...new Set(listed.flatMap(({ children }) => children.map(({ id }) => id)))], '核对档案');
    const sum = (of: 'pupils' | 'complete') => classes.reduce((total, one) => total + one[of], 0);
    return {
      pupils: sum('pupils'),
      complete: sum('complete'),
      classes: classes.map((one) => ({ ...one, missing: [...one.missing] })),
      findings: listed,
      unlisted: found.length - listed.length,
    };
  },
};

const asListed = ({ check, children, fact }: Finding) => ({
  check,
  children: children.slice(0, NAMED).map(({ id, name, className }) => ({ id, name, className })),
  more: Math.max(0, children.length - NAMED),
  fact,
});

const mask = (key: FieldKey, value: string): string => maskedValue(key, value) ?? '';

/** The files as facts; only what the checks read is opened. */
async function filesToCheck(ctx: Ctx, classId: string | undefined): Promise<FilesToCheck> {
  const [{ students, members, delegations }, school] = await Promise.all([
    wholeFiles(ctx, classId),
    ctx.schoolOf(ctx.reach.schoolId),
  ]);
  return {
    pupils: students.map((student) => pupilOf(ctx.vault, student)),
    adults: members.map((member) => adultOf(ctx.vault, member)),
    delegations,
    rule: ruleOn(school.leftBehindRules, ctx.today),
    today: ctx.today,
  };
}

const keysOf = (of: Subject): FieldKey[] => CHECKED_KEYS.filter((key) => key.startsWith(`${of}.`));
const KEYS = { pupil: keysOf('pupil'), member: keysOf('member'), link: keysOf('link') };

const factsOf = (vault: Vault, of: Subject, doc: Student | FamilyMember | MemberChild): Facts =>
  Object.fromEntries(KEYS[of].map((key) => [key, factIn(vault, key, doc)]));

const pupilOf = (vault: Vault, student: Student): CheckedPupil => ({
  id: student._id,
  name: student.name,
  classId: student.classId,
  className: student.className,
  leftBehind: student.leftBehind,
  facts: factsOf(vault, 'pupil', student),
});

const adultOf = (vault: Vault, member: FamilyMember): CheckedAdult => ({
  id: member._id,
  role: member.role,
  silentSince: member.silentSince ?? null,
  facts: factsOf(vault, 'member', member),
  children: member.children.map((link) => ({ studentId: link.studentId, facts: factsOf(vault, 'link', link) })),
});
