import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import { tombstone } from '../../cloudfunctions/_server/privacy/erase-file';
import type { CadenceRow } from '../../miniprogram/shared/contract';
import { dayOf, weekOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const PAUSE = { studentId: 's-yu', from: '2026-11-20', to: '2026-12-10', why: 'ill' } as const;

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  await withAccounts(store, [
    aStaff({ _id: 't-helper', name: '爱心妈妈', role: 'volunteer', menteeIds: ['s-hai'], checkedUntil: '2026-12-31' }),
  ]);
  await store.updateWhere(
    'students',
    { _id: 's-yu' },
    {
      set: {
        contact: { ...aStudent().contact, childDay: '2026-11-21', since: '2026-09-01' },
        done: {
          '2026-09': ['12 home_visit'],
          '2026-10': ['05 return_visit'],
          '2026-11': ['10 home_visit', '10 home_visit'],
        },
      },
    },
  );
});
afterEach(() => backend.close());

const childOf = async (openid = 'o-t-head', studentId = 's-yu') => backend.call(openid, 'cadence.child', { studentId });
const cadenceOf = async (id: string) => (await childOf()).cadences.find((cadence) => cadence.id === id);
const windowsOf = async (id: string) =>
  ((await cadenceOf(id))?.windows ?? []).map(({ from, due, days, state }) => [from, due, days.join(' '), state]);

describe('a child’s windows', () => {
  it('show the whole term with the days that count, each once', async () => {
    expect(await windowsOf('month_visit')).toEqual([
      ['2026-09-01', '2026-09-30', '2026-09-12', 'ok'],
      ['2026-10-01', '2026-10-31', '2026-10-05', 'ok'],
      ['2026-11-01', '2026-11-30', '2026-11-10', 'ok'],
      ['2026-12-01', '2026-12-31', '', 'open'],
      // Half of January is in the term, but for the holiday on the 1st.
      ['2027-01-01', '2027-01-15', '', 'paused'],
    ]);
    expect(await cadenceOf('term_letter')).toMatchObject({ state: 'open', windows: [{ state: 'open', times: 1 }] });
  });

  it('show the contacts of the whole first week, also those before the term', async () => {
    const { store } = backend.deps;
    const { rules } = await backend.call('o-t-admin', 'cadence.rules', {});
    const cadences = rules.map((rule) => ({ ...rule, since: '2026-03-01' }));
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { cadences } });
    await store.updateWhere('students', { _id: 's-yu' }, { set: { 'contact.since': '2026-03-01' } });
    const [day, weekday] = ['2026-08-31', weekOf('2026-08-31')];
    await store.insert('contactEntries', [
      {
        ...{ _id: 'e-early', schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', day, weekOf: weekday, at: 0 },
        ...{ with: 'child' as const, way: 'own_call' as const },
        saidBy: { role: 'parent', personId: 'm-father', name: '林大山' },
      },
    ]);
    expect((await windowsOf('week_contact'))[0]).toEqual(['2026-08-31', '2026-09-06', '2026-08-31', 'ok']);
  });

  it('show of the weekly contact what the ledger knows, not only the last day', async () => {
    await backend.deps.store.insert(
      'contactEntries',
      (['2026-11-12', '2026-11-21'] as const).map((day) => ({
        ...{ _id: `e-${day}`, schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', day, weekOf: weekOf(day), at: 0 },
        ...{ with: 'child' as const, way: 'own_call' as const },
        saidBy: { role: 'parent', personId: 'm-father', name: '林大山' },
      })),
    );
    const weeks = (await windowsOf('week_contact')).filter(([from = '']) => from <= '2026-11-23').slice(-4);
    expect(weeks.map(([from, , days, state]) => [from, days, state])).toEqual([
      ['2026-11-02', '', 'missed'],
      ['2026-11-09', '2026-11-12', 'ok'],
      ['2026-11-16', '2026-11-21', 'ok'],
      ['2026-11-23', '', 'open'],
    ]);
  });

  it('are shown to who may look after it, and to a volunteer of the own child alone', async () => {
    expect((await childOf('o-t-helper', 's-hai')).cadences).not.toHaveLength(0);
    for (const [openid, studentId] of [
      ['o-t-helper', 's-yu'],
      ['o-t-mentor', 's-yu'],
      ['o-t-other', 's-yu'],
      ['o-t-head', 's-none'],
    ] as const)
      expect(await backend.reply(openid, 'cadence.child', { studentId })).toMatchObject({ code: 'common.not-found' });
    expect(await backend.reply('o-m-father', 'cadence.child', { studentId: 's-yu' })).toMatchObject({
      code: 'auth.forbidden',
    });
  });

  it('cost six operations: the school, the child, its mentors and its contacts', async () => {
    await childOf();
    backend.cloud.operations.reset();
    await childOf();
    expect(backend.cloud.operations.total('database.')).toBeLessThanOrEqual(6);
  });
});

