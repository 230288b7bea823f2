import type { Account, FamilyMember, OutboxMessage, Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { subscribeMessage } from '../../cloudfunctions/_server/outbox/messages';
import type { WechatApi } from '../../cloudfunctions/_server/wechat/api';
import { type Backend, NOON } from './backend';
import { aMember, SCHOOL } from './builders';

export const DAY = 86_400_000;
/** A run of the outbox that takes everything and is never out of time. */
export const ALL = { limit: 5000, until: Number.POSITIVE_INFINITY };

/** The receipt of the nth person for the notice `n1`, which is on its way. */
export const aReceipt = (n: number, over: Partial<Receipt> = {}): Receipt => ({
  _id: `n1:m${n}`,
  schoolId: SCHOOL,
  of: 'notice',
  refId: 'n1',
  personId: `m${n}`,
  personName: `家长${n}`,
  relation: '父亲',
  hasPhone: true,
  title: '家长会',
  push: '家长会',
  from: '李老师',
  asks: 'confirm',
  urgent: false,
  deadline: null,
  hasVoice: false,
  corrects: false,
  studentIds: [`s${n}`],
  classIds: ['c32'],
  classNames: ['三(2)班'],
  childNames: [`学生${n}`],
  state: 'queued',
  ways: ['wechat', 'call', 'visit'],
  rung: 'wechat',
  climbAt: NOON + DAY,
  open: true,
  covered: false,
  proofs: {},
  calls: [],
  why: null,
  wantsCall: false,
  answer: null,
  signature: null,
  said: null,
  over: null,
  nudges: 0,
  nudgedAt: null,
  sentAt: NOON,
  at: null,
  version: 0,
  ...over,
});

/** The nth person itself, bound to its WeChat, with the child because of whom it is told. */
export const aPerson = (n: number, over: Partial<FamilyMember> = {}): FamilyMember =>
  aMember({ _id: `m${n}`, openid: `o${n}`, ...over }, [{ _id: `s${n}`, classId: 'c32' }]);

/** The message to the nth person that belongs to it, due at noon. */
export const aMessage = (n: number, over: Partial<OutboxMessage> = {}): OutboxMessage => ({
  ...subscribeMessage({
    _id: `notice:n1:m${n}`,
    schoolId: SCHOOL,
    kind: 'notice',
    to: `o${n}`,
    data: { thing1: '家长会', thing2: '李老师', thing3: '点开看一看' },
    page: `features/notices/pages/open/index?id=n1:m${n}`,
    dueAt: NOON,
    staleAt: NOON + 7 * DAY,
    refId: `n1:m${n}`,
  }),
  ...over,
});

/** The account of a WeChat user who is bound to somebody of the school, as everybody is to whom messages are addressed. */
export const boundAccount = (openid: string): Account => ({
  _id: openid,
  memberships: [
    { id: `m-${openid}`, kind: 'family', role: 'parent', schoolId: SCHOOL, schoolName: '演示小学', name: '家长' },
  ],
  credits: {},
});

/** Binds a WeChat user who may be there already. */
export async function bindAt(store: Store, openid: string): Promise<void> {
  const bound = boundAccount(openid);
  await store.put('accounts', { ...bound, ...(await store.get('accounts', openid)), memberships: bound.memberships });
}

/** What a test does with the outbox of a backend, by the number of the person. */
export const outboxOf = ({ deps }: Backend) => ({
  post: async (n: number, over: Partial<Receipt> = {}, message: Partial<OutboxMessage> = {}) => {
    await deps.store.insert('receipts', aReceipt(n, over));
    await deps.store.put('familyMembers', aPerson(n));
    const letter = aMessage(n, message);
    await deps.store.insert('outbox', letter);
    if (letter.way === 'subscribe') await bindAt(deps.store, letter.to);
  },
  receipt: (n: number) => deps.store.get('receipts', `n1:m${n}`),
  message: (n: number) => deps.store.get('outbox', `notice:n1:m${n}`),
  withSend: (sendSubscribe: WechatApi['sendSubscribe']): Deps => ({
    ...deps,
    wechat: { ...deps.wechat, sendSubscribe },
  }),
});
