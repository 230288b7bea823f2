import type { FamilyTimeView } from '../../../miniprogram/shared/contract';
import { addDays, type Weekday, weekOf } from '../../../miniprogram/shared/domain/calendar';
import { availabilityOf } from '../../../miniprogram/shared/domain/shifts';
import { layOutAt } from '../../../miniprogram/shared/domain/slots';
import { refOf } from '../booking/handlers';
import type { FamilyMember, FamilyTime, School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { familyOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';

export const familyTimeHandlers: Handlers<'familyTime'> = {
  async 'familyTime.read'(ctx) {
    const { person } = familyOf(ctx.caller);
    return viewOf(ctx, person, await ctx.store.get('familyTimes', person._id));
  },

  /** The hours stand with the person, as they say which free times suit; whether it wants a standing time, with its wish. */
  async 'familyTime.save'(ctx, { on, together, shift, nightWeek, daysOff, only }) {
    const { person } = familyOf(ctx.caller);
    const hours = {
      nightWeek: shift === 'two_shift' && nightWeek !== null ? weekOf(nightWeek) : null,
      daysOff: [...new Set(daysOff)].sort() as Weekday[],
      only,
    };
    const wish = await ctx.store.transact(async (tx): Promise<FamilyTime> => {
      const before = await tx.get('familyTimes', person._id);
      const since = before?.on && on ? before.since : ctx.now();
      if (before) await tx.update('familyTimes', person._id, { set: { on, together, since } });
      const { _id, schoolId } = person;
      const wish = { _id, schoolId, results: [], ...before, on, together, since };
      if (!before) await tx.insert('familyTimes', wish);
      const roster = person.hours ? {} : { rosterShift: person.shift };
      await tx.update('familyMembers', _id, { set: { shift, hours, ...roster } });
      return wish;
    });
    return viewOf(ctx, { ...person, shift, hours }, wish);
  },
};

/** The wish as the family sees it; who never said anything shares one call and has the hours that the school's roster knows. */
async function viewOf(ctx: Ctx, person: FamilyMember, wish: FamilyTime | undefined): Promise<FamilyTimeView> {
  const [school, children] = await Promise.all([ctx.schoolOf(person.schoolId), childrenOf(ctx)]);
  const { shift, nightWeek, daysOff, only } = availabilityOf(person.shift, person.hours);
  return {
    on: wish?.on ?? false,
    together: wish?.together ?? true,
    shift,
    nightWeek,
    daysOff: [...daysOff],
    only,
    children,
    plannedAt: plannedAt(school, ctx),
    results: (wish?.results ?? []).slice(0, RESULTS).map(({ studentIds, ...result }) => ({
      ...result,
      children: children.filter(({ id }) => studentIds.includes(id)),
    })),
  };
}
const RESULTS = 12;

/** When the next plan is made. */
function plannedAt({ planning }: School, { now, today }: Pick<Ctx, 'now' | 'today'>): number | null {
  if (planning === null) return null;
  const nextWeek = addDays(weekOf(today), 7);
  const at = layOutAt(planning, nextWeek);
  return at > now() ? at : layOutAt(planning, addDays(nextWeek, 7));
}

/** The caller's children at the school. */
async function childrenOf({ store, reach }: Ctx) {
  const students = await store.list('students', { where: { _id: { in: reach.studentIds } }, limit: CHILDREN });
  return students.filter((child) => child.status === 'active' && child.schoolId === reach.schoolId).map(refOf);
}
const CHILDREN = 20;
