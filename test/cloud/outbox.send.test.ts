import { describe, expect, it } from 'vitest';
import { giveUpStuck, sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { NOON } from '../support/backend';
import { aBooking } from '../support/booking';
import { ALL, aMessage, aPerson, bindAt, DAY, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const { post, receipt, message, withSend } = outboxOf(b);

describe('sendDue', () => {
  it('lets what came late sleep from nine in the evening to seven, but for what is urgent', async () => {
    const evening = NOON + 9 * 3_600_000;
    await post(1, {}, { dueAt: evening - 60_000 });
    await post(2, {}, { dueAt: evening - 60_000, urgent: true });
    b.clock.at = evening;
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid }) => openid)).toEqual(['o2']);
    b.clock.at = evening + 10 * 3_600_000 - 1;
    await sendDue(b.deps, ALL);
    expect(b.sent).toHaveLength(1);
    b.clock.at += 1;
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid }) => openid)).toEqual(['o2', 'o1']);
  });

  it('writes to no WeChat that was let go, or that is another person’s by now, and the ladder goes on', async () => {
    for (const n of [1, 2, 3]) await post(n);
    await b.deps.store.updateWhere('accounts', { _id: 'o1' }, { set: { memberships: [] } });
    await b.deps.store.updateWhere('familyMembers', { _id: 'm2' }, { set: { openid: null } });
    await b.deps.store.updateWhere('familyMembers', { _id: 'm3' }, { set: { openid: 'o9' } });
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
    for (const n of [1, 2, 3]) {
      expect(await message(n)).toMatchObject({ status: 'dropped' });
      expect(await receipt(n)).toMatchObject({ state: 'refused', why: 'no_wechat', open: true, climbAt: NOON });
    }
  });

  it('writes to nobody who lost the right to contact the child, or left the roster', async () => {
    for (const n of [1, 2]) await post(n);
    const [child] = aPerson(1).children;
    await b.deps.store.updateWhere(
      'familyMembers',
      { _id: 'm1' },
      { set: { children: [{ ...child, mayContact: false }] } },
    );
    await b.deps.store.removeWhere('familyMembers', { _id: 'm2' });
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
    for (const n of [1, 2])
      expect(await receipt(n)).toMatchObject({ state: 'refused', why: 'no_right', climbAt: NOON });
  });

  it('sends what is due with its template, page and data, once', async () => {
    await post(1);
    expect(await sendDue(b.deps, ALL)).toEqual({ done: 1, more: false, next: null });
    expect(await sendDue(b.deps, ALL)).toEqual({ done: 0, more: false, next: null });
    expect(b.sent).toEqual([
      {
        openid: 'o1',
        templateId: b.deps.templates.notice.id,
        page: 'features/notices/pages/open/index?id=n1:m1',
        data: { thing1: '家长会', thing2: '李老师', thing3: '点开看一看' },
      },
    ]);
    expect(await receipt(1)).toMatchObject({
      state: 'sent',
      open: true,
      version: 1,
      proofs: { wechat: { at: NOON, outcome: 'sent', why: null } },
      climbAt: NOON + DAY,
    });
    expect(await message(1)).toMatchObject({ status: 'sent', errcode: 0, attempts: 1, doneAt: NOON });
  });

  it('leaves what is not due yet, takes urgent ones first', async () => {
    await post(1, {}, { dueAt: NOON + 1 });
    await post(2, {}, { dueAt: NOON - 50 });
    await post(3, {}, { dueAt: NOON, urgent: true });
    await post(4, {}, { dueAt: NOON - 90 });
    await sendDue(b.deps, { ...ALL, limit: 1 });
    await sendDue(b.deps, { ...ALL, limit: 1 });
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid }) => openid)).toEqual(['o3', 'o4', 'o2']);
    expect((await message(1))?.status).toBe('queued');
  });

  it.each([
    [43101, 'no_credit'],
    [43107, 'switched_off'],
    [45168, 'wording'],
    [47003, 'wording'],
    [40003, 'not_a_user'],
    [40037, 'not_taken'],
    [41030, 'not_taken'],
  ])('%i: nothing is tried again (%s), and the ladder goes on at once', async (errcode, why) => {
    await post(1);
    b.errcodes.set('o1', errcode);
    await sendDue(b.deps, ALL);
    expect(await receipt(1)).toMatchObject({
      state: 'refused',
      why,
      open: true,
      rung: 'wechat',
      climbAt: NOON,
      proofs: { wechat: { at: NOON, outcome: 'refused', why } },
    });
    expect(await message(1)).toMatchObject({ status: 'refused', errcode });
    b.errcodes.clear();
    b.clock.at += DAY;
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
  });

  it('what is not taken in the evening climbs in the morning, unless it is urgent', async () => {
    const evening = NOON + 8 * 3_600_000 + 59 * 60_000;
    await post(1, {}, { dueAt: evening });
    await post(2, { urgent: true }, { dueAt: evening, urgent: true });
    for (const n of [1, 2]) b.errcodes.set(`o${n}`, 43101);
    b.clock.at = evening;
    const slow = withSend(async (m) => {
      b.clock.at = evening + 120_000;
      return b.deps.wechat.sendSubscribe(m);
    });
    await sendDue(slow, ALL);
    expect((await receipt(1))?.climbAt).toBe(NOON + 19 * 3_600_000);
    expect((await receipt(2))?.climbAt).toBe(evening + 120_000);
  });

  it('43101 sets the credits of that user and template to 0, and no others', async () => {
    const [notice, call] = [b.deps.templates.notice.id, b.deps.templates.call.id];
    for (const n of [1, 2])
      await b.deps.store.put('accounts', { _id: `o${n}`, memberships: [], credits: { [notice]: 3, [call]: 2 } });
    await post(1);
    await post(2);
    b.errcodes.set('o1', 43101);
    await sendDue(b.deps, ALL);
    expect((await b.deps.store.get('accounts', 'o1'))?.credits).toEqual({ [notice]: 0, [call]: 2 });
    expect((await b.deps.store.get('accounts', 'o2'))?.credits).toEqual({ [notice]: 3, [call]: 2 });
  });

  it('43108 waits longer each time and gives up in the end', async () => {
    await post(1);
    b.errcodes.set('o1', 43108);
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      await sendDue(b.deps, ALL);
      const { status, dueAt = 0 } = (await message(1)) ?? {};
      expect(status).toBe('queued');
      expect((await receipt(1))?.state).toBe('queued');
      waits.push(dueAt - b.clock.at);
      b.clock.at = dueAt;
    }
    expect(waits).toEqual([...waits].sort((a, z) => a - z));
    expect(new Set(waits).size).toBe(4);
    await sendDue(b.deps, ALL);
    expect(await message(1)).toMatchObject({ status: 'refused', attempts: 5 });
    expect(await receipt(1)).toMatchObject({ state: 'refused', why: 'not_taken', climbAt: b.clock.at });
  });

  it('43108 that is over is sent', async () => {
    await post(1);
    b.errcodes.set('o1', 43108);
    await sendDue(b.deps, ALL);
    b.errcodes.clear();
    b.clock.at += 60_000;
    await sendDue(b.deps, ALL);
    expect(b.sent).toHaveLength(1);
    expect((await receipt(1))?.state).toBe('sent');
  });

  it.each([
    ['no answer', async () => Promise.reject(new Error('socket hang up'))],
    ['WeChat is not sure', async () => ({ errcode: -1 })],
  ])('%s: 不明, the ladder goes on, and it is never sent again', async (_what, sendSubscribe) => {
    await post(1);
    await sendDue(withSend(sendSubscribe), ALL);
    expect(await message(1)).toMatchObject({ status: 'unknown' });
    expect(await receipt(1)).toMatchObject({
      state: 'unknown',
      open: true,
      climbAt: NOON,
      proofs: { wechat: { outcome: 'unknown' } },
    });
    b.clock.at += DAY;
    await giveUpStuck(b.deps);
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
  });

  it('one failed send does not keep the others', async () => {
    for (const n of [1, 2, 3]) await post(n);
    const flaky = withSend(async (m) => {
      if (m.openid === 'o2') throw new Error('socket hang up');
      return b.deps.wechat.sendSubscribe(m);
    });
    await sendDue(flaky, ALL);
    expect(b.sent.map(({ openid }) => openid).sort()).toEqual(['o1', 'o3']);
    expect([(await receipt(1))?.state, (await receipt(2))?.state]).toEqual(['sent', 'unknown']);
  });

  it('what waited too long is dropped, and the ladder goes on', async () => {
    await post(1, {}, { staleAt: NOON - 1 });
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
    expect((await message(1))?.status).toBe('dropped');
    expect(await receipt(1)).toMatchObject({ state: 'refused', why: 'too_late', climbAt: NOON });
  });

  it('who saw it already is not written to, and stays where they are', async () => {
    await post(1, { state: 'heard', open: false });
    await sendDue(b.deps, ALL);
    expect(b.sent).toEqual([]);
    expect((await message(1))?.status).toBe('dropped');
    expect(await receipt(1)).toMatchObject({ state: 'heard', open: false });
  });

  it('who opens it while it leaves keeps the higher rung', async () => {
    await post(1);
    const slow = withSend(async () => {
      await b.deps.store.updateWhere('receipts', { _id: 'n1:m1' }, { set: { state: 'opened' }, inc: { version: 1 } });
      return { errcode: 43101 };
    });
    await sendDue(slow, ALL);
    expect((await receipt(1))?.state).toBe('opened');
  });

  it('reminds of calls that are still to come, not of cancelled ones', async () => {
    for (const openid of ['o1', 'o2', 'o3']) await bindAt(b.deps.store, openid);
    const booking = (n: number, status: 'booked' | 'cancelled_family') =>
      aBooking({ _id: `b${n}`, from: 720, studentIds: ['s1'], adultId: 'm1', status });
    await b.deps.store.insert('bookings', [booking(1, 'booked'), booking(2, 'cancelled_family')]);
    for (const n of [1, 2, 3])
      await b.deps.store.insert('outbox', aMessage(n, { kind: 'call', refId: `b${n}`, _id: `call:b${n}`, seat: 1 }));
    await sendDue(b.deps, ALL);
    expect(b.sent.map(({ openid, templateId }) => [openid, templateId])).toEqual([['o1', b.deps.templates.call.id]]);
    expect((await b.deps.store.get('outbox', 'call:b2'))?.status).toBe('dropped');
    expect((await b.deps.store.get('outbox', 'call:b3'))?.status).toBe('dropped');
  });

  it('writes to one user one message at a time', async () => {
    for (const openid of ['o1', 'o2']) await bindAt(b.deps.store, openid);
    for (let i = 0; i < 6; i++) await b.deps.store.insert('outbox', aMessage(1, { _id: `x${i}`, kind: 'contact' }));
    for (let i = 0; i < 6; i++) await b.deps.store.insert('outbox', aMessage(2, { _id: `y${i}`, kind: 'contact' }));
    const busy = new Set<string>();
    let together = 0;
    const slow = withSend(async ({ openid }) => {
      expect(busy.has(openid)).toBe(false);
      busy.add(openid);
      together = Math.max(together, busy.size);
      await new Promise((resolve) => setTimeout(resolve, 5));
      busy.delete(openid);
      return { errcode: 0 };
    });
    await sendDue(slow, ALL);
    expect(together).toBe(2);
    expect(await b.deps.store.count('outbox', { status: 'sent' })).toBe(12);
  });

  it('stops when its time is over and leaves the rest to the next run', async () => {
    for (let n = 0; n < 60; n++) await post(n);
    const slow = withSend(async (m) => {
      b.clock.at += 1000;
      return b.deps.wechat.sendSubscribe(m);
    });
    const { more } = await sendDue(slow, { limit: 5000, until: NOON + 10_000 });
    expect(more).toBe(true);
    expect(b.sent.length).toBeGreaterThanOrEqual(10);
    expect(b.sent.length).toBeLessThan(50);
    expect(await b.deps.store.count('outbox', { status: 'claimed' })).toBe(0);
    await sendDue(b.deps, ALL);
    expect(new Set(b.sent.map(({ openid }) => openid)).size).toBe(60);
    expect(b.sent).toHaveLength(60);
  });

  it('two runs at the same time send nothing twice', async () => {
    for (let n = 0; n < 120; n++) await post(n);
    const gentle = withSend(async (m) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return b.deps.wechat.sendSubscribe(m);
    });
    await Promise.all([sendDue(gentle, ALL), sendDue(gentle, ALL), sendDue(gentle, ALL)]);
    expect(b.sent).toHaveLength(120);
    expect(new Set(b.sent.map(({ openid }) => openid)).size).toBe(120);
  });

  it('costs few operations a message', async () => {
    for (let n = 0; n < 100; n++) await post(n);
    b.cloud.operations.reset();
    await sendDue(b.deps, ALL);
    expect(b.sent).toHaveLength(100);
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(40);
  });
});
