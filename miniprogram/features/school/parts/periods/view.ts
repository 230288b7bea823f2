import type { Choice } from '../../../../components/choice-chips/index';
import { clockText } from '../../../../shared/domain/calendar';
import { settingsFault } from '../../../../shared/domain/school-settings';
import { inWords } from '../../settings/faults';
import type { School, Settings } from '../../settings/school';
import { hoursWord, minuteIn, NEW_SPAN, type Span } from '../../settings/spans';
import { weekdaysWord } from '../../settings/words';

type Period = Settings['freePeriods'][number];

/** A class that has its own periods; those at the same hours of several weekdays stand in one row. */
export interface ClassCard {
  readonly id: string;
  readonly name: string;
  readonly periods: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
}

export const classChoices = ({ classes }: School): Choice[] =>
  classes.map(({ id, name }) => ({ value: id, label: name }));

const keyOf = ({ classId, from, to }: Period): string => `${classId}|${from}|${to}`;

/** In the order of the school's classes. */
export function classCards({ classes }: School, { freePeriods }: Settings): ClassCard[] {
  return classes.flatMap(({ id, name }) => {
    const own = freePeriods.filter(({ classId }) => classId === id).sort((a, b) => a.from - b.from);
    const keys = [...new Set(own.map(keyOf))];
    const periods = keys.flatMap((key) => {
      const same = own.filter((period) => keyOf(period) === key);
      const [first] = same;
      return first ? [{ key, name: hoursWord(first), fact: weekdaysWord(same.map(({ weekday }) => weekday)) }] : [];
    });
    return periods.length > 0 ? [{ id, name, periods }] : [];
  });
}

/** The span of a row. */
export function spanOfKey({ freePeriods }: Settings, key: string): Span | undefined {
  const same = freePeriods.filter((period) => keyOf(period) === key);
  const [first] = same;
  return (
    first && {
      ...NEW_SPAN,
      classIds: [first.classId],
      weekdays: same.map(({ weekday }) => String(weekday)).sort(),
      from: clockText(first.from),
      to: clockText(first.to),
    }
  );
}

/** The periods with a span written in for each class and weekday, in the place of a row. Classes that are gone are left out. */
export function withPeriods(school: School, { freePeriods }: Settings, span: Span | null, key: string): Period[] {
  const there = new Set(school.classes.map(({ id }) => id));
  const written = (span?.classIds ?? []).flatMap((classId) =>
    (span?.weekdays ?? []).map((weekday) => ({
      classId,
      weekday: Number(weekday),
      from: minuteIn(span?.from ?? ''),
      to: minuteIn(span?.to ?? ''),
    })),
  );
  return [...freePeriods.filter((period) => there.has(period.classId) && keyOf(period) !== key), ...written];
}

/** As many as a school keeps (contract). */
const MOST = 500;

/** Why a span cannot be written in, in words; empty when it can. */
export function periodProblem(school: School, settings: Settings, span: Span, key: string): string {
  if (span.classIds.length === 0) return '请选是哪些班。';
  if (span.weekdays.length === 0) return '请选是星期几。';
  const freePeriods = withPeriods(school, settings, span, key);
  if (freePeriods.length > MOST) return '写的时段太多了，请先把用不着的去掉。';
  const known = { pointIds: [], staffIds: [], classIds: school.classes.map(({ id }) => id) };
  const fault = settingsFault({ ...settings, points: [], windows: [], exceptions: [], duty: [], freePeriods }, known);
  return fault?.field.startsWith('freePeriods') ? inWords(fault).text : '';
}

/** 「其余 11 个班没有另外定，开放的时间里都能打。」 */
export function othersSentence({ classes }: School, cards: readonly ClassCard[]): string {
  const others = classes.length - cards.length;
  if (others <= 0) return '';
  return `${cards.length > 0 ? '其余 ' : ''}${others} 个班没有另外定，开放的时间里都能打。`;
}
