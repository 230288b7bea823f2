import type { Choice } from '../../../../components/choice-chips/index';
import type { Settings } from '../../settings/school';
import { lengthWord } from '../../settings/words';

type RuleKey =
  | 'slotMinutes'
  | 'changeoverMinutes'
  | 'noticeMinutes'
  | 'horizonDays'
  | 'weeklyQuota'
  | 'cutoffMinutes'
  | 'walkInShare';

interface Rule {
  readonly key: RuleKey;
  readonly label: string;
  readonly hint: (settings: Settings) => string;
  readonly values: readonly number[];
  readonly word: (value: number) => string;
}

const minutes = lengthWord;
const TENTHS = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九'] as const;

/** 25 → 两成半; what is no half of a tenth is told in hundredths. */
export function tenthsWord(share: number): string {
  if (share === 0) return '不留';
  if (share === 100) return '全留';
  if (share % 5 !== 0) return `${share}%`;
  const tenths = TENTHS[Math.floor(share / 10)] ?? '';
  const half = share % 10 === 5;
  return share < 10 ? '半成' : `${tenths}成${half ? '半' : ''}`;
}

/** The rules of booking as a headteacher thinks of them, with the values that schools commonly keep. */
export const RULES: readonly Rule[] = [
  {
    key: 'slotMinutes',
    label: '一次通话留多长时间',
    hint: () => '说话和换人都算在里面。留得短，能打的孩子就多。',
    values: [10, 15, 20, 30],
    word: minutes,
  },
  {
    key: 'changeoverMinutes',
    label: '里面留多少给换人',
    hint: ({ slotMinutes, changeoverMinutes }) =>
      changeoverMinutes < slotMinutes ? `这样每个孩子能说 ${slotMinutes - changeoverMinutes} 分钟话。` : '',
    values: [0, 2, 3, 5],
    word: (value) => (value === 0 ? '不用留' : minutes(value)),
  },
  {
    key: 'weeklyQuota',
    label: '每个孩子每周最多几次',
    hint: () => '空位不多的时候，一次就好，这样每个孩子都轮得到。',
    values: [1, 2, 3],
    word: (value) => `${value} 次`,
  },
  {
    key: 'horizonDays',
    label: '最多提前几天约',
    hint: () => '家长要照着排班来约，两周比较合适。',
    values: [7, 14, 21, 28],
    word: (value) => (value % 7 === 0 ? `${value / 7} 周` : `${value} 天`),
  },
  {
    key: 'noticeMinutes',
    label: '最晚提前多久约',
    hint: () => '留出时间，值日老师好去叫孩子。',
    values: [0, 30, 60, 120, 1440],
    word: (value) => (value === 0 ? '到点前都行' : minutes(value)),
  },
  {
    key: 'cutoffMinutes',
    label: '开始前多久，家长就不能自己改了',
    hint: () => '过了这个时间，要改请打电话给学校。工厂临时加班很常见，留短一点家长更方便。',
    values: [0, 30, 60, 120, 1440],
    word: (value) => (value === 0 ? '开始前都能改' : minutes(value)),
  },
  {
    key: 'walkInShare',
    label: '空位里留几成给现场来的孩子',
    hint: () => '没约上、临时想家的孩子，值日老师可以当场安排。',
    values: [0, 10, 25, 50],
    word: tenthsWord,
  },
];

export interface RuleField {
  readonly key: RuleKey;
  readonly label: string;
  readonly hint: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
}

/** Each rule as a question; a value in use that is not among the common ones can be kept. */
export const ruleFields = (settings: Settings): RuleField[] =>
  RULES.map(({ key, label, hint, values, word }) => ({
    key,
    label,
    hint: hint(settings),
    choices: [...new Set([...values, settings[key]])]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: word(value) })),
    value: [String(settings[key])],
  }));
