import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { inspect, key, losingOne } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DUTY = 'o-t-duty';
const TODAY = '2026-11-24';
const PHONE = `${SCHOOL}.p1`;
const TABLET = `${SCHOOL}.p2`;
const claim = (slotId: string, openid = 'o-m-father', studentId = 's-yu') =>
  b.call(openid, 'booking.claim', { requestKey: key(), slotId, studentIds: [studentId] });
const tablet = (over: Partial<Input<'desk.disrupt'>> = {}): Input<'desk.disrupt'> => ({
  requestKey: key(),
  why: 'point_broken',
  from: 960,
  to: 1080,
  pointIds: [TABLET],
  ...over,
});
const bookings = (openid = 'o-m-father', bookingId = '') => b.call(openid, 'booking.read', { bookingId });
const closures = async () => (await b.deps.store.get('schools', SCHOOL))?.closures;

describe('desk.disrupt', () => {
  it('gives a call another point at the same time, or calls it off, tells the family and owes it a call', async () => {
    const one = await claim(`${TABLET}:${TODAY}:960`);
    const two = await claim(`${TABLET}:${TODAY}:975`, 'o-m-father2', 's-hai');
    await b.call(DUTY, 'desk.walkIn', {
      requestKey: key(),
      slotId: `${PHONE}:${TODAY}:975`,
      studentIds: ['s-other'],
      adultId: null,
    });
    const answer = await b.call(DUTY, 'desk.disrupt', tablet());
    expect(answer).toEqual({ moved: 1, cancelled: 1, untold: [] });
    expect(await bookings('o-m-father', one.bookingId)).toMatchObject({
      status: 'booked',
      from: 960,
      why: 'point_broken',
      pointName: '1 号电话',
    });
    expect(await bookings('o-m-father2', two.bookingId)).toMatchObject({
      status: 'cancelled_school',
      why: 'point_broken',
    });
    expect(await b.deps.store.get('makeups', 's-hai')).toMatchObject({ earned: [two.bookingId] });
    const told = await b.deps.store.list('outbox', {
      where: { schoolId: SCHOOL, refId: two.bookingId, status: 'queued' },
      limit: 9,
    });
    expect(told).toMatchObject([{ to: 'o-m-father2', data: { thing2: '学校有事，这次打不成了' } }]);
    expect(await closures()).toEqual([{ day: TODAY, from: 960, to: 1080, pointIds: [TABLET] }]);
    expect((await inspect(b, 1)).broken).toEqual([]);
    expect((await b.call('o-t-admin', 'calls.board', {})).calls).toHaveLength(2);
  });

  it('lists the families that have no WeChat, to be told by telephone', async () => {
    const { bookingId } = await b.call(DUTY, 'desk.book', {
      requestKey: key(),
      slotId: `${TABLET}:${TODAY}:960`,
      studentIds: ['s-hai'],
      adultId: 'm-grandpa',
    });
    const { untold, cancelled } = await b.call(DUTY, 'desk.disrupt', tablet({ why: 'power_cut', pointIds: null }));
    expect(cancelled).toBe(1);
    expect(untold).toMatchObject([
      { bookingId, adultId: 'm-grandpa', status: 'cancelled_school', why: 'power_cut', untold: true },
    ]);
  });

  it.each(['duty_ill', 'day_closed'] as const)('%s closes the rest of the day everywhere', async (why) => {
    await claim(`${TABLET}:${TODAY}:1110`);
    const answer = await b.call(DUTY, 'desk.disrupt', tablet({ why, from: 720, to: 780 }));
    expect(answer).toMatchObject({ moved: 0, cancelled: 1 });
    expect(await closures()).toEqual([{ day: TODAY, from: 720, to: 1440, pointIds: null }]);
    expect(await code(claim(`${TABLET}:${TODAY}:1125`))).toBe('booking.slot-gone');
  });

  it('asked again, and after a lost reply, answers what came of it and closes once', async () => {
    await claim(`${TABLET}:${TODAY}:960`);
    const wish = tablet({ pointIds: null });
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.disrupt', wish);
    expect(lost()).toBe(1);
    const answer = await b.call(DUTY, 'desk.disrupt', wish);
    expect(answer).toMatchObject({ moved: 0, cancelled: 1 });
    expect(await b.call(DUTY, 'desk.disrupt', wish)).toEqual(answer);
    expect(await closures()).toHaveLength(1);
    const noted = await b.deps.store.list('disruptions', { where: { schoolId: SCHOOL, day: TODAY }, limit: 5 });
    expect(noted).toMatchObject([{ why: 'point_broken', by: 't-duty', moved: 0, cancelled: 1 }]);
    expect((await b.deps.store.get('makeups', 's-yu'))?.earned).toHaveLength(1);
  });

  it('leaves alone who is in the middle of a call: the desk says how that ended', async () => {
    const { bookingId } = await claim(`${TABLET}:${TODAY}:960`);
    b.clock.at = instantOf(TODAY, 965);
    await b.call(DUTY, 'calls.start', { bookingId, version: 1, channel: 'wechat' });
    expect(await b.call(DUTY, 'desk.disrupt', tablet({ pointIds: null }))).toMatchObject({ moved: 0, cancelled: 0 });
    await b.call(DUTY, 'calls.finish', { bookingId, version: 2, outcome: 'failed_school' });
    expect(await b.deps.store.get('makeups', 's-yu')).toMatchObject({ earned: [bookingId] });
  });

  it('and families that book at the same moment: nobody is left at a closed point, nothing is had twice', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      await claim(`${TABLET}:${TODAY}:960`);
      await Promise.all([
        b.call(DUTY, 'desk.disrupt', tablet()),
        code(claim(`${PHONE}:${TODAY}:960`, 'o-m-father2', 's-hai')),
      ]);
      const { calls } = await b.call('o-t-admin', 'calls.board', {});
      expect(calls.filter(({ pointId, from }) => pointId === TABLET && from < 1080)).toEqual([]);
      expect((await inspect(b, 1)).broken).toEqual([]);
    }
  });

  it('asks for a stretch of time and points that there are', async () => {
    const fault = async (over: Partial<Input<'desk.disrupt'>>) => b.reply(DUTY, 'desk.disrupt', tablet(over));
    expect(await fault({ from: 1080, to: 1080 })).toMatchObject({ code: 'input.invalid', details: { field: 'to' } });
    expect(await fault({ pointIds: ['sch2.p1'] })).toMatchObject({
      code: 'input.invalid',
      details: { field: 'pointIds' },
    });
    expect(await fault({ pointIds: [] })).toMatchObject({ code: 'input.invalid', details: { field: 'pointIds' } });
    expect(await closures()).toEqual([]);
  });

  it('is for who is on duty', async () => {
    expect(await code(b.call('o-t-head', 'desk.disrupt', tablet()))).toBe('auth.off-duty');
    expect(await code(b.call('o-t-booth', 'desk.disrupt', tablet()))).toBe('auth.forbidden');
    expect(await code(b.call('o-m-father', 'desk.disrupt', tablet()))).toBe('auth.forbidden');
  });
});

