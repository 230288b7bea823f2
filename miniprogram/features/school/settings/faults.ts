import { type CallerRole, scopesOf } from '../../../shared/access/permissions';
import { type SettingsFault, settingsFault } from '../../../shared/domain/school-settings';
import type { Changes, School, Settings } from './school';
import { settingsWith } from './school';
import type { SectionKey } from './sections';

/** What is wrong, on which page of the settings, and what to do about it. */
export interface Fault {
  readonly section: SectionKey;
  readonly text: string;
}

/** The teachers who may run the calls of a day. */
export const dutyStaff = ({ staff }: School): School['staff'] =>
  staff.filter(({ role }) => scopesOf(role as CallerRole, 'calls.run').length > 0);

/** The first thing that is wrong with the settings as they would be; `undefined` when they can be kept. */
export function faultIn(school: School, changes: Changes): Fault | undefined {
  const settings = settingsWith(school, changes);
  if (settings.points.length === 0) return { section: 'points', text: '请至少加一个通话点。' };
  if (settings.points.some(({ name }) => name.trim() === ''))
    return { section: 'points', text: '每个通话点都要有一个名字。' };
  if (settings.sms.on && settings.sms.capFen < settings.sms.feeFen)
    return { section: 'notices', text: '请写一个月的短信最多花多少钱，至少够发一条。' };
  if (settings.leftBehindRules.some(({ basis }) => basis.trim() === ''))
    return { section: 'definition', text: '请写上这是哪里的规定，以后查得到。' };
  const fault = settingsFault({ ...settings, points: trimmed(settings.points) }, knownIn(school, changes));
  return fault && inWords(fault);
}

/** A fault of the shared rules, in words. */
export function inWords({ field, rule }: Pick<SettingsFault, 'field' | 'rule'>): Fault {
  const part = field.split('.')[0] ?? '';
  const { section, words } = PARTS[part] ?? REST;
  return { section, text: words[rule] ?? '有一处没有填对，请看一看。' };
}

const trimmed = (points: Settings['points']): Settings['points'] =>
  points.map((point) => ({ ...point, name: point.name.trim() }));

/** Whom and what the settings may name. What the school has is not judged again: somebody may have left since. */
function knownIn(school: School, { freePeriods, duty }: Changes) {
  const { settings } = school;
  return {
    pointIds: school.settings.points.map(({ id }) => id),
    classIds: freePeriods ? school.classes.map(({ id }) => id) : settings.freePeriods.map(({ classId }) => classId),
    staffIds: duty ? dutyStaff(school).map(({ id }) => id) : settings.duty.flatMap(({ staffIds }) => staffIds),
  };
}

type Words = Partial<Record<SettingsFault['rule'], string>>;
interface PartWords {
  readonly section: SectionKey;
  readonly words: Words;
}

const REST: PartWords = { section: 'rules', words: {} };
const TIMES: Words = {
  backwards: '结束的时间要晚于开始的时间。',
  too_short: '有一段时间太短，一次通话都放不下。',
};
const PARTS: Readonly<Record<string, PartWords>> = {
  points: {
    section: 'points',
    words: {
      unknown: '有一个通话点已经不在了。请回到上一页点「不改了」，再重新改。',
      same_name: '有两个通话点名字一样，请改一个。',
      same_point: '有一个通话点重复了，请去掉一个。',
    },
  },
  channels: {
    section: 'points',
    words: { missing: '请至少选一个打的办法。', twice: '有一个办法选了两次，请去掉一个。' },
  },
  windows: {
    section: 'hours',
    words: {
      ...TIMES,
      backwards: '结束要晚于开始，时间和日子都是。',
      overlap: '同一天、同样的孩子，有两段时间重叠了，请改一段。',
    },
  },
  exceptions: {
    section: 'holidays',
    words: {
      ...TIMES,
      overlap: '同一天的两段时间重叠了，请改一段。',
      twice: '有一天已经写过了，请先把原来那条去掉。',
      missing: '请选按星期几的时间开。',
    },
  },
  term: { section: 'holidays', words: { backwards: '学期结束的日子要晚于开始的日子。' } },
  freePeriods: {
    section: 'periods',
    words: {
      ...TIMES,
      unknown: '有一个班已经不在了，请把它的时段去掉。',
      overlap: '同一个班同一天，有两段时间重叠了，请改一段。',
    },
  },
  duty: {
    section: 'duty',
    words: {
      unknown: '有一位老师不在名单里了，请重新选那一天的老师。',
      twice: '同一天里有一位老师选了两次，请去掉一次。',
    },
  },
  changeoverMinutes: {
    section: 'rules',
    words: { too_long: '换人的时间太长，没有时间说话了。请把一次通话留长一点。' },
  },
  leftBehindRules: {
    section: 'definition',
    words: {
      twice: '有两条规定从同一天起，请改一条。',
      backwards: '规定按日子先后写，后面一条要晚于前面一条。',
    },
  },
  planning: { section: 'family', words: { unfit: '请再选一次几点排。' } },
};
