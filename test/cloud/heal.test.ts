import { describe, expect, it } from 'vitest';
import { heal, healChanged } from '../../cloudfunctions/_server/booking/heal';
import { leaseId } from '../../cloudfunctions/_server/booking/locks';
import type { Booking, School } from '../../cloudfunctions/_server/data/documents';
import { rulesOf } from '../../cloudfunctions/_server/school/rules';
import { seeded } from '../../local/demo/random';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { obstacleTo } from '../../miniprogram/shared/domain/standing';
import { aBooking, allCalls, inspect, key, opsOf, seedFamilies } from '../support/booking';
import { SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { sharedBackend } from '../support/shared-backend';

const DAY = '2026-11-25';
const [P1, P2, P3] = [`${SCHOOL}.p1`, `${SCHOOL}.p2`, `${SCHOOL}.p3`];
const POINTS: School['points'] = [
  { id: P1, name: '1 号电话', kind: 'phone' },
  { id: P2, name: '2 号平板', kind: 'video' },
  { id: P3, name: '3 号平板', kind: 'video' },
];
const FAMILIES = Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`m${i}`, [`s${i}`]]));

const backend = await sharedBackend((fresh) => seedFamilies(fresh, FAMILIES, { points: POINTS }));
const { deps } = backend;
const { store } = deps;
const FOREVER = Number.POSITIVE_INFINITY;

const claim = (n: number, pointId: string, from = 1110, day = DAY): Promise<string> =>
  backend
    .call(`o-m${n}`, 'booking.claim', {
      requestKey: key(),
      slotId: `${pointId}:${day}:${from}`,
      studentIds: [`s${n}`],
    })
    .then(({ bookingId }) => bookingId);
const booking = async (id: string): Promise<Booking> => (await store.get('bookings', id)) as Booking;
const school = async (): Promise<School> => (await store.get('schools', SCHOOL)) as School;
/** Changes facts as those who do write them. */
async function change(set: Partial<School>): Promise<School> {
  await store.updateWhere('schools', { _id: SCHOOL }, { set: { ...set, changedAt: deps.now() } });
  return school();
}
const closure = (pointIds: readonly string[] | null, over = {}) => ({ day: DAY, from: 0, to: 1440, pointIds, ...over });
const messages = async (id: string) =>
  (await store.list('outbox', { where: { schoolId: SCHOOL, refId: id }, limit: 50 })).filter(
    ({ status }) => status === 'queued',
  );
const told = async (id: string) => (await messages(id)).map(({ data }) => data.thing2);
/** Without reminders of a seat that was called off: they do not leave, also where they were not dropped (outbox/jobs.ts). */
const newsOf = async (id: string) => (await messages(id)).filter(({ _id }) => !/:(24h|1h)$/.test(_id));
const credits = async (studentId: string) => (await store.get('makeups', studentId))?.earned ?? [];
const sound = async () => expect((await inspect(backend, 1)).broken).toEqual([]);

