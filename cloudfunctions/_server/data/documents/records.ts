import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { Instant, SchoolDoc } from './doc';

/** C7. `_id` comes from the phone's request key, so that it is written once. */
export interface CareRecord extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly kind: string;
  readonly day: Day;
  readonly chips: readonly string[];
  readonly note: string;
  readonly photos: readonly {
    readonly fileId: string;
    readonly state: 'checking' | 'shown' | 'held';
    readonly traceId: string | null;
  }[];
  readonly share: boolean;
  readonly shareText: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly at: Instant;
}

/** A file whose content check is under way; `_id` is WeChat's trace id. */
export interface MediaCheck extends SchoolDoc {
  readonly recordId: string;
  readonly fileId: string;
  readonly at: Instant;
}
