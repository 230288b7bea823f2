/** What does not add up in a school's files, case by case (C1): rules as data, one function a check. */
import { type Day, daysBetween } from './calendar';
import type { FieldKey } from './child-file';
import {
  CHECKS,
  type Check,
  type CheckedFile,
  type CheckedPupil,
  type FilesToCheck,
  isCaredFor,
  isReachable,
} from './file-checks';
import { birthDayOf, numberFault, sexOf } from './id-number';
import { bornAfter, isLeftBehind } from './left-behind';

/** One thing to look at. `fact` is what else is to be said, with numbers masked. */
export interface Finding {
  readonly check: Check;
  readonly children: readonly CheckedPupil[];
  readonly fact: string | null;
}

interface Rules extends FilesToCheck {
  /** How a telephone or an ID number is shown. */
  readonly mask: (key: FieldKey, value: string) => string;
}

/** After how many days without an answer a number is looked at. */
export const SILENT_DAYS = 30;
/** From how many families on a number that they share is looked at. */
const SHARED_FAMILIES = 3;

const SEX_WORDS = { male: '男', female: '女' } as const;

/** Whether a child is known to be under an age: without a birth day nobody can tell. */
const isUnder = ({ facts }: CheckedPupil, age: number, today: Day): boolean => {
  const born = facts['pupil.birthDay'];
  return Boolean(born) && (born ?? '') > bornAfter(today, age);
};

/** An ID number that is one. */
const goodNumber = ({ facts }: CheckedPupil): string | null => {
  const id = facts['pupil.idNumber'] ?? null;
  return id !== null && numberFault(id) === undefined ? id : null;
};

const isAlone = (file: CheckedFile): boolean => file.pupil.facts['pupil.living'] === 'alone';

/** `true` or what is to be said where a file breaks it. */
type FileRule = (file: CheckedFile, rules: Rules) => boolean | string;

const OF_A_FILE: { readonly [C in Check]?: FileRule } = {
  under8_alone: (file, { today }) => isUnder(file.pupil, 8, today) && (isAlone(file) || !isCaredFor(file)),
  // Those under eight are told above.
  under16_alone: (file, { today }) => isUnder(file.pupil, 16, today) && !isUnder(file.pupil, 8, today) && isAlone(file),
  id_digit({ pupil }, { mask }) {
    const id = pupil.facts['pupil.idNumber'];
    return Boolean(id) && numberFault(id ?? '') !== undefined && mask('pupil.idNumber', id ?? '');
  },
  id_birth({ pupil }) {
    const [id, born] = [goodNumber(pupil), pupil.facts['pupil.birthDay']];
    return id !== null && Boolean(born) && birthDayOf(id) !== born && `身份证上是 ${birthDayOf(id)}，档案上是 ${born}`;
  },
  id_sex({ pupil }) {
    const id = goodNumber(pupil);
    return id !== null && sexOf(id) !== pupil.facts['pupil.sex'] && `身份证上是${SEX_WORDS[sexOf(id)]}`;
  },
  over_age({ pupil }, { rule, today }) {
    const careStatus = pupil.facts['pupil.careStatus'] as Parameters<typeof isLeftBehind>[1]['careStatus'];
    const birthDay = pupil.facts['pupil.birthDay'] ?? null;
    const isMarked = isLeftBehind(rule, { careStatus, birthDay: null }, today);
    return (
      isMarked && !isLeftBehind(rule, { careStatus, birthDay }, today) && `${birthDay} 出生，满 ${rule.underAge} 岁了`
    );
  },
  delegated_without_person({ pupil, family, delegateId }) {
    if (delegateId !== null) return family.every(({ adult }) => adult.id !== delegateId);
    return pupil.facts['pupil.living'] === 'proxy_parent';
  },
  left_behind_without_caregiver: (file) => file.pupil.leftBehind && !isCaredFor(file),
  no_legal_guardian: ({ family }) => family.every(({ link }) => link['link.legalGuardian'] !== 'yes'),
  nobody_may_contact: ({ family }) => family.length > 0 && family.every(({ link }) => link['link.mayContact'] === 'no'),
  no_phone: (file) =>
    !isReachable(file) &&
    (file.family.length === 0 || file.family.some(({ link }) => link['link.mayContact'] !== 'no')),
};

/** Checks that look at many files at once. */
const OF_MANY: { readonly [C in Check]?: (files: readonly CheckedFile[], rules: Rules) => Omit<Finding, 'check'>[] } = {
  same_id: (files, { mask }) =>
    repeated(files, ({ facts }) => facts['pupil.idNumber'] ?? null).map(([id, children]) => ({
      children,
      fact: mask('pupil.idNumber', id),
    })),
  // Two whose ID numbers are both known are two, or one that `same_id` tells.
  same_person: (files) =>
    repeated(files, ({ facts, name }) => (facts['pupil.birthDay'] ? `${name} ${facts['pupil.birthDay']}` : null))
      .filter(([, children]) => children.some(({ facts }) => !facts['pupil.idNumber']))
      .map(([, children]) => ({ children, fact: children[0]?.facts['pupil.birthDay'] ?? null })),
  shared_phone: sharedPhones,
  silent_phone: silentPhones,
};

