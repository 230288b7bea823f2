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

it('leaves a call alone that was begun', async () => {
  const ticket = await claimBest();
  b.clock.at = instantOf(ticket.day, ticket.from);
  const { bookingId, channel } = ticket;
  const version = (await b.deps.store.get('bookings', bookingId))?.version ?? -1;
  await b.call('o-t-admin', 'calls.start', { bookingId, version, channel });
  b.clock.at += 7 * 3_600_000;
  expect(await closeForgotten(b.deps, LATER)).toBe(0);
  expect(await b.call(FATHER, 'booking.read', { bookingId })).toMatchObject({ status: 'in_call' });
});
