import type { CadenceRow, OwnKind } from '../../../../shared/contract';
import { CONTACT, FOR_WHOM, PAUSE_REASONS, RESPONSIBLE, WINDOWS } from '../../../../shared/domain/cadence';
import { type RuleFault, rulesFault } from '../../../../shared/domain/cadence-rules';
import type { Day } from '../../../../shared/domain/calendar';
import { DEEDS } from '../../../../shared/domain/record-kinds-parts';
import { BY_NAMES, DEED_NAMES, deedName, FOR_NAMES, PAUSE_NAMES, WINDOW_NAMES } from '../../../../shared/text/cadence';
import { shortDate } from '../../../../shared/text/time';

export interface RuleRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  /** It comes with the product: switched on and off, and changed like the others. */
  readonly on: boolean;
}
export interface RuleSet {
  readonly key: string;
  readonly name: string;
  readonly hint: string;
  readonly allOn: boolean;
  readonly rows: readonly RuleRow[];
}

/** The sets that schools know by name; what is in none of them stands last. */
const SETS = [
  {
    key: 'three',
    name: '三个一',
    hint: '每月家访一次，每月通话一次，每学期一封家书',
    ids: ['month_visit', 'month_call', 'term_letter'],
  },
  {
    key: 'five',
    name: '五个一',
    hint: '一助一、月谈心、三次家访、家长学校、月通信、和照护人沟通',
    ids: ['paired_help', 'month_talk', 'third_visits', 'term_training', 'month_letter', 'month_caregiver'],
  },
  { key: 'others', name: '别的做法', hint: '法律要求的每周联系，也在这里', ids: [] },
] as const;

/** The presets by their sets, as a whole and row by row. */
export function setsOf(
  rules: readonly CadenceRow[],
  presets: readonly CadenceRow[],
  own: readonly OwnKind[],
): RuleSet[] {
  const named = new Set<string>(SETS.flatMap(({ ids }) => [...ids]));
  return SETS.map(({ key, name, hint, ids }) => {
    const within = presets.filter(({ id }) => (ids.length > 0 ? ids.some((one) => one === id) : !named.has(id)));
    const rows = within.map((preset) => {
      const rule = rules.find(({ id }) => id === preset.id);
      return {
        key: preset.id,
        name: (rule ?? preset).name,
        fact: ruleText(rule ?? preset, own),
        on: rule !== undefined,
      };
    });
    return { key, name, hint, allOn: rows.every(({ on }) => on), rows };
  });
}

/** The school's own rows: those that no preset stands behind. */
export const ownRows = (
  rules: readonly CadenceRow[],
  presets: readonly CadenceRow[],
  own: readonly OwnKind[],
): RuleRow[] =>
  rules
    .filter(({ id }) => presets.every((preset) => preset.id !== id))
    .map((rule) => ({ key: rule.id, name: rule.name, fact: ruleText(rule, own), on: true }));

/** 「每月 1 次家访 · 留守儿童 · 帮扶老师做 · 9月1日起」 */
function ruleText(rule: CadenceRow, own: readonly OwnKind[]): string {
  const what = rule.counts.map((deed) => deedName(deed, own)).join('或');
  const days = rule.until ? `${shortDate(rule.since)}到${shortDate(rule.until)}` : `${shortDate(rule.since)}起`;
  return `${WINDOW_NAMES[rule.window]} ${rule.times} 次${what} · ${FOR_NAMES[rule.for]} · ${BY_NAMES[rule.by]}做 · ${days}`;
}

const withPreset = (rules: readonly CadenceRow[], preset: CadenceRow, on: boolean): CadenceRow[] => {
  const others = rules.filter(({ id }) => id !== preset.id);
  if (!on) return others;
  return rules.some(({ id }) => id === preset.id) ? [...rules] : [...rules, preset];
};

/** Some presets switched on or off; one that is on already stays as the school changed it. */
export const switched = (
  rules: readonly CadenceRow[],
  presets: readonly CadenceRow[],
  ids: readonly string[],
  on: boolean,
): CadenceRow[] =>
  presets
    .filter(({ id }) => ids.includes(id))
    .reduce<CadenceRow[]>((all, preset) => withPreset(all, preset, on), [...rules]);

/** A new row of the school's own. @param stamp makes its id one that no other row has. */
export const newRule = (stamp: string, today: Day): CadenceRow => ({
  ...{ id: `own_rule_${stamp}`, name: '', window: 'month', times: 1, counts: [], for: 'left_behind', by: 'mentor' },
  ...{ since: today, until: null, pausedBy: [...PAUSE_REASONS] },
});

const chips = <K extends string>(keys: readonly K[], names: Readonly<Record<K, string>>) =>
  keys.map((value) => ({ value, label: names[value] }));

export const CHOICES = {
  window: chips(WINDOWS, WINDOW_NAMES),
  for: chips(FOR_WHOM, FOR_NAMES),
  by: chips(RESPONSIBLE, BY_NAMES),
  pausedBy: chips(PAUSE_REASONS, PAUSE_NAMES),
} as const;

/** What may count: the deeds in words, the weekly contact of the ledger, kinds of the school's own; what is counted and gone since too. */
export function countChoices(rule: Pick<CadenceRow, 'counts'>, own: readonly OwnKind[]) {
  const known: readonly string[] = [...DEEDS, CONTACT, ...own.map(({ id }) => id)];
  const gone = rule.counts.filter((deed) => !known.includes(deed));
  return [...known, ...gone].map((value) => ({
    value,
    label: value === CONTACT ? `${DEED_NAMES[CONTACT]}（台账里的）` : deedName(value, own),
  }));
}

/** What is wrong with a row, by its field; beside which it is said. */
export type RuleProblems = Readonly<Partial<Record<'name' | 'counts' | 'times' | 'until', string>>>;

export function problemsOf(rule: CadenceRow, own: readonly OwnKind[]): RuleProblems {
  const problems: { name?: string; counts?: string; times?: string; until?: string } = {};
  if (rule.name.trim() === '') problems.name = '起个名字，比如「每月家访」。';
  if (rule.counts.length === 0) problems.counts = '做了什么才算，至少选一样。';
  if (rule.counts.length > 10) problems.counts = '最多选十样。';
  const fault = rulesFault([rule], [...own.map(({ id }) => id), ...rule.counts]);
  if (fault) Object.assign(problems, said(fault));
  return problems;
}

function said({ field, rule }: RuleFault): RuleProblems {
  if (field.endsWith('.times')) return { times: '这段时间里排不下这么多次，少几次。亲子联系只算 1 次。' };
  if (field.endsWith('.until')) return { until: '最后一天要在开始那天后面。' };
  return rule === 'unknown' || field.endsWith('.counts') ? { counts: '有一样已经没有了，请去掉。' } : {};
}