function repeated(
  files: readonly CheckedFile[],
  keyOf: (pupil: CheckedPupil) => string | null,
): [string, CheckedPupil[]][] {
  const groups = new Map<string, CheckedPupil[]>();
  for (const { pupil } of files) {
    const key = keyOf(pupil);
    if (!key) continue;
    const group = groups.get(key) ?? [];
    group.push(pupil);
    groups.set(key, group);
  }
  return [...groups].filter(([, children]) => children.length > 1);
}

/** Who is no kin makes no family of the children for whom it is written: a teacher, a neighbour, the village. */
const NO_KIN = /老师|教师|班主任|校长|邻居|村|社区|托管|代管/;

/** Children who share an adult are one family, and so are theirs. Answers what stands for a child's family. */
function familiesOf(files: readonly CheckedFile[]): (studentId: string) => string {
  const above = new Map<string, string>();
  const root = (id: string): string => {
    let top = id;
    for (let next = above.get(top); next !== undefined; next = above.get(top)) top = next;
    // The way is shorter next time.
    for (let at = id; at !== top; ) {
      const next = above.get(at) ?? top;
      above.set(at, top);
      at = next;
    }
    return top;
  };
  for (const { pupil, family } of files)
    for (const { adult, link } of family) {
      if (NO_KIN.test(link['link.relation'] ?? '')) continue;
      const [a, b] = [root(pupil.id), root(`adult ${adult.id}`)];
      if (a !== b) above.set(a, b);
    }
  return root;
}

const phonesOf = ({ 'member.phone': first, 'member.morePhones': more }: CheckedFile['pupil']['facts']): string[] =>
  [first ?? '', ...(more ?? '').split(/[,，、;；\s]+/)].filter((phone) => phone !== '');

/** One number on children of several families: a teacher's, or the shop's, written where a family had none. */
function sharedPhones(files: readonly CheckedFile[], { mask }: Rules): Omit<Finding, 'check'>[] {
  const familyOf = familiesOf(files);
  const byPhone = new Map<string, Set<CheckedPupil>>();
  for (const { pupil, family } of files)
    for (const phone of family.flatMap(({ adult }) => phonesOf(adult.facts)))
      byPhone.set(phone, (byPhone.get(phone) ?? new Set()).add(pupil));
  return [...byPhone]
    .filter(([, children]) => new Set([...children].map(({ id }) => familyOf(id))).size >= SHARED_FAMILIES)
    .map(([phone, children]) => ({ children: [...children], fact: mask('member.phone', phone) }));
}

function silentPhones(files: readonly CheckedFile[], { mask, today }: Rules): Omit<Finding, 'check'>[] {
  const silent = new Map<string, { readonly children: CheckedPupil[]; readonly fact: string }>();
  for (const { pupil, family } of files)
    for (const { adult, link } of family) {
      const { silentSince: since, facts } = adult;
      const phone = facts['member.phone'];
      if (since === null || !phone || daysBetween(since, today) < SILENT_DAYS) continue;
      const fact = `${link['link.relation'] ?? ''} ${mask('member.phone', phone)}，${since} 起没人接`.trim();
      const found = silent.get(adult.id) ?? { children: [], fact };
      found.children.push(pupil);
      silent.set(adult.id, found);
    }
  return [...silent.values()];
}

/** Everything that is found, check by check in the order of `CHECKS`. */
export function findingsOf(files: readonly CheckedFile[], rules: Rules): Finding[] {
  return CHECKS.flatMap((check): Finding[] => {
    const ofFile = OF_A_FILE[check];
    const single = ofFile
      ? files.flatMap((file) => {
          const said = ofFile(file, rules);
          return said === false ? [] : [{ check, children: [file.pupil], fact: said === true ? null : said }];
        })
      : [];
    return [...single, ...(OF_MANY[check]?.(files, rules) ?? []).map((found) => ({ check, ...found }))];
  });
}

/** At most `limit` of them, in their order: no check with many findings crowds out another with few. */
export function shareOut(findings: readonly Finding[], limit: number): Finding[] {
  const counts = CHECKS.map((check) => findings.filter((found) => found.check === check).length);
  const shares = new Map<Check, number>();
  let left = limit;
  const fewestFirst = CHECKS.map((check, i) => ({ check, count: counts[i] ?? 0 })).sort((a, b) => a.count - b.count);
  fewestFirst.forEach(({ check, count }, i) => {
    const share = Math.min(count, Math.floor(left / (CHECKS.length - i)));
    shares.set(check, share);
    left -= share;
  });
  return findings.filter(({ check }) => {
    const share = shares.get(check) ?? 0;
    shares.set(check, share - 1);
    return share > 0;
  });
}
