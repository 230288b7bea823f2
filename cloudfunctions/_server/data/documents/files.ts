import type { Audience, FileChangeView, HandoverDraft, HandoverView } from '../../../../miniprogram/shared/contract';
import type { Day } from '../../../../miniprogram/shared/domain/calendar';
import type { ConsentAnswer, Purpose } from '../../../../miniprogram/shared/domain/consents';
import type { ChildView } from '../../../../miniprogram/shared/domain/delegation';
import type { HandoverState } from '../../../../miniprogram/shared/domain/handover';
import type { Doc, Instant, SchoolDoc, Sealed } from './doc';
import type { School } from './school';

/**
 * One version of a child's file: what one act changed in one pupil or adult. It is the timeline, and by it an import or a handover is taken
 * back. `_id` is the request's for an edit, `ref:subjectId` for what is done in bulk, so that doing it again writes nothing more.
 */
export interface FileChange extends SchoolDoc {
  readonly subject: 'pupil' | 'member';
  readonly subjectId: string;
  /** The children whose file it belongs to. */
  readonly studentIds: readonly string[];
  readonly at: Instant;
  readonly byId: string;
  readonly byName: string;
  readonly byRole: string;
  readonly via: FileChangeView['via'];
  /** The import, handover or proposal it was part of. */
  readonly ref: string | null;
  readonly why: string | null;
  /** The subject was made by it. */
  readonly made: boolean;
  /** JSON of a `FieldChanges` (contacts/versions.ts): keys of the field table, and `pupil.classId`, `pupil.status` and the like. */
  readonly changes: Sealed;
}

/** A change that a family or a mentor asks for. `_id` comes from the request's key. */
export interface Proposal extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly byId: string;
  readonly byName: string;
  readonly relation: string;
  readonly at: Instant;
  readonly status: 'open' | 'accepted' | 'declined' | 'withdrawn';
  readonly note: string | null;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Instant | null;
  /** JSON: subject, field, what was seen, what it should be, and once answered whether it was taken. */
  readonly items: Sealed;
}

/** 委托照护. `_id` comes from the request's key; a child has one without `endedDay`. */
export interface Delegation extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly memberId: string;
  readonly byMemberId: string;
  readonly since: Day;
  readonly until: Day | null;
  readonly childView: ChildView | null;
  readonly childWords: Sealed | null;
  readonly villageToldDay: Day | null;
  readonly villageWhom: string | null;
  readonly endedDay: Day | null;
  readonly endedWhy: string | null;
  readonly byId: string;
  readonly at: Instant;
  readonly current: boolean;
  /** Something is still to be done (domain/delegation.ts). */
  readonly open: boolean;
}

/** What one legal guardian answered for one child and purpose; `_id` is `studentId:purpose:memberId`. */
export interface Consent extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly memberId: string;
  readonly purpose: Purpose;
  readonly answer: ConsentAnswer;
  readonly way: 'app' | 'paper';
  readonly at: Instant;
  /** Who of the staff entered the paper, and the day on it. */
  readonly enteredBy: string | null;
  readonly signedDay: Day | null;
  /** What was answered before, newest first: proof of what held when. */
  readonly before: readonly { readonly answer: ConsentAnswer; readonly way: 'app' | 'paper'; readonly at: Instant }[];
}

/** A family's request about its child's data; `_id` is `studentId:kind:byId:n`. */
export interface PrivacyRequest extends SchoolDoc {
  readonly studentId: string;
  readonly classId: string;
  readonly kind: 'erase' | 'copy' | 'correct';
  readonly byId: string;
  readonly byName: string;
  readonly relation: string;
  readonly at: Instant;
  readonly note: string | null;
  readonly status: 'open' | 'done' | 'declined' | 'withdrawn';
  readonly dueDay: Day;
  readonly answer: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: Instant | null;
  /** It was decided to erase; the steps are not all done yet. */
  readonly erasing?: boolean;
}

/** What the runs of the retention took away; `_id` is the schoolId (or `county`) and the row of privacy/retention.ts. */
export interface RetentionRun extends SchoolDoc {
  readonly row: string;
  /** The last run, what was taken away on its day, and by all of them. */
  readonly at: Instant;
  readonly removed: number;
  readonly total: number;
  /** The run left some for the next. */
  readonly more?: boolean;
  /** Where the next run goes on, for a row that walks through what it looks after. */
  readonly after?: string;
}

