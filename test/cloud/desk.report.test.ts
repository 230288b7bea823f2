import { describe, expect, it } from 'vitest';
import { closeForgotten } from '../../cloudfunctions/_server/calls/jobs';
import type { Store } from '../../cloudfunctions/_server/data/store';
import type { Input } from '../../miniprogram/shared/contract';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import { allCalls, asking, inspect, key, losingOne } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DUTY = 'o-t-duty';
const FATHER = 'o-m-father';
const TODAY = '2026-11-24';
const TABLET = `${SCHOOL}.p2`;
const PHONE = `${SCHOOL}.p1`;
const SLOT = `${TABLET}:${TODAY}:960`;
const at = (minute: number, day = TODAY) => {
  b.clock.at = instantOf(day, minute);
};
const claim = async (slotId = SLOT, openid = FATHER, studentId = 's-yu') =>
  (await b.call(openid, 'booking.claim', { requestKey: key(), slotId, studentIds: [studentId] })).bookingId;
type Report = Input<'desk.report'>;
const told = (over: Partial<Report>): Report => ({
  requestKey: key(),
  outcome: 'done',
  channel: 'phone',
  startedAt: instantOf(TODAY, 962),
  minutes: 11,
  ...over,
});
const report = (over: Partial<Report>, openid = DUTY) => b.call(openid, 'desk.report', told(over));
const walkIn = (over: Partial<NonNullable<Report['walkIn']>> = {}) => ({
  slotId: SLOT,
  studentIds: ['s-yu'],
  relation: '父亲',
  ...over,
});
const booking = (id: string) => b.deps.store.get('bookings', id);
const contacts = (studentId = 's-yu') => b.deps.store.count('contactEntries', { schoolId: SCHOOL, studentId });
const makeups = async (studentId = 's-yu') => (await b.deps.store.get('makeups', studentId))?.earned ?? [];
const broken = async () => (await inspect(b, 1)).broken;

describe('a report of a call of the board', () => {
  it('brings it to its end, whatever version the desk saw, and into the ledger', async () => {
    const bookingId = await claim();
    await b.call(DUTY, 'calls.checkIn', { bookingId, version: 1 });
    at(1200);
    expect(await report({ bookingId })).toMatchObject({
      status: 'done',
      minutes: 11,
      channel: 'phone',
      version: 3,
      collisions: [],
    });
    expect(await contacts()).toBe(1);
    expect((await b.deps.store.get('students', 's-yu'))?.contact.childDay).toBe(TODAY);
    expect(await broken()).toEqual([]);
  });

  it('told twice, after a lost reply and by two desks at once is one', async () => {
    const bookingId = await claim();
    at(1200);
    const wish = told({ bookingId });
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.report', wish);
    expect(lost()).toBe(1);
    const first = await b.call(DUTY, 'desk.report', wish);
    expect(await b.call(DUTY, 'desk.report', wish)).toEqual(first);
    const both = await Promise.all([report({ bookingId }), report({ bookingId, minutes: 5 }, 'o-t-admin')]);
    expect(both).toEqual([first, first]);
    expect([await contacts(), first.version]).toEqual([1, 2]);
  });

  it('of a failure gives time and week back, and owes a call', async () => {
    const bookingId = await claim();
    at(1200);
    await report({ bookingId, outcome: 'failed_school', startedAt: null, minutes: null });
    expect(await makeups()).toEqual([bookingId]);
    expect((await inspect(b, 1)).stale).toBe(0);
    expect(await code(claim(`${TABLET}:2026-11-26:1110`))).toBe('done');
  });

  it('before its time of a failure that is known already is no collision', async () => {
    const bookingId = await claim();
    const answer = await report({ bookingId, outcome: 'failed_school', startedAt: null, minutes: null });
    expect(answer).toMatchObject({ status: 'failed_school', collisions: [] });
  });

  it('outranks that nobody had noted anything: the family has no second call coming', async () => {
    const bookingId = await claim();
    at(960 + 361);
    await closeForgotten(b.deps, Infinity);
    expect(await makeups()).toEqual([bookingId]);
    expect(await report({ bookingId })).toMatchObject({ status: 'done', collisions: [] });
    expect(await makeups()).toEqual([]);
    expect([await contacts(), await broken()]).toEqual([1, []]);
  });

  it('that somebody did not come outranks it too, and no word of a family is undone by it', async () => {
    const bookingId = await claim();
    at(960 + 361);
    await closeForgotten(b.deps, Infinity);
    expect(await report({ bookingId, outcome: 'no_show_parent', minutes: null })).toMatchObject({
      status: 'no_show_parent',
      collisions: [],
    });
    expect([await makeups(), await contacts()]).toEqual([[], 0]);
  });
});