describe('a point that is out of use', () => {
  it('gives its calls another one of the same kind at the same minutes', async () => {
    const id = await claim(0, P2);
    const healed = await heal(deps, await change({ closures: [closure([P2])] }), 'point_broken');
    expect(healed).toEqual({ moved: 1, cancelled: 0, untold: [] });
    expect(await booking(id)).toMatchObject({
      pointId: P3,
      from: 1110,
      status: 'booked',
      why: 'point_broken',
      seat: 2,
    });
    expect(await told(id)).toContain('换到3 号平板');
    expect(await credits('s0')).toEqual([]);
    expect(await inspect(backend, 1)).toEqual({ broken: [], stale: 0 });
  });

  it('takes one of the other kind where there is none, and says how the call comes now', async () => {
    const [id, other] = [await claim(0, P2), await claim(1, P3)];
    await heal(deps, await change({ closures: [closure([P2])] }), 'power_cut');
    expect(await booking(id)).toMatchObject({ pointId: P1, channel: 'phone' });
    expect((await messages(id)).map(({ data }) => data.thing3)).toContain('学校打电话给您，时间不变');
    expect(await booking(other)).toMatchObject({ pointId: P3, seat: 1 });
    await sound();
  });

  it('calls off what fits nowhere: the family is told, is owed a call, waits for another time, and may book at once', async () => {
    const ids = [await claim(0, P1), await claim(1, P2), await claim(2, P3)];
    const healed = await heal(deps, await change({ closures: [closure([P1])] }), 'power_cut');
    expect(healed).toMatchObject({ moved: 0, cancelled: 1 });
    expect(await booking(ids[0] ?? '')).toMatchObject({ status: 'cancelled_school', why: 'power_cut' });
    expect(await told(ids[0] ?? '')).toEqual(['学校有事，这次打不成了']);
    expect(await credits('s0')).toEqual([ids[0]]);
    const waiting = await store.list('waitlist', { where: { schoolId: SCHOOL, adultId: 'm0' }, limit: 5 });
    expect(waiting).toMatchObject([{ weekOf: '2026-11-23', studentIds: ['s0'] }]);
    await sound();
  });

  it('is told by what the desk said, where nobody says why', async () => {
    await store.insert('disruptions', {
      _id: 'x1',
      schoolId: SCHOOL,
      why: 'power_cut',
      ...closure(null),
      by: 't-duty',
      at: deps.now(),
      moved: 0,
      cancelled: 0,
    });
    const id = await claim(0, P1);
    await heal(deps, await change({ closures: [closure(null)] }));
    expect(await booking(id)).toMatchObject({ status: 'cancelled_school', why: 'power_cut' });
  });

  it('touches only the minutes that it names, and no call that goes on or is over', async () => {
    backend.clock.at = instantOf(DAY, 1000);
    const before = [
      aBooking({ _id: 'b-late', studentIds: ['s0'], adultId: 'm0', from: 1200 }),
      aBooking({ _id: 'b-now', studentIds: ['s1'], adultId: 'm1', from: 990, status: 'in_call' }),
      aBooking({ _id: 'b-over', studentIds: ['s2'], adultId: 'm2', from: 960 }),
      aBooking({ _id: 'b-done', studentIds: ['s3'], adultId: 'm3', from: 975, status: 'done' }),
    ];
    await store.insert('bookings', before);
    const healed = await heal(deps, await change({ closures: [closure(null, { to: 1200 })] }), 'power_cut');
    expect(healed).toMatchObject({ moved: 0, cancelled: 0 });
    for (const call of before) expect(await booking(call._id)).toEqual(call);
  });

  it('names those who must be told by telephone', async () => {
    await store.insert(
      'bookings',
      [P2, P3].map((pointId, i) =>
        aBooking({
          _id: `b${i}`,
          pointId,
          studentIds: [`s${i}`],
          adultId: `m${i}`,
          openid: i === 0 ? null : `o-m${i}`,
        }),
      ),
    );
    const { untold } = await heal(deps, await change({ closures: [closure(null)] }), 'power_cut');
    expect(untold.map(({ _id }) => _id)).toEqual(['b0']);
    const waiting = await store.list('waitlist', {
      where: { schoolId: SCHOOL, adultId: { in: ['m0', 'm1'] } },
      limit: 5,
    });
    expect(waiting.map(({ adultId }) => adultId)).toEqual(['m1']);
  });

  it('tells at night only whom it would else be too late to tell', async () => {
    backend.clock.at = instantOf(DAY, 21 * 60 + 5);
    await store.insert('bookings', [
      aBooking({ _id: 'b-tonight', from: 21 * 60 + 15, studentIds: ['s0'], adultId: 'm0', openid: 'o-m0' }),
      aBooking({ _id: 'b-later', day: '2026-11-26', studentIds: ['s1'], adultId: 'm1', openid: 'o-m1' }),
    ]);
    await heal(deps, await change({ closures: [closure(null), closure(null, { day: '2026-11-26' })] }), 'power_cut');
    expect(await messages('b-tonight')).toMatchObject([{ urgent: true, dueAt: deps.now() }]);
    expect(await messages('b-later')).toMatchObject([{ urgent: false, dueAt: instantOf('2026-11-26', 7 * 60) }]);
  });

  it('takes a time that the desk keeps for walk-ins before it calls a family off', async () => {
    backend.clock.at = instantOf(DAY, 600);
    const ids = [await claim(0, P2), await claim(1, P1)];
    const lease = leaseId(SCHOOL, DAY);
    await store.insert(
      'locks',
      [222, 223, 224].map((cell) => ({
        _id: `point:${P3}:${DAY}:${cell}`,
        schoolId: SCHOOL,
        bookingId: lease,
        seat: 1,
      })),
    );
    await heal(deps, await change({ closures: [closure([P2])] }), 'point_broken');
    expect(await booking(ids[0] ?? '')).toMatchObject({ status: 'booked', pointId: P3 });
  });
});

