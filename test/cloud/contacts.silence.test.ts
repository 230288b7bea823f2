import { beforeEach, describe, expect, it } from 'vitest';
import { factsOf, storedOf } from '../../cloudfunctions/_server/contacts/fields';
import { noteAnswer } from '../../cloudfunctions/_server/contacts/silence';
import type { Input } from '../../miniprogram/shared/contract';
import { aBooking } from '../support/booking';
import { aNotice } from '../support/notices';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const HEAD = 'o-t-head';
const since = async (id = 'm-grandpa') => (await b.deps.store.get('familyMembers', id))?.silentSince ?? null;
const DAY = 86_400_000;

describe('a number that nobody answers', () => {
  let receiptId = '';
  let taps = 0;
  const tell = (outcome: Input<'notices.told'>['outcome'], way: 'call' | 'visit' = 'call') => {
    taps += 1;
    return b.call(HEAD, 'notices.told', { requestKey: `tap-1${taps}000`, receiptId, way, outcome });
  };
  beforeEach(async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    receiptId = `${noticeId}:m-grandpa`;
  });

  it.each(['no_answer', 'switched_off', 'wrong_number'] as const)('is silent from the first %s on', async (outcome) => {
    await tell(outcome);
    expect(await since()).toBe('2026-11-24');
    b.clock.at += 3 * DAY;
    await tell('no_answer');
    expect(await since()).toBe('2026-11-24');
  });

  it.each(['told', 'told_other'] as const)('is not where somebody answered: %s', async (outcome) => {
    await tell('no_answer');
    await tell(outcome);
    expect(await since()).toBeNull();
  });

  it('is not judged by a visit', async () => {
    await tell('nobody_home', 'visit');
    expect(await since()).toBeNull();
    await tell('no_answer');
    await tell('told', 'visit');
    expect(await since()).toBe('2026-11-24');
  });

  it('is another one when the number changes', async () => {
    await tell('no_answer');
    const { store, vault } = b.deps;
    const member = await store.get('familyMembers', 'm-grandpa');
    if (!member) throw new Error('no grandfather');
    expect(factsOf(vault, 'member', member)['member.phone']).toBe('17000000005');
    expect(storedOf(vault, { 'member.phone': '17000000055' })).toMatchObject({ silentSince: null });
    expect(storedOf(vault, { 'member.occupation': '务农' })).not.toHaveProperty('silentSince');
  });

  it('costs one operation, and nothing changes when it is noted again', async () => {
    expect(await noteAnswer(b.deps.store, 'm-grandpa', false, '2026-11-24')).toBe(1);
    expect(await noteAnswer(b.deps.store, 'm-grandpa', false, '2026-11-25')).toBe(0);
    expect(await noteAnswer(b.deps.store, 'm-grandpa', true, '2026-11-26')).toBe(1);
    b.cloud.operations.reset();
    expect(await noteAnswer(b.deps.store, 'm-grandpa', true, '2026-11-26')).toBe(0);
    expect(b.cloud.operations.total('database.')).toBe(1);
  });
});

describe("a child's call home", () => {
  const finish = async (
    _id: string,
    outcome: 'done' | 'no_show_parent' | 'no_show_child',
    channel: 'phone' | 'wechat',
  ) => {
    await b.deps.store.insert(
      'bookings',
      aBooking({ _id, day: '2026-11-24', channel, status: outcome === 'done' ? 'in_call' : 'booked' }),
    );
    await b.call('o-t-duty', 'calls.finish', { bookingId: _id, version: 1, outcome });
  };

  it('by telephone that nobody answers is noted, and one that takes place clears it', async () => {
    await finish('b1', 'no_show_child', 'phone');
    expect(await since('m-father')).toBeNull();
    await finish('b2', 'no_show_parent', 'phone');
    expect(await since('m-father')).toBe('2026-11-24');
    await finish('b3', 'done', 'phone');
    expect(await since('m-father')).toBeNull();
  });

  it('over WeChat says nothing of the number', async () => {
    await finish('b1', 'no_show_parent', 'wechat');
    expect(await since('m-father')).toBeNull();
  });

  it('is noted from the report of a desk without a network too', async () => {
    await b.deps.store.insert('bookings', aBooking({ _id: 'b1', day: '2026-11-24', from: 700, channel: 'phone' }));
    await b.call('o-t-duty', 'desk.report', {
      requestKey: 'tap-00001',
      bookingId: 'b1',
      outcome: 'no_show_parent',
      channel: 'phone',
      startedAt: null,
      minutes: null,
    });
    expect(await since('m-father')).toBe('2026-11-24');
  });
});
