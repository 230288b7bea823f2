import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { statisticsHandlers } from '../../cloudfunctions/_server/statistics/handlers';
import { type Backend, startBackend } from '../support/backend';
import { aMember, aSchool, aStaff, aStudent, withAccounts } from '../support/builders';

const SINCE = '2026-11-01';
let backend: Backend;

/** Pupils of a school: so many with that last day of contact; the number says also how many of them nobody can reach. */
async function school(
  _id: string,
  name: string,
  groups: readonly [count: number, day: string | null, over?: object][],
) {
  const { store, vault } = backend.deps;
  await store.put('schools', aSchool({ _id, schoolId: _id, name }));
  const students = groups.flatMap(([count, childDay, over], g) =>
    Array.from({ length: count }, (_, i) =>
      aStudent({
        _id: `${_id}-${g}-${i}`,
        schoolId: _id,
        contact: { childDay, caregiverDay: null, remindedDay: null, since: SINCE },
        ...over,
      }),
    ),
  );
  const phone = { phone: vault.seal('17000000001'), phoneHash: vault.blind('phone', '17000000001') };
  const members = students.map((student, i) =>
    aMember(
      { _id: `m-${student._id}`, schoolId: _id, openid: i % 2 ? `o-${_id}${i}` : null, ...(i % 2 ? {} : phone) },
      [student],
    ),
  );
  await store.insert('students', students);
  await store.insert('familyMembers', members);
  return { students, members };
}

beforeAll(async () => {
  backend = await startBackend(statisticsHandlers);
  const { store } = backend.deps;
  const large = await school('sch1', '一小', [
    [40, '2026-11-23'],
    [12, '2026-11-20'],
    [9, '2026-11-16'],
    [7, '2026-11-02'],
    [6, null],
    [30, null, { leftBehind: false }],
    [3, '2026-11-23', { status: 'left' }],
  ]);
  // Seven of the left-behind have nobody who can be reached; a caregiver without a number does not count.
  const alone = large.members.slice(0, 7);
  await store.removeWhere('familyMembers', { schoolId: 'sch1', _id: { in: alone.map(({ _id }) => _id) } });
  await store.insert(
    'familyMembers',
    aMember({ _id: 'm-nophone', schoolId: 'sch1', openid: null }, [aStudent({ _id: 'sch1-0-0' })]),
  );
  await school('sch2', '二小', [
    [20, '2026-11-23'],
    [2, '2026-11-16'],
    [8, '2026-11-01'],
    [30, null, { leftBehind: false }],
  ]);
  await school('sch3', '村小', [[3, '2026-11-23']]);
  await store.put('schools', aSchool({ _id: 'far', schoolId: 'far', county: '外县', name: '外县小学' }));
  await withAccounts(store, [
    aStaff({ _id: 't-bureau', role: 'bureau', county: '示范县' }),
    aStaff({ _id: 't-nowhere', role: 'bureau', county: null }),
    aStaff({ _id: 't-admin', role: 'school_admin' }),
    aStaff({ _id: 't-head', classIds: ['c32'] }),
    aStaff({ _id: 't-booth', role: 'booth' }),
    aMember({ _id: 'm-father' }),
  ]);
});
afterAll(() => backend.close());

describe('statistics.county', () => {
  it('counts each school of the county, without one name of a child', async () => {
    const answer = await backend.call('o-t-bureau', 'statistics.county', {});
    expect(answer.county).toBe('示范县');
    expect(answer.schools.map(({ name }) => name).sort()).toEqual(['一小', '二小', '村小'].sort());
    expect(answer.schools.find(({ name }) => name === '一小')).toEqual({
      name: '一小',
      pupils: 104,
      leftBehind: 74,
      filed: 67,
      thisWeek: 40,
      amber: 9,
      red: 13,
    });
    expect(JSON.stringify(answer)).not.toContain('林小雨');
  });

  it('hides small cells and what would tell them', async () => {
    const { schools } = await backend.call('o-t-bureau', 'statistics.county', {});
    expect(schools.find(({ name }) => name === '二小')).toEqual({
      name: '二小',
      pupils: 60,
      leftBehind: 30,
      filed: 30,
      thisWeek: null,
      amber: null,
      red: null,
    });
    const { name: _, ...village } = schools.find(({ name }) => name === '村小') ?? { name: '' };
    expect(Object.values(village)).toEqual([null, null, null, null, null, null]);
  });

  it('asks two questions for twenty schools', async () => {
    backend.cloud.operations.reset();
    await backend.call('o-t-bureau', 'statistics.county', {});
    expect(backend.cloud.operations.total('database.')).toBe(5);
  });

  it('is for the bureau of a county', async () => {
    for (const openid of ['o-t-admin', 'o-t-head', 'o-t-booth', 'o-m-father'])
      expect(await backend.reply(openid, 'statistics.county', {})).toMatchObject({ code: 'auth.forbidden' });
    expect(await backend.reply('o-t-nowhere', 'statistics.county', {})).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-nobody', 'statistics.county', {})).toMatchObject({ code: 'auth.unbound' });
  });
});
