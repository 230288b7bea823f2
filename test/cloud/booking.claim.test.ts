import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestId } from '../../cloudfunctions/_server/kernel/request-id';
import type { SlotOffer } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { key, losingOne, opsOf } from '../support/booking';
import { aMember, aSchool, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const PHONE = `${SCHOOL}.p1`;
const TABLET = `${SCHOOL}.p2`;
/** Wednesday 18:30 at the tablet; the clock stands at Tuesday noon. */
const EVENING = `${TABLET}:2026-11-25:1110`;
const AFTERNOON = `${TABLET}:2026-11-25:960`;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const claim = (openid: string, slotId: string, studentIds: string[], requestKey = key()) =>
  backend.reply(openid, 'booking.claim', { requestKey, slotId, studentIds });
const refusal = (reply: Awaited<ReturnType<typeof claim>>) => (reply.ok ? undefined : reply.code);

describe('booking.claim', () => {
  it('books the slot, and the family reads its ticket', async () => {
    const ticket = await backend.call('o-m-father', 'booking.claim', {
      requestKey: key(),
      slotId: EVENING,
      studentIds: ['s-yu'],
    });
    expect(ticket).toMatchObject({
      status: 'booked',
      day: '2026-11-25',
      from: 1110,
      to: 1125,
      pointName: '2 号平板',
      channel: 'wechat',
      children: [{ id: 's-yu', name: '林小雨', className: '三(2)班' }],
      adultName: '林大山',
      mayCancel: true,
    });
    const seen = await backend.call('o-m-granny', 'booking.read', { bookingId: ticket.bookingId });
    expect(seen).toEqual({ ...ticket, mine: false, mayCancel: false, mayMove: false });
  });

  it('costs nine database operations, who asks included', async () => {
    expect(await opsOf(backend, () => claim('o-m-father', EVENING, ['s-yu']))).toBe(9);
  });

  it('books once for a request sent twice, at once or one after the other', async () => {
    const request = { requestKey: key(), slotId: EVENING, studentIds: ['s-yu'] };
    const tickets = await Promise.all(
      Array.from({ length: 6 }, () => backend.call('o-m-father', 'booking.claim', request)),
    );
    tickets.push(await backend.call('o-m-father', 'booking.claim', request));
    expect(new Set(tickets.map((t) => t.bookingId)).size).toBe(1);
    expect(await backend.deps.store.count('bookings', { schoolId: SCHOOL, day: '2026-11-25' })).toBe(1);
  });

  it('answers a request whose reply was lost with its ticket, however far the call has come', async () => {
    const request = { requestKey: key(), slotId: EVENING, studentIds: ['s-yu'] };
    const { bookingId } = await backend.call('o-m-father', 'booking.claim', request);
    await backend.call('o-m-father', 'booking.cancel', { bookingId });
    expect(await backend.call('o-m-father', 'booking.claim', request)).toMatchObject({
      bookingId,
      status: 'cancelled_family',
    });
    backend.clock.at = instantOf('2026-11-25', 1120);
    expect(await backend.call('o-m-father', 'booking.claim', request)).toMatchObject({ bookingId });
  });

  it('answers the ticket where the commit went through and the answer to it did not come', async () => {
    const request = { requestKey: key(), slotId: EVENING, studentIds: ['s-yu'] };
    const lost = losingOne(backend, 'database.commitTransaction');
    expect(await backend.reply('o-m-father', 'booking.claim', request)).toMatchObject({ ok: false });
    expect(lost()).toBe(1);
    expect(await backend.call('o-m-father', 'booking.claim', request)).toMatchObject({
      bookingId: requestId('b', 'o-m-father', request.requestKey),
      status: 'booked',
    });
  });

  it('lets exactly one of 200 parents have a slot and offers the others what is nearest', async () => {
    const people = Array.from({ length: 200 }, (_, i) => i);
    const children = people.map((i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
    await backend.deps.store.insert('students', children);
    await withAccounts(
      backend.deps.store,
      children.map((child, i) => aMember({ _id: `m${i}`, name: `家长${i}` }, [child])),
    );
    const replies = await Promise.all(people.map((i) => claim(`o-m${i}`, EVENING, [`s${i}`])));
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
    const refused = replies.flatMap((reply) => (reply.ok ? [] : [reply]));
    expect(new Set(refused.map((reply) => reply.code))).toEqual(new Set(['booking.slot-taken']));
    const offered = refused.map(({ details }) => details.alternatives as SlotOffer[]);
    for (const alternatives of offered) expect(new Set(alternatives.map(({ slotId }) => slotId)).size).toBe(3);
    const near = offered.flat();
    expect(near.every(({ day, fit }) => day === '2026-11-25' && fit === 100)).toBe(true);
    expect(near.some(({ slotId }) => slotId === EVENING)).toBe(false);
    // A crowd that lost the same time is not sent to the same three.
    expect(new Set(near.map(({ slotId }) => slotId)).size).toBeGreaterThan(6);
    expect(await backend.deps.store.count('locks', { schoolId: SCHOOL, bookingId: { ne: '' } })).toBe(13);
  }, 120_000);

  it('books once for a family that taps on two phones', async () => {
    const replies = await Promise.all([
      claim('o-m-father', EVENING, ['s-yu']),
      claim('o-m-mother', AFTERNOON, ['s-yu']),
      claim('o-m-father', `${PHONE}:2026-11-25:1110`, ['s-yu']),
    ]);
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
    for (const code of replies.map(refusal).filter((c) => c !== undefined))
      expect(['booking.quota-used', 'booking.child-busy', 'booking.adult-busy']).toContain(code);
  });

  it('says what is in the way: the week, the child, the adult', async () => {
    await backend.deps.store.put('schools', aSchool({ weeklyQuota: 2 }));
    const yu = aStudent({ _id: 's-sister', name: '林小雪' });
    await backend.deps.store.insert('students', yu);
    await withAccounts(backend.deps.store, [
      aMember({ _id: 'm-father', name: '林大山' }, [aStudent(), yu]),
      aMember({ _id: 'm-mother', name: '陈秀兰' }, [aStudent(), yu]),
    ]);
    expect(refusal(await claim('o-m-father', EVENING, ['s-yu']))).toBeUndefined();
    expect(refusal(await claim('o-m-mother', `${PHONE}:2026-11-25:1110`, ['s-yu']))).toBe('booking.child-busy');
    expect(refusal(await claim('o-m-father', `${PHONE}:2026-11-25:1110`, ['s-sister']))).toBe('booking.adult-busy');
    expect(refusal(await claim('o-m-mother', AFTERNOON, ['s-yu', 's-sister']))).toBeUndefined();
    const third = await claim('o-m-mother', `${TABLET}:2026-11-26:1110`, ['s-yu']);
    expect(third).toMatchObject({ code: 'booking.quota-used', details: { weekOf: '2026-11-23', quota: 2 } });
    expect(refusal(await claim('o-m-mother', `${TABLET}:2026-11-26:1110`, ['s-sister']))).toBeUndefined();
    expect(refusal(await claim('o-m-mother', `${TABLET}:2026-12-01:1110`, ['s-yu']))).toBeUndefined();
  });

  it('never lets two lengths of slots overlap', async () => {
    await claim('o-m-father', EVENING, ['s-yu']);
    await backend.deps.store.put('schools', aSchool({ slotMinutes: 20 }));
    expect(refusal(await claim('o-m-other', `${TABLET}:2026-11-25:1110`, ['s-other']))).toBe('booking.slot-taken');
    expect(refusal(await claim('o-m-other', `${TABLET}:2026-11-25:1130`, ['s-other']))).toBeUndefined();
  });

  it('knows one adult at two schools', async () => {
    const { store } = backend.deps;
    const far = 'sch2';
    const points = [{ id: `${far}.p1`, name: '1 号电话', kind: 'phone' as const }];
    await store.put('schools', aSchool({ _id: far, schoolId: far, points }));
    const child = aStudent({ _id: 's-far', schoolId: far, classId: 'c-far' });
    await store.insert('students', child);
    await withAccounts(store, [aMember({ _id: 'm-far', schoolId: far, openid: 'o-m-father' }, [child])]);
    await claim('o-m-father', EVENING, ['s-yu']);
    const request = { requestKey: key(), slotId: `${far}.p1:2026-11-25:1110`, studentIds: ['s-far'] };
    expect(await backend.reply('o-m-father', 'booking.claim', request, 'm-far')).toMatchObject({
      code: 'booking.adult-busy',
    });
  });

  it('writes two reminders that name neither child nor school life, and only those still to come', async () => {
    const ticket = await backend.call('o-m-father', 'booking.claim', {
      requestKey: key(),
      slotId: EVENING,
      studentIds: ['s-yu'],
    });
    const starts = instantOf('2026-11-25', 1110);
    const [day, hour] = (
      await backend.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId: ticket.bookingId }, limit: 10 })
    ).sort((a, b) => a.dueAt - b.dueAt);
    expect(day).toMatchObject({ dueAt: starts - 24 * 3_600_000, to: 'o-m-father', kind: 'call' });
    expect(hour).toMatchObject({
      dueAt: starts - 3_600_000,
      staleAt: starts,
      page: `features/booking/pages/ticket/index?id=${ticket.bookingId}`,
      data: { time1: '2026年11月25日 18:30', thing2: '2 号平板' },
    });
    expect(JSON.stringify([day?.data, hour?.data])).not.toMatch(/林|小雨|三\(2\)班/);
    const today = await backend.call('o-m-other', 'booking.claim', {
      requestKey: key(),
      slotId: `${TABLET}:2026-11-24:1110`,
      studentIds: ['s-other'],
    });
    const left = await backend.deps.store.count('outbox', { schoolId: SCHOOL, refId: today.bookingId });
    expect(left).toBe(1);
  });

  it('refuses what the school does not offer: gone, too soon, too far, a closed day, another kind of pupil', async () => {
    await backend.deps.store.put(
      'schools',
      aSchool({ exceptions: [{ day: '2026-11-27', kind: 'closed', hours: [], weekday: null, note: '运动会' }] }),
    );
    const gone = [
      `${SCHOOL}.p9:2026-11-25:1110`,
      `${TABLET}:2026-11-25:1112`,
      `${TABLET}:2026-11-28:1110`,
      `${TABLET}:2026-11-27:1110`,
      `${TABLET}:2026-11-24:720`,
      `${TABLET}:2026-12-09:1110`,
      `${TABLET}:2026-11-25:720`,
      'nonsense',
    ];
    for (const slotId of gone)
      expect([slotId, refusal(await claim('o-m-father', slotId, ['s-yu']))]).toEqual([slotId, 'booking.slot-gone']);
    backend.clock.at = instantOf('2026-11-25', 1110 - 29);
    expect(refusal(await claim('o-m-father', EVENING, ['s-yu']))).toBe('booking.slot-gone');
    backend.clock.at = instantOf('2026-11-25', 1110 - 30);
    expect(refusal(await claim('o-m-father', EVENING, ['s-yu']))).toBeUndefined();
  });

  it("answers for a child that is not the caller's as for one that does not exist", async () => {
    expect(refusal(await claim('o-m-father', EVENING, ['s-hai']))).toBe('common.not-found');
    expect(refusal(await claim('o-m-father', EVENING, ['s-nobody']))).toBe('common.not-found');
    expect(refusal(await claim('o-m-father', EVENING, ['s-yu', 's-hai']))).toBe('common.not-found');
    await withAccounts(backend.deps.store, [aMember({ _id: 'm-barred' }, [aStudent()], { mayContact: false })]);
    expect(refusal(await claim('o-m-barred', EVENING, ['s-yu']))).toBe('common.not-found');
  });

  it('is for parents alone, and for well-formed requests', async () => {
    expect(refusal(await claim('o-m-granny', EVENING, ['s-yu']))).toBe('auth.forbidden');
    expect(refusal(await claim('o-t-admin', EVENING, ['s-yu']))).toBe('auth.forbidden');
    expect(refusal(await claim('o-nobody', EVENING, ['s-yu']))).toBe('auth.unbound');
    expect(refusal(await claim('o-m-father', EVENING, []))).toBe('input.invalid');
    expect(refusal(await claim('o-m-father', EVENING, ['s-yu'], 'short'))).toBe('input.invalid');
  });
});
