import { describe, expect, it } from 'vitest';
import { aBooking, inspect, key, losingOne, opsOf } from '../support/booking';
import { aMember, aStudent, SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DUTY = 'o-t-duty';
const TABLET = `${SCHOOL}.p2`;
const EVENING = `${TABLET}:2026-11-26:1110`;
const forYu = { studentIds: ['s-yu'], adultId: 'm-father' };
const outbox = (refId: string) => b.deps.store.list('outbox', { where: { schoolId: SCHOOL, refId }, limit: 10 });

describe('desk.people', () => {
  it('shows the desk every class, and of one its pupils with who may call them', async () => {
    const { classes, children } = await b.call(DUTY, 'desk.people', { classId: 'c32' });
    expect(classes.map(({ name }) => name)).toEqual(['一(1)班', '三(2)班']);
    expect(children.map(({ name }) => name)).toEqual(['林小雨', '周小海']);
    expect(children[0]?.adults).toEqual([
      { id: 'm-father', name: '林大山', relation: '父亲' },
      { id: 'm-mother', name: '陈秀兰', relation: '母亲' },
      { id: 'm-granny', name: '刘桂花', relation: '祖母' },
    ]);
    expect(JSON.stringify(children)).not.toContain('1700');
  });

  it('leaves out who may not be in contact with the child', async () => {
    await b.deps.store.put(
      'familyMembers',
      aMember({ _id: 'm-mother', name: '陈秀兰' }, [aStudent()], { mayContact: false }),
    );
    const { children } = await b.call(DUTY, 'desk.people', { classId: 'c32' });
    expect(children[0]?.adults.map(({ id }) => id)).toEqual(['m-father', 'm-granny']);
  });

  it('is for the own class and mentees of who is not on duty', async () => {
    const own = await b.call('o-t-head', 'desk.people', {});
    expect(own).toEqual({ classes: [{ id: 'c32', name: '三(2)班' }], children: [] });
    const mentees = await b.call('o-t-mentor', 'desk.people', {});
    expect(mentees.classes).toEqual([]);
    expect(mentees.children.map(({ name, adults }) => [name, adults.map(({ id }) => id)])).toEqual([
      ['周小海', ['m-father2', 'm-grandpa']],
    ]);
    expect(await b.reply('o-t-head', 'desk.people', { classId: 'c11' })).toMatchObject({ code: 'common.not-found' });
    expect(await b.reply('o-m-father', 'desk.people', {})).toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('desk.slots', () => {
  it('are those that the family itself would see', async () => {
    const desk = await b.call(DUTY, 'desk.slots', forYu);
    const family = await b.call('o-m-father', 'booking.slots', { studentId: 's-yu' });
    expect(desk.days).toEqual(family.days);
    expect(desk.best).toEqual(family.best);
  });

  it('where a call could be moved to, its own time and week are in nobody’s way', async () => {
    const { bookingId } = await b.call('o-m-father', 'booking.claim', {
      requestKey: key(),
      slotId: EVENING,
      studentIds: ['s-yu'],
    });
    const before = await b.call(DUTY, 'desk.slots', forYu);
    expect(before.quota.usedWeeks).toEqual(['2026-11-23']);
    const moving = await b.call(DUTY, 'desk.slots', { ...forYu, bookingId });
    expect(moving.quota.usedWeeks).toEqual([]);
    expect(
      moving.days.flatMap(({ offers }) => offers).some(({ day, from }) => day === '2026-11-26' && from === 1110),
    ).toBe(true);
    expect(await b.reply(DUTY, 'desk.slots', { ...forYu, bookingId: 'b-none' })).toMatchObject({
      code: 'common.not-found',
    });
  });
});

describe('desk.book', () => {
  const book = (over: object = {}) => ({ requestKey: key(), slotId: EVENING, ...forYu, ...over });

  it('books for a family that rings up, and tells the adult', async () => {
    const call = await b.call(DUTY, 'desk.book', book());
    expect(call).toMatchObject({
      status: 'booked',
      origin: 'desk',
      adultId: 'm-father',
      relation: '父亲',
      untold: false,
    });
    const [told] = (await outbox(call.bookingId)).filter(({ _id }) => _id.endsWith(':booked'));
    expect(told).toMatchObject({ to: 'o-m-father', data: { thing2: '学校帮您约好了，2 号平板' } });
    expect(await b.call('o-m-father', 'booking.read', { bookingId: call.bookingId })).toMatchObject({
      mine: true,
      mayCancel: true,
    });
    expect((await inspect(b, 1)).broken).toEqual([]);
  });

  it('can book for who has no WeChat: the desk tells', async () => {
    const call = await b.call(
      DUTY,
      'desk.book',
      book({ studentIds: ['s-hai'], adultId: 'm-grandpa', slotId: `${TABLET}:2026-11-26:960` }),
    );
    expect(call).toMatchObject({ untold: true, relation: '祖父' });
    expect(await outbox(call.bookingId)).toEqual([]);
  });

  it('sent twice, and after a lost reply, books once', async () => {
    const wish = book();
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(DUTY, 'desk.book', wish);
    expect(lost()).toBe(1);
    const first = await b.call(DUTY, 'desk.book', wish);
    expect(await b.call(DUTY, 'desk.book', wish)).toEqual(first);
    b.clock.at += 86_400_000 * 2;
    expect(await b.call('o-t-admin', 'calls.board', { day: '2026-11-26' })).toMatchObject({
      calls: [{ bookingId: first.bookingId }],
    });
    expect((await inspect(b, 1)).broken).toEqual([]);
  });

  it('refuses as a claim does, with other times where one is gone', async () => {
    await b.call('o-m-father2', 'booking.claim', {
      requestKey: key(),
      slotId: `${TABLET}:2026-11-26:960`,
      studentIds: ['s-hai'],
    });
    const taken = await b.reply(DUTY, 'desk.book', book({ slotId: `${TABLET}:2026-11-26:960` }));
    expect(taken).toMatchObject({ code: 'booking.slot-taken' });
    expect(taken.ok ? [] : taken.details.alternatives).toHaveLength(3);
    expect(await code(b.call(DUTY, 'desk.book', book({ slotId: `${TABLET}:2026-11-24:720` })))).toBe(
      'booking.slot-gone',
    );
    await b.call(DUTY, 'desk.book', book());
    const again = await b.reply(DUTY, 'desk.book', book({ slotId: `${TABLET}:2026-11-27:1110` }));
    expect(again).toMatchObject({ code: 'booking.quota-used', details: { weekOf: '2026-11-23', quota: 1 } });
  });

  it('asks for the right of the adult to each of the children', async () => {
    expect(await code(b.call(DUTY, 'desk.book', book({ adultId: 'm-father2' })))).toBe('common.not-found');
    expect(await code(b.call(DUTY, 'desk.book', book({ adultId: 'm-nobody' })))).toBe('common.not-found');
    expect(await code(b.call(DUTY, 'desk.book', book({ studentIds: ['s-yu', 's-hai'] })))).toBe('common.not-found');
    await b.deps.store.put('familyMembers', aMember({ _id: 'm-father' }, [aStudent()], { mayContact: false }));
    expect(await code(b.call(DUTY, 'desk.book', book()))).toBe('calls.no-right');
  });

  it('is for every child on duty, else for the own class and mentees', async () => {
    expect(await code(b.call('o-t-other', 'desk.book', book()))).toBe('common.not-found');
    expect(await code(b.call('o-t-head', 'desk.book', book()))).toBe('done');
    const hai = book({ studentIds: ['s-hai'], adultId: 'm-father2', slotId: `${TABLET}:2026-11-26:960` });
    expect(await code(b.call('o-t-mentor', 'desk.book', hai))).toBe('done');
    expect(await code(b.call('o-m-father', 'desk.book', book()))).toBe('auth.forbidden');
    expect(await code(b.call('o-t-booth', 'desk.book', book()))).toBe('auth.forbidden');
  });

  it('and the family at the same moment: one has the time', async () => {
    for (let round = 0; round < 10; round++) {
      await b.renew();
      const answers = await Promise.all([
        code(b.call(DUTY, 'desk.book', book())),
        code(b.call('o-t-head', 'desk.book', book({ slotId: `${SCHOOL}.p1:2026-11-26:1110` }))),
        code(b.call('o-m-mother', 'booking.claim', { requestKey: key(), slotId: EVENING, studentIds: ['s-yu'] })),
      ]);
      expect(answers.filter((answer) => answer === 'done')).toHaveLength(1);
      expect((await inspect(b, 1)).broken).toEqual([]);
    }
  });

  it('costs ten database operations, who asks included', async () => {
    await b.call(DUTY, 'calls.board', {});
    expect(await opsOf(b, () => b.call(DUTY, 'desk.book', book()))).toBe(10);
  });
});

it('a call at the desk never shows what is only on offer', async () => {
  await b.deps.store.insert(
    'bookings',
    aBooking({
      _id: 'b-offer',
      day: '2026-11-24',
      from: 960,
      status: 'offered',
      offer: { entryId: 'e', until: b.clock.at },
    }),
  );
  const board = await b.call(DUTY, 'calls.board', {});
  expect(board.calls).toEqual([]);
  expect(board.free.some(({ pointId, from }) => pointId === TABLET && from === 960)).toBe(false);
  expect((await b.call('o-t-booth', 'calls.board', {})).calls).toEqual([]);
});
