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
    'of' | 'refId' | 'schoolId' | 'title' | 'from' | 'asks' | 'hasVoice' | 'urgent' | 'deadline' | 'corrects' | 'sentAt'
  > {
  /** The title as a lock screen may show it (`pushTitleOf`). */
  readonly push: string;
}

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
  const { push, ...facts } = told;
  const rung = ways[0] ?? 'visit';
  const dueAt = nextAllowed(told.sentAt, told.urgent);
  const standing = {
    ...facts,
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
  return { receipt, message: messageTo(told, receipt, person.openid) };
}

/** What leaves on the first rung; a call or a visit is the teacher's. */
function messageTo(told: Told, receipt: Receipt, openid: string | null): OutboxMessage | null {
  const { push, from, asks, urgent, sentAt } = told;
  const { _id: refId, schoolId, personId, rung } = receipt;
  const staleAt = sentAt + STALE_MS;
  const draft = { schoolId, urgent, refId, dueAt: nextAllowed(sentAt, urgent), staleAt };
  if (rung === 'sms') return smsMessage({ ...draft, _id: `sms:${refId}`, to: personId }, push);
  if (rung !== 'wechat' || openid === null) return null;
  return subscribeMessage({
    ...draft,
    _id: `notice:${refId}`,
    kind: 'notice',
    to: openid,
    page: `${PAGE}?id=${refId}`,
    data: { thing1: thing(push), thing2: thing(from), thing3: HINT[asks] },
  });
}
