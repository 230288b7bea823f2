import { describe, expect, it } from 'vitest';
import type { OutboxMessage, School } from '../../cloudfunctions/_server/data/documents';
import { giveUpStuck, sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { smsMessage } from '../../cloudfunctions/_server/outbox/messages';
import type { WechatApi } from '../../cloudfunctions/_server/wechat/api';
import { type Backend, NOON } from '../support/backend';
import { aSchool, SCHOOL } from '../support/builders';
import { ALL, aPerson, aReceipt, DAY, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const PAYS: School['sms'] = { on: true, capFen: 100, feeFen: 5 };
const seed = ({ deps }: Backend) => deps.store.put('schools', aSchool({ sms: PAYS }));
const b = await sharedBackend(seed);
const { receipt } = outboxOf(b);
/** Deps that read the school anew, as another instance would. */
const fresh = () => ({ ...b.deps, schoolOf: async () => (await b.deps.store.get('schools', SCHOOL)) ?? aSchool() });
const school = (sms: Partial<School['sms']>) =>
  b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { sms: { ...PAYS, ...sms } } });
const withSms = (sendSms: WechatApi['sendSms']) => ({ ...fresh(), wechat: { ...b.deps.wechat, sendSms } });
const message = (n: number) => b.deps.store.get('outbox', `sms:n1:m${n}`);
const month = () => b.deps.store.get('smsMonths', `${SCHOOL}:2026-11`);

/** A person on the rung SMS, and its message. */
async function post(
  n: number,
  phone: string | null = `1380000000${n}`,
  over: Partial<OutboxMessage> = {},
): Promise<void> {
  await b.deps.store.insert(
    'receipts',
    aReceipt(n, { ways: ['wechat', 'sms', 'call', 'visit'], rung: 'sms', state: 'sent' }),
  );
  await b.deps.store.put('familyMembers', aPerson(n, { phone: phone === null ? null : b.deps.vault.seal(phone) }));
  const draft = {
    _id: `sms:n1:m${n}`,
    schoolId: SCHOOL,
    to: `m${n}`,
    refId: `n1:m${n}`,
    dueAt: NOON,
    staleAt: NOON + DAY,
  };
  await b.deps.store.insert('outbox', { ...smsMessage(draft, '周五家长会'), ...over });
}

