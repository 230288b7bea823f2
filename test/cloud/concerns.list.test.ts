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
  const { rows } = await b.call('o-t-mind', 'concerns.list', {});
  expect(rows).toHaveLength(200);
  expect(rows.filter(({ state }) => state === 'open')).toHaveLength(101);
});
