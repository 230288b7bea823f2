import type { Day, Minute } from './calendar';
import { allSlots, type Closed, type DayKind, hoursOf, type SlotRules } from './slots';

/** What a school's rules make of a day. */
export interface DayPreview {
  readonly day: Day;
  readonly kind: DayKind;
  /** Why there is no slot; `null` where there are some. */
  readonly closed: Closed | null;
  readonly slots: number;
  /** When the first begins and the last ends. */
  readonly from: Minute | null;
  readonly to: Minute | null;
}

export function previewOf(rules: SlotRules, day: Day): DayPreview {
  const open = hoursOf(rules, day);
  const slots = allSlots(rules, day);
  const first = slots[0];
  return {
    day,
    kind: rules.kindOf(day),
    closed: 'closed' in open ? open.closed : first ? null : withoutSlots(rules),
    slots: slots.length,
    from: first ? first.from : null,
    to: first ? Math.max(...slots.map(({ to }) => to)) : null,
  };
}

/** There are hours and no slot: every point is out of use, or there is none. */
const withoutSlots = ({ points }: SlotRules): Closed => (points.length > 0 ? 'closed' : 'no_hours');
