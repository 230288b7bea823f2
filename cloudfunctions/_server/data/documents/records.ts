import type { OwnKind, RecordValues } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { MediaState } from '../../../../miniprogram/shared/domain/media';
import type { Book } from '../../../../miniprogram/shared/domain/record-kinds';
import type { Instant, SchoolDoc, Sealed } from './doc';

/** What a record says, sealed as one JSON text. */
export interface RecordBody {
  readonly values: RecordValues;
  readonly place: string;
  readonly shareText: string;
}

/** C7. `_id` comes from the phone's request key, so that it is written once. */
export interface CareRecord extends SchoolDoc {
  /** Whom it is about, one to eighty. */
  readonly studentIds: readonly string[];
  /** The classes of these children when it was written, side by side with them. */
  readonly classIds: readonly string[];
  readonly kind: string;
  /** Of a school's own kind its row as it was: it stays readable when the school, or a school the child goes to, has no such kind. */
  readonly own?: OwnKind;
  readonly book: Book;
  readonly day: Day;
  /** The order of the timeline: `day`, then when it was written. */
  readonly order: string;
  readonly body: Sealed;
  readonly photos: readonly { readonly fileId: string; readonly state: MediaState }[];
  readonly voices: readonly { readonly fileId: string; readonly seconds: number; readonly state: MediaState }[];
  /** Files that a correction left out and that are about to go for good. */
  readonly dropped?: readonly string[];
  readonly share: boolean;
  /** A concern came of it (records/unshare.ts): no correction shares it again. */
  readonly neverShare?: true;
  readonly goal: { readonly planId: string; readonly goalId: string } | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly at: Instant;
  /** Rises with each correction. */
  readonly version: number;
  /** The request of the last correction, so that it is made once; those before stand with what they made (`before`). */
  readonly lastKey: string | null;
  /** What stood before, newest first: until when, and who corrected it. The first text is always among them. */
  readonly before: readonly {
    readonly at: Instant;
    readonly byName: string;
    readonly day: Day;
    readonly share: boolean;
    readonly body: Sealed;
    /** The request that had made it so; none of the first text. */
    readonly key?: string;
  }[];
  readonly struck: { readonly at: Instant; readonly byName: string; readonly why: string } | null;
}

/** The content check of one file: a photo or voice of a record, a voice or picture of a notice, what a family said to one, the voice of a letter. Written together with what the file is part of. */
export interface MediaCheck extends SchoolDoc {
  readonly of: 'record' | 'notice' | 'answer' | 'letter';
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
