import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { careToday, talliesOf, toDo } from '../../../miniprogram/shared/domain/cadence-due';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { classIn } from '../contacts/repository';
import type { Staff } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Reach } from '../kernel/reach';
import { schoolNow } from '../school/repository';
import { type ChildCare, childrenFor, dutyRowOf, monthsOf, myCare, namesOf, rulesToday } from './care';
import { careStudentsIn, type Mentors, mentorsOf } from './repository';

const ROWS = 200;

/** What is due: three reads beside those of the pipeline (school, children, staff), for more than a thousand children one more. */
export async function dueList(
  ctx: Ctx,
  { of, classId, cadenceId }: ParsedInput<'cadence.due'>,
): Promise<Output<'cadence.due'>> {
  const { store, today } = ctx;
  const { person } = staffOf(ctx.caller);
  const reach = narrowed(ctx.reach, person, { of, classId });
  const school = await schoolNow(ctx);
  const all = rulesToday(school, today);
  const [students, mentors] = await Promise.all([
    careStudentsIn(store, reach, { months: monthsOf(all, today) }),
    mentorsFor(ctx, person),
  ]);
  // Nobody in it, or none of this school's classes.
  if (classId !== undefined && of === 'class' && students.length === 0) await classIn(store, ctx.reach, classId);
  const rules = cadenceId === undefined ? all : all.filter(({ rule }) => rule.id === cadenceId);
  const children = childrenFor(students, mentors, person);
  const care = of === 'mine' ? myCare(children, rules, today) : careToday(children, rules, today);
  const rows = toDo(care);
  const shown = rules.map(({ rule }) => rule);
  return {
    term: school.term,
    cadences: namesOf(all.map(({ rule }) => rule)),
    children: countChildren(care),
    rows: rows.slice(0, ROWS).map(dutyRowOf),
    more: Math.max(0, rows.length - ROWS),
    tallies: talliesOf(shown, care),
    classes:
      of === 'school' ? classesOf(care).map((own) => ({ ...own.named, tallies: talliesOf(shown, own.care) })) : [],
  };
}

/** The part of the caller's reach that is asked for. @throws AppError `common.not-found`, `auth.forbidden` for the school of who has a part of it */
function narrowed(
  reach: Reach,
  { menteeIds, classIds }: Staff,
  { of, classId }: Pick<ParsedInput<'cadence.due'>, 'of' | 'classId'>,
): Reach {
  if (of === 'mine') return reach.all ? { ...reach, all: false, studentIds: menteeIds, classIds } : reach;
  if (of === 'school') {
    if (!reach.all) throw new AppError('auth.forbidden');
    return reach;
  }
  if (classId === undefined) throw new AppError('input.invalid', { field: 'classId', rule: 'required' });
  if (!reach.all && !reach.classIds.includes(classId)) throw new AppError('common.not-found');
  return { ...reach, all: false, studentIds: [], classIds: [classId] };
}

/** A volunteer is told of nobody else who is near the child. */
export const mentorsFor = (
  { store, reach, today }: Ctx,
  { role, name, schoolId }: Pick<Staff, 'role' | 'name' | 'schoolId'>,
): Promise<Mentors> | Mentors =>
  role === 'volunteer' ? new Map(reach.studentIds.map((id) => [id, [name]])) : mentorsOf(store, schoolId, today);

const countChildren = (care: readonly ChildCare[]): number => new Set(care.map(({ child }) => child._id)).size;

/** The classes of these children in the school's order. */
function classesOf(care: readonly ChildCare[]) {
  const orderOf = ([first]: readonly [ChildCare, ...ChildCare[]]): string => first.child.order;
  return [...groupedBy(care, ({ child }) => child.classId).entries()]
    .sort(([, a], [, b]) => (orderOf(a) < orderOf(b) ? -1 : 1))
    .map(([id, own]) => ({
      named: { id, name: own[0].child.className, children: countChildren(own) },
      care: own,
    }));
}
