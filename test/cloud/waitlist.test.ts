import { describe, expect, it } from 'vitest';
import type { Booking, School, WaitlistEntry } from '../../cloudfunctions/_server/data/documents';
import { offerFreed, tendWaitlist } from '../../cloudfunctions/_server/waitlist/offers';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { key, opsOf } from '../support/booking';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { code, sharedBackend } from '../support/shared-backend';

/** One point and two times a week, on Thursday at 16:00 and 16:15: five families, each with one child. */
const MONDAY = '2026-11-23';
const THURSDAY = '2026-11-26';
const FIRST = `${SCHOOL}.p1:${THURSDAY}:960`;
const SECOND = `${SCHOOL}.p1:${THURSDAY}:975`;
const FOREVER = Number.POSITIVE_INFINITY;
const WINDOW = { weekday: 4 as const, from: 960, to: 990, for: 'all' as const };
const SCARCE: Partial<School> = {
  points: [{ id: `${SCHOOL}.p1`, name: '1 号电话', kind: 'phone' }],
  windows: [WINDOW],
};
/** Days without contact: the higher the number, the longer. */
const CHILDREN = ['s0', 's1', 's2', 's3', 's4'].map((_id, i) =>
  aStudent({ _id, contact: { childDay: null, caregiverDay: null, remindedDay: null, since: `2026-11-${20 - i}` } }),
);

const b = await sharedBackend(async ({ deps: { store } }) => {
  await store.put('schools', aSchool(SCARCE));
  await store.insert('students', CHILDREN);
  await withAccounts(store, [
    ...CHILDREN.map((child, i) => aMember({ _id: `m${i}`, shift: 'unknown' }, [child])),
    aMember({ _id: 'm-granny', role: 'guardian' }, CHILDREN.slice(0, 1)),
    aStaff({ _id: 't-duty' }),
  ]);
});
const { store } = b.deps;

const claim = (i: number, slotId: string) =>
  b.call(`o-m${i}`, 'booking.claim', { requestKey: key(), slotId, studentIds: [`s${i}`] });
const wait = (i: number, weekOf = MONDAY) => b.call(`o-m${i}`, 'booking.wait', { studentIds: [`s${i}`], weekOf });
const answer = (i: number, bookingId: string, accept: boolean) =>
  b.call(`o-m${i}`, 'booking.answer', { bookingId, accept });
const entry = async (i: number): Promise<WaitlistEntry | undefined> => store.get('waitlist', `m${i}:${MONDAY}:s${i}`);
const offers = (): Promise<Booking[]> =>
  store.list('bookings', { where: { status: 'offered', startsAt: { gte: 0 } }, limit: 100 });
const offerOf = (i: number, n = 1) => `o:m${i}:${MONDAY}:s${i}:${n}`;
const tend = () => tendWaitlist(b.deps, FOREVER);

/** Both times are taken, by the first two families; the others wait. */
async function fullWeek(): Promise<readonly string[]> {
  const booked = [await claim(0, FIRST), await claim(1, SECOND)];
  for (const i of [2, 3, 4]) await wait(i);
  return booked.map(({ bookingId }) => bookingId);
}
const cancel = (i: number, bookingId: string | undefined) =>
  b.call(`o-m${i}`, 'booking.cancel', { bookingId: bookingId ?? '' });

