import type { Day } from './calendar';
import type { CARE_STATUS } from './child-file';

export type CareStatus = keyof typeof CARE_STATUS;

/**
 * Who counts as left behind, from a day on. The nation's: under 16, both parents away, or one away and the other unable to guard (国发〔2016〕13号);
 * provinces and counties use others, so it is a setting with its date.
 */
export interface LeftBehindRule {
  readonly since: Day;
  /** Counted under this age, in full years. */
  readonly underAge: number;
  /** One parent away and the other able counts too. */
  readonly oneAway: boolean;
  /** Where it is written. */
  readonly basis: string;
}

export const NATIONAL_RULE: LeftBehindRule = {
  since: '2016-02-04',
  underAge: 16,
  oneAway: false,
  basis: '国发〔2016〕13 号',
};

/** The rule that holds on a day: the one that began last; before all of them the nation's. */
export function ruleOn(rules: readonly LeftBehindRule[], day: Day): LeftBehindRule {
  return rules.reduce(
    (latest, rule) => (rule.since <= day && rule.since >= latest.since ? rule : latest),
    NATIONAL_RULE,
  );
}

/** The first birth day that is still young enough on a day: whoever was born after it is under `underAge`. */
export const bornAfter = (day: Day, underAge: number): Day => `${Number(day.slice(0, 4)) - underAge}${day.slice(4)}`;

/** The situations at home that a rule counts, for a child that is young enough. */
export const countedStatuses = ({ oneAway }: LeftBehindRule): CareStatus[] => [
  'both_away',
  'one_away_other_unable',
  ...(oneAway ? (['one_away'] as const) : []),
];

/** A child without a known birth day counts as young: no child is lost because a cell was empty. */
export function isLeftBehind(
  rule: LeftBehindRule,
  { careStatus, birthDay }: { readonly careStatus: CareStatus; readonly birthDay: Day | null },
  today: Day,
): boolean {
  if (birthDay !== null && birthDay <= bornAfter(today, rule.underAge)) return false;
  return countedStatuses(rule).includes(careStatus);
}
