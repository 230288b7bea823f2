import type { Audience, ReceiptState } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { CallOutcome, Rung } from '../../../../miniprogram/shared/domain/ladder';
import type { MediaState } from '../../../../miniprogram/shared/domain/media';
import type { Asks, Gates, NoticeStatus, Over } from '../../../../miniprogram/shared/domain/notices';
import type { Doc, Instant, SchoolDoc, Sealed } from './doc';

/** A recorded voice and how far its check got. */
export interface Voice {
  readonly fileId: string;
  readonly seconds: number;
  readonly state: MediaState;
}

/** `_id` comes from the request's key. */
export interface Notice extends SchoolDoc {
  readonly title: string;
  readonly body: string;
  readonly voice: Voice | null;
  readonly pictures: readonly { readonly fileId: string; readonly state: MediaState }[];
  readonly file: { readonly fileId: string; readonly name: string } | null;
  readonly asks: Asks;
  /** What one may answer; for `answer` alone. */
  readonly choices: readonly string[];
  readonly deadline: Day | null;
  readonly urgent: boolean;
  /** As it was asked for, and the classes that this meant when it was written. */
  readonly audience: Audience;
  readonly classIds: readonly string[];
  readonly senderId: string;
  readonly senderName: string;
  /** When it was written, or is to leave, or left: the latest of these. */
  readonly sentAt: Instant;
  /** How many it was for when it was written, and when it left. */
  readonly people: number;
  /** How many receipts were written for it so far. */
  readonly written: number;
  readonly status: NoticeStatus;
  readonly review: {
    readonly state: NonNullable<Gates['review']>;
    readonly by: string | null;
    readonly note: string;
  } | null;
  /** The notice that this one corrects, and the one that corrects this: the versions of what was told. */
  readonly corrects: string | null;
  readonly correctedBy: string | null;
  readonly recall: { readonly reason: string; readonly by: string; readonly at: Instant } | null;
  /** When `jobs` looks after it: its hour has come, or letters or receipts were left undone; `null`: nothing is to be done. */
  readonly dueAt: Instant | null;
}

/** An audience that a sender keeps; `_id` comes from the request's key. */
export interface NoticeGroup extends SchoolDoc {
  readonly ownerId: string;
  readonly name: string;
  readonly audience: Audience;
  readonly at: Instant;
}

/** The last thing known of a rung. */
export interface Proof {
  readonly at: Instant;
  readonly outcome: 'sent' | 'refused' | 'unknown' | 'relayed';
  readonly why: string | null;
}

/** One call or visit. */
export interface Attempt {
  /** The request's key: the same attempt told twice is one. */
  readonly key: string;
  readonly at: Instant;
  readonly way: 'call' | 'visit';
  readonly by: string;
  readonly outcome: CallOutcome;
  readonly note: string;
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
  /** The title as a push text or an SMS may have it: without a child's name. */
  readonly push: string;
  readonly from: string;
  readonly asks: Asks;
  readonly urgent: boolean;
  readonly deadline: Day | null;
  /** There is a voice to hear; false until it passed the check. */
  readonly hasVoice: boolean;
  /** It corrects an earlier notice. */
  readonly corrects: boolean;
  /** The children because of whom: ids, classes and names side by side. */
  readonly studentIds: readonly string[];
  readonly classIds: readonly string[];
  readonly classNames: readonly string[];
  readonly childNames: readonly string[];
  readonly state: ReceiptState;
  /** The rungs of this person's ladder, and on which it stands: the way that the school tries now. */
  readonly ways: readonly Rung[];
  readonly rung: Rung;
  /** When the ladder looks at it again; `null`: not by itself (settled, covered, over, long on the list of visits, a shared record). */
  readonly climbAt: Instant | null;
  /** What the teacher still has to see to: nobody of the family did what is asked, or this person wants a call. */
  readonly open: boolean;
  /** Somebody else of the family did it. */
  readonly covered: boolean;
  /** The last proof of each rung, and of the paper slip. */
  readonly proofs: Readonly<Partial<Record<'wechat' | 'sms' | 'paper', Proof>>>;
  readonly calls: readonly Attempt[];
  /** Why the last way failed. */
  readonly why: string | null;
  readonly wantsCall: boolean;
  readonly answer: string | null;
  /** The drawn name, as a picture; WeChat need not check it, as only the school's staff see it. */
  readonly signature: string | null;
  readonly said: Voice | null;
  readonly over: Over | null;
  /** How often this person was reminded once more, and when last. */
  readonly nudges: number;
  readonly nudgedAt: Instant | null;
  readonly sentAt: Instant;
  /** When `state` was reached. */
  readonly at: Instant | null;
  /** Rises with each change, so that two at once do not overwrite each other. */
  readonly version: number;
}

/** A paper slip's code; `_id` is its keyed hash. It works once. */
export interface NoticeSlip extends SchoolDoc {
  readonly code: Sealed;
  readonly receiptId: string;
  readonly at: Instant;
  readonly usedAt: Instant | null;
}

/** A message that waits to leave. `_id` is what makes it unique: what, to whom, which way. */
export interface OutboxMessage extends SchoolDoc {
  readonly kind: 'call' | 'notice' | 'contact';
  readonly way: 'subscribe' | 'sms';
  /** The WeChat user; of an SMS the person's id, whose number is read when it leaves. One gets messages one after the other. */
  readonly to: string;
  /** Template fields by the template's own names (wechat/templates.ts); of an SMS `content` alone. */
  readonly data: Readonly<Record<string, string>>;
  readonly page: string;
  /** When it was first due: messages to one user leave in this order. */
  readonly order: Instant;
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

/** What a school's SMS of a month cost; `_id` is `schoolId:YYYY-MM`. */
export interface SmsMonth extends SchoolDoc {
  readonly fen: number;
  readonly messages: number;
}

/** A link that opens the Mini Program from an SMS; `_id` is the page. WeChat's links last 30 days at most (D). */
export interface UrlLink extends Doc {
  readonly url: string;
  readonly until: Instant;
}

/** An event of WeChat's that was taken in, or a request that writes no document of its own, so that a repeat counts once. */
export interface SeenEvent extends Doc {
  readonly at: Instant;
}
