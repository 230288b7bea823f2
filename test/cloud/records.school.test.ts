import { describe, expect, it } from 'vitest';
import type { School } from '../../cloudfunctions/_server/data/documents';
import { bodyOf } from '../../cloudfunctions/_server/records/shared';
import type { CadenceRow, Output, OwnKind } from '../../miniprogram/shared/contract';
import { NOON } from '../support/backend';
import { SCHOOL } from '../support/builders';
import { NOTE, schoolWithPhotos, shared, visit } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const FATHER = 'o-m-father';
const VOLUNTEER = 'o-t-volunteer';
const b = await sharedBackend(schoolWithPhotos);
const { store, vault } = b.deps;

const TREE: OwnKind = {
  id: 'own_tree',
  name: '种树',
  book: 'growth',
  about: 'children',
  fields: [{ id: 'trees', label: '几棵', type: 'number', min: 0, max: 50, unit: '棵' }],
  photos: 3,
  voices: 0,
  writers: ['teacher'],
  readers: ['teacher', 'school_admin'],
  families: { title: '孩子种了树', fields: ['trees'], photos: true, voices: false, on: true },
  feeds: ['praise'],
};
/** Twice a month something to praise. */
const PRAISE: CadenceRow = {
  ...{ id: 'praise', name: '每月表扬', window: 'month', times: 2, counts: ['praise'], for: 'all', by: 'head_teacher' },
  ...{ since: '2026-09-01', until: null, pausedBy: [] },
};
/** So long that no instance keeps the school's settings of before; each time later than any other. */
let whiles = 0;
const aWhile = () => {
  b.clock.at = NOON + ++whiles * 120_000;
};
const save = async (own: OwnKind[], hidden: string[] = [], openid = ADMIN) =>
  b.call(openid, 'records.saveKinds', { seen: await b.call(ADMIN, 'records.kinds', {}), own, hidden });
const planted = visit({ requestKey: 'tree-00001', kind: 'own_tree', values: { trees: 3 }, share: true });
const listOf = async (openid: string, over: object = {}) =>
  (await b.call(openid, 'records.list', { studentId: 's-yu', ...over })).records;

