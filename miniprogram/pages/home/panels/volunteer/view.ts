import type { HomeView } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { type CareRow, careLine, careRows } from '../care';

export type VolunteerView = Extract<HomeView, { kind: 'volunteer' }>;

export interface VolunteerPanel {
  readonly headline: string;
  readonly line: string;
  readonly care: readonly CareRow[];
  /** Children with whom nothing is due now. */
  readonly others: readonly { readonly key: string; readonly name: string; readonly className: string }[];
}

/** The children who are paired with this person, and what is due of them. */
export function volunteerPanel({ name, children, care }: VolunteerView, today: Day): VolunteerPanel {
  const rows = careRows(care, today);
  return {
    headline: `${name}，您好`,
    line: rows.length > 0 ? careLine(care) : '现在没有要做的，谢谢您。',
    care: rows,
    others: children
      .filter(({ id }) => rows.every(({ key }) => !key.startsWith(`${id}:`)))
      .map(({ id: key, name: child, className }) => ({ key, name: child, className })),
  };
}
