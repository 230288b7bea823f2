import * as v from 'valibot';
import { parseClass } from '../cloudfunctions/_server/roster/class-name';
import { schoolYearOf } from '../cloudfunctions/_server/roster/dates';
import { type NewSchool, type NewStaff, OWN_SETTINGS, USUAL_SETTINGS } from '../cloudfunctions/_server/school/found';
import { isDay, type Minute, type Weekday } from '../miniprogram/shared/domain/calendar';
import { type SettingsFault, settingsFault } from '../miniprogram/shared/domain/school-settings';
import { ROLE_NAMES } from '../miniprogram/shared/text/zh';

/**
 * The file with which an operator founds a school (docs/school.example.json): keys in English, what a school says in its own
 * words. Every mistake is one Chinese sentence that names the place.
 */

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;
const KINDS = { 电话: 'phone', 视频: 'video' } as const;
const PUPILS = { 全部: 'all', 寄宿: 'boarding', 走读: 'day' } as const;
const CHANNELS = { 电话: 'phone', 微信: 'wechat', 小程序语音: 'voip_voice', 小程序视频: 'voip_video' } as const;
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
const whole = (min: number, max: number, step = 1) =>
  v.pipe(
    v.number('要写数字'),
    v.integer('要写整数'),
    v.minValue(min, `最少 ${min}`),
    v.maxValue(max, `最多 ${max}`),
    v.multipleOf(step, `要是 ${step} 的倍数`),
  );
const list = <const T extends v.GenericSchema>(item: T) => v.array(item, '要写成一个列表：[ … ]');
const object = <const T extends v.ObjectEntries>(entries: T) =>
  v.strictObject(entries, ({ expected, received }) =>
    expected === 'never' ? '不认识这一项，请看看是不是写错了' : received === 'undefined' ? '缺这一项' : '要写成 { … }',
  );

const hours = { from: time, to: time };
const yes = v.boolean('要写 true 或 false');
const channelList = list(word(CHANNELS));

/** What differs from the usual (found.ts); the same limits as in the contract of `school.configure`. */
const settings = object({
  yearsTold: v.optional(list(whole(2020, 2999))),
  slotMinutes: v.optional(whole(5, 60, 5)),
  changeoverMinutes: v.optional(whole(0, 30)),
  noticeMinutes: v.optional(whole(0, 1440, 5)),
  cutoffMinutes: v.optional(whole(0, 1440, 5)),
  horizonDays: v.optional(whole(1, 28)),
  weeklyQuota: v.optional(whole(1, 7)),
  walkInShare: v.optional(whole(0, 100)),
  channels: v.optional(object({ phone: channelList, video: channelList })),
  planning: v.optional(v.nullable(object({ day: weekday, at: time }))),
  sms: v.optional(object({ on: yes, capFen: whole(0, 1_000_000), feeFen: whole(1, 100) })),
  longTerm: v.optional(yes),
});

