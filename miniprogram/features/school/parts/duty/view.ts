import type { Choice } from '../../../../components/choice-chips/index';
import { dutyStaff } from '../../settings/faults';
import { peopleChoices } from '../../settings/people';
import type { School, Settings } from '../../settings/school';
import { weekdayWord } from '../../settings/words';

export interface DutyRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
}

/** Who is on duty on each day of the week; a day that is open without anybody says so. */
export const dutyRows = ({ staff }: School, { duty, windows }: Settings): DutyRow[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const ids = duty.find((day) => day.weekday === weekday)?.staffIds ?? [];
    const names = ids.flatMap((id) => staff.find((person) => person.id === id)?.name ?? []);
    const open = windows.some((window) => window.weekday === weekday);
    return {
      key: String(weekday),
      name: weekdayWord(weekday),
      fact: names.join('、') || (open ? '没有老师值日，这天就不开' : '不开放，不用值日'),
      state: open && names.length === 0 ? '没有人' : '',
    };
  });

/** Teachers to choose from, those first who are on duty on some day. */
export const teacherChoices = (
  school: School,
  { duty }: Settings,
  chosen: readonly string[],
  sought: string,
): Choice[] =>
  peopleChoices(dutyStaff(school), { chosen, sought, likely: new Set(duty.flatMap(({ staffIds }) => staffIds)) });

export const chosenOn = ({ duty }: Settings, weekday: number): string[] =>
  duty.find((day) => day.weekday === weekday)?.staffIds ?? [];

/** The duty with one weekday's teachers; who has left is taken off all days. */
export function withDuty(
  school: School,
  { duty }: Settings,
  weekday: number,
  staffIds: readonly string[],
): Settings['duty'] {
  const there = new Set(dutyStaff(school).map(({ id }) => id));
  return [...duty.filter((day) => day.weekday !== weekday), { weekday, staffIds: [...staffIds] }]
    .map((day) => ({ ...day, staffIds: day.staffIds.filter((id) => there.has(id)) }))
    .filter((day) => day.staffIds.length > 0)
    .sort((a, b) => a.weekday - b.weekday);
}