describe('a kind of a school’s own', () => {
  it('is written, read, shared and counted like any other', async () => {
    await save([TREE], ['bed_check']);
    // Who saves them all reads them as they are now.
    expect(await b.call(ADMIN, 'records.kinds', {})).toEqual({ own: [TREE], hidden: ['bed_check'] });
    aWhile();
    expect(await b.call(HEAD, 'records.kinds', {})).toEqual({ own: [TREE], hidden: ['bed_check'] });
    const { recordId } = await b.call(HEAD, 'records.write', planted);
    expect((await listOf(HEAD))[0]).toMatchObject({ title: '种树', facts: [{ label: '几棵', text: '3 棵' }] });
    expect((await listOf(FATHER))[0]).toMatchObject({ title: '孩子种了树', facts: [{ label: '几棵', text: '3 棵' }] });
    expect((await store.get('students', 's-yu'))?.done).toEqual({ '2026-11': ['24 own_tree'] });
    expect(await listOf('o-t-mind')).toEqual([]);
    expect(await code(b.call('o-t-mind', 'records.open', { recordId }))).toBe('common.not-found');
    expect(await code(b.call('o-t-mind', 'records.write', planted))).toBe('records.wrong-kind');
  });

  it('that another head saved meanwhile is not overwritten, and a second sending of the same is none', async () => {
    const seen = await b.call(ADMIN, 'records.kinds', {});
    const send = (own: OwnKind[], hidden: string[]) => code(b.call(ADMIN, 'records.saveKinds', { seen, own, hidden }));
    expect((await Promise.all([send([TREE], []), send([], ['bed_check'])])).sort()).toEqual(['common.stale', 'done']);
    const { own, hidden } = await b.call(ADMIN, 'records.kinds', {});
    expect(await send(own, hidden)).toBe('done');
  });

  it('can be written with at once after it was saved', async () => {
    aWhile();
    expect((await b.call(HEAD, 'records.kinds', {})).own).toEqual([]);
    await save([TREE]);
    expect(await code(b.call(HEAD, 'records.write', planted))).toBe('done');
  });

  it('that is gone stays readable and can be corrected, but is written with no more', async () => {
    await save([TREE]);
    const { recordId } = await b.call(HEAD, 'records.write', planted);
    await save([]);
    aWhile();
    expect((await listOf(HEAD))[0]).toMatchObject({ title: '种树', facts: [{ label: '几棵', text: '3 棵' }] });
    expect((await listOf(FATHER))[0]).toMatchObject({ title: '孩子种了树' });
    expect(await code(b.call(HEAD, 'records.write', { ...planted, requestKey: 'tree-00002' }))).toBe(
      'records.wrong-kind',
    );
    // The phone has no row of it any more: it comes along.
    expect((await b.call(HEAD, 'records.open', { recordId })).form.own).toEqual(TREE);
    const { kind: _kind, studentIds: _ids, ...body } = planted;
    await b.call(HEAD, 'records.correct', {
      ...body,
      recordId,
      seen: 1,
      requestKey: 'tree-00003',
      values: { trees: 4 },
    });
    expect((await listOf(FATHER))[0]?.facts).toEqual([{ label: '几棵', text: '4 棵' }]);
  });

  it('that is gone still counts for what it fed', async () => {
    const praises = async () =>
      (await b.call(HEAD, 'cadence.due', { of: 'mine' })).rows
        .filter(({ child }) => child.id === 's-yu')
        .map(({ done }) => done);
    await save([TREE]);
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { cadences: [PRAISE] } });
    aWhile();
    expect(await praises()).toEqual([0]);
    await b.call(HEAD, 'records.write', planted);
    expect(await praises()).toEqual([1]);
    await save([]);
    expect(await praises()).toEqual([1]);
    // And another time something is saved it is not forgotten.
    await save([], ['bed_check']);
    expect(await praises()).toEqual([1]);
    expect(await b.call(ADMIN, 'records.kinds', {})).toEqual({ own: [], hidden: ['bed_check'] });
  });

  it.each<[string, OwnKind[]]>([
    ['without a meaning', [{ ...TREE, writers: [] }]],
    ['twice', [TREE, TREE]],
    ['of the product’s', [{ ...TREE, id: 'home_visit' }]],
    ['that families write', [{ ...TREE, writers: ['parent'] }]],
    ['that feeds nothing that counts', [{ ...TREE, feeds: ['trees'] }]],
  ])('%s is not saved', async (_what, own) => {
    expect(await code(save(own))).toBe('input.invalid');
    expect((await store.get('schools', SCHOOL))?.recordKinds).toBeUndefined();
  });

  it('that was stored with a fault does not load', async () => {
    const bad = {
      ...TREE,
      id: 'own_bad',
      fields: [{ id: 'x', label: '选一个', type: 'choice', choices: ['只有一个'] }],
    };
    const recordKinds = { own: [bad, TREE], hidden: [] } as School['recordKinds'];
    await store.updateWhere('schools', { _id: SCHOOL }, { set: { recordKinds } });
    aWhile();
    expect((await b.call(HEAD, 'records.kinds', {})).own.map(({ id }) => id)).toEqual(['own_tree']);
    expect(await code(b.call(HEAD, 'records.write', { ...planted, kind: 'own_bad', values: {} }))).toBe(
      'records.wrong-kind',
    );
    expect(await code(b.call(HEAD, 'records.write', planted))).toBe('done');
  });

  it('is the headteacher’s to make', async () => {
    for (const openid of [HEAD, 'o-t-mind', FATHER, VOLUNTEER])
      expect(await code(save([TREE], [], openid))).toBe('auth.forbidden');
    expect((await b.call(FATHER, 'records.kinds', {})).own).toEqual([]);
  });

  it('that the school hid is still taken from a phone that wrote without a network', async () => {
    await save([], ['home_visit']);
    expect(await code(b.call(HEAD, 'records.write', visit()))).toBe('done');
  });
});

