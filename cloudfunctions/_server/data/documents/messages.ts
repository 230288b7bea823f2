import type { Audience, ReceiptState } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { MediaState } from '../../../../miniprogram/shared/domain/media';
import type { NoticeStatus } from '../../../../miniprogram/shared/domain/notices';
import type { Doc, Instant, SchoolDoc } from './doc';

export interface Notice extends SchoolDoc {
  readonly title: string;
  readonly body: string;
  readonly voice: { readonly fileId: string; readonly seconds: number; readonly state: MediaState } | null;
  readonly asks: 'read' | 'confirm' | 'hear';
  readonly deadline: Day | null;
  readonly urgent: boolean;
  readonly audience: Audience;
  readonly senderId: string;
  readonly senderName: string;
  /** When it was written; of one that waited for the check of its voice, when that passed. */
  readonly sentAt: Instant;
  readonly people: number;
  readonly status: NoticeStatus;
}

/** What one person of a family was told, and how far it got. `_id` is `refId:personId`. */
export interface Receipt extends SchoolDoc {
  readonly of: 'notice' | 'record';
  readonly refId: string;
  readonly personId: string;
  readonly personName: string;
  readonly relation: string;
  readonly hasPhone: boolean;
  readonly title: string;
  readonly from: string;
  readonly asks: Notice['asks'];
  /** There is a voice to hear; false until it passed the check. */
  readonly hasVoice: boolean;
  /** The children because of whom: ids, classes and names side by side. */
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  readonly childNames: readonly string[];
  readonly state: ReceiptState;
  /** True until someone heard, confirmed or was told: what the teacher still has to see to. */
  readonly open: boolean;
  readonly why: string | null;
  readonly wantsCall: boolean;
  readonly sentAt: Instant;
  readonly at: Instant | null;
  readonly calls: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly outcome: string;
    readonly note: string;
  }[];
  /** Rises with each change, so that two at once do not overwrite each other. */
  readonly version: number;
}

/** A message that waits to leave. `_id` is what makes it unique: what, to whom, which way. */
export interface OutboxMessage extends SchoolDoc {
  readonly kind: 'call' | 'notice' | 'contact';
  readonly way: 'subscribe' | 'sms';
  readonly openid: string;
  /** Template fields by the template's own names (wechat/templates.ts). */
  readonly data: Readonly<Record<string, string>>;
  readonly page: string;
  readonly dueAt: Instant;
  /** Until when it makes sense. */
  readonly staleAt: Instant;
  readonly status: 'queued' | 'claimed' | 'sent' | 'refused' | 'unknown' | 'dropped';
  readonly errcode: number | null;
  readonly claimedAt: Instant | null;
  /** The run of the job that took it. */
  readonly claimedBy: string | null;
  readonly doneAt: Instant | null;
  readonly attempts: number;
  readonly urgent: boolean;
  /** The booking or receipt it speaks of. */
  readonly refId: string;
  /** What is said of a call as it stands: the seat it was written for. It does not leave once the call was moved or called off. */
  readonly seat?: number;
  /** With `seat`: an offer from the waitlist. It leaves only while it waits for its answer. */
  readonly offer?: true;
}

/** An event of WeChat's that was taken in, so that a repeat counts once. */
export interface SeenEvent extends Doc {
  readonly at: Instant;
}
