import type { Account, OutboxMessage, Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { subscribeMessage } from '../../cloudfunctions/_server/outbox/messages';
import type { WechatApi } from '../../cloudfunctions/_server/wechat/api';
import { type Backend, NOON } from './backend';
import { SCHOOL } from './builders';

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
  from: '李老师',
  asks: 'confirm',
  hasVoice: false,
  studentIds: [`s${n}`],
  classIds: ['c32'],
  childNames: [`学生${n}`],
  state: 'queued',
  open: true,
  why: null,
  wantsCall: false,
  sentAt: NOON,
  at: null,
  calls: [],
  version: 0,
  ...over,
});

/** The message to the nth person that belongs to it, due at noon. */
export const aMessage = (n: number, over: Partial<OutboxMessage> = {}): OutboxMessage => ({
  ...subscribeMessage({
    _id: `notice:n1:m${n}`,
    schoolId: SCHOOL,
    kind: 'notice',
    openid: `o${n}`,
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
    const letter = aMessage(n, message);
    await deps.store.insert('outbox', letter);
    await bindAt(deps.store, letter.openid);
  },
  receipt: (n: number) => deps.store.get('receipts', `n1:m${n}`),
  message: (n: number) => deps.store.get('outbox', `notice:n1:m${n}`),
  withSend: (sendSubscribe: WechatApi['sendSubscribe']): Deps => ({
    ...deps,
    wechat: { ...deps.wechat, sendSubscribe },
  }),
});
