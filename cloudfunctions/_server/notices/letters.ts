import { pushTitle } from '../../../miniprogram/shared/domain/audience';
import { climbsAt } from '../../../miniprogram/shared/domain/ladder';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { isOpen } from '../../../miniprogram/shared/domain/receipts';
import type { OutboxMessage, Receipt } from '../data/documents';
import { smsMessage, subscribeMessage, thing } from '../outbox/messages';
import type { Addressed, Addressees } from './recipients';

/** What is told to a family: a notice, or the shared part of a record. */
export interface Told
  extends Pick<
    Receipt,
    | 'of'
    | 'refId'
    | 'schoolId'
    | 'title'
    | 'push'
    | 'from'
    | 'asks'
    | 'hasVoice'
    | 'urgent'
    | 'deadline'
    | 'corrects'
    | 'sentAt'
  > {}

/** A person's receipt, and the message that leaves where the person's first rung is one. */
export interface Letter {
  readonly receipt: Receipt;
  readonly message: OutboxMessage | null;
}

/** The page that a push message opens; it shows notices and shared records alike. */
const PAGE = 'features/notices/pages/open/index';
/** After a week a message that could not leave is not sent any more. */
const STALE_MS = 7 * 86_400_000;
const NEUTRAL_TITLE = '学校有话对您说';
const HINT: Readonly<Record<Receipt['asks'], string>> = {
  read: '点开看一看',
  confirm: '请点开，按「收到」',
  hear: '请点开，听老师说',
  answer: '请点开，选一个答复',
  sign: '请点开，写上您的名字',
};

/** The title for push texts: it names no child of the classes, and says of a correction that it is one. */
export function pushTitleOf(told: Pick<Told, 'title' | 'corrects'>, { childNames }: Addressees): string {
  const title = pushTitle(told.title, childNames, NEUTRAL_TITLE);
  return told.corrects ? `更正：${title}` : title;
}

/** The letter of one notice or record to one person. It starts on the first rung of the person's ladder. */
export function letterTo(told: Told, { person, children, relation, ways }: Addressed): Letter {
  const rung = ways[0] ?? 'visit';
  const dueAt = nextAllowed(told.sentAt, told.urgent);
  const standing = {
    ...told,
    state: 'queued' as const,
    wantsCall: false,
    why: rung === 'wechat' ? null : person.hasSmartphone ? 'no_wechat' : 'no_smartphone',
  };
  const receipt: Receipt = {
    ...standing,
    _id: `${told.refId}:${person._id}`,
    personId: person._id,
    personName: person.name,
    relation,
    hasPhone: person.phone !== null,
    studentIds: children.map(({ _id }) => _id),
    classIds: children.map(({ classId }) => classId),
    classNames: children.map(({ className }) => className),
    childNames: children.map(({ name }) => name),
    ways,
    rung,
    // A shared record has no ladder: it asks for nothing.
    climbAt: told.of === 'notice' ? climbsAt(rung, dueAt, told) : null,
    open: isOpen(standing),
    covered: false,
    proofs: {},
    calls: [],
    answer: null,
    signature: null,
    said: null,
    over: null,
    nudges: 0,
    nudgedAt: null,
    at: null,
    version: 0,
  };
  return { receipt, message: messageTo(receipt, person.openid) };
}

/** What leaves on the first rung; a call or a visit is the teacher's. A shared record is not worth the school's money. */
function messageTo(receipt: Receipt, openid: string | null): OutboxMessage | null {
  const when = { dueAt: nextAllowed(receipt.sentAt, receipt.urgent), staleAt: receipt.sentAt + STALE_MS };
  if (receipt.rung === 'sms' && receipt.of === 'notice') return smsAbout(receipt, when);
  return receipt.rung === 'wechat' && openid ? pushAbout(receipt, openid, `notice:${receipt._id}`, when) : null;
}

type About = Pick<Receipt, '_id' | 'schoolId' | 'personId' | 'urgent' | 'push' | 'from' | 'asks'>;
type When = Pick<OutboxMessage, 'dueAt' | 'staleAt'>;

/** The SMS of a person's ladder; there is one for each receipt. */
export const smsAbout = ({ _id: refId, schoolId, personId, urgent, push }: About, when: When): OutboxMessage =>
  smsMessage({ ...when, _id: `sms:${refId}`, schoolId, urgent, refId, to: personId }, push);

/** A subscribe message that opens a receipt. @param id what makes it this one: the first, or the nth reminder. */
export const pushAbout = (receipt: About, to: string, id: string, when: When): OutboxMessage =>
  subscribeMessage({
    ...when,
    _id: id,
    schoolId: receipt.schoolId,
    urgent: receipt.urgent,
    refId: receipt._id,
    kind: 'notice',
    to,
    page: `${PAGE}?id=${receipt._id}`,
    data: { thing1: thing(receipt.push), thing2: thing(receipt.from), thing3: HINT[receipt.asks] },
  });
