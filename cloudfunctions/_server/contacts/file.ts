import type { Output } from '../../../miniprogram/shared/contract';
import { seesCareStatus, seesContact, seesHome, type Viewer } from '../../../miniprogram/shared/domain/contact-file';
import { toneOf } from '../../../miniprogram/shared/domain/ledger';
import { maskPhone } from '../data/crypto';
import type { FamilyMember, MemberChild, Sealed, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';

type File = Output<'contacts.file'>;

/** One child's file as the caller may see it. */
export function fileOf(ctx: Ctx, student: Student, members: readonly FamilyMember[]): File {
  const viewer: Viewer = { role: ctx.role, personId: ctx.caller.kind === 'stranger' ? '' : ctx.caller.person._id };
  const linked = members.flatMap((member) => {
    const link = member.children.find((child) => child.studentId === student._id);
    return link ? [{ member, link, ...link, personId: member._id, role: member.role }] : [];
  });
  const atHome = seesHome(viewer, linked);
  return {
    id: student._id,
    name: student.name,
    className: student.className,
    sex: student.sex,
    birthDay: student.birthDay,
    boarding: student.boarding,
    living: atHome ? student.living : null,
    address: atHome ? opened(ctx, student.address) : null,
    health: atHome ? student.health : null,
    careStatus: seesCareStatus(viewer) ? student.careStatus : null,
    childDay: student.contact.childDay,
    caregiverDay: student.contact.caregiverDay,
    tone: pupilTone(student, ctx.today),
    members: linked.map((one) => memberOf(ctx, one.member, one.link, seesContact(viewer, one))),
  };
}

/** The ledger is kept for left-behind children; the others call whenever they like. */
export const pupilTone = (student: Pick<Student, 'leftBehind' | 'contact'>, today: string): File['tone'] =>
  student.leftBehind ? toneOf(student.contact.childDay, today, student.contact.since) : 'ok';

function memberOf(ctx: Ctx, member: FamilyMember, link: MemberChild, open: boolean): File['members'][number] {
  const shown = { personId: member._id, role: member.role, name: member.name, relation: link.relation };
  if (!open) return { ...shown, ...UNTOLD };
  const phone = opened(ctx, member.phone);
  return {
    ...shown,
    phoneMasked: phone && maskPhone(phone),
    workplace: opened(ctx, member.workplace),
    shift: member.shift,
    legalGuardian: link.legalGuardian,
    mayContact: link.mayContact,
    hasSmartphone: member.hasSmartphone,
    canRead: member.canRead,
    bound: member.openid !== null,
  };
}

/** What stands for a parent about whom the viewer is told nothing: the same for everyone, whatever is true. */
const UNTOLD = {
  phoneMasked: null,
  workplace: null,
  shift: null,
  legalGuardian: false,
  mayContact: true,
  hasSmartphone: true,
  canRead: true,
  bound: false,
} as const;

const opened = ({ vault }: Ctx, sealed: Sealed | null): string | null => sealed && vault.open(sealed);