describe('a child to whom the school keeps a closer eye', () => {
  const focus = (on: boolean) => backend.call('o-t-head', 'cadence.focus', { studentId: 's-yu', on });

  it('is under the rules for such children, as long as it is marked', async () => {
    const [visit] = (await backend.call('o-t-admin', 'cadence.rules', {})).rules;
    if (!visit) throw new Error('no rule');
    const often = { ...visit, id: 'often', name: '重点孩子多走访', times: 2, for: 'focus' } as const;
    await backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { cadences: [often] } });
    const asked = async () => {
      const { rows } = await backend.call('o-t-admin', 'cadence.due', { of: 'school' });
      return rows.map(({ child }) => child.id);
    };
    expect([await asked(), (await childOf()).focus]).toEqual([[], false]);
    await focus(true);
    await focus(true);
    expect([await asked(), (await childOf()).focus]).toEqual([['s-yu'], true]);
    await focus(false);
    expect([await asked(), (await childOf()).focus]).toEqual([[], false]);
  });

  it('is nothing that a family is told', async () => {
    await focus(true);
    const seen = [
      await backend.call('o-m-father', 'home.open', {}),
      await backend.reply('o-m-father', 'contacts.file', { studentId: 's-yu' }),
    ];
    expect(JSON.stringify(seen)).not.toMatch(/"focus"/);
  });
});

describe('a pause', () => {
  it('lets duties rest while it lasts, and windows of which too little is left', async () => {
    await backend.call('o-t-head', 'cadence.pause', PAUSE);
    expect((await childOf()).pauses).toEqual([{ from: '2026-11-20', to: '2026-12-10', why: 'ill' }]);
    // What is done is done; the letter of the term can wait.
    expect((await cadenceOf('month_visit'))?.state).toBe('ok');
    expect((await cadenceOf('month_call'))?.state).toBe('paused');
    expect((await cadenceOf('term_letter'))?.state).toBe('paused');
    expect((await cadenceOf('week_contact'))?.state).not.toBe('paused');
    await backend.call('o-t-head', 'cadence.pause', { ...PAUSE, to: '2026-12-20' });
    expect((await windowsOf('month_visit')).find(([from]) => from === '2026-12-01')?.[3]).toBe('paused');
    expect((await childOf()).pauses).toHaveLength(1);
  });

  it('is taken back, also twice', async () => {
    await backend.call('o-t-head', 'cadence.pause', PAUSE);
    for (let i = 0; i < 2; i++)
      await backend.call('o-t-admin', 'cadence.unpause', { studentId: 's-yu', from: PAUSE.from });
    expect((await childOf()).pauses).toEqual([]);
  });

  it('cannot end before it begins, and is not a volunteer’s to say', async () => {
    expect(await backend.reply('o-t-head', 'cadence.pause', { ...PAUSE, to: '2026-11-19' })).toMatchObject({
      code: 'input.invalid',
      details: { field: 'to' },
    });
    expect(await backend.reply('o-t-helper', 'cadence.pause', { ...PAUSE, studentId: 's-hai' })).toMatchObject({
      code: 'auth.forbidden',
    });
    expect(await backend.reply('o-t-mentor', 'cadence.pause', PAUSE)).toMatchObject({ code: 'common.not-found' });
  });

  it('loses none of many that are noted at once', async () => {
    const days = Array.from({ length: 6 }, (_, i) => `2026-11-0${i + 1}`);
    await Promise.all(days.map((from) => backend.call('o-t-head', 'cadence.pause', { ...PAUSE, from, to: from })));
    expect((await childOf()).pauses.map(({ from }) => from)).toEqual(days);
  });
});

it('nothing of it stays when the child is erased', async () => {
  const { store } = backend.deps;
  await backend.call('o-t-head', 'cadence.pause', PAUSE);
  const student = await store.get('students', 's-yu');
  if (!student) throw new Error('no child');
  await tombstone(backend.deps, { student, members: [], askerId: null });
  expect(await store.get('students', 's-yu')).toMatchObject({ done: {}, pauses: [] });
});

