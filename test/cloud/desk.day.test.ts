import { describe, expect, it } from 'vitest';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aBooking, inspect, key, losingOne, opsOf } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DUTY = 'o-t-duty';
const TODAY = '2026-11-24';
const PHONE = `${SCHOOL}.p1`;
const TABLET = `${SCHOOL}.p2`;
const at = (minute: number) => {
  b.clock.at = instantOf(TODAY, minute);
};
const slot = (pointId: string, from: number, day = TODAY) => `${pointId}:${day}:${from}`;
const claim = (slotId: string) =>
  b.call('o-m-father', 'booking.claim', { requestKey: key(), slotId, studentIds: ['s-yu'] });
const walkIn = (over: object = {}) => ({
  requestKey: key(),
  slotId: slot(TABLET, 960),
  studentIds: ['s-yu'],
  adultId: 'm-father',
  ...over,
});
const call = (id: string) => b.deps.store.get('bookings', id);
const outbox = (refId: string) => b.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId }, limit: 10 });

describe('calls.board', () => {
  it('shows what is free today, from what goes on now to the end of the day', async () => {
    at(12 * 60 + 14);
    await claim(slot(TABLET, 960));
    const { free, channels, changeoverMinutes } = await b.call(DUTY, 'calls.board', {});
    expect(free).toHaveLength(36 - 1);
    expect(free[0]).toEqual({ slotId: slot(PHONE, 720), pointId: PHONE, from: 720, to: 735, kept: false });
    at(12 * 60 + 15);
    expect((await b.call(DUTY, 'calls.board', {})).free).toHaveLength(36 - 3);
    expect(channels).toEqual({ phone: ['phone'], video: ['wechat', 'phone'] });
    expect(changeoverMinutes).toBe(3);
  });

  it('shows no times of another day, and none to the booth', async () => {
    expect((await b.call('o-t-admin', 'calls.board', { day: '2026-11-25' })).free).toEqual([]);
    expect((await b.call('o-t-booth', 'calls.board', {})).free).toEqual([]);
  });

  it('forgets after two weeks that somebody did not come', async () => {
    const day = '2026-11-10';
    await b.deps.store.insert('bookings', [
      aBooking({ _id: 'b-came', day, from: 960, status: 'done' }),
      aBooking({ _id: 'b-not', day, from: 975, status: 'no_show_parent' }),
    ]);
    const ids = async () => (await b.call('o-t-admin', 'calls.board', { day })).calls.map(({ bookingId }) => bookingId);
    expect(await ids()).toEqual(['b-came']);
    b.clock.at -= 86_400_000;
    expect(await ids()).toEqual(['b-came', 'b-not']);
  });
});

