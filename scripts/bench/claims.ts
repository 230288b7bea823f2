import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { Booking } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import { rulesOf } from '../../cloudfunctions/_server/school/rules';
import { createClock } from '../../local/clock';
import { type LocalCloud, startCloud } from '../../local/cloud';
import type { Reply } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Slot, slotsOfDay } from '../../miniprogram/shared/domain/slots';
import { buildFunctions } from '../build';
import { deployedFunctions } from '../functions';
import { STORM_SCHOOL, stormFamily } from './families';
import { atMost, exactly, fact, type Group, inParallel, median, quantile, type Row } from './rows';

const PARENTS = 2000;
const SLOTS = 400;
const INSTANCES = 8;
const MINUTE_MS = 60_000;
const FIELD_KEYS = `bench:${Buffer.alloc(32, 1).toString('base64')}`;
/** A Sunday morning: next week's calls are opened. */
const OPENED = instantOf('2026-11-22', 9 * 60);
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
  async run({ note }) {
    const dir = mkdtempSync(join(tmpdir(), 'bench-claims-'));
    await buildFunctions();
    const cloud = await startStorm(dir);
    try {
      Object.assign(process.env, cloud.sdkEnv, { FIELD_KEYS });
      const { store } = compose();
      note('2,000 families move in');
      await settle(store);
      note('the calls of the week are opened');
      const started = performance.now();
      const claimed = await storm(cloud);
      const wallMs = performance.now() - started;
      return [...judge(claimed, wallMs), ...(await inspect(store, claimed))];
    } finally {
      await cloud.close();
      rmSync(dir, { recursive: true, force: true });
    }
  },
};

const startStorm = (dir: string): Promise<LocalCloud> =>
  startCloud({
    dir,
    log: createWriteStream(join(dir, 'functions.log')),
    collections,
    strictIndexes: true,
    clock: createClock(OPENED - Date.now()),
    functions: deployedFunctions()
      .filter(({ name }) => name === 'api')
      .map((fn) => ({ ...fn, maxInstances: INSTANCES, environment: { ...fn.environment, FIELD_KEYS } })),
  });

async function settle(store: Store): Promise<void> {
  const families = Array.from({ length: PARENTS }, (_, i) => stormFamily(i));
  await store.insert('schools', STORM_SCHOOL);
  for (let from = 0; from < PARENTS; from += 500) {
    const part = families.slice(from, from + 500);
    await store.insert(
      'students',
      part.map(({ student }) => student),
    );
    await store.insert(
      'familyMembers',
      part.map(({ member }) => member),
    );
    await store.insert(
      'accounts',
      part.map(({ account }) => account),
    );
  }
}

/** Those who want the same slot ask at the same moment; each instance is busy all the time. */
async function storm(cloud: LocalCloud): Promise<Claim[]> {
  const slots: readonly Slot[] = DAYS.flatMap((day) =>
    slotsOfDay(rulesOf(STORM_SCHOOL), day, { boarding: true, classId: '' }),
  );
  if (slots.length !== SLOTS) throw new Error(`the school offers ${slots.length} slots`);
  const rivals = PARENTS / SLOTS;
  const parents = Array.from({ length: PARENTS }, (_, i) => i);
  const made: Claim[] = [];
  await inParallel(parents, INSTANCES, async (i) => {
    const input = {
      requestKey: `tap-${String(i).padStart(8, '0')}`,
      slotId: slots[Math.floor(i / rivals)]?.id,
      studentIds: [stormFamily(i).student._id],
    };
    const identity = { openid: stormFamily(i).account._id, source: 'wx_client' } as const;
    const before = performance.now();
    const reply = (await cloud.invoke('api', { method: 'booking.claim', input }, identity)) as Reply<'booking.claim'>;
    made.push({ ms: performance.now() - before, outcome: reply.ok ? 'won' : reply.code });
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
