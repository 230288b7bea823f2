import type { HomeView } from '../../../shared/contract';
import type { Day } from '../../../shared/domain/calendar';
import { leftText, STATE_WORDS, undoneText } from '../../../shared/text/cadence';

type Care = Extract<HomeView, { kind: 'teacher' }>['care'];

/** A child and what is due of it; `key` is `studentId:cadenceId`. */
export interface CareRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'plain' | 'amber' | 'red';
}

/** 「这个月还没家访 · 还有 3 天」, in the order of the school's answer: the most urgent first. */
export function careRows({ first, cadences }: Care, today: Day): CareRow[] {
  return first.map((duty) => {
    const cadence = cadences.find(({ id }) => id === duty.cadenceId);
    return {
      key: `${duty.child.id}:${duty.cadenceId}`,
      name: duty.child.name,
      fact: [cadence ? undoneText(duty, cadence) : '', leftText(duty, today)].filter(Boolean).join(' · '),
      state: STATE_WORDS[duty.state].text,
      tone: STATE_WORDS[duty.state].tone,
    };
  });
}

/** 「3 件过期了，2 件快到期」 */
export function careLine({ overdue, soon }: Care): string {
  const said = [overdue > 0 ? `${overdue} 件过期了` : '', soon > 0 ? `${soon} 件快到期` : ''].filter(Boolean);
  return said.length > 0 ? said.join('，') : '接下来要做的';
}
