import type { Day } from '../../../shared/domain/calendar';
import { NATIONAL_RULE, ruleOn } from '../../../shared/domain/left-behind';
import { spokenTime } from '../../../shared/text/time';
import type { Fault } from './faults';
import { type Changes, type Part, type School, type Settings, settingsWith } from './school';
import { daysWord, lengthWord, runsOf, weekdaysWord, weekdayWord, yuanWord } from './words';

export type SectionKey =
  | 'points'
  | 'hours'
  | 'holidays'
  | 'periods'
  | 'duty'
  | 'rules'
  | 'family'
  | 'notices'
  | 'definition';

interface Section {
  readonly key: SectionKey;
  readonly name: string;
  readonly parts: readonly Part[];
  /** How it stands, in a line. */
  readonly fact: (settings: Settings, school: School, today: Day) => string;
}

/** The settings by what a headteacher looks for. */
export const SECTIONS: readonly Section[] = [
  { key: 'points', name: '通话点', parts: ['points', 'channels'], fact: ({ points }) => pointsFact(points) },
  { key: 'hours', name: '开放时间', parts: ['windows'], fact: ({ windows }) => hoursFact(windows) },
  {
    key: 'duty',
    name: '值日老师',
    parts: ['duty'],
    fact: ({ windows, duty }) => dutyFact(windows, duty),
  },
  { key: 'holidays', name: '学期、放假和补班', parts: ['term', 'exceptions', 'yearsTold'], fact: holidaysFact },
  {
    key: 'periods',
    name: '班级空闲时段',
    parts: ['freePeriods'],
    fact: ({ freePeriods }) => {
      const classes = new Set(freePeriods.map(({ classId }) => classId)).size;
      return classes > 0 ? `${classes} 个班只在自己的空闲时段打` : '没有另外定，开放的时间里都能打';
    },
  },
  {
    key: 'rules',
    name: '约通话的规矩',
    parts: [
      'slotMinutes',
      'changeoverMinutes',
      'noticeMinutes',
      'cutoffMinutes',
      'horizonDays',
      'weeklyQuota',
      'walkInShare',
    ],
    fact: ({ slotMinutes, weeklyQuota, horizonDays }) =>
      `一次 ${lengthWord(slotMinutes)}，每个孩子每周 ${weeklyQuota} 次，提前 ${horizonDays} 天就能约`,
  },
  {
    key: 'family',
    name: '固定亲情时间',
    parts: ['planning'],
    fact: ({ planning }) =>
      planning
        ? `${weekdayWord(planning.weekday)}${spokenTime(planning.minute)} 排好下一周的`
        : '不排，都由家长自己来约',
  },
  { key: 'notices', name: '短信和微信提醒', parts: ['sms', 'longTerm'], fact: noticesFact },
  { key: 'definition', name: '谁算留守', parts: ['leftBehindRules', 'keepYears'], fact: definitionFact },
];

export interface SectionRow {
  readonly key: SectionKey;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'red' | 'amber' | 'lamp' | 'plain';
}

/** The sections as they would stand, with what was changed, what is asked, and what is wrong. */
export function sectionRows(school: School, changes: Changes, fault: Fault | undefined, today: Day): SectionRow[] {
  const settings = settingsWith(school, changes);
  const asked = yearsOpen(school, settings).length > 0;
  return SECTIONS.map(({ key, name, parts, fact }) => ({
    key,
    name,
    fact: fact(settings, school, today),
    ...stateOf(
      fault?.section === key,
      key === 'holidays' && asked,
      parts.some((part) => part in changes),
    ),
  }));
}

function stateOf(wrong: boolean, asked: boolean, changed: boolean): Pick<SectionRow, 'state' | 'tone'> {
  if (wrong) return { state: '要改一下', tone: 'red' };
  if (asked) return { state: '要您定', tone: 'amber' };
  return changed ? { state: '改了', tone: 'lamp' } : { state: '', tone: 'plain' };
}

/** The years whose holidays nobody knows and that were not answered meanwhile. */
export const yearsOpen = ({ yearsAsked }: School, { yearsTold }: Settings): number[] =>
  yearsAsked.filter((year) => !yearsTold.includes(year));

const NAMED_POINTS = 4;

function pointsFact(points: Settings['points']): string {
  if (points.length === 0) return '还没有，孩子没有地方打';
  if (points.length <= NAMED_POINTS) return points.map(({ name }) => name.trim() || '没有名字').join('、');
  const phones = points.filter(({ kind }) => kind === 'phone').length;
  const kinds = [
    phones > 0 ? `${phones} 个打电话` : '',
    phones < points.length ? `${points.length - phones} 个打视频` : '',
  ];
  return `${points.length} 个：${kinds.filter(Boolean).join('，')}`;
}

function hoursFact(windows: Settings['windows']): string {
  if (windows.length === 0) return '还没有定，家长约不了';
  return `${weekdaysWord(windows.map(({ weekday }) => weekday))}，每周 ${windows.length} 段时间`;
}

function dutyFact(windows: Settings['windows'], duty: Settings['duty']): string {
  const manned = duty.flatMap(({ weekday, staffIds }) => (staffIds.length > 0 ? [weekday] : []));
  const missing = windows.map(({ weekday }) => weekday).filter((weekday) => !manned.includes(weekday));
  if (missing.length > 0) return `${weekdaysWord(missing)}还没有老师，那天就不开`;
  return manned.length > 0 ? `${weekdaysWord(manned)}都有老师` : '还没有排';
}

function noticesFact({ sms, longTerm }: Settings): string {
  const paid = sms.on
    ? `微信没听到的再发短信，一个月最多 ${yuanWord(sms.capFen)}`
    : '不发短信，微信没听到的由老师打电话';
  return longTerm ? `${paid}；用长期提醒` : paid;
}

function definitionFact({ leftBehindRules, keepYears }: Settings, _school: School, today: Day): string {
  const { underAge, oneAway, since } = ruleOn(leftBehindRules, today);
  const whose = since === NATIONAL_RULE.since ? '按国家的规定' : '按自己的规定';
  const away = oneAway ? '一方外出也算' : '双方外出';
  return `${whose}：不满 ${underAge} 岁，${away}；离校后档案留 ${keepYears} 年`;
}

/** The next days that differ: the public ones, and the school's own. */
function holidaysFact({ exceptions, term }: Settings, { holidays }: School, today: Day): string {
  if (today > term.to) return '这个学期结束了，请写上新学期的日子';
  const own = new Set(exceptions.map(({ day }) => day));
  const days = [
    ...holidays.filter(({ day, kind }) => kind === 'holiday' && !own.has(day)),
    ...exceptions.filter(({ kind }) => kind === 'closed').map(({ day, note }) => ({ day, name: note })),
  ].filter(({ day }) => day >= today && day <= term.to);
  const [next] = runsOf(days, ({ name }) => name);
  return next
    ? `接下来：${next.first.name || '放假'} ${daysWord(next.from, next.to, today)}不开`
    : `这学期到 ${daysWord(term.to, term.to, today)}，没有要放的假`;
}
