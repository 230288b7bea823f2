import {
  type Draft,
  type HandoverPlan,
  type HandoverWorld,
  planHandover,
} from '../../../miniprogram/shared/domain/handover';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { eachOf } from '../contacts/repository';
import type { School, SchoolClass, Staff, Student } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { NOWHERE } from '../kernel/reach';
import { schoolYearOf } from '../roster/dates';
import { classIdOf } from '../roster/plan';
import { classesOf, staffOfSchool } from '../school/repository';

const PUPIL = ['name', 'className', 'classId', 'status'] as const satisfies readonly (keyof Student)[];

/** The school as it is now, for a plan: five reads at 1,500 pupils. */
export interface Seen {
  readonly school: School;
  readonly classes: readonly SchoolClass[];
  readonly staff: readonly Staff[];
  readonly pupils: readonly Pick<Student, '_id' | (typeof PUPIL)[number]>[];
  readonly world: HandoverWorld;
}

export async function look({ store }: Pick<Deps, 'store'>, schoolId: string): Promise<Seen> {
  const [school, classes, staff, students] = await Promise.all([
    store.get('schools', schoolId),
    classesOf(store, { ...NOWHERE, schoolId, all: true }),
    staffOfSchool(store, schoolId),
    eachOf(store, 'students', schoolId, PUPIL),
  ]);
  if (!school) throw new AppError('common.not-found');
  const pupils = students.filter(({ status }) => status === 'active');
  const teachers = staff.filter(({ role }) => role === 'teacher');
  return {
    school,
    classes,
    staff,
    pupils,
    world: {
      classes: classes.map(({ _id: id, grade, number, name, headTeacherId }) => ({
        ...{ id, grade, number, name },
        // Who is gone leads nothing.
        headTeacherId: staff.some(({ _id }) => _id === headTeacherId) ? headTeacherId : null,
      })),
      pupils: pupils.map(({ _id: id, name, classId }) => ({ id, name, classId })),
      teachers: teachers.map(({ _id: id, name, classIds, menteeIds }) => ({ id, name, classIds, menteeIds })),
    },
  };
}

/** The first day of the next school year. */
export const nextYear = ({ term }: Pick<School, 'term'>): string => `${schoolYearOf(term.from) + 1}-09-01`;

/** What a draft comes to in the school as it is. */
export function planIn({ school, classes, world }: Seen, draft: Draft): HandoverPlan {
  const term = { ...school.term, from: draft.from ?? school.term.from };
  const taken = new Set(classes.map(({ _id }) => _id));
  return planHandover(draft, world, (grade, number) => {
    const id = classIdOf({ _id: school._id, term }, grade, number);
    // A class of today may have been named by the year to come already.
    return taken.has(id) ? `${id}-2` : id;
  });
}
