import { expect, it } from 'vitest';
import { closeForgotten } from '../../cloudfunctions/_server/calls/jobs';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { key } from '../support/booking';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const FATHER = 'o-m-father';
const LATER = Number.POSITIVE_INFINITY;

const claimBest = async () => {
  const { best } = await b.call(FATHER, 'booking.slots', { studentId: 's-yu' });
  return b.call(FATHER, 'booking.claim', { requestKey: key(), slotId: best[0]?.slotId ?? '', studentIds: ['s-yu'] });
};

it('gives a family its week back where the desk never noted the call, and only then', async () => {
  const ticket = await claimBest();
  b.clock.at = instantOf(ticket.day, ticket.from) + 5 * 3_600_000;
  expect(await closeForgotten(b.deps, LATER)).toBe(0);
  b.clock.at += 3_600_000;
  expect(await Promise.all([closeForgotten(b.deps, LATER), closeForgotten(b.deps, LATER)])).toContain(1);
  expect(await b.call(FATHER, 'booking.read', { bookingId: ticket.bookingId })).toMatchObject({
    status: 'failed_school',
  });
  expect(await b.deps.store.count('locks', { schoolId: 'sch1', bookingId: ticket.bookingId })).toBe(0);
  expect((await claimBest()).status).toBe('booked');
});

it('says of a call that was begun, and no more noted, that it was, and nothing else', async () => {
  const ticket = await claimBest();
  b.clock.at = instantOf(ticket.day, ticket.from) + 10 * 60_000;
  const { bookingId, channel } = ticket;
  const version = (await b.deps.store.get('bookings', bookingId))?.version ?? -1;
  await b.call('o-t-admin', 'calls.start', { bookingId, version, channel });
  b.clock.at += 3 * 3_600_000 - 1;
  expect(await closeForgotten(b.deps, LATER)).toBe(0);
  b.clock.at += 1;
  expect(await closeForgotten(b.deps, LATER)).toBe(1);
  const call = await b.deps.store.get('bookings', bookingId);
  expect(call).toMatchObject({ status: 'done', outcome: null, minutes: null });
  expect((await b.deps.store.get('students', 's-yu'))?.contact.childDay).toBeNull();
  expect(await b.deps.store.get('makeups', 's-yu')).toBeUndefined();
});

it('owes a call for one that was never noted', async () => {
  const { bookingId, day, from } = await claimBest();
  b.clock.at = instantOf(day, from) + 6 * 3_600_000;
  await Promise.all([closeForgotten(b.deps, LATER), closeForgotten(b.deps, LATER)]);
  expect(await b.deps.store.get('makeups', 's-yu')).toMatchObject({ earned: [bookingId], spent: [] });
});
