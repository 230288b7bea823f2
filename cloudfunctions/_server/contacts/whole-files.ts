import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Delegation, FamilyMember, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { classIn, eachOf, eachWhere } from './repository';

/** Files in bulk, as the checks and the export need them. */
export interface WholeFiles {
  /** Active pupils in the school's order. */
  readonly students: readonly Student[];
  /** All adults of theirs; they may have children elsewhere too. */
  readonly members: readonly FamilyMember[];
  /** 委托照护 that holds at present. */
  readonly delegations: readonly Delegation[];
}

/** The files of a class, or of all that the caller reaches: three reads, and as many again for each further thousand. */
export async function wholeFiles(
  { store, reach }: Pick<Ctx, 'store' | 'reach'>,
  classId: string | undefined,
): Promise<WholeFiles> {
  const { schoolId } = reach;
  if (classId !== undefined && !reach.all && !reach.classIds.includes(classId)) throw new AppError('common.not-found');
  const classes = { in: classId === undefined ? reach.classIds : [classId] };
  const wholeSchool = reach.all && classId === undefined;
  const [students, members, delegations] = await Promise.all([
    wholeSchool ? eachOf(store, 'students', schoolId) : eachWhere(store, 'students', { schoolId, classId: classes }),
    wholeSchool
      ? eachOf(store, 'familyMembers', schoolId)
      : eachWhere(store, 'familyMembers', { schoolId, classIds: classes }),
    eachWhere(store, 'delegations', { schoolId, current: true, ...(wholeSchool ? {} : { classId: classes }) }),
  ]);
  const active = students.filter(({ status }) => status === 'active');
  // An empty class has nothing to tell; one of another school is not there.
  if (classId !== undefined && active.length === 0) await classIn(store, reach, classId);
  return { students: active.sort((a, b) => (a.order < b.order ? -1 : 1)), members, delegations };
}
