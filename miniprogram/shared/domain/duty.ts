import type { Day } from './calendar';
import { dutyOn, type SlotRules } from './slots';

type Roster = Pick<SlotRules, 'duty' | 'dutyDays'>;

/** A change of duty: `other` takes over the asker's `day`, and the asker a day of `other` in return, if they agreed so. */
export interface Swap {
  readonly askerId: string;
  readonly otherId: string;
  readonly day: Day;
  readonly inReturn: Day | null;
}

/** Whether a swap still goes with the roster: no day of it is over, each gives a day of its own, and nobody is on duty twice. */
export function swapVerdict(roster: Roster, swap: Swap, today: Day): 'ok' | 'past' | 'not_theirs' {
  const { askerId, otherId, day, inReturn } = swap;
  if (day < today || (inReturn !== null && inReturn < today)) return 'past';
  if (askerId === otherId || day === inReturn) return 'not_theirs';
  const gives = inReturn === null || passes(roster, inReturn, otherId, askerId);
  return gives && passes(roster, day, askerId, otherId) ? 'ok' : 'not_theirs';
}

const passes = (roster: Roster, day: Day, from: string, to: string): boolean => {
  const staffIds = dutyOn(roster, day);
  return staffIds.includes(from) && !staffIds.includes(to);
};

/** The days that differ from the weekly roster once a swap is agreed; all others stay as they are. */
export function swappedDays(roster: Roster, { askerId, otherId, day, inReturn }: Swap): SlotRules['dutyDays'] {
  const given = handedOver(roster, day, askerId, otherId);
  const days = inReturn === null ? [given] : [given, handedOver(roster, inReturn, otherId, askerId)];
  return [...roster.dutyDays.filter((old) => days.every((fresh) => fresh.day !== old.day)), ...days];
}

const handedOver = (roster: Roster, day: Day, from: string, to: string): SlotRules['dutyDays'][number] => ({
  day,
  staffIds: dutyOn(roster, day).map((id) => (id === from ? to : id)),
});