describe('rules that changed', () => {
  it('call off what lies on a closed day, outside the hours, or on a day without duty', async () => {
    const ids = [await claim(0, P1), await claim(1, P1, 1110, '2026-11-26'), await claim(2, P1, 1110, '2026-11-27')];
    const { windows, duty } = await school();
    const healed = await heal(
      deps,
      await change({
        exceptions: [{ day: DAY, kind: 'closed', hours: [], weekday: null, note: '' }],
        windows: windows.filter(({ weekday, from }) => weekday !== 4 || from < 1110),
        duty: duty.filter(({ weekday }) => weekday !== 5),
      }),
    );
    expect(healed).toMatchObject({ moved: 0, cancelled: 3 });
    expect(await Promise.all(ids.map(async (id) => (await booking(id)).why))).toEqual([
      'day_closed',
      'hours_changed',
      'day_closed',
    ]);
  });

  it('leave a call whose minutes are still good, whatever the length of new ones', async () => {
    const id = await claim(0, P1, 1125);
    expect(await heal(deps, await change({ slotMinutes: 20 }))).toMatchObject({ moved: 0, cancelled: 0 });
    expect(await heal(deps, await change({ slotMinutes: 10 }))).toMatchObject({ moved: 0, cancelled: 0 });
    expect(await booking(id)).toMatchObject({ from: 1125, to: 1140, seat: 1 });
  });

  it('heed whose free time it is, but where the desk has settled it', async () => {
    await store.insert('bookings', [
      aBooking({ _id: 'b-booked', pointId: P1, studentIds: ['s0'], adultId: 'm0' }),
      aBooking({ _id: 'b-walk', pointId: P2, studentIds: ['s1'], adultId: 'm1', origin: 'walk_in' }),
      aBooking({ _id: 'b-here', pointId: P3, studentIds: ['s2'], adultId: 'm2', status: 'checked_in' }),
    ]);
    const { windows } = await school();
    const forDay = windows.map((window) => ({ ...window, for: 'day' as const }));
    expect(await heal(deps, await change({ windows: forDay }))).toMatchObject({ cancelled: 1 });
    expect(await booking('b-booked')).toMatchObject({ status: 'cancelled_school', why: 'hours_changed' });
  });

  it('let an offer lapse, and its family waits on', async () => {
    const entry = {
      _id: 'm0:2026-11-23:s0',
      schoolId: SCHOOL,
      adultId: 'm0',
      studentIds: ['s0'],
      weekOf: '2026-11-23',
      status: 'offered' as const,
      offers: 1,
      declined: [],
      since: 0,
    };
    await store.insert('waitlist', entry);
    const id = `o:${entry._id}:1`;
    const offer = { entryId: entry._id, until: deps.now() + 3_600_000 };
    await store.insert('bookings', aBooking({ _id: id, status: 'offered', offer, studentIds: ['s0'], adultId: 'm0' }));
    const closed = ['2026-11-24', DAY, '2026-11-26', '2026-11-27'].map((day) => closure(null, { day }));
    expect(await heal(deps, await change({ closures: closed }))).toEqual({ moved: 0, cancelled: 0, untold: [] });
    expect(await booking(id)).toMatchObject({ status: 'offer_lapsed' });
    expect(await store.get('waitlist', entry._id)).toMatchObject({ status: 'waiting' });
    expect(await credits('s0')).toEqual([]);
  });
});

describe('a right that ended', () => {
  it('ends the calls ahead of that adult with that child: told without a reason, nothing owed, nobody else touched', async () => {
    const [id, other] = [await claim(0, P1), await claim(1, P2)];
    await store.updateWhere('familyMembers', { _id: 'm0' }, { set: { 'children.0.mayContact': false } as never });
    await change({});
    expect(await healChanged(deps, FOREVER)).toBe(1);
    expect(await booking(id)).toMatchObject({ status: 'cancelled_school', why: 'no_right' });
    expect(await told(id)).toEqual(['这次通话取消了']);
    expect(await credits('s0')).toEqual([]);
    expect(await store.count('waitlist', { schoolId: SCHOOL, adultId: 'm0' })).toBe(0);
    expect(await booking(other)).toMatchObject({ status: 'booked' });
    await sound();
  });
});