describe('booking.wait', () => {
  it('puts a family onto the list once; the free times say so', async () => {
    await claim(0, FIRST);
    await claim(1, SECOND);
    const first = await wait(2);
    expect(await wait(2, '2026-11-25')).toEqual(first);
    expect(b.cloud.database.counts().waitlist).toBe(1);
    const { waiting } = await b.call('o-m2', 'booking.slots', { studentId: 's2' });
    expect(waiting).toEqual([{ entryId: first.entryId, weekOf: MONDAY }]);
  });

  it('refuses a week that is over or too far, and a child that has its call', async () => {
    await claim(0, FIRST);
    expect(await code(wait(0))).toBe('booking.nothing-to-wait-for');
    expect(await code(wait(2, '2026-11-16'))).toBe('booking.nothing-to-wait-for');
    expect(await code(wait(2, '2026-12-14'))).toBe('booking.nothing-to-wait-for');
    expect(await code(wait(2, '2026-12-07'))).toBe('done');
  });

  it('is for parents and their own children', async () => {
    const input = { studentIds: ['s0'], weekOf: MONDAY };
    expect(await code(b.call('o-m1', 'booking.wait', input))).toBe('common.not-found');
    expect(await code(b.call('o-m1', 'booking.wait', { ...input, studentIds: ['s-nobody'] }))).toBe('common.not-found');
    expect(await code(b.call('o-m-granny', 'booking.wait', input))).toBe('auth.forbidden');
    expect(await code(b.call('o-m0', 'booking.wait', { ...input, weekOf: 'soon' }))).toBe('input.invalid');
  });
});

