import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import type { CallEnd } from '../../miniprogram/shared/contract';
import { holds } from '../../miniprogram/shared/domain/calls';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import { type Backend, startBackend } from '../support/backend';
import { key } from '../support/booking';
import { aMember, aSchool, aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';

/** Whose children are whose: siblings, parents who share children, and a child that two households share. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  m0: ['s0', 's1'],
  m1: ['s0', 's1'],
  m2: ['s2'],
  m3: ['s2', 's3'],
  m4: ['s4'],
};
const PARENTS = Object.keys(FAMILIES);
/** Starts that overlap in part once slots are longer: the grid of 15 minutes and that of 20 begin together at 16:00. */
const STARTS = [960, 975, 980];
const DAYS = ['2026-11-24', '2026-12-01'];
const OUTCOMES: readonly CallEnd[] = ['done', 'no_show_parent', 'no_show_child', 'failed_school', 'failed_network'];

type Command =
  | { readonly do: 'claim'; readonly parent: string; readonly slotId: string; readonly kids: 'first' | 'last' | 'all' }
  | { readonly do: 'cancel'; readonly parent: string; readonly nth: number }
  | { readonly do: 'finish'; readonly nth: number; readonly outcome: CallEnd };

const parent = fc.constantFrom(...PARENTS);
const nth = fc.nat(5);
const slotId = fc
  .tuple(fc.constantFrom('p1', 'p2'), fc.constantFrom(...DAYS), fc.constantFrom(...STARTS))
  .map(([point, day, from]) => `${SCHOOL}.${point}:${day}:${from}`);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      parent,
      slotId,
      kids: fc.constantFrom('first', 'last', 'all'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), parent, nth }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('finish' as const), nth, outcome: fc.constantFrom(...OUTCOMES) }),
  },
);
/** Rounds one after the other; the commands of a round run against each other. */
const world = fc.record({
  quota: fc.integer({ min: 1, max: 2 }),
  rounds: fc.array(
    fc.record({ minutes: fc.constantFrom(15, 20), commands: fc.array(command, { minLength: 3, maxLength: 12 }) }),
    { minLength: 2, maxLength: 5 },
  ),
});

/** What people may be told; anything else is a fault of ours. */
const REFUSALS: readonly ErrorCode[] = [
  'booking.slot-taken',
  'booking.slot-gone',
  'booking.quota-used',
  'booking.child-busy',
  'booking.adult-busy',
  'booking.too-late',
  'calls.wrong-state',
  'common.stale',
  'common.not-found',
  'system.busy',
];

describe('bookings under load', () => {
  it('never let two calls overlap at a point, for a child or an adult, nor a child exceed its week; locks are those of the calls that hold', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ quota, rounds }) => {
        const backend = await startBackend();
        try {
          await seed(backend, quota);
          for (const { minutes, commands } of rounds) {
            await backend.deps.store.put('schools', aSchool({ slotMinutes: minutes, weeklyQuota: quota }));
            backend.clock.at += 31_000; // past what the instance keeps of the school
            const known = await allCalls(backend);
            const codes = (await Promise.all(commands.map((c) => run(backend, c, known)))).flat();
            expect(codes.filter((code) => !REFUSALS.includes(code))).toEqual([]);
            await expectLawful(backend, quota);
          }
        } finally {
          await backend.close();
        }
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);
});

async function seed({ deps }: Backend, quota: number): Promise<void> {
  await deps.store.put('schools', aSchool({ weeklyQuota: quota }));
  const students = ['s0', 's1', 's2', 's3', 's4'].map((_id) => aStudent({ _id }));
  await deps.store.insert('students', students);
  await withAccounts(deps.store, [
    aStaff({ _id: 't-admin', role: 'school_admin' }),
    ...Object.entries(FAMILIES).map(([_id, ids]) =>
      aMember(
        { _id },
        students.filter((s) => ids.includes(s._id)),
      ),
    ),
  ]);
}

/** Runs a command and answers the codes of what was refused. */
async function run(backend: Backend, command: Command, known: readonly Booking[]): Promise<ErrorCode[]> {
  if (command.do === 'claim') {
    const ids = FAMILIES[command.parent] ?? [];
    const studentIds = command.kids === 'all' ? [...ids] : command.kids === 'first' ? ids.slice(0, 1) : ids.slice(-1);
    const input = { requestKey: key(), slotId: command.slotId, studentIds };
    return refused([await backend.reply(`o-${command.parent}`, 'booking.claim', input)]);
  }
  const call = known[command.nth % Math.max(1, known.length)];
  if (!call) return [];
  if (command.do === 'cancel')
    return refused([await backend.reply(`o-${command.parent}`, 'booking.cancel', { bookingId: call._id })]);
  const at = { bookingId: call._id };
  if (command.outcome === 'failed_school')
    return refused([
      await backend.reply('o-t-admin', 'calls.finish', { ...at, version: call.version, outcome: command.outcome }),
    ]);
  return refused([
    await backend.reply('o-t-admin', 'calls.start', { ...at, version: call.version, channel: 'phone' }),
    await backend.reply('o-t-admin', 'calls.finish', { ...at, version: call.version + 1, outcome: command.outcome }),
  ]);
}

const refused = (replies: readonly ({ ok: true } | { ok: false; code: ErrorCode })[]): ErrorCode[] =>
  replies.flatMap((reply) => (reply.ok ? [] : [reply.code]));

const allCalls = ({ deps }: Backend): Promise<Booking[]> =>
  deps.store.list('bookings', { where: { schoolId: SCHOOL, day: { gte: '' } }, limit: 1000 });

async function expectLawful(backend: Backend, quota: number): Promise<void> {
  const holding = (await allCalls(backend)).filter(({ status }) => holds(status));
  for (const [i, a] of holding.entries())
    for (const b of holding.slice(i + 1))
      if (a.day === b.day && overlaps(a, b)) {
        expect(a.pointId).not.toBe(b.pointId);
        expect(a.adultId).not.toBe(b.adultId);
        expect(a.studentIds.filter((id) => b.studentIds.includes(id))).toEqual([]);
      }
  const used = new Map<string, number>();
  for (const call of holding)
    for (const id of call.studentIds) used.set(`${id} ${call.weekOf}`, (used.get(`${id} ${call.weekOf}`) ?? 0) + 1);
  expect([...used].filter(([, n]) => n > quota)).toEqual([]);
  const locks = await backend.deps.store.list('locks', {
    where: { schoolId: SCHOOL, bookingId: { gte: '' } },
    limit: 1000,
  });
  expect(locks.map(({ _id, bookingId }) => `${_id} ${bookingId}`).sort()).toEqual(
    holding.flatMap((call) => call.lockIds.map((id) => `${id} ${call._id}`)).sort(),
  );
}