describe('desk.walkIn', () => {
  it('gives a child that comes a time at once, with or without an adult that is known', async () => {
    at(960 + 10);
    const first = await b.call(DUTY, 'desk.walkIn', walkIn());
    expect(first).toMatchObject({ status: 'checked_in', origin: 'walk_in', adultName: '林大山', from: 960 });
    const hai = walkIn({ slotId: slot(PHONE, 960), studentIds: ['s-hai'], adultId: null });
    const second = await b.call(DUTY, 'desk.walkIn', hai);
    expect(second).toMatchObject({ adultId: null, adultName: '', untold: true });
    expect((await inspect(b, 1)).broken).toEqual([]);
    const { phone } = await b.call(DUTY, 'calls.start', { bookingId: second.bookingId, version: 1, channel: 'phone' });
    expect(phone).toBe('');
  });

  it('finds every child of the school, and asks for the right of an adult', async () => {
    const other = walkIn({ studentIds: ['s-other'], adultId: 'm-other' });
    expect(await code(b.call(DUTY, 'desk.walkIn', other))).toBe('done');
    expect(await code(b.call(DUTY, 'desk.walkIn', walkIn({ slotId: slot(PHONE, 960), adultId: 'm-other' })))).toBe(
      'common.not-found',
    );
    expect(await code(b.call(DUTY, 'desk.walkIn', walkIn({ studentIds: ['s-none'] })))).toBe('common.not-found');
  });

  it('takes times of today alone, and none that is over', async () => {
    const gone = [slot(TABLET, 960, '2026-11-25'), slot(TABLET, 965), 'nonsense', `${SCHOOL}.p9:${TODAY}:960`];
    for (const slotId of gone)
      expect(await code(b.call(DUTY, 'desk.walkIn', walkIn({ slotId })))).toBe('booking.slot-gone');
    at(975);
    expect(await code(b.call(DUTY, 'desk.walkIn', walkIn()))).toBe('booking.slot-gone');
  });

  it('is refused where somebody has the time, with others of today, and where the week is used up', async () => {
    await b.call('o-m-father2', 'booking.claim', {
      requestKey: key(),
      slotId: slot(TABLET, 960),
      studentIds: ['s-hai'],
    });
    const taken = await b.reply(DUTY, 'desk.walkIn', walkIn());
    expect(taken).toMatchObject({ code: 'booking.slot-taken' });
    const { alternatives } = (taken.ok ? {} : taken.details) as { alternatives: { day: string; slotId: string }[] };
    expect(alternatives).toHaveLength(3);
    expect(alternatives.every(({ day, slotId }) => day === TODAY && slotId !== slot(TABLET, 960))).toBe(true);
    await b.call(DUTY, 'desk.walkIn', walkIn({ slotId: slot(PHONE, 960) }));
    expect(await b.reply(DUTY, 'desk.walkIn', walkIn({ slotId: slot(PHONE, 990) }))).toMatchObject({
      code: 'booking.quota-used',
      details: { weekOf: '2026-11-23', quota: 1 },
    });
  });

  it('sent twice, after a lost reply and when its time is over, is one', async () => {
    at(970);
    const wish = walkIn();
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.walkIn', wish);
    expect(lost()).toBe(1);
    const first = await b.call(DUTY, 'desk.walkIn', wish);
    at(980);
    expect(await b.call(DUTY, 'desk.walkIn', wish)).toEqual(first);
    expect((await b.call(DUTY, 'calls.board', {})).calls).toHaveLength(1);
  });

  it('is for who is on duty', async () => {
    expect(await code(b.call('o-t-head', 'desk.walkIn', walkIn()))).toBe('auth.off-duty');
    expect(await code(b.call('o-t-booth', 'desk.walkIn', walkIn()))).toBe('auth.forbidden');
    expect(await code(b.call('o-m-father', 'desk.walkIn', walkIn()))).toBe('auth.forbidden');
    expect(await code(b.call('o-t-admin', 'desk.walkIn', walkIn()))).toBe('done');
  });

  it('and a family that books the same time at the same moment: one has it', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const answers = await Promise.all([
        code(b.call(DUTY, 'desk.walkIn', walkIn({ studentIds: ['s-hai'], adultId: null }))),
        code(b.call('o-t-admin', 'desk.walkIn', walkIn({ studentIds: ['s-other'], adultId: null }))),
        code(claim(slot(TABLET, 960))),
      ]);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      expect((await inspect(b, 1)).broken).toEqual([]);
    }
  });
});

describe('desk.move', () => {
  it('swaps the point where a tablet dies, also in the middle of a call, and tells nobody what stays the same', async () => {
    const { bookingId } = await claim(slot(TABLET, 960));
    at(965);
    await b.call(DUTY, 'calls.start', { bookingId, version: 1, channel: 'wechat' });
    const before = (await outbox(bookingId)).length;
    const moved = await b.call(DUTY, 'desk.move', { bookingId, version: 2, slotId: slot(PHONE, 960) });
    expect(moved).toMatchObject({ status: 'in_call', pointId: PHONE, channel: 'phone', version: 3, why: 'desk_moved' });
    expect(await outbox(bookingId)).toHaveLength(before);
    const { call: again } = await b.call(DUTY, 'calls.start', { bookingId, version: 3, channel: 'phone' });
    expect(again).toMatchObject({ status: 'in_call', version: 4 });
    expect((await inspect(b, 1)).broken).toEqual([]);
  });

  it('gives a child that is late another time of today, and tells the adult', async () => {
    const { bookingId } = await claim(slot(TABLET, 960));
    at(980);
    expect(await b.call(DUTY, 'desk.move', { bookingId, version: 1, slotId: slot(TABLET, 990) })).toMatchObject({
      from: 990,
    });
    expect((await outbox(bookingId)).filter(({ _id }) => _id.endsWith(':later'))).toMatchObject([
      { to: 'o-m-father', data: { time1: '2026年11月24日 16:30' } },
    ]);
  });

  it('asked again after a lost reply answers the same', async () => {
    const { bookingId } = await claim(slot(TABLET, 960));
    const wish = { bookingId, version: 1, slotId: slot(PHONE, 960) };
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.move', wish);
    expect(lost()).toBe(1);
    const moved = await b.call(DUTY, 'desk.move', wish);
    expect(moved).toMatchObject({ pointId: PHONE, version: 2 });
    expect(await b.call(DUTY, 'desk.move', wish)).toEqual(moved);
    expect((await inspect(b, 1)).broken).toEqual([]);
  });

  it('is refused for an old state, an ended call, a call of another day and a time that is taken', async () => {
    const { bookingId } = await claim(slot(TABLET, 960));
    await b.call('o-m-father2', 'booking.claim', {
      requestKey: key(),
      slotId: slot(PHONE, 960),
      studentIds: ['s-hai'],
    });
    const to = { bookingId, version: 1, slotId: slot(PHONE, 960) };
    expect(await code(b.call(DUTY, 'desk.move', to))).toBe('booking.slot-taken');
    expect(await code(b.call(DUTY, 'desk.move', { ...to, version: 0, slotId: slot(PHONE, 990) }))).toBe('common.stale');
    expect(await code(b.call(DUTY, 'desk.move', { ...to, slotId: slot(PHONE, 990, '2026-11-25') }))).toBe(
      'booking.slot-gone',
    );
    await b.call(DUTY, 'calls.finish', { bookingId, version: 1, outcome: 'no_show_child' });
    expect(await code(b.call(DUTY, 'desk.move', { ...to, version: 2, slotId: slot(PHONE, 990) }))).toBe(
      'calls.wrong-state',
    );
    await b.deps.store.insert('bookings', aBooking({ _id: 'b-tomorrow' }));
    const tomorrow = { bookingId: 'b-tomorrow', version: 1, slotId: slot(PHONE, 990) };
    expect(await code(b.call('o-t-admin', 'desk.move', tomorrow))).toBe('calls.wrong-state');
    expect(await code(b.call(DUTY, 'desk.move', tomorrow))).toBe('common.not-found');
    expect(await code(b.call('o-t-booth', 'desk.move', to))).toBe('auth.forbidden');
  });

  it('and the family that cancels at the same moment: one of the two holds', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const { bookingId } = await claim(slot(TABLET, 960));
      await Promise.all([
        b.reply(DUTY, 'desk.move', { bookingId, version: 1, slotId: slot(PHONE, 990) }),
        b.reply('o-m-father', 'booking.cancel', { bookingId }),
      ]);
      const { broken, stale } = await inspect(b, 1);
      expect([broken, stale]).toEqual([[], 0]);
    }
  });
});

