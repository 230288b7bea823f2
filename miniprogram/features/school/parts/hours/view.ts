import type { Day } from '../../../../shared/domain/calendar';
import { settingsFault } from '../../../../shared/domain/school-settings';
import { inWords } from '../../settings/faults';
import type { Settings } from '../../settings/school';
import { hoursWord, type Span, validityWord, type Window, withSpan } from '../../settings/spans';
import { weekdayWord } from '../../settings/words';

const PUPILS: Record<Window['for'], string> = { all: '住校、走读的都行', boarding: '住校的孩子', day: '走读的孩子' };

export interface DayRow {
  readonly day: string;
  readonly windows: readonly { readonly key: string; readonly name: string; readonly fact: string }[];
}

/** The week as it is opened, Monday first; a day that stays closed has no windows. `key` is the place in `windows`. */
export const weekOf = (windows: readonly Window[], today: Day): DayRow[] =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    day: weekdayWord(weekday),
    windows: windows
      .map((window, place) => ({ window, key: String(place) }))
      .filter(({ window }) => window.weekday === weekday)
      .sort((a, b) => a.window.from - b.window.from)
      .map(({ window, key }) => ({
        key,
        name: hoursWord(window),
        fact: [PUPILS[window.for], validityWord(window, today)].filter(Boolean).join(' · '),
      })),
  }));

/** Why a span cannot be written in, in words; empty when it can. */
export function spanProblem(settings: Settings, span: Span, place: number | null): string {
  if (span.weekdays.length === 0) return '请选是星期几。';
  const windows = withSpan(settings.windows, span, place);
  const fault = settingsFault({ ...settings, points: [], exceptions: [], freePeriods: [], duty: [], windows }, NOBODY);
  return fault?.field.startsWith('windows') ? inWords(fault).text : '';
}
const NOBODY = { pointIds: [], classIds: [], staffIds: [] };
