import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { LetterState, LetterWay, ReportReason } from '../../../../miniprogram/shared/domain/letters';
import type { Instant, SchoolDoc, Sealed } from './doc';

/** A text under the letters' key: no field of the school's key, so that the two cannot be mixed up. */
export type LetterSealed = string & { readonly __letter: unique symbol };

/** C24. What it says is under the letters' own key (Deps.letterVault), which no method for staff uses. `_id` comes from the request's key. */
export interface Letter extends SchoolDoc {
  readonly studentId: string;
  readonly adultId: string;
  readonly direction: 'to_child' | 'to_parent';
  readonly way: LetterWay;
  /** `null` where nothing is written: a voice alone, one that was taken back. */
  readonly text: LetterSealed | null;
  readonly voice: LetterVoice | null;
  readonly state: LetterState;
  readonly at: Instant;
  readonly openedAt: Instant | null;
  /** What the job has to do about its sound: make the checked upload a sealed file, or take away what is needed no more. */
  readonly todo: 'seal' | 'clean' | null;
  readonly report: LetterReport | null;
}

/** A recorded voice. Its bytes are sealed with a key of their own, and that key with the letters' key. */
export interface LetterVoice {
  readonly seconds: number;
  /** What the writer's phone uploaded, until the check is over. */
  readonly upload: string | null;
  readonly key: LetterSealed | null;
  /** The sealed file. */
  readonly fileId: string | null;
}

export interface LetterReport {
  readonly why: ReportReason;
  readonly words: Sealed | null;
  readonly at: Instant;
  /** Nobody answered it yet. */
  readonly open: boolean;
  /** What the receiver handed over, under the school's key: the words, and the key of the sealed voice. */
  readonly handed: { readonly text: Sealed | null; readonly voiceKey: Sealed | null } | null;
  readonly answer: Sealed | null;
  readonly answeredAt: Instant | null;
}

/** The child's secret at the tablet, the tries of a day and the letters of a day; `_id` is the studentId. */
export interface LetterSecret extends SchoolDoc {
  /** Its pictures under the letters' key; `null` before they are chosen and after they were forgotten. */
  readonly pictures: LetterSealed | null;
  readonly tries: { readonly day: Day; readonly wrong: number };
  /** Rises with each look, so that two at once cannot both go by the same count of tries. */
  readonly looks: number;
  /** When staff last let the child choose anew. */
  readonly forgottenAt: Instant | null;
  /** Of the last day on which letters were written: how many, by direction and adult (`to_child:<adultId>`). */
  readonly written?: { readonly day: Day; readonly by: Readonly<Record<string, number>> };
}

/** The desk sent a child to a tablet; `_id` is `pointId:studentId`. */
export interface LetterVisit extends SchoolDoc {
  readonly pointId: string;
  readonly studentId: string;
  readonly until: Instant;
}
