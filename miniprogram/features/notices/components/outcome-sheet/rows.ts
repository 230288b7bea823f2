import type { CallOutcome } from '../../../../shared/domain/ladder';
import { OUTCOMES, outcomeText } from '../../../../shared/text/receipts';

export interface OutcomeRow {
  readonly key: string;
  readonly label: string;
  readonly outcome: CallOutcome;
  /** What the family chose, where the notice asks for it. */
  readonly choice?: string;
}

/** What one may tap: where a choice is asked for, who was told has one of them, or has not made up its mind. */
export const outcomeRows = (way: 'call' | 'visit', choices: readonly string[]): OutcomeRow[] =>
  OUTCOMES[way].flatMap((outcome): OutcomeRow[] => {
    const label = outcomeText(way, outcome);
    if (outcome !== 'told' || choices.length === 0) return [{ key: outcome, label, outcome }];
    return [
      ...choices.map((choice) => ({ key: `told:${choice}`, label: `${label}：${choice}`, outcome, choice })),
      { key: 'told', label: `${label}，还没定`, outcome },
    ];
  });