describe('a time that becomes free', () => {
  it('is offered to the neediest, held and told; said yes to, it is a call with its reminders', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    expect(await entry(4)).toMatchObject({ status: 'offered', offers: 1 });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(4)]);
    expect(await code(claim(0, FIRST))).toBe('booking.slot-taken');
    const [told] = await store.list('outbox', {
      where: { schoolId: SCHOOL, refId: offerOf(4), status: 'queued' },
      limit: 9,
    });
    expect(told).toMatchObject({ to: 'o-m4', data: { thing3: '为您留着，请在今天16:40前回答' } });

    const taken = await answer(4, offerOf(4), true);
    expect(taken).toMatchObject({ status: 'booked', origin: 'waitlist', offerUntil: null, from: 960 });
    expect(await answer(4, offerOf(4), true)).toEqual(taken);
    expect(await entry(4)).toMatchObject({ status: 'taken' });
    const reminders = await store.list('outbox', {
      where: { schoolId: SCHOOL, refId: offerOf(4), status: 'queued' },
      limit: 9,
    });
    expect(reminders.map(({ _id }) => _id)).toEqual(expect.arrayContaining([`call:${offerOf(4)}:1:24h`]));
    expect(await b.call('o-m4', 'booking.slots', { studentId: 's4' })).toMatchObject({ waiting: [] });
  });

  it('declined, it goes to the next and never back', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    expect(await answer(4, offerOf(4), false)).toMatchObject({ status: 'offer_lapsed' });
    expect(await answer(4, offerOf(4), false)).toMatchObject({ status: 'offer_lapsed' });
    expect(await entry(4)).toMatchObject({ status: 'waiting', declined: [FIRST] });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(3)]);
    await answer(3, offerOf(3), false);
    await answer(2, offerOf(2), false);
    expect(await offers()).toEqual([]);
    await tend();
    expect(await offers()).toEqual([]);
    expect(await code(claim(0, FIRST))).toBe('done');
  });

  it('not answered in time, it lapses and goes on; who is late is told so and waits on', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    const { offer } = (await store.get('bookings', offerOf(4))) ?? {};
    b.clock.at = (offer?.until ?? 0) - 1;
    expect(await tend()).toEqual({ lapsed: 0, offered: 0 });
    b.clock.at += 1;
    expect(await tend()).toEqual({ lapsed: 1, offered: 0 });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(3)]);
    expect(await code(answer(4, offerOf(4), true))).toBe('booking.offer-over');
    expect(await entry(4)).toMatchObject({ status: 'waiting', declined: [FIRST] });
  });

  it('said yes to too late before the job came by, it goes to the next at once', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    b.clock.at = (await store.get('bookings', offerOf(4)))?.offer?.until ?? 0;
    expect(await code(answer(4, offerOf(4), true))).toBe('booking.offer-over');
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(3)]);
  });

  it('costs one look where nobody waits, and is not offered where it does not suit', async () => {
    const freed = { schoolId: SCHOOL, weekOf: MONDAY };
    expect(await opsOf(b, () => offerFreed(b.deps, freed))).toBe(1);
    const [booked] = await fullWeek();
    await store.updateWhere('familyMembers', { _id: { in: ['m2', 'm3', 'm4'] } }, { set: { shift: 'day' } });
    await cancel(0, booked);
    expect(await offers()).toEqual([]);
  });

  it('makes way in one step for another time that its family books instead, and goes to the next', async () => {
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { windows: [{ ...WINDOW, to: 1005 }] } });
    const [booked] = await fullWeek();
    await cancel(0, booked);
    const third = `${SCHOOL}.p1:${THURSDAY}:990`;
    b.clock.at += 31_000;
    const shown = await b.call('o-m4', 'booking.slots', { studentId: 's4' });
    expect(shown.quota.usedWeeks).toEqual([]);
    expect(shown.days.flatMap(({ offers: free }) => free.map(({ slotId }) => slotId))).toEqual([third]);
    const input = { requestKey: key(), slotId: third, studentIds: ['s4'] };
    const call = await b.call('o-m4', 'booking.claim', input);
    expect(call).toMatchObject({ status: 'booked', origin: 'family', from: 990 });
    expect(await b.call('o-m4', 'booking.claim', input)).toEqual(call);
    expect(await store.get('bookings', offerOf(4))).toMatchObject({ status: 'offer_lapsed' });
    expect(await entry(4)).toMatchObject({ status: 'taken' });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(3)]);
    const quota = await store.get('locks', `quota:s4:${MONDAY}:1`);
    expect(quota?.bookingId).toBe(call.bookingId);
    await cancel(4, call.bookingId);
    expect(await store.list('locks', { where: { bookingId: call.bookingId }, limit: 9 })).toEqual([]);
  });

  it('is kept where the other time is gone; the very time that is held is booked', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    expect(await code(claim(4, SECOND))).toBe('booking.slot-taken');
    expect(await store.get('bookings', offerOf(4))).toMatchObject({ status: 'offered' });
    expect(await code(claim(4, FIRST))).toBe('done');
    expect(await entry(4)).toMatchObject({ status: 'taken' });
    expect(await offers()).toEqual([]);
  });

  it('does not make way for the other parent', async () => {
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { windows: [{ ...WINDOW, to: 1005 }] } });
    await withAccounts(store, [aMember({ _id: 'm9', shift: 'unknown' }, CHILDREN.slice(4, 5))]);
    const [booked] = await fullWeek();
    await cancel(0, booked);
    const slotId = `${SCHOOL}.p1:${THURSDAY}:990`;
    const other = b.call('o-m9', 'booking.claim', { requestKey: key(), slotId, studentIds: ['s4'] });
    expect(await code(other)).toBe('booking.quota-used');
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(4)]);
  });

  it('the answer is for whom it was offered', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    expect(await code(answer(3, offerOf(4), true))).toBe('common.not-found');
    expect(await code(answer(3, 'o:nobody', true))).toBe('common.not-found');
    const [second] = await store.list('bookings', { where: { status: 'booked', startsAt: { gte: 0 } }, limit: 1 });
    expect(await code(answer(1, second?._id ?? '', true))).toBe('common.not-found');
  });
});

describe('a county', () => {
  const waiting = (schoolId: string, n: number): WaitlistEntry => ({
    ...{ _id: `x${n}:${MONDAY}:y${n}`, schoolId, adultId: `x${n}`, studentIds: [`y${n}`], weekOf: MONDAY },
    ...{ status: 'waiting', declined: [], since: 0, offers: 0 },
  });

  it('in which thousands wait in vain at one school keeps nobody waiting at another', async () => {
    await store.put('schools', aSchool({ _id: 'sch0', points: [] }));
    for (const part of [0, 500, 1000])
      await store.insert(
        'waitlist',
        Array.from({ length: 500 }, (_, n) => waiting('sch0', part + n)),
      );
    await wait(2);
    expect(await tend()).toEqual({ lapsed: 0, offered: 1 });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(2)]);
  });

  it('with a school that fails sees to all others; the job says so', async () => {
    const broken = { ...aSchool({ _id: 'sch0' }), windows: null } as never;
    await store.put('schools', broken);
    await store.put('schools', { ...(broken as School), _id: 'sch9' });
    await store.insert('waitlist', [waiting('sch0', 0), waiting('sch9', 1)]);
    await wait(2);
    await expect(tend()).rejects.toThrow();
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(2)]);
  });
});

