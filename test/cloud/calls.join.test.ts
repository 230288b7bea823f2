import { describe, expect, it } from 'vitest';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aBooking, asking, key, losingOne, opsOf } from '../support/booking';
import { aStaff, SCHOOL, withAccounts } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

/** A school that has the in-app ways switched on. */
const b = await sharedBackend(async (backend) => {
  await littleSchool(backend);
  const channels = { phone: ['phone'], video: ['wechat', 'voip_video', 'voip_voice', 'phone'] };
  await backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { channels } });
});
const DUTY = 'o-t-duty';
const FATHER = 'o-m-father';
const BOOTH = 'o-t-booth';
const TODAY = '2026-11-24';
const TABLET = `${SCHOOL}.p2`;
const claim = async () =>
  (
    await b.call(FATHER, 'booking.claim', {
      requestKey: key(),
      slotId: `${TABLET}:${TODAY}:1110`,
      studentIds: ['s-yu'],
    })
  ).bookingId;
const start = (bookingId: string, version: number, channel: 'phone' | 'wechat' | 'voip_voice' | 'voip_video') =>
  b.call(DUTY, 'calls.start', { bookingId, version, channel });
const join = (openid: string, bookingId: string) => b.call(openid, 'calls.join', { bookingId });
/** A call that the desk has begun in the Mini Program, at its time. */
async function room(channel: 'voip_voice' | 'voip_video' = 'voip_video'): Promise<string> {
  const bookingId = await claim();
  b.clock.at = instantOf(TODAY, 1110);
  await start(bookingId, 1, channel);
  return bookingId;
}

describe('calls.join', () => {
  it('lets parent, desk and booth into one random room, each signed for itself', async () => {
    const bookingId = await room();
    const tickets = await Promise.all([FATHER, DUTY, BOOTH, 'o-t-admin'].map((openid) => join(openid, bookingId)));
    const [first] = tickets;
    expect(first).toMatchObject({
      roomType: 'video',
      openid: FATHER,
      timeStamp: b.clock.at / 1000,
      until: instantOf(TODAY, 1135),
    });
    expect(first?.groupId).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(tickets.map(({ groupId }) => groupId)).size).toBe(1);
    expect(new Set(tickets.map(({ nonceStr }) => nonceStr)).size).toBe(4);
    for (const { openid, groupId, nonceStr, timeStamp, signature } of tickets)
      expect(signature).toBe(`${openid} ${groupId} ${nonceStr} ${timeStamp}`);
    expect((await join(FATHER, bookingId)).groupId).toBe(first?.groupId);
  });

  it('makes no second room for a lost reply, and no change that a desk would stumble over', async () => {
    const bookingId = await room('voip_voice');
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(FATHER, 'calls.join', { bookingId });
    expect(lost()).toBe(1);
    const made = (await b.deps.store.get('bookings', bookingId))?.groupId;
    expect(await join(FATHER, bookingId)).toMatchObject({ roomType: 'voice', groupId: made });
    await b.call(DUTY, 'calls.finish', { bookingId, version: 2, outcome: 'done', minutes: 9 });
  });

  it('waits for the child and the time, and ends with them', async () => {
    const bookingId = await claim();
    await b.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { channel: 'voip_voice' } });
    const at = async (minute: number) => {
      b.clock.at = instantOf(TODAY, minute);
      return code(join(FATHER, bookingId));
    };
    expect(await at(1110)).toBe('calls.not-yet');
    await b.call(DUTY, 'calls.checkIn', { bookingId, version: 1 });
    expect(await at(1099)).toBe('calls.not-yet');
    expect(await at(1100)).toBe('done');
    expect(await at(1134)).toBe('done');
    expect(await at(1135)).toBe('calls.not-yet');
    b.clock.at = instantOf(TODAY, 1120);
    await start(bookingId, 2, 'voip_voice');
    await b.call(DUTY, 'calls.finish', { bookingId, version: 3, outcome: 'done' });
    expect(await at(1120)).toBe('calls.not-yet');
  });

  it('is for the channels in the Mini Program alone', async () => {
    const bookingId = await claim();
    b.clock.at = instantOf(TODAY, 1110);
    await start(bookingId, 1, 'wechat');
    expect(await code(join(FATHER, bookingId))).toBe('calls.not-yet');
  });

  it('is for the adult of the call: not the other parent, not those at home, not another family or point', async () => {
    const bookingId = await room();
    await withAccounts(b.deps.store, [aStaff({ _id: 't-booth1', role: 'booth', pointId: `${SCHOOL}.p1` })]);
    expect(await code(join('o-m-mother', bookingId))).toBe('common.not-found');
    expect(await code(join('o-m-father2', bookingId))).toBe('common.not-found');
    expect(await code(join('o-t-booth1', bookingId))).toBe('common.not-found');
    expect(await code(join('o-m-granny', bookingId))).toBe('auth.forbidden');
    expect(await code(join('o-t-head', bookingId))).toBe('auth.off-duty');
    expect(await code(join(FATHER, 'b-none'))).toBe('common.not-found');
  });

  it('says where WeChat does not sign, so that the desk takes the next channel', async () => {
    const bookingId = await room();
    const { voipSign } = b.deps.wechat;
    Object.assign(b.deps.wechat, { voipSign: () => Promise.reject(new Error('refused')) });
    expect(await code(join(FATHER, bookingId))).toBe('calls.unavailable');
    Object.assign(b.deps.wechat, { voipSign });
    expect(await code(join(FATHER, bookingId))).toBe('done');
  });

  it('costs three database operations, and four more for who makes the room', async () => {
    const bookingId = await room();
    expect(await opsOf(b, () => join(FATHER, bookingId))).toBe(7);
    expect(await opsOf(b, () => join(FATHER, bookingId))).toBe(3);
  });
});

