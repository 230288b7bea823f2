import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aBooking, key, losingOne, opsOf } from '../support/booking';
import { aMember, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const TODAY = '2026-11-24';
const PHONE = `${SCHOOL}.p1`;
const TABLET = `${SCHOOL}.p2`;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const claim = (slotId = `${TABLET}:${TODAY}:1110`) =>
  backend.call('o-m-father', 'booking.claim', { requestKey: key(), slotId, studentIds: ['s-yu'] });
const student = (id = 's-yu') => backend.deps.store.get('students', id);
const locks = () => backend.deps.store.count('locks', { schoolId: SCHOOL, bookingId: { ne: '' } });

/** A call of today that has been made, by the desk's own steps. */
async function doneCall(slotId?: string): Promise<string> {
  const { bookingId } = await claim(slotId);
  await backend.call('o-t-duty', 'calls.start', { bookingId, version: 1, channel: 'phone' });
  await backend.call('o-t-duty', 'calls.finish', { bookingId, version: 2, outcome: 'done', minutes: 12 });
  return bookingId;
}

describe('calls.board', () => {
  beforeEach(async () => {
    await backend.deps.store.insert('bookings', [
      aBooking({ _id: 'b-late', day: TODAY, from: 1125 }),
      aBooking({ _id: 'b-early', day: TODAY, from: 960, pointId: PHONE, pointName: '1 号电话' }),
      aBooking({ _id: 'b-off', day: TODAY, from: 975, status: 'cancelled_family' }),
      aBooking({ _id: 'b-tomorrow', day: addDays(TODAY, 1) }),
    ]);
  });

  it('shows the desk who comes next today, without the calls that were called off', async () => {
    const board = await backend.call('o-t-duty', 'calls.board', {});
    expect(board).toMatchObject({ day: TODAY, nowMinute: 720 });
    expect(board.points.map(({ id }) => id)).toEqual([PHONE, TABLET]);
    expect(board.calls.map(({ bookingId }) => bookingId)).toEqual(['b-early', 'b-late']);
    expect(board.calls[1]).toMatchObject({
      children: [{ id: 's-yu', name: '林小雨', className: '三(2)班' }],
      adultName: '林大山',
      relation: '父亲',
      version: 1,
    });
  });

  it('opens at a school of fifty points with hundreds of calls and thousands of free times', async () => {
    const { store } = backend.deps;
    const points = Array.from({ length: 50 }, (_, i) => ({
      id: `${SCHOOL}.p${i}`,
      name: `${i} 号`,
      kind: 'phone' as const,
    }));
    const windows = [{ weekday: 2 as const, from: 780, to: 1380, for: 'all' as const }];
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { points, windows } });
    const calls = Array.from({ length: 700 }, (_, i) =>
      aBooking({ _id: `b-${i}`, day: TODAY, from: 780, pointId: PHONE }),
    );
    for (let i = 0; i < 700; i += 350) await store.insert('bookings', calls.slice(i, i + 350));
    const board = await backend.call('o-t-duty', 'calls.board', {});
    expect([board.calls.length, board.free.length]).toEqual([702, 1000]);
  });

  it('shows the booth only its own point, and no full name', async () => {
    const board = await backend.call('o-t-booth', 'calls.board', {});
    expect(board.points.map(({ id }) => id)).toEqual([TABLET]);
    expect(board.calls.map(({ bookingId }) => bookingId)).toEqual(['b-late']);
    expect(board.calls[0]).toMatchObject({ children: [{ name: '林同学', className: '三(2)班' }], adultName: '父亲' });
    expect(JSON.stringify(board)).not.toMatch(/林小雨|林大山/);
  });

  it('shows nothing to a booth that stands at no point', async () => {
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-lost', role: 'booth' })]);
    expect(await backend.reply('o-t-lost', 'calls.board', {})).toMatchObject({ code: 'common.not-found' });
  });

  it('shows the headteacher any day, and the desk only its own', async () => {
    const day = addDays(TODAY, 1);
    const board = await backend.call('o-t-admin', 'calls.board', { day });
    expect(board.calls.map(({ bookingId }) => bookingId)).toEqual(['b-tomorrow']);
    expect(await backend.reply('o-t-duty', 'calls.board', { day })).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-booth', 'calls.board', { day })).toMatchObject({ code: 'common.not-found' });
  });

  it('is for who is on duty today', async () => {
    expect(await backend.reply('o-t-head', 'calls.board', {})).toMatchObject({ code: 'auth.off-duty' });
    expect(await backend.reply('o-m-father', 'calls.board', {})).toMatchObject({ code: 'auth.forbidden' });
    backend.clock.at = instantOf('2026-11-28', 720);
    expect(await backend.reply('o-t-duty', 'calls.board', {})).toMatchObject({ code: 'auth.off-duty' });
  });

  it('costs four database operations, who asks included', async () => {
    await backend.call('o-t-duty', 'calls.board', {});
    expect(await opsOf(backend, () => backend.call('o-t-duty', 'calls.board', {}))).toBe(4);
  });
});

