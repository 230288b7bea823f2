import type { Choice } from '../../../../components/choice-chips/index';
import type { Output } from '../../../../shared/contract';
import { addDays, type Day, daysBetween, weekdayOf, weekOf } from '../../../../shared/domain/calendar';
import { shortDate } from '../../../../shared/text/time';
import { peopleChoices } from '../../settings/people';
import { weekdayWord } from '../../settings/words';

export type Duty = Output<'duty.read'>;
type Swap = Duty['swaps'][number];

interface DayRow {
  readonly key: Day;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'plain';
  readonly action: string;
}
export interface Week {
  /** 这周 */
  readonly name: string;
  readonly days: readonly DayRow[];
}
/** A swap that waits for the caller's answer. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}
/** A swap that was asked: by the caller and still open, or settled. */
export interface SwapRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'plain';
  readonly action: string;
}

export interface DutyView {
  readonly headline: string;
  readonly weeks: readonly Week[];
  readonly questions: readonly Question[];
  readonly waiting: readonly SwapRow[];
  readonly settled: readonly SwapRow[];
}

/** Who is on duty in the next weeks, which of the days are the caller's, and what is being swapped. */
export function dutyView({ days, swaps }: Duty, today: Day): DutyView {
  const open = new Set(
    swaps.filter(({ status, mine }) => status === 'asked' && mine === 'asked_by_me').map(({ day }) => day),
  );
  const manned = days.filter(({ people }) => people.length > 0);
  const weeks = [...new Set(manned.map(({ day }) => weekOf(day)))];
  const next = days.find(({ mine, day }) => mine && day >= today);
  return {
    headline: next ? `${dayWord(next.day, today).split(' ')[0]}轮到您值日` : '接下来谁值日',
    weeks: weeks.map((monday) => ({
      name: weekWord(monday, today),
      days: manned.filter(({ day }) => weekOf(day) === monday).map((day) => dayRow(day, today, open.has(day.day))),
    })),
    questions: swaps
      .filter(({ status, mine }) => status === 'asked' && mine === 'asked_me')
      .map((swap) => question(swap, today)),
    waiting: swaps
      .filter(({ status, mine }) => status === 'asked' && mine !== 'asked_me')
      .map((swap) => swapRow(swap, today)),
    settled: swaps.filter(({ status }) => status !== 'asked').map((swap) => swapRow(swap, today)),
  };
}

function dayRow({ day, people, mine, swapped }: Duty['days'][number], today: Day, asked: boolean): DayRow {
  return {
    key: day,
    name: dayWord(day, today),
    fact: people.map(({ name }) => name).join('、') + (swapped ? '（换过班）' : ''),
    state: mine ? '您值日' : '',
    tone: mine ? 'lamp' : 'plain',
    action: mine && !asked ? '换班' : '',
  };
}

/** 今天 11月25日 周三 */
export function dayWord(day: Day, today: Day): string {
  const near = ['今天 ', '明天 ', '后天 '][daysBetween(today, day)] ?? '';
  return `${near}${shortDate(day)} ${weekdayWord(weekdayOf(day))}`;
}

function weekWord(monday: Day, today: Day): string {
  const word = ['这周', '下周'][daysBetween(weekOf(today), monday) / 7];
  return word ?? `${shortDate(monday)}—${shortDate(addDays(monday, 6))}`;
}

const question = ({ id, asker, day, inReturn }: Swap, today: Day): Question => ({
  id,
  title: `${asker}想和您换班`,
  text: inReturn
    ? `${dayWord(day, today)}请您来值日，${dayWord(inReturn, today)}换${asker}来。`
    : `${dayWord(day, today)}请您来值日，不用还。`,
});

const STATES: Readonly<Record<Swap['status'], readonly [string, SwapRow['tone']]>> = {
  asked: ['等回答', 'amber'],
  agreed: ['换好了', 'ok'],
  declined: ['没换成', 'plain'],
  withdrawn: ['不换了', 'plain'],
};

function swapRow({ id, asker, other, day, inReturn, status, mine }: Swap, today: Day): SwapRow {
  const [state, tone] = STATES[status];
  const back = inReturn ? `，${dayWord(inReturn, today)}由${mine === 'asked_by_me' ? '您' : asker}来` : '';
  return {
    key: id,
    name: mine === 'asked_by_me' ? `请${other}替您` : `${asker}请${mine === 'asked_me' ? '您' : other}替`,
    fact: `${dayWord(day, today)}${back}`,
    state,
    tone,
    action: status === 'asked' && mine === 'asked_by_me' ? '不换了' : '',
  };
}

/** What is being asked. */
export interface Ask {
  readonly day: Day;
  /** Empty until somebody is chosen. */
  readonly otherId: string;
  /** The other's day in return; empty for none. */
  readonly inReturn: Day;
  readonly sought: string;
}

/** Those who can take over a day, others on duty first: with them a day can be exchanged. Not who is on duty then anyway. */
export function othersFor({ days, staff }: Duty, { day, otherId, sought }: Ask): Choice[] {
  const there = new Set(days.find((one) => one.day === day)?.people.map(({ id }) => id));
  return peopleChoices(
    staff.filter(({ id }) => !there.has(id)),
    { chosen: [otherId], sought, likely: new Set(days.flatMap(({ people }) => people.map(({ id }) => id))) },
  );
}

/** Days of the other that the caller could take in return, and none at all. */
export const returnsFor = ({ days }: Duty, { otherId }: Ask, today: Day): Choice[] => [
  { value: '', label: '不用还' },
  ...days
    .filter(({ day, mine, people }) => day >= today && !mine && people.some(({ id }) => id === otherId))
    .map(({ day }) => ({ value: day, label: dayWord(day, today) })),
];