describe('calls.start, where a channel fails', () => {
  it('begins again with the next one, in another room', async () => {
    const bookingId = await room('voip_video');
    const { groupId } = await join(FATHER, bookingId);
    b.clock.at += 60_000;
    const voice = await start(bookingId, 2, 'voip_voice');
    expect(voice.call).toMatchObject({ status: 'in_call', channel: 'voip_voice', version: 3, startedAt: b.clock.at });
    expect((await join(FATHER, bookingId)).groupId).not.toBe(groupId);
    const phone = await start(bookingId, 3, 'phone');
    expect(phone).toMatchObject({ phone: '17000000001', call: { channel: 'phone', version: 4 } });
    expect(await b.call(DUTY, 'calls.finish', { bookingId, version: 4, outcome: 'done', minutes: 8 })).toMatchObject({
      status: 'done',
    });
  });

  it('answers the same to a step sent again, and tells one of two desks that it looks at an old state', async () => {
    const bookingId = await room('voip_video');
    const replies = await Promise.all(
      (['phone', 'wechat'] as const).map((channel) => code(start(bookingId, 2, channel))),
    );
    expect([...replies].sort()).toEqual(['common.stale', 'done']);
    const { channel = 'phone' } = (await b.deps.store.get('bookings', bookingId)) ?? {};
    expect((await start(bookingId, 2, channel)).call).toMatchObject({ channel, version: 3 });
  });

  it('keeps the room in which the parent waits already where the channel is the same', async () => {
    const bookingId = await claim();
    await b.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { channel: 'voip_video' } });
    b.clock.at = instantOf(TODAY, 1108);
    await b.call(DUTY, 'calls.checkIn', { bookingId, version: 1 });
    const { groupId } = await join(FATHER, bookingId);
    await start(bookingId, 2, 'voip_video');
    expect((await join(DUTY, bookingId)).groupId).toBe(groupId);
  });
});

describe('what is owed', () => {
  it('is one call for each that failed on the school’s side, until one takes place', async () => {
    const failed = await claim();
    b.clock.at = instantOf(TODAY, 1110);
    await b.call(DUTY, 'calls.finish', { bookingId: failed, version: 1, outcome: 'failed_school' });
    await b.call(DUTY, 'calls.finish', { bookingId: failed, version: 1, outcome: 'failed_school' });
    expect(await b.deps.store.get('makeups', 's-yu')).toMatchObject({ earned: [failed], spent: [] });
    const walk = { requestKey: key(), slotId: `${TABLET}:${TODAY}:1125`, studentIds: ['s-yu'], adultId: null };
    const { bookingId } = await b.call(DUTY, 'desk.walkIn', walk);
    await start(bookingId, 1, 'phone');
    await b.call(DUTY, 'calls.finish', { bookingId, version: 2, outcome: 'done', minutes: 5 });
    expect(await b.deps.store.get('makeups', 's-yu')).toMatchObject({ earned: [failed], spent: [bookingId] });
  });
});

it('a count of low faces that another tap overtakes is made again', async () => {
  await b.deps.store.insert('bookings', [
    aBooking({ _id: 'b-1', day: '2026-11-20', status: 'done' }),
    aBooking({ _id: 'b-2', day: TODAY, from: 720, status: 'done' }),
  ]);
  const tap = (bookingId: string) => ({ bookingId, studentId: 's-yu', face: 'low' }) as const;
  let overtaken = 0;
  const list: Store['list'] = async (collection, query) => {
    const found = await b.deps.store.list(collection, query);
    if (collection === 'bookings' && overtaken++ === 0) await b.call(BOOTH, 'calls.face', tap('b-2'));
    return found;
  };
  const slow = asking({ ...b.deps, store: { ...b.deps.store, list } });
  expect(await slow('o-t-admin', 'calls.face', tap('b-1'))).toMatchObject({ ok: true });
  expect(overtaken).toBe(2);
  expect(await b.deps.store.get('students', 's-yu')).toMatchObject({ lowFaces: 2, lastFace: 'low' });
});

it('a start costs nine database operations and a finish eleven, who asks included', async () => {
  const bookingId = await claim();
  b.clock.at = instantOf(TODAY, 1110);
  await b.call(DUTY, 'calls.board', {});
  const starts = await opsOf(b, () => start(bookingId, 1, 'phone'));
  const finish = { bookingId, version: 2, outcome: 'done', minutes: 5 } as const;
  const finishes = await opsOf(b, () => b.call(DUTY, 'calls.finish', finish));
  expect([starts, finishes]).toEqual([9, 11]);
});