describe('where it was called off meanwhile', () => {
  it('a call that took place took place: both facts stay, and it holds its week again', async () => {
    const bookingId = await claim();
    await b.call(FATHER, 'booking.cancel', { bookingId });
    at(1200);
    expect(await report({ bookingId })).toMatchObject({ status: 'done', collisions: ['was_cancelled'] });
    expect([await contacts(), await broken()]).toEqual([1, []]);
    expect(await code(claim(`${TABLET}:2026-11-26:1110`))).toBe('booking.quota-used');
  });

  it('by a function that died before it let go of anything, it holds its own all the same', async () => {
    const bookingId = await claim();
    const removeWhere: Store['removeWhere'] = async (collection, where) => {
      if (collection === 'locks') throw new Error('stopped');
      return b.deps.store.removeWhere(collection, where);
    };
    const dying = asking({ ...b.deps, store: { ...b.deps.store, removeWhere } });
    expect(await dying(FATHER, 'booking.cancel', { bookingId })).toMatchObject({ ok: true });
    expect((await inspect(b, 1)).stale).toBe(13);
    at(1200);
    expect(await report({ bookingId })).toMatchObject({ status: 'done', collisions: ['was_cancelled'] });
    expect(await inspect(b, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('says so where point, adult or child were taken by others since, and leaves theirs to them', async () => {
    const bookingId = await claim();
    await b.call(FATHER, 'booking.cancel', { bookingId });
    const other = await claim(`${PHONE}:${TODAY}:960`);
    await claim(SLOT, 'o-m-father2', 's-hai');
    at(1200);
    const { collisions } = await report({ bookingId });
    expect([...collisions].sort()).toEqual(['adult_busy', 'child_busy', 'point_taken', 'quota_used', 'was_cancelled']);
    expect((await booking(bookingId))?.lockIds).toEqual([]);
    expect(await booking(other)).toMatchObject({ status: 'booked', version: 1 });
  });

  it('by the school, its make-up credit is taken back, for it took place', async () => {
    const bookingId = await claim();
    await b.call('o-t-admin', 'desk.disrupt', {
      requestKey: key(),
      why: 'power_cut',
      from: 960,
      to: 1080,
      pointIds: null,
    });
    expect(await makeups()).toEqual([bookingId]);
    at(1200);
    expect(await report({ bookingId })).toMatchObject({
      status: 'done',
      collisions: expect.arrayContaining(['was_cancelled']),
      why: 'power_cut',
    });
    expect(await makeups()).toEqual([]);
  });

  it('that nobody came is no mark on a family that had called it off', async () => {
    const bookingId = await claim();
    await b.call(FATHER, 'booking.cancel', { bookingId });
    at(1200);
    const first = await report({ bookingId, outcome: 'no_show_parent', startedAt: null, minutes: null });
    expect(first).toMatchObject({ status: 'cancelled_family', collisions: ['was_cancelled'] });
    const again = await report({ bookingId, outcome: 'no_show_parent', startedAt: null, minutes: null });
    expect(again).toEqual(first);
  });

  it('at the very moment of the report, nothing is lost and nothing held twice', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const bookingId = await claim();
      at(930);
      await Promise.all([
        report({ bookingId, startedAt: instantOf(TODAY, 930) }),
        b.reply(FATHER, 'booking.cancel', { bookingId }),
        code(claim(SLOT, 'o-m-father2', 's-hai')),
      ]);
      const call = await booking(bookingId);
      expect(call?.status).toBe('done');
      expect(await contacts()).toBe(1);
      if (!call?.collisions.includes('point_taken')) expect(await broken()).toEqual([]);
    }
  });
});

describe('where it was moved meanwhile', () => {
  it('the call that took place is told at its time, and the new one is let go', async () => {
    const bookingId = await claim();
    await b.call(FATHER, 'booking.move', { bookingId, slotId: `${TABLET}:2026-11-26:1110` });
    at(1200);
    expect(await report({ bookingId })).toMatchObject({
      status: 'done',
      day: TODAY,
      from: 960,
      collisions: ['was_changed'],
    });
    expect((await b.deps.store.get('students', 's-yu'))?.contact.childDay).toBe(TODAY);
    expect(await code(claim(`${TABLET}:2026-11-26:1110`, 'o-m-other', 's-other'))).toBe('done');
    expect(await code(claim(`${TABLET}:2026-11-27:1110`))).toBe('booking.quota-used');
  });

  it('that nobody came to the old time leaves the new one alone', async () => {
    const bookingId = await claim();
    await b.call(FATHER, 'booking.move', { bookingId, slotId: `${TABLET}:2026-11-26:1110` });
    at(1200);
    const answer = await report({
      bookingId,
      outcome: 'no_show_parent',
      startedAt: instantOf(TODAY, 965),
      minutes: null,
    });
    expect(answer).toMatchObject({ status: 'booked', day: '2026-11-26', collisions: ['was_changed'] });
    expect(await broken()).toEqual([]);
  });

  it('by another desk that noted something else, what took place is what stays', async () => {
    const bookingId = await claim();
    at(1200);
    await b.call('o-t-admin', 'calls.finish', { bookingId, version: 1, outcome: 'no_show_parent' });
    expect(await report({ bookingId })).toMatchObject({ status: 'done', collisions: ['was_changed'] });
    const other = await report({ bookingId, outcome: 'failed_network', minutes: null }, 'o-t-admin');
    expect(other).toMatchObject({ status: 'done', collisions: ['was_changed'] });
    expect([await contacts(), await broken()]).toEqual([1, []]);
  });
});

describe('a report of a walk-in', () => {
  it('is a call with all that happened, in a time that the lease kept', async () => {
    const { slots } = await b.call(DUTY, 'desk.lease', { deviceId: 'desk-0001', take: true });
    const slotId = slots[3]?.slotId ?? '';
    at(1300);
    const call = await report({ walkIn: walkIn({ slotId }) });
    expect(call).toMatchObject({
      status: 'done',
      origin: 'walk_in',
      relation: '父亲',
      adultId: 'm-father',
      minutes: 11,
      collisions: [],
    });
    const leased = await b.deps.store.count('locks', { schoolId: SCHOOL, bookingId: `lease:${SCHOOL}:${TODAY}` });
    expect(leased).toBe(27 - 3);
    expect(await contacts()).toBe(1);
  });

  it('of an adult whom nobody knows by that word is a call all the same', async () => {
    at(1200);
    const call = await report({ walkIn: walkIn({ relation: '舅舅' }) });
    expect(call).toMatchObject({ adultId: null, relation: '舅舅', status: 'done' });
    expect(await broken()).toEqual([]);
  });

  it('told twice, after a lost reply and at once is one', async () => {
    at(1200);
    const wish = told({ walkIn: walkIn() });
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.report', wish);
    expect(lost()).toBe(1);
    const both = await Promise.all([b.call(DUTY, 'desk.report', wish), b.call(DUTY, 'desk.report', wish)]);
    expect(both[0]).toEqual(both[1]);
    expect([(await allCalls(b)).length, await contacts()]).toEqual([1, 1]);
  });

  it('stays beside what others did at the same point or with the same child', async () => {
    await claim(SLOT, 'o-m-father2', 's-hai');
    await claim(`${TABLET}:2026-11-26:1110`);
    at(1200);
    const call = await report({ walkIn: walkIn() });
    expect([...call.collisions].sort()).toEqual(['point_taken', 'quota_used']);
    expect(await allCalls(b)).toHaveLength(3);
    expect(await contacts()).toBe(1);
  });

  it('that came to nothing is no contact and holds nothing', async () => {
    at(1200);
    await report({ walkIn: walkIn(), outcome: 'failed_network', minutes: null });
    expect([await contacts(), await b.deps.store.count('locks', { schoolId: SCHOOL, bookingId: { gte: '' } })]).toEqual(
      [0, 0],
    );
  });

  it('whose answer the desk never got before its network died is that walk-in, and no second one', async () => {
    at(950);
    const input = { requestKey: key(), slotId: SLOT, studentIds: ['s-yu'], adultId: 'm-father' };
    const { bookingId } = await b.call(DUTY, 'desk.walkIn', input);
    at(1200);
    const wish = told({ walkIn: walkIn() });
    for (const _ of [1, 2])
      expect(await b.call(DUTY, 'desk.report', wish)).toMatchObject({ bookingId, status: 'done', collisions: [] });
    expect([(await allCalls(b)).length, await contacts(), await makeups()]).toEqual([1, 1, []]);
    expect(await broken()).toEqual([]);
  });

  it('that the desk had moved itself is one, sent twice, whenever it says that it began', async () => {
    at(950);
    const input = { requestKey: key(), slotId: SLOT, studentIds: ['s-yu'], adultId: 'm-father' };
    const made = await b.call(DUTY, 'desk.walkIn', input);
    const { bookingId } = await b.call(DUTY, 'desk.move', {
      bookingId: made.bookingId,
      version: made.version,
      slotId: `${PHONE}:${TODAY}:975`,
    });
    at(1200);
    const wish = told({ walkIn: walkIn({ slotId: `${PHONE}:${TODAY}:975` }), startedAt: instantOf(TODAY, 880) });
    for (const _ of [1, 2])
      expect(await b.call(DUTY, 'desk.report', wish)).toMatchObject({
        bookingId,
        status: 'done',
        from: 975,
        collisions: [],
      });
    expect([(await allCalls(b)).length, await contacts(), await broken()]).toEqual([1, 1, []]);
  });

  it('ends with its day, or nobody could read the board of that day any more', async () => {
    at(1200);
    expect(await report({ walkIn: walkIn({ slotId: `${TABLET}:${TODAY}:1435` }) })).toMatchObject({ to: 1440 });
    expect((await b.call('o-t-admin', 'calls.board', {})).calls).toHaveLength(1);
  });

  it('is taken where the point was closed or given up since, and not of points that never were the school’s', async () => {
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { points: [] } });
    at(1200);
    expect(await report({ walkIn: walkIn() })).toMatchObject({ status: 'done', pointId: TABLET });
    expect(await code(report({ walkIn: walkIn({ slotId: `other.p1:${TODAY}:960`, studentIds: ['s-hai'] }) }))).toBe(
      'common.not-found',
    );
    expect(await code(report({ walkIn: walkIn({ slotId: 'nonsense' }) }))).toBe('common.not-found');
  });
});

