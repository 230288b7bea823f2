import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import type { RetentionRun } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { RETENTION, type RetentionRow } from './retention';

type Needs = Pick<Deps, 'store' | 'files' | 'now' | 'log'>;

/** Rows that look at all schools at once. */
export const COUNTY = 'county';
const SCHOOLS = 1000;
const ROWS = 100;

/**
 * Takes away what is over: each row once a day, in portions, the whole environment's rows first and then school by school until the time is up. What
 * a run could not finish the next one does, so nothing piles up and no run is long. Answers how many documents went.
 */
export async function retain(deps: Needs, until: number): Promise<number> {
  const schools = await deps.store.list('schools', { where: {}, limit: SCHOOLS, fields: ['name'] });
  let removed = 0;
  await oneByOne(deps, [COUNTY, ...schools.map(({ _id }) => _id)], until, async (schoolId) => {
    removed += await retainOf(deps, schoolId, until);
  });
  return removed;
}

async function retainOf(deps: Needs, schoolId: string, until: number): Promise<number> {
  const runs = await runsOf(deps.store, schoolId);
  const rows = RETENTION.filter(({ per }) => (per === 'county') === (schoolId === COUNTY));
  const due = rows.filter((row) => isDue(runs.get(row.id), dayOf(deps.now())));
  let removed = 0;
  await oneByOne(deps, due, until, async (row) => {
    removed += await run(deps, schoolId, row, runs.get(row.id));
  });
  return removed;
}

/** The last runs of a school's rows, or of the environment's. */
export async function runsOf(store: Deps['store'], schoolId: string): Promise<ReadonlyMap<string, RetentionRun>> {
  const runs = await store.list('retentionRuns', { where: { schoolId }, limit: ROWS });
  return new Map(runs.map((one) => [one.row, one]));
}

const isDue = (last: RetentionRun | undefined, today: string): boolean =>
  !last || last.more === true || dayOf(last.at) < today;

/** One portion of one row. */
async function run(deps: Needs, schoolId: string, row: RetentionRow, last: RetentionRun | undefined): Promise<number> {
  const { removed, more, after } = await row.sweep(deps, schoolId, last?.after);
  const today = last && dayOf(last.at) === dayOf(deps.now()) ? last.removed : 0;
  await deps.store.put('retentionRuns', {
    _id: `${schoolId}:${row.id}`,
    schoolId,
    row: row.id,
    at: deps.now(),
    removed: today + removed,
    total: (last?.total ?? 0) + removed,
    more,
    ...(after === undefined ? {} : { after }),
  });
  return removed;
}