describe('desk.extend', () => {
  const inCall = async (slotId = slot(TABLET, 960)) => {
    const { bookingId } = await claim(slotId);
    at(970);
    await b.call(DUTY, 'calls.start', { bookingId, version: 1, channel: 'phone' });
    return bookingId;
  };

  it('runs over into time that is free, and keeps its channel', async () => {
    const bookingId = await inCall();
    const longer = await b.call(DUTY, 'desk.extend', { bookingId, version: 2, minutes: 10 });
    expect(longer).toMatchObject({ from: 960, to: 985, status: 'in_call', channel: 'phone', version: 3, why: null });
    expect((await call(bookingId))?.talkTo).toBe(982);
    expect((await inspect(b, 1)).broken).toEqual([]);
    const { free } = await b.call(DUTY, 'calls.board', {});
    expect(free.some(({ slotId }) => slotId === slot(TABLET, 975))).toBe(false);
  });

  it('is refused where the time after it is held: at the point, or elsewhere by the child', async () => {
    const bookingId = await inCall();
    await b.call(DUTY, 'desk.walkIn', walkIn({ slotId: slot(TABLET, 975), studentIds: ['s-hai'], adultId: null }));
    expect(await code(b.call(DUTY, 'desk.extend', { bookingId, version: 2, minutes: 5 }))).toBe('calls.next-taken');
    expect(await call(bookingId)).toMatchObject({ to: 975, version: 2 });
  });

  it('happens once: asked again after a lost reply, the desk is shown that it did', async () => {
    const bookingId = await inCall();
    const wish = { bookingId, version: 2, minutes: 5 } as const;
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.extend', wish);
    expect(lost()).toBe(1);
    expect(await code(b.call(DUTY, 'desk.extend', wish))).toBe('common.stale');
    expect(await call(bookingId)).toMatchObject({ to: 980, version: 3 });
  });

  it('and a walk-in that takes the time after it at the same moment: one has it', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const bookingId = await inCall();
      const answers = await Promise.all([
        code(b.call(DUTY, 'desk.extend', { bookingId, version: 2, minutes: 5 })),
        code(
          b.call(
            'o-t-admin',
            'desk.walkIn',
            walkIn({ slotId: slot(TABLET, 975), studentIds: ['s-hai'], adultId: null }),
          ),
        ),
      ]);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      expect((await inspect(b, 1)).broken).toEqual([]);
    }
  });
});

it('a walk-in costs eleven database operations, running over fourteen and a move sixteen, who asks included', async () => {
  await b.call(DUTY, 'calls.board', {});
  let bookingId = '';
  const walks = await opsOf(b, async () => {
    bookingId = (await b.call(DUTY, 'desk.walkIn', walkIn({ adultId: null }))).bookingId;
  });
  const moves = await opsOf(b, () => b.call(DUTY, 'desk.move', { bookingId, version: 1, slotId: slot(PHONE, 960) }));
  const extended = await opsOf(b, () => b.call(DUTY, 'desk.extend', { bookingId, version: 2, minutes: 5 }));
  expect([walks, extended, moves]).toEqual([11, 14, 16]);
});
