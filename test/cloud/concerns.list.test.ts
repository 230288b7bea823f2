import { expect, it } from 'vitest';
import type { Concern } from '../../cloudfunctions/_server/data/documents';
import { aRaising } from '../support/care';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);

it('a list with more concerns than a page holds still opens, what is not settled first', async () => {
  const { store } = b.deps;
  const { concernId } = await b.call('o-t-mind', 'concerns.raise', aRaising({ to: 'report' }));
  const one = (await store.get('concerns', concernId)) as Concern;
  const many = (n: number, over: Partial<Concern>) =>
    Array.from({ length: n }, (_, i) => ({ ...one, ...over, _id: `${over.to}-${over.state}-${i}` }));
  await store.insert('concerns', [
    ...many(100, { to: 'counsellor', state: 'open', byId: 't-head' }),
    ...many(60, { to: 'counsellor', state: 'closed', byId: 't-head' }),
    ...many(100, { to: 'report', state: 'closed' }),
  ]);
  const { rows, more } = await b.call('o-t-mind', 'concerns.list', {});
  expect(rows.filter(({ state }) => state === 'open')).toHaveLength(101);
  expect(rows.findIndex(({ state }) => state === 'closed')).toBe(101);
  expect(more).toBeNull();
});

it('of more that wait than a list holds none drops off unseen: it says how many are older, and goes on with them', async () => {
  const { store } = b.deps;
  const { concernId } = await b.call('o-t-head', 'concerns.raise', aRaising({ to: 'counsellor' }));
  const one = (await store.get('concerns', concernId)) as Concern;
  const many = Array.from({ length: 249 }, (_, i) => ({
    ...one,
    // Some at the same moment, and some of them in hand.
    ...{
      _id: `many-${i}`,
      at: one.at - Math.floor(i / 3),
      state: i % 2 === 0 ? ('open' as const) : ('taken' as const),
    },
  }));
  for (let i = 0; i < many.length; i += 100) await store.insert('concerns', many.slice(i, i + 100));
  const seen = new Set<string>();
  let left: number[] = [];
  for (let until: number | undefined, pages = 0; pages < 5; pages += 1) {
    const { rows, more } = await b.call('o-t-mind', 'concerns.list', until === undefined ? {} : { until });
    const waiting = rows.filter(({ state }) => state !== 'closed');
    expect(waiting.map(({ state }) => state)).toEqual(waiting.map(({ state }) => state).sort());
    for (const row of rows) seen.add(row.concernId);
    expect(more?.count ?? 0).toBe(250 - seen.size);
    left = [...left, more?.count ?? 0];
    if (!more) break;
    until = more.until;
  }
  expect(seen.size).toBe(250);
  expect(left.at(-1)).toBe(0);
  expect(left[0]).toBe(150);
});
