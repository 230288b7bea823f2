/** What the wheels of a picker show and choose; indexes count from 0. */
export interface ColumnModel {
  columns(): readonly (readonly string[])[];
  indexes(): readonly number[];
  choose(column: number, index: number): void;
  /** What `change` carries: an index, indexes, or a text such as `2026-09-01`. */
  value(): unknown;
}

type Get = (property: string) => unknown;

const pad = (value: number): string => String(value).padStart(2, '0');
const span = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);

const MODELS: Record<string, (get: Get) => ColumnModel> = { selector, multiSelector, date, time };

/** The columns of a mode. Throws for `region`, which is not there. */
export function modelFor(mode: string, get: Get): ColumnModel {
  const make = MODELS[mode];
  if (make === undefined) throw new Error(`picker: mode "${mode}" is not supported`);
  return make(get);
}

const textsOf = (range: unknown, key: unknown): string[] =>
  ((range as unknown[] | null) ?? []).map((item) =>
    typeof item === 'object' && item !== null
      ? String((item as Record<string, unknown>)[String(key)] ?? '')
      : String(item),
  );

function selector(get: Get): ColumnModel {
  let chosen = Number(get('value')) || 0;
  return {
    columns: () => [textsOf(get('range'), get('rangeKey'))],
    indexes: () => [chosen],
    choose: (_column, index) => {
      chosen = index;
    },
    value: () => String(chosen),
  };
}

function multiSelector(get: Get): ColumnModel {
  const ranges = () => (get('range') as unknown[][] | null) ?? [];
  const given = () => (get('value') as number[] | null) ?? [];
  let before = given();
  const chosen = ranges().map((_, column) => before[column] ?? 0);
  return {
    columns: () => ranges().map((range) => textsOf(range, get('rangeKey'))),
    indexes: () => {
      // the page may set other columns back when one changes
      const now = given();
      if (now !== before) {
        before = now;
        now.forEach((index, column) => {
          chosen[column] = index;
        });
      }
      return chosen;
    },
    choose: (column, index) => {
      chosen[column] = index;
    },
    value: () => [...chosen],
  };
}

/** Minutes since midnight of `HH:mm`. */
const minutes = (text: string, fallback: number): number => {
  const match = /^(\d{1,2}):(\d{2})$/.exec(text);
  return match === null ? fallback : Number(match[1]) * 60 + Number(match[2]);
};

function time(get: Get): ColumnModel {
  const first = minutes(String(get('start')), 0);
  const last = minutes(String(get('end')), 23 * 60 + 59);
  const now = new Date();
  const clamp = (value: number) => Math.min(Math.max(value, first), last);
  let chosen = clamp(minutes(String(get('value')), now.getHours() * 60 + now.getMinutes()));
  const hours = span(Math.floor(first / 60), Math.floor(last / 60));
  const minutesOf = (hour: number) => span(0, 59).filter((minute) => clamp(hour * 60 + minute) === hour * 60 + minute);
  return {
    columns: () => [hours.map(pad), minutesOf(Math.floor(chosen / 60)).map(pad)],
    indexes: () => [hours.indexOf(Math.floor(chosen / 60)), minutesOf(Math.floor(chosen / 60)).indexOf(chosen % 60)],
    choose: (column, index) => {
      const hour = column === 0 ? (hours[index] ?? 0) : Math.floor(chosen / 60);
      const minute = column === 1 ? (minutesOf(hour)[index] ?? 0) : chosen % 60;
      chosen = clamp(hour * 60 + minute);
    },
    value: () => `${pad(Math.floor(chosen / 60))}:${pad(chosen % 60)}`,
  };
}

type Day = readonly [year: number, month: number, day: number];

const parseDay = (text: string, fallback: Day): Day => {
  const [year, month = 1, day = 1] = text.split('-').map(Number);
  return year ? [year, month, day] : fallback;
};
const order = ([year, month, day]: Day): number => year * 10_000 + month * 100 + day;
const daysIn = (year: number, month: number): number => new Date(year, month, 0).getDate();

function date(get: Get): ColumnModel {
  const today = new Date();
  const first = parseDay(String(get('start')), [1970, 1, 1]);
  const last = parseDay(String(get('end')), [2100, 12, 31]);
  const clamp = (day: Day): Day => (order(day) < order(first) ? first : order(day) > order(last) ? last : day);
  let chosen = clamp(
    parseDay(String(get('value') ?? ''), [today.getFullYear(), today.getMonth() + 1, today.getDate()]),
  );
  const parts = { year: 1, month: 2, day: 3 }[String(get('fields'))] ?? 3;
  const years = span(first[0], last[0]);
  const months = () => span(chosen[0] === first[0] ? first[1] : 1, chosen[0] === last[0] ? last[1] : 12);
  const days = () => {
    const within = (day: number) => order(clamp([chosen[0], chosen[1], day])) === order([chosen[0], chosen[1], day]);
    return span(1, daysIn(chosen[0], chosen[1])).filter(within);
  };
  return {
    columns: () =>
      [years.map((year) => `${year}年`), months().map((month) => `${month}月`), days().map((day) => `${day}日`)].slice(
        0,
        parts,
      ),
    indexes: () => [years.indexOf(chosen[0]), months().indexOf(chosen[1]), days().indexOf(chosen[2])].slice(0, parts),
    choose: (column, index) => {
      const [year, month, day] = chosen;
      const nextYear = column === 0 ? (years[index] ?? year) : year;
      const nextMonth = column === 1 ? (months()[index] ?? month) : month;
      const nextDay = column === 2 ? (days()[index] ?? day) : day;
      chosen = clamp([nextYear, nextMonth, Math.min(nextDay, daysIn(nextYear, nextMonth))]);
    },
    value: () => [chosen[0], pad(chosen[1]), pad(chosen[2])].slice(0, parts).join('-'),
  };
}