describe('healing', () => {
  it('may be repeated and run several times at once: one message, one credit, one seat', async () => {
    for (let round = 0; round < 5; round++) {
      await backend.renew();
      const ids = [await claim(0, P1), await claim(1, P2), await claim(2, P3, 1125)];
      const now = await change({ closures: [closure([P2, P3])] });
      const all = await Promise.all([heal(deps, now), heal(deps, now), heal(deps, now)]);
      expect(all.reduce((sum, { moved }) => sum + moved, 0)).toBe(1);
      expect(all.reduce((sum, { cancelled }) => sum + cancelled, 0)).toBe(1);
      expect(await heal(deps, now)).toEqual({ moved: 0, cancelled: 0, untold: [] });
      expect(await booking(ids[1] ?? '')).toMatchObject({ status: 'cancelled_school', version: 2 });
      expect(await told(ids[1] ?? '')).toHaveLength(1);
      expect(await credits('s1')).toEqual([ids[1]]);
      expect(await booking(ids[2] ?? '')).toMatchObject({ pointId: P1, seat: 2 });
      await sound();
    }
  });

  it('that is cut off anywhere is finished by the job, and nothing is told or owed twice', async () => {
    for (let steps = 1; steps <= 40; steps += 3) {
      await backend.renew();
      const ids = [await claim(0, P1), await claim(1, P2), await claim(2, P3), await claim(3, P2, 1125)];
      const now = await change({ closures: [closure([P2])] });
      await heal(mortal(deps, steps, steps % 2 === 0), now).catch(() => undefined);
      await healChanged(deps, FOREVER);
      const calls = await Promise.all(ids.map(booking));
      const rules = rulesOf(now);
      const ahead = calls.filter(({ status }) => status === 'booked');
      expect(ahead.every((call) => obstacleTo(rules, call, []) === null)).toBe(true);
      expect(calls.map(({ status }) => status)).toEqual(['booked', 'cancelled_school', 'booked', 'booked']);
      expect(await newsOf(ids[1] ?? '')).toHaveLength(1);
      expect(await credits('s1')).toEqual([ids[1]]);
      await sound();
    }
  });

  it('touches what cannot stay and nothing else, and calls off only what no other point can take', async () => {
    const random = seeded(20_261_122);
    for (let round = 0; round < 25; round++) {
      await backend.renew();
      const free = random.shuffle(POINTS.flatMap(({ id }) => [1110, 1125].map((from) => [id, from] as const)));
      const wished = free.slice(0, 2 + random.int(0, 3));
      const ids = await Promise.all(wished.map(([pointId, from], i) => claim(i, pointId, from)));
      const before = await Promise.all(ids.map(booking));
      const closures = Array.from({ length: random.int(1, 2) }, () =>
        closure([random.pick([P1, P2, P3])], random.pick([{}, { to: 1125 }, { from: 1120 }])),
      );
      const now = await change({ closures });
      await heal(deps, now);
      const after = await Promise.all(ids.map(booking));
      const rules = rulesOf(now);
      for (const [i, call] of after.entries()) {
        const was = before[i] as Booking;
        if (obstacleTo(rules, was, []) === null) expect(call).toEqual(was);
        else if (call.status === 'booked') expect(obstacleTo(rules, call, [])).toBeNull();
        else {
          expect(call.status).toBe('cancelled_school');
          expect(await credits(`s${i}`)).toEqual([call._id]);
          const held = after.filter(({ status, from }) => status === 'booked' && from === was.from);
          const open = POINTS.filter(({ id }) => obstacleTo(rules, { ...was, pointId: id }, []) === null);
          expect(open.filter(({ id }) => !held.some(({ pointId }) => pointId === id))).toEqual([]);
        }
      }
      await sound();
    }
  });

  it('also finds what was booked by the former rules in that very second', async () => {
    const before = await school();
    const [, bookingId] = await Promise.all([
      change({ closures: [closure(null)] }).then((now) => heal(deps, now)),
      claim(0, P1).catch(() => null),
    ]);
    await healChanged(deps, FOREVER);
    expect(before.closures).toEqual([]);
    const left = (await allCalls(backend)).filter(({ day, status }) => day === DAY && status === 'booked');
    expect(left, String(bookingId)).toEqual([]);
  });

  it('costs one look where no school changed within the hour', async () => {
    await claim(0, P1);
    expect(await opsOf(backend, () => healChanged(deps, FOREVER))).toBe(1);
    await change({});
    backend.clock.at += 61 * 60_000;
    expect(await opsOf(backend, () => healChanged(deps, FOREVER))).toBe(1);
  });

  it('begins nothing new when its time is up', async () => {
    await claim(0, P1);
    const now = await change({ closures: [closure(null)] });
    expect(await heal(deps, now, undefined, deps.now())).toMatchObject({ moved: 0, cancelled: 0 });
    expect(await healChanged(deps, deps.now())).toBe(0);
    expect(await healChanged(deps, FOREVER)).toBe(1);
  });
});
