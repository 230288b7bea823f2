import * as v from 'valibot';
import { parseClass } from '../cloudfunctions/_server/roster/class-name';
import { schoolYearOf } from '../cloudfunctions/_server/roster/dates';
import type { NewSchool, NewStaff } from '../cloudfunctions/_server/school/found';
import { isDay, type Minute, type Weekday } from '../miniprogram/shared/domain/calendar';
import { settingsFault } from '../miniprogram/shared/domain/school-settings';
import { ROLE_NAMES } from '../miniprogram/shared/text/zh';

/**
 * The file with which an operator founds a school (docs/school.example.json): keys in English, what a school says in its own
 * words. Every mistake is one Chinese sentence that names the place.
 */

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
const KINDS = { 电话: 'phone', 视频: 'video' } as const;
const PUPILS = { 全部: 'all', 寄宿: 'boarding', 走读: 'day' } as const;
const STAFF_ROLES = ['teacher', 'counsellor', 'school_admin', 'bureau', 'volunteer', 'booth'] as const;
const ROLES: Readonly<Record<string, NewStaff['role']>> = Object.fromEntries(
  STAFF_ROLES.map((role) => [ROLE_NAMES[role], role]),
);

/** One of some words, as what it stands for. */
const word = <T>(meanings: Readonly<Record<string, T>>) =>
  v.pipe(
    v.string('要写字'),
    v.check((said) => Object.hasOwn(meanings, said), `只能是：${Object.keys(meanings).join('、')}`),
    v.transform((said) => meanings[said] as T),
  );
const weekday = word(Object.fromEntries(WEEKDAYS.map((name, i) => [name, (i + 1) as Weekday])));
const name = v.pipe(v.string('要写字'), v.trim(), v.minLength(1, '不能空着'), v.maxLength(40, '最多 40 个字'));
const day = v.pipe(v.string('要写日期'), v.check(isDay, '要写成 2026-09-01 这样的日期'));
const time = v.pipe(
  v.string('要写时间'),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, '要写成 18:30 这样的时间'),
  v.transform((text): Minute => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))),
);
const phone = v.pipe(
  v.string('要写成文字，前后加引号'),
  v.regex(/^(1\d{10}|0\d{9,11})$/, '不是一个电话号码，只写数字'),
);
const list = <const T extends v.GenericSchema>(item: T) => v.array(item, '要写成一个列表：[ … ]');
const object = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, received }) =>
    expected === 'never' ? '不认识这一项，请看看是不是写错了' : received === 'undefined' ? '缺这一项' : '要写成 { … }',
  );

const schoolFile = object({
  name,
  county: name,
  term: object({ name, from: day, to: day }),
  headteacher: object({ name, phone: v.optional(phone) }),
  points: list(object({ name: v.pipe(name, v.maxLength(20, '最多 20 个字')), kind: word(KINDS) })),
  windows: v.optional(list(object({ days: list(weekday), from: time, to: time, for: word(PUPILS) }))),
  closedDays: v.optional(list(day), []),
  staff: list(
    object({
      role: word(ROLES),
      name,
      phone: v.optional(phone),
      classes: v.optional(list(name)),
      point: v.optional(name),
      duty: v.optional(list(weekday)),
    }),
  ),
});
type SchoolFile = v.InferOutput<typeof schoolFile>;

/** What `found.ts` takes. A booth's point is still its name, as points get their ids with the school. */
export interface SchoolPlan {
  readonly school: NewSchool;
  readonly staff: readonly (NewStaff & { readonly point?: string })[];
}

/** @throws Error whose message lists every mistake in Chinese, one a line. */
export function readSchoolFile(text: string): SchoolPlan {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`这个文件不是 JSON，请看看是不是少了逗号或引号：${error instanceof Error ? error.message : ''}`);
  }
  const parsed = v.safeParse(schoolFile, json);
  const mistakes = parsed.success
    ? crossMistakes(parsed.output)
    : parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '整个文件'}：${issue.message}`);
  if (!parsed.success || mistakes.length > 0)
    throw new Error(`学校文件要改 ${mistakes.length} 处：\n${mistakes.map((m) => `  ${m}`).join('\n')}`);
  return planOf(parsed.output);
}

/** What fits the form and still cannot be: names that point nowhere, a term that ends before it begins. */
function crossMistakes({ term, points, windows, staff, headteacher }: SchoolFile): string[] {
  const year = schoolYearOf(term.from);
  const named = new Set(points.map((point) => point.name));
  const fault = settingsFault({ points, windows: windowsOf(windows) ?? [], slotMinutes: SLOT }, []);
  const heads = staff.flatMap(({ classes = [] }) => classes.map((c) => JSON.stringify(parseClass(c, year))));
  return [
    ...(term.from < term.to ? [] : ['term：学期的结束要在开始以后']),
    ...(fault ? [`${fault.field.replace(/\.\d+$/, '')}：${FAULTS[fault.rule]}`] : []),
    ...staff.flatMap(({ classes = [], point, role, ...person }, i) => [
      ...classes
        .filter((c) => parseClass(c, year)?.grade === undefined)
        .map((c) => `staff.${i}.classes：读不出「${c}」是几年级几班，请写成 三年级2班`),
      ...(point !== undefined && !named.has(point) ? [`staff.${i}.point：points 里没有「${point}」`] : []),
      ...(role === 'booth' && point === undefined ? [`staff.${i}.point：通话平板要写明放在哪个通话点`] : []),
      ...(sameAs(person, [headteacher, ...staff.slice(0, i)]) ? [`staff.${i}：${person.name} 写了两次`] : []),
    ]),
    ...(new Set(heads).size < heads.length ? ['staff：有一个班写了两位班主任'] : []),
  ];
}

type Named = { readonly name: string; readonly phone?: string | undefined };
const sameAs = (person: Named, others: readonly Named[]): boolean =>
  others.some((other) => other.name === person.name && other.phone === person.phone);

/** What a new school begins with (found.ts). */
const SLOT = 15;

const FAULTS = {
  unknown: '有一处不认识',
  same_point: '有一处写了两次',
  same_name: '有两个通话点同名',
  backwards: '有一个时段的结束不在开始以后',
  too_short: `有一个时段比一次通话（${SLOT} 分钟）还短`,
  overlap: '同一天、同样的学生有两个时段重叠',
} as const;

const windowsOf = (windows: SchoolFile['windows']) =>
  windows?.flatMap(({ days, ...rest }) => days.map((weekday) => ({ weekday, ...rest })));

function planOf({ staff, windows, headteacher, closedDays, ...school }: SchoolFile): SchoolPlan {
  const opening = windowsOf(windows);
  const exceptions = closedDays.map((day) => ({ day, kind: 'closed' as const, hours: [], weekday: null, note: '' }));
  return {
    school: { ...school, exceptions, headteacher: given(headteacher), ...(opening && { windows: opening }) },
    staff: staff.map(given),
  };
}

/** Without the keys that were left out. */
function given<T extends object>(entry: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof given<T>
  >;
}