describe('an SMS', () => {
  it('goes to the number that stands in the file when it leaves, with a link, and its receipt learns it', async () => {
    await post(1);
    await sendDue(fresh(), ALL);
    expect(b.texted).toEqual([
      { phone: '13800000001', content: '学校通知：周五家长会', link: expect.stringContaining('https://') },
    ]);
    expect(await message(1)).toMatchObject({ status: 'sent', attempts: 1 });
    expect(await receipt(1)).toMatchObject({
      state: 'sent',
      proofs: { sms: { at: NOON, outcome: 'sent', why: null } },
    });
    expect(await month()).toMatchObject({ fen: 5, messages: 1 });
    await sendDue(fresh(), ALL);
    expect(b.texted).toHaveLength(1);
    expect(JSON.stringify(await b.deps.store.list('outbox', { where: { status: 'sent' }, limit: 10 }))).not.toContain(
      '1380000',
    );
  });

  it('is the proof of who had none before', async () => {
    await post(1);
    await b.deps.store.updateWhere('receipts', { _id: 'n1:m1' }, { set: { state: 'refused', why: 'no_credit' } });
    await sendDue(fresh(), ALL);
    expect(await receipt(1)).toMatchObject({ state: 'texted', why: null });
  });

  it('holds at most thirty characters of ours', () => {
    const draft = { _id: 'x', schoolId: SCHOOL, to: 'm1', refId: 'r', dueAt: 0, staleAt: 0 };
    expect([...(smsMessage(draft, '长'.repeat(60)).data.content ?? '')]).toHaveLength(30);
  });

  it('one link serves all, and is made anew when it grows old', async () => {
    let made = 0;
    const wechat = { ...b.deps.wechat, urlLink: async () => `https://wxaurl.cn/${++made}` };
    for (const n of [1, 2, 3]) await post(n);
    await sendDue({ ...fresh(), wechat }, ALL);
    expect([made, b.texted.length]).toEqual([1, 3]);
    b.clock.at += 21 * DAY;
    await post(4, '13800000004', { dueAt: b.clock.at, staleAt: b.clock.at + DAY });
    await sendDue({ ...fresh(), wechat }, ALL);
    expect(made).toBe(2);
    expect(b.texted.at(-1)?.link).toBe('https://wxaurl.cn/2');
  });

  it('waits while no link can be made, unpaid, and the ladder goes on in the end', async () => {
    const urlLink = () => Promise.reject(new Error('40165'));
    const deps = { ...fresh(), wechat: { ...b.deps.wechat, urlLink } };
    await post(1);
    for (let i = 0; i < 5; i++) {
      await sendDue(deps, ALL);
      b.clock.at += 60_000;
    }
    expect(await message(1)).toMatchObject({ status: 'refused', attempts: 5 });
    expect(await receipt(1)).toMatchObject({ proofs: { sms: { outcome: 'refused', why: 'sms_refused' } } });
    expect(await month()).toBeUndefined();
    expect(b.texted).toEqual([]);
  });

  it.each([
    ['the school does not pay', { on: false }, '13800000001', 'sms_off'],
    ['the month’s sum is used up', { capFen: 4 }, '13800000001', 'sms_cap'],
    ['a landline', {}, '07391234567', 'not_mobile'],
    ['no number any more', {}, null, 'no_phone'],
  ])('%s: not sent, and the ladder goes on', async (_what, sms, phone, why) => {
    await school(sms);
    await post(1, phone);
    await sendDue(fresh(), ALL);
    expect(b.texted).toEqual([]);
    expect(await message(1)).toMatchObject({ status: 'refused' });
    expect(await receipt(1)).toMatchObject({ why, climbAt: NOON, proofs: { sms: { outcome: 'refused', why } } });
    expect((await month())?.fen ?? 0).toBe(0);
  });

  it('never costs more than the cap, however many runs send at once', async () => {
    await school({ capFen: 52, feeFen: 5 });
    for (let n = 1; n <= 30; n++) await post(n, `138000000${String(n).padStart(2, '0')}`);
    await Promise.all([1, 2, 3].map(() => sendDue(fresh(), { ...ALL, limit: 20 })));
    b.clock.at += 10_000;
    await sendDue(fresh(), ALL);
    expect(b.texted).toHaveLength(10);
    expect(await month()).toMatchObject({ fen: 50, messages: 10 });
    const whys = await b.deps.store.list('receipts', {
      where: { schoolId: SCHOOL, refId: 'n1', open: true },
      limit: 100,
    });
    expect(whys.filter(({ why }) => why === 'sms_cap')).toHaveLength(20);
    expect(whys.filter(({ proofs }) => proofs.sms?.outcome === 'sent')).toHaveLength(10);
  });

  it('a new month begins anew', async () => {
    await school({ capFen: 5 });
    await post(1);
    await sendDue(fresh(), ALL);
    b.clock.at += 8 * DAY;
    await post(2, '13800000002', { dueAt: b.clock.at, staleAt: b.clock.at + DAY });
    await sendDue(fresh(), ALL);
    expect(b.texted).toHaveLength(2);
    expect(await b.deps.store.get('smsMonths', `${SCHOOL}:2026-12`)).toMatchObject({ fen: 5 });
  });

  it.each([
    ['refused for the number', async () => ({ errcode: 0, code: 'FailedOperation.PhoneNumberInBlacklist' })],
    ['refused altogether', async () => ({ errcode: -501007, code: '' })],
  ])('%s: given back, and the ladder goes on', async (_what, sendSms) => {
    await post(1);
    await sendDue(withSms(sendSms), ALL);
    expect(await receipt(1)).toMatchObject({ why: 'sms_refused', climbAt: NOON });
    expect(await month()).toMatchObject({ fen: 0, messages: 0 });
  });

  it.each([
    ['no answer', async () => Promise.reject(new Error('socket hang up'))],
    ['the service is not sure', async () => ({ errcode: -1, code: '' })],
    ['it says nothing of the number', async () => ({ errcode: 0, code: '' })],
  ])('%s: 不明, paid, never sent again, and the ladder goes on', async (_what, sendSms) => {
    await post(1);
    await sendDue(withSms(sendSms), ALL);
    b.clock.at += 60_000;
    await giveUpStuck(fresh());
    await sendDue(fresh(), ALL);
    expect(b.texted).toEqual([]);
    expect(await message(1)).toMatchObject({ status: 'unknown' });
    expect(await receipt(1)).toMatchObject({ climbAt: NOON, proofs: { sms: { outcome: 'unknown' } } });
    expect(await month()).toMatchObject({ fen: 5, messages: 1 });
  });

  it('does not leave for who was told meanwhile, asked for a call, or whose notice was taken back', async () => {
    for (const n of [1, 2, 3, 4]) await post(n);
    const change = (n: number, set: object) => b.deps.store.updateWhere('receipts', { _id: `n1:m${n}` }, { set });
    await change(1, { open: false, state: 'called' });
    await change(2, { open: false, covered: true });
    await change(3, { open: false, over: 'recalled' });
    await change(4, { wantsCall: true });
    await sendDue(fresh(), ALL);
    expect(b.texted).toEqual([]);
    for (const n of [1, 2, 3, 4]) expect(await message(n)).toMatchObject({ status: 'dropped' });
    expect(await month()).toBeUndefined();
  });

  it('sleeps at night', async () => {
    await post(1);
    b.clock.at = NOON + 9.5 * 3_600_000;
    await sendDue(fresh(), ALL);
    expect(b.texted).toEqual([]);
    b.clock.at = NOON + 19 * 3_600_000;
    await sendDue(fresh(), ALL);
    expect(b.texted).toHaveLength(1);
  });
});
