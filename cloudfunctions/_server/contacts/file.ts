import type { Output } from '../../../miniprogram/shared/contract';
import { seesCareStatus, seesContact, seesHome } from '../../../miniprogram/shared/domain/contact-file';
import { toneOf } from '../../../miniprogram/shared/domain/ledger';
import type { Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { reaches } from '../kernel/reach';
import { consentLines, consentsOf } from '../privacy/consents';
import { currentDelegation, openProposals } from './beside';
import { delegationView } from './delegation-view';
import { factIn } from './fields';
import { familyOfStudent } from './repository';
import { fieldsOf, type Linked, linkedTo, maskedValue, type OpenFile, viewerOf } from './viewing';

type File = Output<'contacts.file'>;

/** A child that was found within the reach, with its adults: one read. */
export async function openFile(ctx: Ctx, student: Student): Promise<OpenFile> {
  const linked = linkedTo(student._id, await familyOfStudent(ctx.store, student));
  return { student, linked, viewer: await viewerOf(ctx, student) };
}

/** One child's file as the caller may see it: four reads at once. */
export async function fileOf(ctx: Ctx, student: Student): Promise<File> {
  const { vault } = ctx;
  const [file, answers, proposals, delegation] = await Promise.all([
    openFile(ctx, student),
    consentsOf(ctx.store, student),
    openProposals(ctx, student),
    currentDelegation(ctx.store, student),
  ]);
  const { linked, viewer } = file;
  const isStaff = seesCareStatus(viewer);
  const atHome = seesHome(viewer, linked);
  return {
    id: student._id,
    name: student.name,
    className: student.className,
    classId: student.classId,
    sex: student.sex,
    birthDay: student.birthDay,
    boarding: student.boarding,
    leftBehind: isStaff ? student.leftBehind : null,
    childDay: student.contact.childDay,
    caregiverDay: student.contact.caregiverDay,
    // Alike for every family: whether days are counted would tell of the mark.
    tone: isStaff ? pupilTone(student, ctx.today) : toneOf(student.contact.childDay, ctx.today, student.contact.since),
    fields: fieldsOf(vault, file, 'pupil', 'child', student),
    members: linked.map((one) => memberOf(ctx, file, one)),
    delegation: delegation && atHome ? delegationView(vault, delegation, linked, isStaff) : null,
    consents: atHome
      ? consentLines(
          student,
          answers,
          linked.map(({ member }) => member),
        )
      : [],
    proposals,
    may: await mayOf(ctx, file),
  };
}

/** The ledger is kept for left-behind children; the others call whenever they like. */
export const pupilTone = (student: Pick<Student, 'leftBehind' | 'contact'>, today: string): File['tone'] =>
  student.leftBehind ? toneOf(student.contact.childDay, today, student.contact.since) : 'ok';

async function mayOf(ctx: Ctx, { student, viewer, linked }: OpenFile): Promise<File['may']> {
  const [timeline, invite, phone] = await Promise.all(
    (['contacts.timeline', 'accounts.invite', 'contacts.phone'] as const).map(async (permission) =>
      reaches(await ctx.reachFor(permission), student),
    ),
  );
  const { edit, propose, rights } = viewer.rights;
  return {
    edit,
    propose: propose && !edit,
    rights: edit && rights,
    timeline: timeline === true,
    invite: invite === true,
    phone: phone === true,
    consent: linked.some(({ personId, link }) => personId === viewer.personId && link.legalGuardian && link.mayContact),
  };
}

function memberOf(ctx: Ctx, file: OpenFile, one: Linked): File['members'][number] {
  const { member, link } = one;
  const { viewer } = file;
  const fields = [...fieldsOf(ctx.vault, file, 'member', one, member), ...fieldsOf(ctx.vault, file, 'link', one, link)];
  const shown = { personId: one.personId, role: one.role, name: member.name, relation: link.relation, fields };
  if (!seesContact(viewer, one)) return { ...shown, ...UNTOLD };
  const rights = seesCareStatus(viewer) || one.personId === viewer.personId ? rightsOf(ctx, link) : UNTOLD_RIGHTS;
  return {
    ...shown,
    ...rights,
    phoneMasked: maskedValue('member.phone', factIn(ctx.vault, 'member.phone', member)),
    workplace: factIn(ctx.vault, 'member.workplace', member),
    shift: member.shift,
    hasSmartphone: member.hasSmartphone,
    canRead: member.canRead,
    bound: member.openid !== null,
    silentSince: seesCareStatus(viewer) ? (member.silentSince ?? null) : null,
  };
}

const rightsOf = (
  { vault }: Ctx,
  { legalGuardian, mayContact, limit }: Linked['link'],
): Pick<File['members'][number], 'legalGuardian' | 'mayContact' | 'limit'> => ({
  legalGuardian,
  mayContact,
  limit: limit ? { reason: limit.reason, since: limit.since, note: limit.note && vault.open(limit.note) } : null,
});

/** What stands for a right of somebody about whose rights the viewer is told nothing: the same for everyone. */
const UNTOLD_RIGHTS = { legalGuardian: false, mayContact: true, limit: null } as const;

/** What stands for a parent about whom the viewer is told nothing: the same for everyone, whatever is true. */
const UNTOLD = {
  ...UNTOLD_RIGHTS,
  phoneMasked: null,
  workplace: null,
  shift: null,
  hasSmartphone: true,
  canRead: true,
  bound: false,
  silentSince: null,
} as const;
