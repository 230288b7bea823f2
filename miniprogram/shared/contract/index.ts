import type { ErrorCode, ErrorDetails } from '../errors/catalogue';
import { accountsContract } from './accounts';
import { auditContract } from './audit';
import { bookingContract } from './booking';
import { cadenceContract } from './cadence';
import { callsContract } from './calls';
import { concernsContract } from './concerns';
import { contactsContract } from './contacts';
import { deskContract } from './desk';
import { dutyContract } from './duty';
import { familyTimeContract } from './family-time';
import { handoverContract } from './handover';
import { homeContract } from './home';
import { ledgerContract } from './ledger';
import { lettersContract } from './letters';
import type { InputOf, OutputOf, ParsedInputOf } from './method';
import { noticesContract } from './notices';
import { pairingContract } from './pairing';
import { plansContract } from './plans';
import { privacyContract } from './privacy';
import { recordsContract } from './records';
import { rosterContract } from './roster';
import { schoolContract } from './school';
import { staffContract } from './staff';
import { statisticsContract } from './statistics';
import { transferContract } from './transfer';

/** Every method of the product: name → permission, input, output. The name is also the handler's, the test's and the log's. */
export const contract = {
  ...homeContract,
  ...accountsContract,
  ...staffContract,
  ...contactsContract,
  ...rosterContract,
  ...handoverContract,
  ...transferContract,
  ...schoolContract,
  ...dutyContract,
  ...bookingContract,
  ...familyTimeContract,
  ...deskContract,
  ...callsContract,
  ...ledgerContract,
  ...noticesContract,
  ...recordsContract,
  ...cadenceContract,
  ...pairingContract,
  ...plansContract,
  ...concernsContract,
  ...lettersContract,
  ...privacyContract,
  ...auditContract,
  ...statisticsContract,
};

export type MethodName = keyof typeof contract;
/** What a client sends. */
export type Input<M extends MethodName> = InputOf<(typeof contract)[M]>;
/** What a handler gets: parsed and trimmed. */
export type ParsedInput<M extends MethodName> = ParsedInputOf<(typeof contract)[M]>;
export type Output<M extends MethodName> = OutputOf<(typeof contract)[M]>;

/** What travels to the function. `as` names the membership in whose role the caller acts. */
export interface Envelope {
  readonly method: string;
  readonly input: unknown;
  readonly as?: string;
  readonly requestId?: string;
}

/** What travels back. `now` is the server's clock (ms), `trace` finds the request in the log. */
export type Reply<M extends MethodName = MethodName> =
  | { readonly ok: true; readonly data: Output<M>; readonly now: number }
  | {
      readonly ok: false;
      readonly code: ErrorCode;
      readonly details: ErrorDetails;
      readonly trace: string;
      readonly now: number;
    };
export type { Membership, Subscription } from './accounts';
export type { Audience } from './audience';
export type { FreeTimes } from './booking';
export type { CadenceName, CadenceRow, CadenceTally, DutyRow } from './cadence';
export type { BoardCall, CallEnd } from './calls';
export type { ConcernEntry, ConcernRow } from './concerns';
export type { FamilyTimeView } from './family-time';
export type { DelegationView, FieldConflict, FieldEdit, FileChangeView, FileField, ProposalView } from './files';
export type { HandoverDraft, HandoverView } from './handover';
export type { CallRow, DueChild, FamilyItem, HomeView } from './home';
export type { ConcernKind, FollowUpKind, LedgerRow, OwnContact } from './ledger';
export type { LetterEnvelope, LetterInside } from './letters';
export type { AloneChild, MentorRow, PairingRow, PairProposal } from './pairing';
export type { PlanAnswers, PlanBody, PlanGoal, PlanRow } from './plans';
export type { PrivacyRequest } from './privacy';
export type { ReceiptState } from './receipts';
export type { OwnKind, RecordValues, ShownRecord } from './records';
export type { SettingsDraft } from './school';
export type {
  BookingOrigin,
  BookingStatus,
  ChangeReason,
  Channel,
  ChildRef,
  Collision,
  Face,
  PlanReason,
  SlotOffer,
  Ticket,
} from './shapes';
export type { StaffMember } from './staff';