describe('calls.checkIn, start and finish', () => {
  it('lead a call from the door to the ledger', async () => {
    const { bookingId } = await claim();
    const here = await backend.call('o-t-duty', 'calls.checkIn', { bookingId, version: 1 });
    expect(here).toMatchObject({ status: 'checked_in', version: 2 });
    const { call, phone } = await backend.call('o-t-duty', 'calls.start', { bookingId, version: 2, channel: 'phone' });
    expect(phone).toBe('17000000001');
    expect(call).toMatchObject({ status: 'in_call', version: 3, channel: 'phone' });
    const ended = await backend.call('o-t-duty', 'calls.finish', {
      bookingId,
      version: 3,
      outcome: 'done',
      minutes: 9,
    });
    expect(ended).toMatchObject({ status: 'done', version: 4, minutes: 9 });
    expect((await student())?.contact.childDay).toBe(TODAY);
    expect(await backend.deps.store.get('contactEntries', `call:${bookingId}:s-yu`)).toMatchObject({
      studentId: 's-yu',
      classId: 'c32',
      day: TODAY,
      with: 'child',
      way: 'call_here',
      saidBy: { personId: 't-duty' },
    });
  });

  it('begin in a way of their point, or by the telephone, and in no other', async () => {
    const { bookingId } = await claim();
    const start = (channel: 'voip_video' | 'phone') =>
      backend.reply('o-t-duty', 'calls.start', { bookingId, version: 1, channel });
    expect(await start('voip_video')).toMatchObject({ code: 'input.invalid', details: { field: 'channel' } });
    expect(await start('phone')).toMatchObject({ ok: true });
  });

  it('log who opened the number', async () => {
    const { bookingId } = await claim();
    await backend.call('o-t-duty', 'calls.start', { bookingId, version: 1, channel: 'phone' });
    const [entry] = await backend.deps.store.list('audit', { where: { schoolId: SCHOOL }, limit: 5 });
    expect(entry).toMatchObject({ method: 'calls.start', byId: 't-duty', studentIds: ['s-yu'], reason: 'call' });
  });

  it('answer the same to a step sent again, and count the contact once', async () => {
    const { bookingId } = await claim();
    const start = { bookingId, version: 1, channel: 'wechat' as const };
    const finish = { bookingId, version: 2, outcome: 'done' as const, minutes: 5 };
    expect(await backend.call('o-t-duty', 'calls.start', start)).toEqual(
      await backend.call('o-t-duty', 'calls.start', start),
    );
    const lost = losingOne(backend, 'database.commitTransaction');
    expect(await backend.reply('o-t-duty', 'calls.finish', finish)).toMatchObject({ ok: false });
    expect(lost()).toBe(1);
    expect(await backend.call('o-t-duty', 'calls.finish', finish)).toMatchObject({ status: 'done', version: 3 });
    expect(await backend.deps.store.count('contactEntries', { schoolId: SCHOOL, studentId: 's-yu' })).toBe(1);
  });

  it('let one of two desks go on and tell the other that it looks at an old state', async () => {
    const { bookingId } = await claim();
    const replies = await Promise.all([
      backend.reply('o-t-duty', 'calls.checkIn', { bookingId, version: 1 }),
      backend.reply('o-t-admin', 'calls.finish', { bookingId, version: 1, outcome: 'no_show_child' }),
    ]);
    expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
    expect(replies.find((reply) => !reply.ok)).toMatchObject({ code: 'common.stale' });
  });

  it('refuse what cannot follow', async () => {
    const { bookingId } = await claim();
    const finish = { bookingId, version: 1, outcome: 'done' as const };
    expect(await backend.reply('o-t-duty', 'calls.finish', finish)).toMatchObject({
      code: 'calls.wrong-state',
      details: { status: 'booked' },
    });
    await backend.call('o-m-father', 'booking.cancel', { bookingId });
    const checkIn = { bookingId, version: 2 };
    expect(await backend.reply('o-t-duty', 'calls.checkIn', checkIn)).toMatchObject({ code: 'calls.wrong-state' });
  });

  it('wait for the day of the call, but a failure may be known before', async () => {
    const { bookingId } = await claim(`${TABLET}:2026-11-26:1110`);
    const at = { bookingId, version: 1 };
    expect(await backend.reply('o-t-admin', 'calls.checkIn', at)).toMatchObject({ code: 'calls.wrong-state' });
    expect(await backend.call('o-t-admin', 'calls.finish', { ...at, outcome: 'failed_school' })).toMatchObject({
      status: 'failed_school',
    });
    const left = await backend.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId: bookingId }, limit: 5 });
    expect(new Set(left.map(({ status }) => status))).toEqual(new Set(['dropped']));
  });

  it('give slot and week back where the call failed, and keep them where somebody did not come', async () => {
    const { bookingId } = await claim();
    await backend.call('o-t-duty', 'calls.start', { bookingId, version: 1, channel: 'wechat' });
    await backend.call('o-t-duty', 'calls.finish', { bookingId, version: 2, outcome: 'failed_network', minutes: 3 });
    expect(await locks()).toBe(0);
    expect((await student())?.contact.childDay).toBeNull();
    const again = await claim();
    expect(again.status).toBe('booked');
    await backend.call('o-t-duty', 'calls.finish', {
      bookingId: again.bookingId,
      version: 1,
      outcome: 'no_show_parent',
    });
    expect(await locks()).toBe(13);
  });

  it('never set the last day of contact back', async () => {
    await backend.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { 'contact.childDay': '2026-11-25' } });
    await doneCall();
    expect((await student())?.contact.childDay).toBe('2026-11-25');
  });

  it('do not dial an adult who lost the right to contact meanwhile', async () => {
    const { bookingId } = await claim();
    await backend.deps.store.put(
      'familyMembers',
      aMember({ _id: 'm-father', phone: backend.deps.vault.seal('17000000001') }, [aStudent()], { mayContact: false }),
    );
    expect(await backend.reply('o-t-duty', 'calls.start', { bookingId, version: 1, channel: 'phone' })).toMatchObject({
      code: 'calls.no-right',
    });
  });

  it('are for the desk of the day: not the booth, not families, not other days', async () => {
    const { bookingId } = await claim(`${TABLET}:2026-11-26:1110`);
    const at = { bookingId, version: 1 };
    expect(await backend.reply('o-t-duty', 'calls.checkIn', at)).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-duty', 'calls.checkIn', { ...at, bookingId: 'b-none' })).toMatchObject({
      code: 'common.not-found',
    });
    expect(await backend.reply('o-t-booth', 'calls.checkIn', at)).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-m-father', 'calls.checkIn', at)).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-t-head', 'calls.checkIn', at)).toMatchObject({ code: 'auth.off-duty' });
    expect(await backend.reply('o-t-admin', 'calls.finish', { ...at, outcome: 'done', minutes: 999 })).toMatchObject({
      code: 'input.invalid',
    });
  });
});

