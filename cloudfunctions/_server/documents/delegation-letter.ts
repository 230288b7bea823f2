/** What the written word to the village says (未成年人保护法 23): who is cared for by whom, since when, and what the child said. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { CHILD_VIEW_WORDS } from '../../../miniprogram/shared/text/files';
import { familyOfStudent, studentIn } from '../contacts/repository';
import type { Delegation, FamilyMember, Sealed, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';

/** An adult as the letter names it; what is not known is left open to be filled in by hand. */
export interface LetterAdult {
  readonly name: string;
  readonly relation: string;
  readonly phone: string | null;
  readonly address: string | null;
}

export interface Letter {
  readonly school: string;
  /** Whom of the village or neighbourhood committee it is for; `null` where nobody wrote it down. */
  readonly village: string | null;
  readonly child: {
    readonly name: string;
    readonly sex: Student['sex'];
    readonly birthDay: Day | null;
    readonly className: string;
    readonly address: string | null;
  };
  readonly parent: LetterAdult;
  readonly delegate: LetterAdult;
  readonly since: Day;
  readonly until: Day | null;
  /** What the child said to it, in a word; `null` where nobody asked yet. Its own words stay at the school. */
  readonly childView: string | null;
  readonly day: Day;
}

/** The letter of a delegation within the reach. @throws AppError `common.not-found` */
export async function letterOf(ctx: Ctx, id: string): Promise<{ readonly letter: Letter; readonly studentId: string }> {
  const delegation = await ctx.store.get('delegations', id);
  if (!delegation) throw new AppError('common.not-found');
  const student = await studentIn(ctx.store, ctx.reach, delegation.studentId);
  const [school, family] = await Promise.all([ctx.schoolOf(student.schoolId), familyOfStudent(ctx.store, student)]);
  const adult = (memberId: string) => adultOf(ctx, family, student, memberId);
  return {
    studentId: student._id,
    letter: {
      school: school.name,
      village: delegation.villageWhom,
      child: {
        name: student.name,
        sex: student.sex,
        birthDay: student.birthDay,
        className: student.className,
        address: opened(ctx, student.address),
      },
      parent: adult(delegation.byMemberId),
      delegate: adult(delegation.memberId),
      since: delegation.since,
      until: delegation.until,
      childView: viewOf(delegation),
      day: ctx.today,
    },
  };
}

const opened = ({ vault }: Ctx, sealed: Sealed | null): string | null => sealed && vault.open(sealed);

const viewOf = ({ childView }: Delegation): string | null => childView && CHILD_VIEW_WORDS[childView];

/** Who is no longer on the child's file is left open. */
function adultOf(ctx: Ctx, family: readonly FamilyMember[], { _id }: Student, memberId: string): LetterAdult {
  const member = family.find((one) => one._id === memberId);
  const link = member?.children.find(({ studentId }) => studentId === _id);
  return {
    name: member?.name ?? '',
    relation: link?.relation ?? '',
    phone: member ? opened(ctx, member.phone) : null,
    address: member ? opened(ctx, member.address) : null,
  };
}
