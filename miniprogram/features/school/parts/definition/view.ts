import type { Choice } from '../../../../components/choice-chips/index';
import { addDays, type Day } from '../../../../shared/domain/calendar';
import { NATIONAL_RULE, ruleOn } from '../../../../shared/domain/left-behind';
import type { Settings } from '../../settings/school';

type Rules = Settings['leftBehindRules'];
export type Rule = Rules[number];

/** Ages that provinces use; the nation's is 16. */
export const AGES: readonly Choice[] = [14, 15, 16, 17, 18].map((age) => ({
  value: String(age),
  label: `不满 ${age} 岁`,
}));
export const ONE_AWAY: readonly Choice[] = [
  { value: 'no', label: '不算' },
  { value: 'yes', label: '也算' },
];
export const YEARS: readonly Choice[] = [1, 2, 3, 5, 10].map((years) => ({
  value: String(years),
  label: `${years} 年`,
}));

/** As many definitions as the contract takes. */
export const MOST = 10;

/** One definition as it stands on the page. */
export interface RuleRow {
  readonly key: string;
  readonly title: string;
  readonly since: Day;
  readonly age: readonly string[];
  readonly oneAway: readonly string[];
  readonly basis: string;
}

export const ruleRows = (rules: Rules, today: Day): RuleRow[] =>
  rules.map((rule, i) => ({
    key: String(i),
    title: titleOf(rule, rules, today),
    since: rule.since,
    age: [String(rule.underAge)],
    oneAway: [rule.oneAway ? 'yes' : 'no'],
    basis: rule.basis,
  }));

function titleOf(rule: Rule, rules: Rules, today: Day): string {
  if (rule.since > today) return '还没到那天';
  return ruleOn(rules, today) === rule ? '现在按这一条算' : '已经换了新的';
}

/** One more definition: from today on, or from the day after the last; as the one before, which is then changed. */
export function withRule(rules: Rules, today: Day): Rules {
  const last = rules[rules.length - 1];
  const since = last && last.since >= today ? addDays(last.since, 1) : today;
  return [...rules, { ...(last ?? NATIONAL_RULE), since, basis: '' }];
}

export const withChanged = (rules: Rules, index: number, change: Partial<Rule>): Rules =>
  rules.map((rule, i) => (i === index ? { ...rule, ...change } : rule));

export const without = (rules: Rules, index: number): Rules => rules.filter((_, i) => i !== index);