describe('calls.face', () => {
  const tap = (bookingId: string, face: 'happy' | 'so_so' | 'low', openid = 'o-t-booth') =>
    backend.reply(openid, 'calls.face', { bookingId, studentId: 's-yu', face });

  it('counts low faces in a row; a tap sent twice or corrected counts as what it says in the end', async () => {
    const first = await doneCall();
    await tap(first, 'low');
    await tap(first, 'low');
    expect(await student()).toMatchObject({ lowFaces: 1, lastFace: 'low' });
    backend.clock.at = instantOf('2026-12-01', 720);
    const second = await doneCall(`${TABLET}:2026-12-01:1110`);
    await tap(second, 'happy');
    expect(await student()).toMatchObject({ lowFaces: 0, lastFace: 'happy' });
    await tap(second, 'low');
    expect(await student()).toMatchObject({ lowFaces: 2, lastFace: 'low' });
  });

  it('waits until the call took place, and knows the children of the call alone', async () => {
    const { bookingId } = await claim();
    expect(await tap(bookingId, 'happy')).toMatchObject({ code: 'calls.wrong-state', details: { status: 'booked' } });
    const reply = await backend.reply('o-t-booth', 'calls.face', { bookingId, studentId: 's-hai', face: 'happy' });
    expect(reply).toMatchObject({ code: 'common.not-found' });
  });

  it("is refused at another point than the booth's, and to families", async () => {
    const elsewhere = await doneCall(`${PHONE}:${TODAY}:1110`);
    expect(await tap(elsewhere, 'happy')).toMatchObject({ code: 'common.not-found' });
    expect(await tap(elsewhere, 'happy', 'o-m-father')).toMatchObject({ code: 'auth.forbidden' });
    expect(await tap(elsewhere, 'happy', 'o-t-duty')).toMatchObject({ ok: true });
  });
});
