import type { Day, Minute, Weekday } from '../../../../miniprogram/shared/domain/calendar';
import type { SchoolDoc } from './doc';

export interface CallPoint {
  readonly id: string;
  readonly name: string;
  readonly kind: 'phone' | 'video';
}

export interface OpeningWindow {
  readonly weekday: Weekday;
  readonly from: Minute;
  readonly to: Minute;
  /** Whose free period it is: boarders are free in the evening, day pupils at noon and after school. */
  readonly for: 'all' | 'boarding' | 'day';
}

/** A school with its settings; one read opens all that booking needs. `_id` is the schoolId. */
export interface School extends SchoolDoc {
  readonly name: string;
  readonly county: string;
  readonly term: { readonly name: string; readonly from: Day; readonly to: Day };
  readonly points: readonly CallPoint[];
  readonly windows: readonly OpeningWindow[];
  readonly closedDays: readonly Day[];
  readonly duty: readonly { readonly weekday: Weekday; readonly staffIds: readonly string[] }[];
  readonly slotMinutes: number;
  readonly noticeMinutes: number;
  readonly horizonDays: number;
  readonly weeklyQuota: number;
  readonly smsOn: boolean;
}

export interface SchoolClass extends SchoolDoc {
  readonly grade: number;
  readonly number: number;
  readonly name: string;
  readonly headTeacherId: string | null;
}