const schoolFile = object({
  name,
  county: name,
  term: object({ name, from: day, to: day }),
  headteacher: object({ name, phone: v.optional(phone) }),
  points: list(object({ name: v.pipe(name, v.maxLength(20, '最多 20 个字')), kind: word(KINDS) })),
  windows: v.optional(
    list(object({ days: list(weekday), ...hours, for: word(PUPILS), since: v.optional(day), until: v.optional(day) })),
  ),
  closedDays: v.optional(list(day), []),
  /** Open with hours of their own, or with those of another day of the week. */
  specialDays: v.optional(
    list(object({ day, as: v.optional(weekday), hours: v.optional(list(object(hours)), []), note: v.optional(name) })),
    [],
  ),
  freePeriods: v.optional(list(object({ class: name, days: list(weekday), ...hours })), []),
  settings: v.optional(settings, {}),
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

/** What fits the form and still cannot be: names that point nowhere, hours that overlap, a term that ends before it begins. */
function crossMistakes(file: SchoolFile): string[] {
  const { term, points, freePeriods, staff, headteacher } = file;
  const year = schoolYearOf(term.from);
  const isUnread = (className: string) => parseClass(className, year)?.grade === undefined;
  const named = new Set(points.map((point) => point.name));
  const heads = staff.flatMap(({ classes = [] }) => classes.map((c) => JSON.stringify(parseClass(c, year))));
  return [
    ...settingsMistakes(file),
    ...freePeriods.flatMap((period, i) =>
      isUnread(period.class) ? [unread(`freePeriods.${i}.class`, period.class)] : [],
    ),
    ...staff.flatMap(({ classes = [], point, role, ...person }, i) => [
      ...classes.filter(isUnread).map((c) => unread(`staff.${i}.classes`, c)),
      ...(point !== undefined && !named.has(point) ? [`staff.${i}.point：points 里没有「${point}」`] : []),
      ...(role === 'booth' && point === undefined ? [`staff.${i}.point：通话平板要写明放在哪个通话点`] : []),
      ...(sameAs(person, [headteacher, ...staff.slice(0, i)]) ? [`staff.${i}：${person.name} 写了两次`] : []),
    ]),
    ...(new Set(heads).size < heads.length ? ['staff：有一个班写了两位班主任'] : []),
  ];
}

const unread = (place: string, className: string): string =>
  `${place}：读不出「${className}」是几年级几班，请写成 三年级2班`;

/** The first fault of the settings, in the file's own words. */
function settingsMistakes({ points, windows, freePeriods, term, ...file }: SchoolFile): string[] {
  const fault = settingsFault(
    {
      ...USUAL_SETTINGS,
      ...ownSettings(file.settings),
      points,
      windows: windowsOf(windows) ?? [],
      exceptions: exceptionsOf(file),
      freePeriods: periodsOf(freePeriods).map(({ className, ...period }) => ({ ...period, classId: className })),
      term,
    },
    { pointIds: [], staffIds: [], classIds: freePeriods.map((period) => period.class) },
  );
  return fault ? [`${placeOf(fault)}：${FAULTS[fault.rule]}`] : [];
}

const OWN: readonly string[] = OWN_SETTINGS;
/** Lists of the file are unfolded by weekdays, so a place in them tells nothing. */
function placeOf({ field }: SettingsFault): string {
  const [part = '', ...rest] = field.split('.');
  if (part === 'exceptions') return 'closedDays 和 specialDays';
  return OWN.includes(part) ? ['settings', part, ...rest].join('.') : part;
}

type Named = { readonly name: string; readonly phone?: string | undefined };
const sameAs = (person: Named, others: readonly Named[]): boolean =>
  others.some((other) => other.name === person.name && other.phone === person.phone);

const FAULTS: Readonly<Record<SettingsFault['rule'], string>> = {
  unknown: '有一处不认识',
  same_point: '有一处写了两次',
  same_name: '有两个通话点同名',
  backwards: '结束要在开始以后',
  too_short: '有一个时段比一次通话还短',
  too_long: '换人的时间要比一次通话短',
  overlap: '同一天、同样的学生有两个时段重叠',
  twice: '有一处写了两次',
  missing: '缺一项',
  unfit: '这样不行，请看看是不是写错了',
};

const windowsOf = (windows: SchoolFile['windows']) =>
  windows?.flatMap(({ days, ...rest }) => days.map((weekday) => ({ weekday, ...rest })));

const periodsOf = (periods: SchoolFile['freePeriods']) =>
  periods.flatMap(({ class: className, days, ...rest }) => days.map((weekday) => ({ className, weekday, ...rest })));

const exceptionsOf = ({ closedDays, specialDays }: Pick<SchoolFile, 'closedDays' | 'specialDays'>) => [
  ...closedDays.map((day) => ({ day, kind: 'closed' as const, hours: [], weekday: null, note: '' })),
  ...specialDays.map(({ day, as = null, hours, note = '' }) => {
    const kind = as === null ? ('extra' as const) : ('as' as const);
    return { day, kind, hours, weekday: as, note };
  }),
];

function ownSettings({ planning, ...rest }: SchoolFile['settings']): NonNullable<NewSchool['settings']> {
  const at = planning && { weekday: planning.day, minute: planning.at };
  return { ...given(rest), ...(at !== undefined && { planning: at }) };
}

function planOf({
  staff,
  windows,
  headteacher,
  closedDays,
  specialDays,
  freePeriods,
  settings,
  ...school
}: SchoolFile): SchoolPlan {
  const opening = windowsOf(windows);
  return {
    school: {
      ...school,
      headteacher: given(headteacher),
      exceptions: exceptionsOf({ closedDays, specialDays }),
      freePeriods: periodsOf(freePeriods),
      settings: ownSettings(settings),
      ...(opening && { windows: opening }),
    },
    staff: staff.map(given),
  };
}

/** Without the keys that were left out. */
function given<T extends object>(entry: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof given<T>
  >;
}
