import type { Choice } from '../../../../components/choice-chips/index';
import { addDays, clockText, type Day, daysBetween, daysFrom, weekdayOf } from '../../../../shared/domain/calendar';
import { settingsFault } from '../../../../shared/domain/school-settings';
import { inWords } from '../../settings/faults';
import type { School, Settings } from '../../settings/school';
import { hoursWord, minuteIn } from '../../settings/spans';
import { daysWord, runsOf, weekdayWord } from '../../settings/words';

type Exception = Settings['exceptions'][number];

/** What may be said of a day. `usual`: open with the usual hours, though the calendar says holiday. */
export type Said = 'closed' | 'usual' | 'as' | 'extra';
export const SAID_CHOICES: readonly Choice[] = [
  { value: 'closed', label: '不开' },
  { value: 'as', label: '按另一个星期几的时间开' },
  { value: 'extra', label: '另外定时间开' },
  { value: 'usual', label: '照平时开' },
];

/** Days that differ, while they are being written. */
export interface DaysForm {
  readonly from: Day;
  readonly to: Day;
  readonly said: Said;
  /** As which weekday; empty until it is chosen. */
  readonly weekday: string;
  readonly hours: readonly { readonly from: string; readonly to: string }[];
  readonly note: string;
  /** The days of the entry that it replaces. */
  readonly was: readonly Day[];
}

const NOON = { from: '12:00', to: '13:00' };

export const newDays = (day: Day, part: Partial<DaysForm> = {}): DaysForm => ({
  from: day,
  to: day,
  said: 'closed',
  weekday: '',
  hours: [NOON],
  note: '',
  was: [],
  ...part,
});

/** A row of days: `key` names its first day. */
export interface DaysRow {
  readonly key: Day;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly action: string;
}

const sameSaid = ({ kind, hours, weekday, note }: Exception): string => JSON.stringify([kind, hours, weekday, note]);
const runsOfExceptions = (exceptions: readonly Exception[]) => runsOf(exceptions, sameSaid);

/** What the school said of days to come, runs of days together. */
export const ownRows = ({ exceptions }: Settings, today: Day): DaysRow[] =>
  runsOfExceptions(exceptions.filter(({ day }) => day >= today)).map(({ from, to, first }) => ({
    key: from,
    name: dayName(from, to, today),
    fact: [first.note, saidWord(first)].filter(Boolean).join('：'),
    state: '',
    action: '',
  }));

function saidWord({ kind, hours, weekday }: Exception): string {
  if (kind === 'closed') return '不开';
  if (kind === 'as') return `按${weekdayWord(weekday ?? 1)}的时间开`;
  return hours.length > 0 ? `${hours.map(hoursWord).join('，')}开` : '照平时开';
}

/** 10月8日 周四; a run of days needs no weekday. */
const dayName = (from: Day, to: Day, today: Day): string =>
  daysWord(from, to, today) + (from === to ? ` ${weekdayWord(weekdayOf(from))}` : '');

/** The public calendar as it comes; what the school itself said of a day stands among its own. */
export function publicRows({ holidays }: School, { exceptions }: Settings, today: Day): DaysRow[] {
  const own = new Set(exceptions.map(({ day }) => day));
  const open = holidays.filter(({ day }) => day >= today && !own.has(day));
  return runsOf(open, ({ kind, name }) => kind + name).map(({ from, to, first: { kind, name } }) =>
    kind === 'holiday'
      ? { key: from, name, fact: `${daysWord(from, to, today)} 不开`, state: '', action: '要改' }
      : {
          key: from,
          name: `${dayName(from, to, today)} 补班`,
          fact: `因为${name}。按哪一天的时间开放？不定的话，照${weekdayWord(weekdayOf(from))}的。`,
          state: '要您定',
          action: '来定',
        },
  );
}

/** The form for what stands in a row: an entry of the school's own, or a day of the public calendar. */
export function formOf(key: Day, school: School, settings: Settings): DaysForm {
  const run = runsOfExceptions(settings.exceptions).find(({ from }) => from === key);
  if (run) {
    const { from, to, first } = run;
    return newDays(from, {
      to,
      said: first.kind === 'extra' && first.hours.length === 0 ? 'usual' : first.kind,
      weekday: first.weekday === null ? '' : String(first.weekday),
      hours: first.hours.length > 0 ? first.hours.map((hours) => clocks(hours)) : [NOON],
      note: first.note,
      was: daysFrom(from, daysBetween(from, to) + 1),
    });
  }
  const day = school.holidays.find((holiday) => holiday.day === key);
  return day?.kind === 'makeup'
    ? newDays(key, { said: 'as', weekday: '5', note: '补班' })
    : newDays(key, { said: 'usual', note: day?.name ?? '' });
}

const clocks = ({ from, to }: { from: number; to: number }) => ({ from: clockText(from), to: clockText(to) });

/** The exceptions with a form written in, in the place of the days that it replaces. */
export function withDays(exceptions: readonly Exception[], form: DaysForm): Exception[] {
  const { from, to, said, weekday, hours, note, was } = form;
  const written = daysFrom(from, daysBetween(from, to) + 1).map((day) => ({
    day,
    kind: said === 'usual' ? ('extra' as const) : said,
    hours: said === 'extra' ? hours.map((own) => ({ from: minuteIn(own.from), to: minuteIn(own.to) })) : [],
    weekday: said === 'as' && weekday ? Number(weekday) : null,
    note: note.trim(),
  }));
  return [...withoutDays(exceptions, was), ...written].sort((a, b) => (a.day < b.day ? -1 : 1));
}

export const withoutDays = (exceptions: readonly Exception[], days: readonly Day[]): Exception[] =>
  exceptions.filter(({ day }) => !days.includes(day));

/** A longer time without calls is no exception but the end of a term; and a school keeps 200 days at most. */
const MOST_DAYS = 60;
const MOST_IN_ALL = 200;

/** Why days cannot be written in, in words; empty when they can. */
export function daysProblem(settings: Settings, form: DaysForm): string {
  const days = daysBetween(form.from, form.to) + 1;
  if (days < 1) return '最后一天要在第一天之后，或者是同一天。';
  if (days > MOST_DAYS) return `一次最多写 ${MOST_DAYS} 天。放寒暑假的话，改上面学期的日子就行。`;
  if (form.said === 'as' && !form.weekday) return '请选按星期几的时间开。';
  if (form.said === 'extra' && form.hours.length === 0) return '请至少写一段时间。';
  const exceptions = withDays(settings.exceptions, form);
  if (exceptions.length > MOST_IN_ALL) return '写的日子太多了，请先把用不着的去掉。';
  const fault = settingsFault({ ...settings, points: [], windows: [], freePeriods: [], duty: [], exceptions }, NOBODY);
  return fault?.field.startsWith('exceptions') ? inWords(fault).text : '';
}
const NOBODY = { pointIds: [], classIds: [], staffIds: [] };

/** Why a year is asked for, and what to do. */
export const yearSentence = (year: number): string =>
  `${year} 年的放假安排国家还没公布，或者这里还没有。公布以后，请在下面写上放假的日子，再点「填好了」。在这以前，${year} 年的日子先不开放。`;

/** The first day to offer when somebody writes days of a year that is asked for. */
export const firstOfYear = (year: number, today: Day): Day => {
  const first = `${year}-01-01`;
  return first > today ? first : addDays(today, 1);
};