describe('who may tell, and for how long', () => {
  it('a desk of that day within a week, also when it is off duty by now; the headteacher of any of these days', async () => {
    const bookingId = await claim();
    const saturday = instantOf('2026-11-28', 600);
    b.clock.at = saturday;
    expect(await code(b.call(DUTY, 'calls.board', {}))).toBe('auth.off-duty');
    expect(await report({ bookingId })).toMatchObject({ status: 'done', day: TODAY });
    at(1200);
    const other = await claim(`${TABLET}:2026-11-26:960`, 'o-m-father2', 's-hai');
    b.clock.at = instantOf(addDays('2026-11-26', 8), 600);
    const late = { bookingId: other, startedAt: instantOf('2026-11-26', 962) };
    expect(await code(report(late, 'o-t-admin'))).toBe('common.not-found');
    b.clock.at -= 86_400_000;
    expect(await code(report(late, 'o-t-admin'))).toBe('done');
  });

  it('nobody of a time that is only held for a family: its waitlist would never end', async () => {
    const bookingId = await claim();
    await b.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { status: 'offered' } });
    at(1200);
    expect(await code(report({ bookingId }))).toBe('common.not-found');
    expect(await b.deps.store.get('bookings', bookingId)).toMatchObject({ status: 'offered', collisions: [] });
  });

  it('nobody who was not on duty then, and no family or booth', async () => {
    const bookingId = await claim();
    at(1200);
    expect(await code(report({ bookingId }, 'o-t-head'))).toBe('common.not-found');
    expect(await code(report({ walkIn: walkIn() }, 'o-t-head'))).toBe('common.not-found');
    expect(await code(report({ bookingId: 'b-none' }))).toBe('common.not-found');
    expect(await code(report({ bookingId }, 'o-t-booth'))).toBe('auth.forbidden');
    expect(await code(report({ bookingId }, FATHER))).toBe('auth.forbidden');
  });

  it('a call of the board or a walk-in, and no time that is yet to come', async () => {
    const bookingId = await claim();
    for (const wish of [{}, { bookingId, walkIn: walkIn() }])
      expect(await b.reply(DUTY, 'desk.report', told(wish))).toMatchObject({
        code: 'input.invalid',
        details: { field: 'bookingId' },
      });
    at(970);
    const call = await report({ bookingId, startedAt: b.clock.at + 3_600_000 });
    expect(call.startedAt).toBe(b.clock.at);
  });
});
