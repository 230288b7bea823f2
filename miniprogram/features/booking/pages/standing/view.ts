import type { FamilyTimeView, Input } from '../../../../shared/contract';
import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  minuteOf,
  type Weekday,
  weekOf,
} from '../../../../shared/domain/calendar';
import { namesOf } from '../../../../shared/text/tickets';
import { shortDate, spokenTime, spokenWhen, weekdayName } from '../../../../shared/text/time';

/** What was tapped. */
export interface Form {
  readonly shift: FamilyTimeView['shift'];
  /** Of two shifts in turn: whether this week has nights; `null` before it was tapped. */
  readonly nights: boolean | null;
  readonly daysOff: readonly Weekday[];
  readonly only: FamilyTimeView['only'];
  readonly together: boolean;
}

/** A form that was not answered yet; `nights` is true of the week in which it was tapped. */
export interface Unsaved {
  readonly form: Form;
  readonly weekOf: Day;
}

/** What a week's plan gave, in words. */
export interface ResultRow {
  readonly key: string;
  /** 这周 */
  readonly week: string;
  readonly text: string;
  /** The call, to look at; empty where there is none. */
  readonly bookingId: string;
}

export interface StandingView {
  readonly lead: string;
  readonly on: boolean;
  readonly severalChildren: boolean;
  /** 「下一次安排在周一中午 12:00，排好了会告诉您。」 */
  readonly next: string;
  readonly results: readonly ResultRow[];
  /** A child for whom this week or the next gave nothing: a time can still be booked by hand. Empty where there is none. */
  readonly bookFor: string;
}

/** `now` in ms. */
export function standingView(view: FamilyTimeView, now: number): StandingView {
  const today = dayOf(now);
  const without = view.results.find((result) => !result.bookingId && result.weekOf >= weekOf(today));
  return {
    lead: `说一次您什么时候方便，学校每周给您和${namesOf(view.children)}留一个时间，不用每周来约。`,
    on: view.on,
    severalChildren: view.children.length > 1,
    next: nextSentence(view.plannedAt, view.on, now),
    results: view.results.map((result) => resultRow(result, view, today)),
    bookFor: without?.children[0]?.id ?? '',
  };
}

function nextSentence(plannedAt: number | null, on: boolean, now: number): string {
  if (plannedAt === null)
    return on
      ? '学校还没有开始安排固定时间。您说的都记着，一开始就有您。'
      : '学校还没有开始安排固定时间。您可以先说好，一开始就有您。';
  const when = spokenWhen(dayOf(plannedAt), minuteOf(plannedAt), dayOf(now));
  return on ? `下一次安排在${when}，排好了会告诉您。` : `现在说好，${when} 就给您安排。`;
}

type Result = FamilyTimeView['results'][number];

function resultRow(result: Result, { children }: FamilyTimeView, today: Day): ResultRow {
  const { weekOf: week, bookingId, reason } = result;
  const names = result.children.length < children.length ? `${namesOf(result.children)}：` : '';
  return {
    key: `${week}:${result.children.map(({ id }) => id).join()}`,
    week: weekWord(week, today),
    text: `${names}${REASONS[reason](whenOf(result))}`,
    bookingId: bookingId ?? '',
  };
}

/** Why a week went as it did, kindly. `when`: 周三晚上 7:30. */
const REASONS: Readonly<Record<Result['reason'], (when: string) => string>> = {
  kept: (when) => `还是${when}。`,
  given: (when) => `${when}。`,
  moved: (when) => `换到${when}，因为原来的时间这次安排不开。`,
  has_call: () => '这一周您和孩子已经约好了。',
  others_turn: () => '这次轮到孩子的另一位家人，下一次轮到您。',
  all_taken_by_needier: () => '先让给了等得更久的孩子，下一次会往前排。',
  no_time_fits: () => '您方便的时间学校没有开放。可以自己约一个，也可以在下面改一改。',
};

const whenOf = ({ day, from }: Result): string =>
  day === null || from === null ? '' : `${weekdayName(day)}${spokenTime(from)}`;

function weekWord(week: Day, today: Day): string {
  const words: Readonly<Record<number, string>> = { [-1]: '上周', 0: '这周', 1: '下周' };
  return words[daysBetween(weekOf(today), week) / 7] ?? `${shortDate(week)}那周`;
}

/** The form as the school has it. */
export const formOf = (view: FamilyTimeView, today: Day): Form => ({
  shift: view.shift,
  nights: view.shift === 'two_shift' && view.nightWeek !== null ? weeksApart(view.nightWeek, today) % 2 === 0 : null,
  daysOff: view.daysOff as readonly Weekday[],
  only: view.only,
  together: view.together,
});

/** The form as it was tapped, maybe weeks ago: then the nights are in turn. */
export function formFrom({ form, weekOf: then }: Unsaved, today: Day): Form {
  return { ...form, nights: form.nights === null ? null : (weeksApart(then, today) % 2 === 0) === form.nights };
}

const weeksApart = (a: Day, b: Day): number => Math.abs(daysBetween(weekOf(a), weekOf(b)) / 7);

/** What is asked of the school. */
export function inputOf(form: Form, on: boolean, today: Day): Input<'familyTime.save'> {
  const { shift, nights, daysOff, only, together } = form;
  const turns = shift === 'two_shift' && nights !== null;
  const nightWeek = turns ? addDays(weekOf(today), nights ? 0 : 7) : null;
  return { on, shift, nightWeek, daysOff: [...daysOff].sort(), only, together };
}

export const isSameForm = (a: Form, b: Form): boolean =>
  JSON.stringify(inputOf(a, true, '2026-01-01')) === JSON.stringify(inputOf(b, true, '2026-01-01'));

/** What is still to be tapped before the school can plan; empty when that is all. */
export function missingIn({ shift, nights }: Form): string {
  if (shift === 'unknown') return '先点一下您上什么班。';
  return shift === 'two_shift' && nights === null ? '再点一下这一周上什么班。' : '';
}
