import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { key, opsOf } from '../support/booking';
import { SCHOOL, seedLittleSchool } from '../support/builders';

const EVENING = `${SCHOOL}.p2:2026-11-25:1110`;
/** Three cells each of the point, the child and the adult's two names, and the week. */
const LOCKS = 4 * 3 + 1;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const claim = (openid: string, studentId: string) =>
  backend.call(openid, 'booking.claim', { requestKey: key(), slotId: EVENING, studentIds: [studentId] });
const cancel = (openid: string, bookingId: string) => backend.reply(openid, 'booking.cancel', { bookingId });
const locks = () => backend.deps.store.count('locks', { schoolId: SCHOOL, bookingId: { ne: '' } });

describe('booking.cancel', () => {
  it('frees slot, child, adult and week at once and drops the reminders', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    expect(await locks()).toBe(LOCKS);
    expect(await cancel('o-m-father', bookingId)).toMatchObject({
      data: { bookingId, status: 'cancelled_family', mayCancel: false },
    });
    expect(await locks()).toBe(0);
    const reminders = await backend.deps.store.list('outbox', {
      where: { schoolId: SCHOOL, refId: bookingId },
      limit: 9,
    });
    expect(reminders.map(({ status }) => status)).toEqual(['dropped', 'dropped']);
    expect(await claim('o-m-other', 's-other')).toMatchObject({ status: 'booked' });
    expect(
      await backend.call('o-m-father', 'booking.slots', { studentId: 's-yu' }).then(({ quota }) => quota.usedWeeks),
    ).toEqual([]);
  });

  it('leaves a reminder alone that has left already', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    await backend.deps.store.updateWhere('outbox', { _id: `call:${bookingId}:1:24h` }, { set: { status: 'sent' } });
    await cancel('o-m-father', bookingId);
    expect((await backend.deps.store.get('outbox', `call:${bookingId}:1:24h`))?.status).toBe('sent');
  });

  it('answers the same when asked twice, and touches nothing that was booked since', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    const first = await cancel('o-m-father', bookingId);
    await claim('o-m-other', 's-other');
    const second = await cancel('o-m-father', bookingId);
    expect(second.ok && second.data).toEqual(first.ok && first.data);
    expect(await locks()).toBe(LOCKS);
  });

  it('is refused once the call has begun or the child is at the call point', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    await backend.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { status: 'checked_in' } });
    expect(await cancel('o-m-father', bookingId)).toMatchObject({ code: 'booking.too-late' });
    await backend.deps.store.updateWhere('bookings', { _id: bookingId }, { set: { status: 'booked' } });
    backend.clock.at = instantOf('2026-11-25', 1110);
    expect(await cancel('o-m-father', bookingId)).toMatchObject({ code: 'booking.too-late' });
    backend.clock.at -= 1;
    expect(await cancel('o-m-father', bookingId)).toMatchObject({ ok: true });
  });

  it('leaves one holder of the slot when a cancel and claims run against each other', async () => {
    for (let round = 0; round < 5; round++) {
      const { bookingId } = await claim('o-m-father', 's-yu');
      const [cancelled, ...claims] = await Promise.all([
        cancel('o-m-father', bookingId),
        ...['m-other', 'm-mother'].map((who) =>
          backend.reply(`o-${who}`, 'booking.claim', {
            requestKey: key(),
            slotId: EVENING,
            studentIds: [who === 'm-other' ? 's-other' : 's-yu'],
          }),
        ),
      ]);
      expect(cancelled?.ok).toBe(true);
      const winners = claims.filter((reply) => reply.ok);
      expect(winners.length).toBeLessThanOrEqual(1);
      expect(await locks()).toBe(winners.length * LOCKS);
      for (const reply of claims.map((c, i) => ({ c, i })).filter(({ c }) => c.ok))
        await cancel(reply.i === 0 ? 'o-m-other' : 'o-m-mother', bookingOf(reply.c));
    }
  });

  it('costs nine operations, however many locks there are', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    expect(await opsOf(backend, () => cancel('o-m-father', bookingId))).toBe(9);
  });

  it('is for the adult who booked it: the other parent sees the call and may not end it', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    expect(await cancel('o-m-mother', bookingId)).toMatchObject({ code: 'common.not-found' });
    expect(await cancel('o-m-other', bookingId)).toMatchObject({ code: 'common.not-found' });
    expect(await cancel('o-m-father', 'b-nothing')).toMatchObject({ code: 'common.not-found' });
    expect(await cancel('o-m-granny', bookingId)).toMatchObject({ code: 'auth.forbidden' });
    expect(await cancel('o-t-duty', bookingId)).toMatchObject({ code: 'auth.forbidden' });
    expect(await cancel('o-m-father', '/')).toMatchObject({ code: 'input.invalid' });
  });
});

describe('booking.read', () => {
  it('shows the ticket to the family of the child alone', async () => {
    const { bookingId } = await claim('o-m-father', 's-yu');
    for (const openid of ['o-m-father', 'o-m-mother', 'o-m-granny'])
      expect(await backend.reply(openid, 'booking.read', { bookingId })).toMatchObject({ data: { bookingId } });
    for (const openid of ['o-m-other', 'o-m-father2'])
      expect(await backend.reply(openid, 'booking.read', { bookingId })).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-t-head', 'booking.read', { bookingId })).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-m-father', 'booking.read', { bookingId: 'b-none' })).toMatchObject({
      code: 'common.not-found',
    });
  });
});

const bookingOf = (reply: { ok: boolean; data?: unknown }): string =>
  (reply as { data: { bookingId: string } }).data.bookingId;
