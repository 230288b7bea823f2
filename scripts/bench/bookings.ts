import type { Input, MethodName, Output } from '../../miniprogram/shared/contract';
import { stormFamily } from './families';
import { exactly, fact, type Group, inParallel, median, quantile, type Row } from './rows';
import { INSTANCES, type Storm, stormSlots, withStorm } from './storm';

const PARENTS = 300;
const MOVERS = 120;
/** The week is as full as schools' weeks are: these days are booked before anything is measured. */
const FULL = ['2026-11-25', '2026-11-26'];
/** Here are the calls that are claimed, and there they are moved. */
const [HERE, THERE] = [
  ['2026-11-23', '2026-11-24', '2026-11-27'],
  ['2026-11-30', '2026-12-01', '2026-12-02'],
];

/** What one kind of request took. */
interface Measured<M extends MethodName> {
  readonly rows: Row[];
  readonly answers: readonly Output<M>[];
}

/** An evening in which families look, book, move and cancel, eight at every moment. */
export const bookings: Group = {
  name: 'bookings',
  title: `${PARENTS} parents look, ${MOVERS} book, move and cancel, ${INSTANCES} instances of api, database on disk`,
  run: ({ note }) =>
    withStorm(PARENTS, note, async (storm) => {
      note('half of the week is booked');
      const full = stormSlots(FULL);
      await each(
        storm,
        'booked before',
        full.length,
        'booking.claim',
        (i) => claimOf(MOVERS + i, full[i]?.id, 'full'),
        MOVERS,
      );
      const [here, there] = [stormSlots(HERE), stormSlots(THERE)];
      note('families look, book, move and cancel');
      const listed = await each(storm, 'list', PARENTS, 'booking.slots', (i) => ({ studentId: childOf(i) }));
      const claimed = await each(storm, 'claim', MOVERS, 'booking.claim', (i) => claimOf(i, here[i]?.id, 'here'));
      const idOf = (i: number) => claimed.answers[i]?.bookingId ?? '';
      const moved = await each(storm, 'move', MOVERS, 'booking.move', (i) => ({
        bookingId: idOf(i),
        slotId: there[i]?.id ?? '',
      }));
      const cancelled = await each(storm, 'cancel', MOVERS, 'booking.cancel', (i) => ({ bookingId: idOf(i) }));
      const left = await storm.store.count('locks', {
        schoolId: 'storm',
        bookingId: { in: claimed.answers.map((t) => t.bookingId) },
      });
      return [
        ...[listed, claimed, moved, cancelled].flatMap(({ rows }) => rows),
        exactly(0, 'bookings: locks left behind', left, ''),
      ];
    }),
};

const childOf = (parent: number): string => stormFamily(parent).student._id;
const claimOf = (parent: number, slotId = '', tap = ''): Input<'booking.claim'> => ({
  requestKey: `tap-${tap}-${String(parent).padStart(8, '0')}`,
  slotId,
  studentIds: [childOf(parent)],
});

/** Asks for so many parents from the `first` on, eight at a time; the answers are in their order. @throws Error where one is refused. */
async function each<M extends MethodName>(
  { ask }: Storm,
  what: string,
  parents: number,
  method: M,
  inputOf: (i: number) => Input<M>,
  first = 0,
): Promise<Measured<M>> {
  const times: number[] = [];
  const answers: Output<M>[] = [];
  const started = performance.now();
  await inParallel(
    Array.from({ length: parents }, (_, i) => i),
    INSTANCES,
    async (i) => {
      const { ms, reply } = await ask(first + i, method, inputOf(i));
      if (!reply.ok) throw new Error(`${method}: ${reply.code}`);
      times.push(ms);
      answers[i] = reply.data;
    },
  );
  const wallMs = performance.now() - started;
  const rows = [
    fact(`bookings: p50 of a ${what}`, median(times), 'ms'),
    fact(`bookings: p95 of a ${what}`, quantile(times, 0.95), 'ms'),
    fact(`bookings: ${what} a second`, (parents / wallMs) * 1000, ''),
  ];
  return { rows, answers };
}