describe('desk.restore', () => {
  const outage = { from: 960, to: 1080, pointIds: [TABLET] };
  const outages = async () => (await b.call(DUTY, 'calls.board', {})).outages;

  it('ends an outage before its time: its times can be had again, and asking twice changes nothing', async () => {
    await b.call(DUTY, 'desk.disrupt', tablet());
    expect(await code(claim(`${TABLET}:${TODAY}:960`))).toBe('booking.slot-gone');
    b.clock.at += 60_000;
    expect(await outages()).toEqual([outage]);
    await b.call(DUTY, 'desk.restore', outage);
    await b.call(DUTY, 'desk.restore', outage);
    expect(await closures()).toEqual([]);
    expect(await claim(`${TABLET}:${TODAY}:960`)).toMatchObject({ status: 'booked' });
    b.clock.at += 60_000;
    expect(await outages()).toEqual([]);
  });

  it('leaves other outages and other days as they are, and what is over is not shown', async () => {
    await b.call(DUTY, 'desk.disrupt', tablet());
    await b.call(DUTY, 'desk.disrupt', tablet({ pointIds: [PHONE] }));
    await b.call(DUTY, 'desk.restore', outage);
    expect(await closures()).toEqual([{ day: TODAY, from: 960, to: 1080, pointIds: [PHONE] }]);
    b.clock.at = instantOf(TODAY, 1080);
    expect(await outages()).toEqual([]);
  });

  it("is the desk of the day's alone", async () => {
    expect(await code(b.call('o-t-head', 'desk.restore', outage))).toBe('auth.off-duty');
    expect(await code(b.call('o-m-father', 'desk.restore', outage))).toBe('auth.forbidden');
  });
});
