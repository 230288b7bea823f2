import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { MediaState } from '../../../../miniprogram/shared/domain/media';
import type { Instant, SchoolDoc } from './doc';

/** C7. `_id` comes from the phone's request key, so that it is written once. */
export interface CareRecord extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly kind: string;
  readonly day: Day;
  readonly chips: readonly string[];
  readonly note: string;
  readonly photos: readonly { readonly fileId: string; readonly state: MediaState }[];
  readonly share: boolean;
  readonly shareText: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly at: Instant;
}

/** The content check of one file: a photo of a record, a voice or picture of a notice, what a family said to one. Written together with what the file is part of. */
export interface MediaCheck extends SchoolDoc {
  readonly of: 'record' | 'notice' | 'answer';
  readonly kind: 'picture' | 'voice';
  readonly refId: string;
  readonly fileId: string;
  /** Who uploaded it: WeChat checks only for a user who was in the Mini Program within two hours (D). */
  readonly openid: string;
  readonly state: MediaState;
  /** WeChat's ids of each time it was asked; any of them may still bring the verdict. */
  readonly traces: readonly string[];
  readonly at: Instant;
  /** When to ask (again) while there is no verdict. */
  readonly dueAt: Instant;
}
