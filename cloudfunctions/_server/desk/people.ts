import type { Output } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { refOf } from '../booking/handlers';
import { inSchoolOrder } from '../contacts/order';
import { classIn, peopleOfClass, studentsIn } from '../contacts/repository';
import type { FamilyMember, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { classesOf } from '../school/repository';

type People = Output<'desk.people'>;

const MENTEES = 200;
const FAMILIES = 1000;

/** The classes within the reach, and the pupils of one with who may call them; without a class, the caller's mentees. */
export async function peopleFor(ctx: Ctx, classId: string | undefined): Promise<People> {
  const { store, reach } = ctx;
  const [classes, people] = await Promise.all([
    classesOf(store, reach),
    classId === undefined
      ? menteesOf(ctx)
      : classIn(store, reach, classId).then((found) => peopleOfClass(store, found)),
  ]);
  return {
    classes: classes.map(({ _id: id, name }) => ({ id, name })),
    children: [...people.students]
      .sort(inSchoolOrder)
      .map((child) => ({ ...refOf(child), adults: adultsOf(child, people.members) })),
  };
}

async function menteesOf({ store, reach }: Ctx): Promise<{ students: Student[]; members: FamilyMember[] }> {
  if (reach.all || reach.studentIds.length === 0) return { students: [], members: [] };
  const students = await studentsIn(store, { ...reach, classIds: [] }, { limit: MENTEES });
  const where = { schoolId: reach.schoolId, studentIds: { in: students.map(({ _id }) => _id) } };
  return { students, members: await store.list('familyMembers', { where, limit: FAMILIES }) };
}

/** Those of a child's adults who may be in contact with it, parents first. */
function adultsOf({ _id }: Student, members: readonly FamilyMember[]): People['children'][number]['adults'] {
  return members
    .flatMap(({ _id: id, name, role, children }) =>
      children
        .filter(({ studentId, mayContact }) => studentId === _id && mayContact)
        .map(({ relation }) => ({ id, name, relation, role })),
    )
    .sort((a, b) => Number(a.role === 'guardian') - Number(b.role === 'guardian'))
    .map(({ role: _, ...adult }) => adult);
}

/** The adult of a call of these children, who must have the right to be in contact with each of them. */
export async function adultFor(ctx: Ctx, adultId: string, children: readonly Student[]): Promise<FamilyMember> {
  const adult = await ctx.store.get('familyMembers', adultId);
  const links = children.map(({ _id }) => adult?.children.find(({ studentId }) => studentId === _id));
  if (!adult || links.includes(undefined)) throw new AppError('common.not-found');
  if (!links.every((link) => link?.mayContact)) throw new AppError('calls.no-right');
  return adult;
}