/** How far a collection came with a change of keys; `_id` is the collection. */
export interface Resealing extends Doc {
  /** The key that everything goes under. */
  readonly key: string;
  /** The last document that this round looked at. */
  readonly after: string;
  /** How many documents this round found to be under another key; the collection is through after a round that found none. */
  readonly found: number;
  readonly through: boolean;
  readonly startedAt: Instant;
  readonly at: Instant;
}

/** 学年末交接: a plan, its signatures, and how far it was carried out. `_id` comes from the request's key. */
export interface Handover extends SchoolDoc {
  readonly kind: HandoverDraft['kind'];
  readonly status: HandoverState;
  readonly draft: HandoverDraft;
  readonly lines: readonly {
    readonly id: string;
    readonly what: string;
    readonly fromId: string | null;
    readonly fromName: string | null;
    readonly toId: string | null;
    readonly toName: string | null;
    readonly from: HandoverSignature | null;
    readonly to: HandoverSignature | null;
  }[];
  /** What was decided when it began to be carried out; every step goes by this, and may be repeated. */
  readonly plan: HandoverSteps | null;
  /** Noted when that step is taken. */
  readonly meant: HandoverMeant | null;
  /** The classes that there will be and how many graduate, as it looked when it began or was carried out. */
  readonly after: HandoverView['after'];
  readonly graduates: number;
  /** When somebody last worked on it, so that the job leaves it to whoever does. */
  readonly runAt: Instant | null;
  /** What an undo left alone, because it had changed since. */
  readonly kept: number;
  /** Staff and classes as they were, to undo it. */
  readonly before: {
    readonly staff: readonly {
      readonly id: string;
      readonly classIds: readonly string[];
      readonly menteeIds: readonly string[];
    }[];
    readonly classes: readonly { readonly id: string; readonly headTeacherId: string | null; readonly past: boolean }[];
  };
  readonly byId: string;
  readonly byName: string;
  readonly at: Instant;
  readonly appliedAt: Instant | null;
  readonly done: number;
  readonly of: number;
  /** Rises with each change. */
  readonly version: number;
}
export interface HandoverSteps {
  readonly targets: readonly {
    readonly id: string;
    readonly grade: number;
    readonly number: number;
    readonly name: string;
    readonly teacherId: string | null;
    readonly fresh: boolean;
  }[];
  /** Class → where its children go who are not in `moves`; `null`: they graduate. */
  readonly classes: readonly { readonly id: string; readonly to: string | null }[];
  readonly moves: readonly { readonly studentId: string; readonly to: string }[];
  readonly past: readonly string[];
  /** Class → the classes that hold its children then: what is meant for it is meant for these. */
  readonly follows: readonly { readonly id: string; readonly to: readonly string[] }[];
  /** Staff as they are after it. */
  readonly staff: readonly {
    readonly id: string;
    readonly classIds: readonly string[];
    readonly menteeIds: readonly string[];
  }[];
}
/** What was meant for classes by name, before and after. */
export interface HandoverMeant {
  readonly freePeriods: { readonly before: School['freePeriods']; readonly after: School['freePeriods'] } | null;
  readonly audiences: readonly {
    readonly of: 'noticeGroups' | 'notices';
    readonly id: string;
    readonly before: { readonly audience: Audience; readonly classIds: readonly string[] | null };
    readonly after: { readonly audience: Audience; readonly classIds: readonly string[] | null };
  }[];
}
export interface HandoverSignature {
  readonly byId: string;
  readonly at: Instant;
  readonly fileId: string | null;
  readonly note: string;
}

/** A child's file on its way to another school; `_id` is the keyed hash of the code. */
export interface Transfer extends SchoolDoc {
  readonly studentId: string;
  readonly code: Sealed;
  readonly expiresAt: Instant;
  readonly status: 'open' | 'taken' | 'revoked';
  /** The school that took it, and the child's id there. */
  readonly toSchoolId: string | null;
  readonly toStudentId: string | null;
  /** All of it is there; what becomes of the file at the new school is that school's. */
  readonly finished?: boolean;
  readonly at: Instant;
}
