/** Who gets a slip: every child with a call of a day, by class. */
import { UNBEGUN } from '../../../miniprogram/shared/domain/calls';
import { givenName, spokenRelation } from '../../../miniprogram/shared/text/names';
import { spokenWhen } from '../../../miniprogram/shared/text/time';
import { inSchoolOrder } from '../contacts/order';
import type { Booking } from '../data/documents';
import { groupedBy } from '../data/parts';

/** What one child reads. */
export interface Slip {
  readonly name: string;
  /** As it is said on that day: 今天下午 4:00. */
  readonly when: string;
  readonly point: string;
  /** Who calls: 爸爸. */
  readonly who: string;
  /** Brothers and sisters on the same call, as they are called at home. */
  readonly together: readonly string[];
}
export interface ClassSlips {
  readonly className: string;
  readonly slips: readonly Slip[];
}

/** The slips of the calls of a day that have not begun: class by class in the order of grades, in each by time. */
export function slipsOf(calls: readonly Booking[]): ClassSlips[] {
  const ahead = calls.filter(({ status }) => UNBEGUN.includes(status)).sort((a, b) => a.startsAt - b.startsAt);
  const rows = ahead.flatMap((call) =>
    call.children.map(({ id, name, className }) => ({ _id: id, name, className, slip: slipOf(call, id) })),
  );
  const byClass = groupedBy(rows, ({ className }) => className);
  return [...byClass.values()]
    .sort(([a], [b]) => inSchoolOrder({ ...a, name: '', _id: '' }, { ...b, name: '', _id: '' }))
    .map((group) => ({ className: group[0].className, slips: group.map(({ slip }) => slip) }));
}

const slipOf = ({ day, from, pointName, relation, children }: Booking, childId: string): Slip => ({
  name: children.find(({ id }) => id === childId)?.name ?? '',
  when: spokenWhen(day, from, day),
  point: pointName,
  who: spokenRelation(relation) || '家里人',
  together: children.filter(({ id }) => id !== childId).map(({ name }) => givenName(name)),
});
