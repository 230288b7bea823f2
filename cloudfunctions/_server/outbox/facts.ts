import { isSeatKept } from '../../../miniprogram/shared/domain/calls';
import { isFresh } from '../../../miniprogram/shared/domain/receipts';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type {
  Account,
  Booking,
  CollectionName,
  Documents,
  FamilyMember,
  OutboxMessage,
  Receipt,
  School,
} from '../data/documents';
import type { Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { LET_GO, NEEDLESS, NO_RIGHT, type Outcome } from './outcomes';
import { linksTo } from './sms';

const RECEIPT = [
  'of',
  'personId',
  'studentIds',
  'state',
  'rung',
  'open',
  'over',
  'wantsCall',
  'urgent',
  'climbAt',
  'proofs',
] as const;
const MEMBER = ['openid', 'phone', 'children'] as const;

/** What messages speak of and to whom, as far as it decides whether and how they leave. */
export interface Facts {
  /** Bookings by id. */
  readonly calls: ReadonlyMap<string, Pick<Booking, 'status' | 'seat'>>;
  /** Receipts by id. */
  readonly receipts: ReadonlyMap<string, Pick<Receipt, '_id' | (typeof RECEIPT)[number]>>;
  /** People by id to whom receipts belong. */
  readonly people: ReadonlyMap<string, Pick<FamilyMember, (typeof MEMBER)[number]>>;
  /** WeChat users by openid. */
  readonly accounts: ReadonlyMap<string, Pick<Account, 'memberships' | 'credits'>>;
  readonly schools: ReadonlyMap<string, School | undefined>;
  /** Pages → links that open them from an SMS. */
  readonly links: ReadonlyMap<string, string>;
}

type Needs = Pick<Deps, 'store' | 'schoolOf' | 'wechat' | 'now' | 'log'>;

export async function factsOf(deps: Needs, messages: readonly OutboxMessage[]): Promise<Facts> {
  const ids = (of: (message: OutboxMessage) => string | false): string[] => [
    ...new Set(messages.map(of).filter((id) => id !== false)),
  ];
  const [accounts, calls, receipts, schools, links] = await Promise.all([
    byId(
      deps,
      'accounts',
      ids(({ way, to }) => way === 'subscribe' && to),
      ['memberships', 'credits'],
    ),
    byId(
      deps,
      'bookings',
      ids(({ seat, refId }) => seat !== undefined && refId),
      ['status', 'seat'],
    ),
    byId(
      deps,
      'receipts',
      ids(({ kind, refId }) => kind === 'notice' && refId),
      RECEIPT,
    ),
    Promise.all(ids(({ schoolId }) => schoolId).map(async (id) => [id, await schoolIfAny(deps, id)] as const)),
    linksTo(
      deps,
      ids(({ way, page }) => way === 'sms' && page),
    ),
  ]);
  const people = await byId(deps, 'familyMembers', [...new Set([...receipts.values()].map((r) => r.personId))], MEMBER);
  return { accounts, calls, receipts, people, schools: new Map(schools), links };
}

async function byId<C extends CollectionName>(
  { store }: Needs,
  collection: C,
  ids: readonly string[],
  fields: readonly (keyof Documents[C] & string)[],
): Promise<ReadonlyMap<string, Documents[C]>> {
  if (ids.length === 0) return new Map();
  const where = { _id: { in: ids } } as Where<Documents[C]>;
  const docs = await store.list(collection, { where, limit: ids.length, fields });
  return new Map(docs.map((doc) => [doc._id, doc]));
}

const schoolIfAny = (deps: Needs, id: string): Promise<School | undefined> =>
  deps.schoolOf(id).catch((error: unknown) => {
    if (error instanceof AppError) return undefined;
    throw error;
  });

/** What keeps a message from leaving: nobody waits for it any more, or it is not for this person any more. */
export function obstacleTo(message: OutboxMessage, facts: Facts): Outcome | undefined {
  const { way, to, schoolId } = message;
  if (!isWanted(message, facts)) return NEEDLESS;
  const receipt = message.kind === 'notice' ? facts.receipts.get(message.refId) : undefined;
  const person = receipt && facts.people.get(receipt.personId);
  if (receipt && !isRelated(receipt, person)) return NO_RIGHT;
  if (way === 'sms') return undefined;
  const bound = facts.accounts.get(to)?.memberships.some((membership) => membership.schoolId === schoolId);
  return bound && (!person || person.openid === to) ? undefined : LET_GO;
}

/** Whether what a message speaks of still waits for it. What tells of a fact that stays, such as a call called off, always is. */
function isWanted({ kind, way, refId, seat, offer }: OutboxMessage, facts: Facts): boolean {
  const call = facts.calls.get(refId);
  if (seat !== undefined) return call !== undefined && call.seat === seat && isSeatKept(call.status, offer ?? false);
  if (kind !== 'notice') return true;
  const receipt = facts.receipts.get(refId);
  if (!receipt || receipt.over !== null) return false;
  if (receipt.of === 'record') return isFresh(receipt.state);
  // An SMS is the ladder's, which stands still once somebody of the family has heard, though an answer may be missing.
  return receipt.open && !receipt.wantsCall && (way !== 'sms' || receipt.climbAt !== null);
}

/** Whether somebody may still be in contact with one of the children because of whom it was told. */
export const isRelated = (
  { studentIds }: Pick<Receipt, 'studentIds'>,
  person: Pick<FamilyMember, 'children'> | undefined,
): boolean => person?.children.some((c) => c.mayContact && studentIds.includes(c.studentId)) ?? false;