describe('the timeline', () => {
  const entries = async () => {
    const days = ['2026-09-03', '2026-10-20', '2026-11-24', '2026-06-01'];
    for (const [i, day] of days.entries()) {
      b.clock.at += 1000;
      const kind = i % 2 ? 'diary' : 'home_visit';
      await b.call(HEAD, 'records.write', visit({ requestKey: `visit-${1000 + i}`, day, kind, values: { note: day } }));
    }
  };
  const days = async (over: object) => (await listOf(HEAD, over)).map(({ day }) => day);

  it('goes by day, not by when it was written; by term and by book', async () => {
    await entries();
    expect(await days({})).toEqual(['2026-11-24', '2026-10-20', '2026-09-03', '2026-06-01']);
    expect(await days({ from: '2026-09-03', to: '2026-10-20' })).toEqual(['2026-10-20', '2026-09-03']);
    expect(await days({ from: '2026-09-04', to: '2026-10-19' })).toEqual([]);
    expect(await days({ book: 'growth' })).toEqual(['2026-10-20', '2026-06-01']);
    expect(await days({ book: 'growth', from: '2026-09-01' })).toEqual(['2026-10-20']);
  });

  it('pages without leaving one out or showing one twice, also of one moment', async () => {
    for (let i = 0; i < 45; i++) await b.call(HEAD, 'records.write', visit({ requestKey: `visit-${1000 + i}` }));
    const seen: string[] = [];
    let before: string | null | undefined;
    for (let pages = 0; before !== null && pages < 5; pages++) {
      const page: Output<'records.list'> = await b.call(HEAD, 'records.list', {
        studentId: 's-yu',
        to: '2026-11-24',
        ...(before === undefined ? {} : { before }),
      });
      seen.push(...page.records.map(({ recordId }) => recordId));
      before = page.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
  });

  it('offers the terms that the school knows; a new one keeps the last', async () => {
    const terms = async () => {
      aWhile();
      return (await b.call(FATHER, 'records.list', { studentId: 's-yu' })).terms.map(({ name }) => name);
    };
    expect(await terms()).toEqual(['2026 年秋季学期']);
    // The same term put right is no new one.
    await b.call(ADMIN, 'school.configure', { term: { name: '2026 秋', from: '2026-09-02', to: '2027-01-10' } });
    expect(await terms()).toEqual(['2026 秋']);
    await b.call(ADMIN, 'school.configure', { term: { name: '2027 春', from: '2027-02-20', to: '2027-07-02' } });
    await b.call(ADMIN, 'school.configure', { term: { name: '2027 年春', from: '2027-02-21', to: '2027-07-02' } });
    expect(await terms()).toEqual(['2027 年春', '2026 秋']);
  });
});

describe('a volunteer', () => {
  const near = (checkedUntil: string | null) =>
    store.updateWhere('staff', { _id: 't-volunteer' }, { set: { menteeIds: ['s-yu'], checkedUntil } });

  it('reads what it wrote and what is glad, not what others saw at home', async () => {
    await near('2026-11-24');
    await b.call(HEAD, 'records.write', visit());
    b.clock.at += 1000;
    await b.call(HEAD, 'records.write', visit({ requestKey: 'diary-0001', kind: 'diary', values: { note: '种花' } }));
    b.clock.at += 1000;
    const { recordId } = await b.call(
      VOLUNTEER,
      'records.write',
      visit({ requestKey: 'visit-of-mine', values: { note: '我去看了' } }),
    );
    expect((await listOf(VOLUNTEER)).map(({ kind, by, mayCorrect }) => [kind, by, mayCorrect])).toEqual([
      ['home_visit', '志愿者', true],
      ['diary', '李老师', false],
    ]);
    expect(await code(b.call(VOLUNTEER, 'records.open', { recordId }))).toBe('done');
    expect(JSON.stringify(await listOf(VOLUNTEER))).not.toContain(NOTE);
  });

  it('without a check that holds today is near nobody, nor to what it wrote', async () => {
    await near('2026-11-24');
    const { recordId } = await b.call(VOLUNTEER, 'records.write', visit());
    for (const until of ['2026-11-23', null]) {
      await near(until);
      expect(await code(b.call(VOLUNTEER, 'records.write', visit({ requestKey: 'visit-0002' })))).toBe(
        'common.not-found',
      );
      expect(await code(listOf(VOLUNTEER))).toBe('common.not-found');
      expect(await code(b.call(VOLUNTEER, 'records.open', { recordId }))).toBe('common.not-found');
    }
  });

  it('writes no illness and awards nothing', async () => {
    await near('2026-11-24');
    for (const kind of ['illness', 'award', 'badge', 'bed_check', 'parent_school'])
      expect(await code(b.call(VOLUNTEER, 'records.write', visit({ kind, values: {} })))).toBe('records.wrong-kind');
  });
});

describe('a place and a goal', () => {
  const plan = {
    ...{
      _id: 'p1',
      schoolId: SCHOOL,
      studentId: 's-yu',
      kind: 'study_help',
      status: 'open',
      byId: 't-head',
      byName: '李老师',
    },
    ...{
      startDay: '2026-09-01',
      midDay: '2026-11-01',
      endDay: '2027-01-10',
      midDone: null,
      endDone: null,
      at: 0,
      version: 1,
    },
    ...{ lastKey: 'p1', before: [], savedBy: '李老师', savedAt: 0, body: vault.seal('{}') },
    goals: [{ id: 'g1', horizon: 'term', dueDay: '2027-01-10', state: 'open' }],
  };
  const tied = (goalId = 'g1', over: object = {}) =>
    visit({ goal: { planId: 'p1', goalId }, place: '小雨家', ...over });

  it('a place is written only where the teacher wants, and is the school’s own', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared({ place: '小雨家' }));
    const stored = await store.get('records', recordId);
    expect(stored && bodyOf(vault, stored).place).toBe('小雨家');
    expect(JSON.stringify(stored)).not.toContain('小雨家');
    expect((await listOf(HEAD))[0]?.place).toBe('小雨家');
    expect((await listOf(FATHER))[0]?.place).toBe('');
  });

  it('a goal is of an open plan of that child', async () => {
    await store.insert('plans', plan as never);
    expect(await code(b.call(HEAD, 'records.write', tied('g2')))).toBe('input.invalid');
    expect(await code(b.call(HEAD, 'records.write', tied('g1', { studentIds: ['s-hai'] })))).toBe('input.invalid');
    const { recordId } = await b.call(HEAD, 'records.write', tied());
    expect((await b.call(HEAD, 'records.open', { recordId })).form.goal).toEqual({ planId: 'p1', goalId: 'g1' });
    await store.updateWhere('plans', { _id: 'p1' }, { set: { status: 'closed' } });
    expect(await code(b.call(HEAD, 'records.write', tied('g1', { requestKey: 'visit-0002' })))).toBe('input.invalid');
    // What was tied before stays tied when it is corrected.
    const { kind: _kind, studentIds: _ids, ...body } = tied();
    expect(await code(b.call(HEAD, 'records.correct', { ...body, recordId, seen: 1, requestKey: 'again-0001' }))).toBe(
      'done',
    );
  });
});
