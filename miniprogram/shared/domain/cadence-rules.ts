import type { CadenceRow } from '../contract';
import { CONTACT } from './cadence';
import { type CareTime, frameOf } from './cadence-windows';
import type { Day } from './calendar';
import { DEEDS } from './record-kinds-parts';

type Preset = Omit<CadenceRow, 'since' | 'until'>;

const ALL = ['holiday', 'ill', 'away'] as const;
const preset = (id: string, name: string, over: Partial<Preset> & Pick<Preset, 'window' | 'counts'>): Preset => ({
  id,
  name,
  times: 1,
  for: 'left_behind',
  by: 'mentor',
  pausedBy: [...ALL],
  ...over,
});

/** On in a school that has set nothing. */
const FROM_THE_START: readonly Preset[] = [
  // 三个一 (practices S1).
  preset('month_visit', '每月家访', { window: 'month', counts: ['visit'] }),
  preset('month_call', '每月和家长通话', { window: 'month', counts: ['parents'] }),
  preset('term_letter', '每学期一封家书', { window: 'term', counts: ['letter'] }),
  // 未成年人保护法 art. 23. The law knows no holidays, and the ledger counts without them too.
  preset('week_contact', '每周亲子联系', { window: 'week', counts: [CONTACT], by: 'head_teacher', pausedBy: [] }),
];

/** Cadences that schools keep, to choose from. */
const PRESETS: readonly Preset[] = [
  ...FROM_THE_START,
  // 五个一 (practices S1 T5).
  preset('paired_help', '一助一', {
    ...{ window: 'month', for: 'paired' },
    counts: ['study', 'life', 'talk', 'visit', 'praise'],
  }),
  preset('month_talk', '每月谈心', { window: 'month', counts: ['talk'] }),
  preset('third_visits', '期初期中期末家访', { window: 'term_thirds', counts: ['visit'] }),
  preset('term_training', '每学期家长学校', { window: 'term', counts: ['training'], by: 'head_teacher' }),
  preset('month_letter', '每月写信或通话', { window: 'month', counts: ['letter', 'parents'] }),
  preset('month_caregiver', '每月和照护人沟通', { window: 'month', counts: ['caregiver'] }),
  // Boarders are talked to now and then, of day pupils the caregiver is visited (practices S4).
  preset('boarder_talk', '寄宿生常谈谈', { window: 'month', counts: ['talk', 'life'], for: 'boarders', times: 2 }),
  preset('day_pupil_visit', '走读生走访照护人', {
    ...{ window: 'month', for: 'day_pupils' },
    counts: ['caregiver'],
  }),
  // 重点对象 (practices S1, S3, S4); how often is for the school to say.
  preset('focus_visit', '重点关注的孩子多走访', { window: 'month', counts: ['visit'], for: 'focus', times: 2 }),
  // 教基厅〔2025〕2.
  preset('term_visit', '每学期至少一次家访', { window: 'term', counts: ['visit'], for: 'all', by: 'head_teacher' }),
];

/** What a school that has set nothing keeps, from the first day of the term; for each child it begins when counting does. */
export const usualRules = (term: CareTime['term']): CadenceRow[] =>
  FROM_THE_START.map((row) => ({ ...row, since: term.from, until: null }));

/** A school's rules: its own, or the usual ones. */
export const rulesOfSchool = (school: {
  readonly cadences?: readonly CadenceRow[];
  readonly term: CareTime['term'];
}): readonly CadenceRow[] => school.cadences ?? usualRules(school.term);

/** The rows to choose from. Each begins with the window that runs, so that nobody is late on the day it is switched on. */
export const presetRules = (time: CareTime): CadenceRow[] =>
  PRESETS.map((row) => {
    const whole: CadenceRow = { ...row, since: time.term.from, until: null };
    const running = frameOf(whole, time).windows.find(({ due }) => time.today <= due);
    return { ...whole, since: running?.from ?? time.today };
  });

/** Whether a rule asks for what the ledger already says on every home page. */
export const isContact = ({ counts }: Pick<CadenceRow, 'counts'>): boolean => counts.includes(CONTACT);

export interface RuleFault {
  /** Where, e.g. `rules.2.counts`. */
  readonly field: string;
  readonly rule: 'unknown' | 'twice' | 'too_many' | 'backwards';
}

/** The most that a window has room for, as every time needs a day of its own. */
const MOST: Readonly<Record<CadenceRow['window'], number>> = { week: 7, month: 28, term: 28, term_thirds: 21 };

/**
 * The first thing that is wrong with a school's cadences, or `undefined`. @param kindIds kinds of the school's own, which are deeds too.
 */
export function rulesFault(rules: readonly CadenceRow[], kindIds: readonly string[]): RuleFault | undefined {
  const known = new Set<string>([...DEEDS, CONTACT, ...kindIds]);
  for (const [i, row] of rules.entries()) {
    const at = (field: string, rule: RuleFault['rule']): RuleFault => ({ field: `rules.${i}.${field}`, rule });
    if (rules.findIndex(({ id }) => id === row.id) < i) return at('id', 'twice');
    if (row.counts.some((deed) => !known.has(deed))) return at('counts', 'unknown');
    if (new Set(row.counts).size < row.counts.length) return at('counts', 'twice');
    if (new Set(row.pausedBy).size < row.pausedBy.length) return at('pausedBy', 'twice');
    // Of contacts only the last day stands on the child's document.
    if (row.times > (isContact(row) ? 1 : MOST[row.window])) return at('times', 'too_many');
    if (endsBefore(row.until, row.since)) return at('until', 'backwards');
  }
  return undefined;
}

const endsBefore = (until: Day | null, since: Day): boolean => until !== null && until < since;
