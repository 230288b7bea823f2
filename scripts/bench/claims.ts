import type { Booking } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { STORM_SCHOOL, stormFamily } from './families';
import { atMost, exactly, fact, type Group, inParallel, median, quantile, type Row } from './rows';
import { INSTANCES, type Storm, stormSlots, withStorm } from './storm';

const PARENTS = 2000;
const SLOTS = 400;
const MINUTE_MS = 60_000;
const DAYS = ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'];

/** What came of one claim, and after how long. */
interface Claim {
  readonly ms: number;
  readonly outcome: string;
}

/** Five parents for every slot of a week, all at once, through the deployed bundle in instances of its own. */
export const claims: Group = {
  name: 'claims',
  title: `${PARENTS} parents claim ${SLOTS} slots, ${INSTANCES} instances of api, database on disk`,
  run: ({ note }) =>
    withStorm(PARENTS, note, async (storm) => {
      note('the calls of the week are opened');
      const started = performance.now();
      const claimed = await claimAll(storm);
      const wallMs = performance.now() - started;
      return [...judge(claimed, wallMs), ...(await inspect(storm.store, claimed))];
    }),
};

/** Those who want the same slot ask at the same moment; each instance is busy all the time. */
async function claimAll({ ask }: Storm): Promise<Claim[]> {
  const slots = stormSlots(DAYS);
  if (slots.length !== SLOTS) throw new Error(`the school offers ${slots.length} slots`);
  const rivals = PARENTS / SLOTS;
  const parents = Array.from({ length: PARENTS }, (_, i) => i);
  const made: Claim[] = [];
  await inParallel(parents, INSTANCES, async (i) => {
    const { ms, reply } = await ask(i, 'booking.claim', {
      requestKey: `tap-${String(i).padStart(8, '0')}`,
      slotId: slots[Math.floor(i / rivals)]?.id ?? '',
      studentIds: [stormFamily(i).student._id],
    });
    made.push({ ms, outcome: reply.ok ? 'won' : reply.code });
  });
  return made;
}

function judge(claimed: readonly Claim[], wallMs: number): Row[] {
  const times = claimed.map(({ ms }) => ms);
  const of = (outcome: string) => claimed.filter((claim) => claim.outcome === outcome);
  return [
    exactly(SLOTS, 'claims: won', of('won').length, ''),
    exactly(PARENTS - SLOTS, 'claims: offered another slot instead', of('booking.slot-taken').length, ''),
    fact('claims: p50 of a claim', median(times), 'ms'),
    fact('claims: p95 of a claim', quantile(times, 0.95), 'ms'),
    fact(
      'claims: p95 of a claim that won',
      quantile(
        of('won').map(({ ms }) => ms),
        0.95,
      ),
      'ms',
    ),
    atMost(MINUTE_MS / 1000, 'claims: all of them', wallMs / 1000, 's'),
    fact('claims: a second', (claimed.length / wallMs) * 1000, ''),
  ];
}

/** What the database says afterwards. */
async function inspect(store: Store, claimed: readonly Claim[]): Promise<Row[]> {
  const bookings = await store.list('bookings', { where: { schoolId: STORM_SCHOOL._id }, limit: 1000 });
  const twice = (of: (booking: Booking) => string) => bookings.length - new Set(bookings.map(of)).size;
  return [
    exactly(
      0,
      'claims: won without a call',
      Math.abs(claimed.filter((c) => c.outcome === 'won').length - bookings.length),
      '',
    ),
    exactly(
      0,
      'claims: slots given twice',
      twice((b) => `${b.pointId} ${b.day} ${b.from}`),
      '',
    ),
    exactly(
      0,
      'claims: children with two calls',
      twice((b) => b.studentIds.join()),
      '',
    ),
  ];
}