describe('the school’s rules', () => {
  const usual = async () => (await backend.call('o-t-admin', 'cadence.rules', {})).rules;
  const save = async (rules: CadenceRow[], openid = 'o-t-admin') =>
    backend.reply(openid, 'cadence.saveRules', { seen: await usual(), rules });

  it('are 三个一 and the weekly contact at first, and presets begin with the window that runs', async () => {
    const { rules, presets } = await backend.call('o-t-admin', 'cadence.rules', {});
    expect(rules.map(({ id, since }) => [id, since])).toEqual(
      ['month_visit', 'month_call', 'term_letter', 'week_contact'].map((id) => [id, '2026-09-01']),
    );
    const since = Object.fromEntries(presets.map((row) => [row.window, row.since]));
    expect(since).toEqual({
      month: '2026-11-01',
      term: '2026-09-01',
      week: '2026-11-23',
      // The middle third is over; it ended on the 18th.
      term_thirds: '2026-12-26',
    });
    expect(await save(presets)).toMatchObject({ ok: true });
  });

  it('are replaced by those that are saved, by the office alone', async () => {
    const [visit] = await usual();
    if (!visit) throw new Error('no rule');
    expect(await save([{ ...visit, name: '每月走访', times: 2 }])).toMatchObject({ ok: true });
    expect((await usual()).map(({ name, times }) => [name, times])).toEqual([['每月走访', 2]]);
    expect(await save([visit], 'o-t-head')).toMatchObject({ code: 'auth.forbidden' });
    expect(await save([])).toMatchObject({ ok: true });
    expect(await usual()).toEqual([]);
  });

  it('that another head saved meanwhile are not overwritten, and a second sending of the same is none', async () => {
    const seen = await usual();
    const [visit, ...others] = seen;
    if (!visit) throw new Error('no rule');
    const send = (rules: CadenceRow[]) => backend.reply('o-t-admin', 'cadence.saveRules', { seen, rules });
    const both = await Promise.all([send([{ ...visit, times: 2 }]), send(others)]);
    expect(both.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual(['common.stale', 'ok']);
    const kept = await usual();
    expect(await send(kept)).toMatchObject({ ok: true });
    expect(await usual()).toEqual(kept);
  });

  it('with a fault are not saved', async () => {
    const [visit] = await usual();
    if (!visit) throw new Error('no rule');
    const faults: readonly (readonly [CadenceRow[], string, string])[] = [
      [[{ ...visit, counts: ['dance'] }], 'rules.0.counts', 'unknown'],
      [[visit, visit], 'rules.1.id', 'twice'],
      [[{ ...visit, window: 'week', times: 8 }], 'rules.0.times', 'too_many'],
      [[{ ...visit, counts: ['contact'], times: 2 }], 'rules.0.times', 'too_many'],
      [[{ ...visit, until: '2026-08-31' }], 'rules.0.until', 'backwards'],
    ];
    for (const [rules, field, rule] of faults)
      expect(await save(rules)).toMatchObject({ code: 'input.invalid', details: { field, rule } });
    expect(await usual()).toHaveLength(4);
  });

  it('may count a kind of the school’s own, and go on counting it when the kind is gone', async () => {
    const [visit] = await usual();
    if (!visit) throw new Error('no rule');
    const garden = [{ ...visit, counts: ['own_garden'] }];
    expect(await save(garden)).toMatchObject({ code: 'input.invalid' });
    const own = { ...{ id: 'own_garden', name: '菜园', book: 'life', about: 'child', fields: [] }, photos: 0 } as const;
    const kind = { ...own, voices: 0, writers: ['teacher'], readers: ['teacher'], families: null, feeds: [] };
    const set = (kinds: readonly object[]) =>
      backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { recordKinds: { own: kinds, hidden: [] } } });
    await set([kind]);
    expect(await save(garden)).toMatchObject({ ok: true });
    await set([]);
    expect(await save(garden)).toMatchObject({ ok: true });
    await backend.deps.store.updateWhere(
      'students',
      { _id: 's-yu' },
      { set: { done: doneOf([{ kind: 'own_garden', day: dayOf(backend.clock.at) }]) } },
    );
    expect((await cadenceOf('month_visit'))?.state).toBe('ok');
  });
});