describe('the list', () => {
  it('who has helped itself leaves it and is offered nothing', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    await answer(4, offerOf(4), false);
    await answer(3, offerOf(3), false);
    await answer(2, offerOf(2), false);
    await claim(4, FIRST);
    await tend();
    expect(await entry(4)).toMatchObject({ status: 'taken' });
    expect(await offers()).toEqual([]);
  });

  it('is left by tapping; a time that was held goes to the next', async () => {
    const [booked] = await fullWeek();
    await cancel(0, booked);
    const { entryId } = await wait(4);
    expect(await b.call('o-m4', 'booking.unwait', { entryId })).toEqual({ entryId, weekOf: MONDAY });
    await b.call('o-m4', 'booking.unwait', { entryId });
    expect(await entry(4)).toMatchObject({ status: 'left' });
    expect((await offers()).map(({ _id }) => _id)).toEqual([offerOf(3)]);
    expect(await code(b.call('o-m3', 'booking.unwait', { entryId }))).toBe('common.not-found');
    await wait(4);
    expect(await entry(4)).toMatchObject({ status: 'waiting', declined: [] });
  });

  it('is over with its week', async () => {
    await fullWeek();
    b.clock.at = instantOf('2026-11-30', 600);
    await tend();
    expect(await entry(2)).toMatchObject({ status: 'over' });
  });

  it('two parents of one child: where one is offered a time the other is not, and waits on until it is taken', async () => {
    await claim(0, SECOND);
    await withAccounts(store, [aMember({ _id: 'm9', shift: 'unknown' }, CHILDREN.slice(4, 5))]);
    await b.call('o-m9', 'booking.wait', { studentIds: ['s4'], weekOf: MONDAY });
    await wait(4);
    await tend();
    await tend();
    const [first, ...others] = (await offers()).filter(({ studentIds }) => studentIds.includes('s4'));
    expect(others).toEqual([]);
    const statusOf = async (adultId: string) => (await store.get('waitlist', `${adultId}:${MONDAY}:s4`))?.status;
    const [asked = '', waits = ''] = first?.adultId === 'm4' ? ['m4', 'm9'] : ['m9', 'm4'];
    expect([await statusOf(asked), await statusOf(waits)]).toEqual(['offered', 'waiting']);
    await b.call(`o-${asked}`, 'booking.answer', { bookingId: first?._id ?? '', accept: false });
    expect((await offers()).map(({ adultId }) => adultId)).toEqual([waits]);
    await b.call(`o-${waits}`, 'booking.answer', { bookingId: (await offers())[0]?._id ?? '', accept: true });
    await tend();
    expect([await statusOf(asked), await statusOf(waits)]).toEqual(['taken', 'taken']);
  });

  it('a make-up credit comes before a draw between those who waited equally long', async () => {
    const contact = { childDay: null, caregiverDay: null, remindedDay: null, since: '2026-11-10' };
    await store.updateWhere('students', { schoolId: SCHOOL, _id: { gt: '' } }, { set: { contact } });
    await store.insert('makeups', { _id: 's2', schoolId: SCHOOL, earned: ['b-power-cut'], spent: [] });
    const [booked] = await fullWeek();
    await cancel(0, booked);
    expect((await offers()).map(({ adultId }) => adultId)).toEqual(['m2']);
  });
});
