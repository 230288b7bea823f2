import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { asking, key, losingOne, opsOf } from '../support/booking';
import { aStudent, SCHOOL } from '../support/builders';
import { aCareRecord, aPlanForm, savedForm } from '../support/care';
import { mortal } from '../support/mortal';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const start = (over: Partial<Input<'plans.start'>> = {}, openid = 'o-t-head') =>
  b.call(openid, 'plans.start', aPlanForm(over));
const open = (planId: string, openid = 'o-t-head') => b.call(openid, 'plans.open', { planId });
const all = () => b.deps.store.list('plans', { where: { schoolId: 'sch1', studentId: 's-yu' }, limit: 100 });

describe('plans.start', () => {
  it('is read again as it was written, sealed in the database, and says what comes next', async () => {
    const { planId, version } = await start();
    expect(version).toBe(1);
    expect(await open(planId)).toMatchObject({
      child: { id: 's-yu', name: '林小雨' },
      kind: 'study_help',
      status: 'open',
      by: '李老师',
      start: { now: '数学落下两个单元', strengths: '爱画画' },
      goals: [{ id: 'g1', text: '按时交作业', late: false }, { id: 'g2' }],
      priorities: [{ id: 'study', words: '每天先批改他的作业' }, { id: 'meals' }],
      mid: null,
      end: null,
      next: { what: 'goal', day: '2026-12-04', late: false },
      before: [],
    });
    expect(JSON.stringify(await all())).not.toMatch(/数学落下|按时交作业|每天先批改/);
  });

  it('counts a tap once, also when its reply was lost, and three at the same moment', async () => {
    const form = aPlanForm();
    const lost = losingOne(b, 'database.insertDocument');
    await b.reply('o-t-head', 'plans.start', form);
    const replies = await Promise.all([1, 2, 3].map(() => b.call('o-t-head', 'plans.start', form)));
    expect(lost()).toBe(1);
    expect(new Set(replies.map(({ planId }) => planId)).size).toBe(1);
    expect(await all()).toHaveLength(1);
  });

  it.each([
    ['an answer to no question', { start: { now: '好', nothing: '' } }],
    ['days out of order', { midDay: '2026-11-01' }],
    ['no goal', { goals: [] }],
  ])('refuses %s', async (_, over) => {
    expect(await code(start(over as Partial<Input<'plans.start'>>))).toBe('input.invalid');
    expect(await all()).toEqual([]);
  });

  it('is for the head teacher, the mentor, the counsellor and the office', async () => {
    for (const openid of ['o-t-head', 'o-t-mind', 'o-t-admin'])
      expect(await code(start({ requestKey: key() }, openid))).toBe('done');
    expect(await code(start({ studentId: 's-hai' }, 'o-t-mentor'))).toBe('done');
    expect(await code(start({}, 'o-t-other'))).toBe('common.not-found');
    expect(await code(start({ studentId: 's-none' }))).toBe('common.not-found');
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-bureau'])
      expect(await code(start({}, openid))).toBe('auth.forbidden');
  });
});

describe('plans.save', () => {
  it('keeps what stood before, with who wrote it', async () => {
    const { planId } = await start();
    b.clock.at += 60_000;
    const saved = savedForm(planId, 1, { mid: { progress: '作业交齐了' } });
    expect(await b.call('o-t-admin', 'plans.save', saved)).toEqual({ planId, version: 2 });
    const plan = await open(planId);
    expect(plan).toMatchObject({ version: 2, mid: { day: '2026-11-24', answers: { progress: '作业交齐了' } } });
    expect(plan.before).toMatchObject([{ by: '李老师', mid: null, start: { now: '数学落下两个单元' } }]);
    expect(plan.next).toMatchObject({ what: 'goal' });
  });

  it('is made once for a tap; of two who saw the same version one is told to look again', async () => {
    const { planId } = await start();
    const first = savedForm(planId, 1, { start: { now: '一' } });
    const replies = await Promise.all([
      b.reply('o-t-head', 'plans.save', first),
      b.reply('o-t-admin', 'plans.save', savedForm(planId, 1, { start: { now: '二' } })),
    ]);
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual(['common.stale', 'ok']);
    const saved = savedForm(planId, 2);
    await Promise.all([1, 2, 3].map(() => b.call('o-t-head', 'plans.save', saved)));
    expect(await open(planId)).toMatchObject({ version: 3 });
  });

  it('loses no goal, and writes no end before the end', async () => {
    const { planId } = await start();
    const [one] = aPlanForm().goals;
    expect(await code(b.call('o-t-head', 'plans.save', savedForm(planId, 1, { goals: one ? [one] : [] })))).toBe(
      'input.invalid',
    );
    expect(await code(b.call('o-t-head', 'plans.save', savedForm(planId, 1, { end: { result: '好' } })))).toBe(
      'input.invalid',
    );
    expect(await open(planId)).toMatchObject({ version: 1 });
  });

  it('whoever is stopped wherever: the plan has some whole version, and the tap again makes it the one that was meant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), fc.boolean(), async (steps, lostAnswer) => {
        await b.renew();
        const { planId } = await start();
        const saved = savedForm(planId, 1, { start: { now: '改过的' } });
        await asking(mortal(b.deps, steps, lostAnswer))('o-t-head', 'plans.save', saved);
        const { version } = await open(planId);
        expect([1, 2]).toContain(version);
        expect(await b.call('o-t-head', 'plans.save', saved)).toEqual({ planId, version: 2 });
        expect(await open(planId)).toMatchObject({ start: { now: '改过的' }, before: [{}] });
      }),
      { numRuns: 20 },
    );
  });
});

describe('plans.close', () => {
  const close = (planId: string, seen: number, over: Partial<Input<'plans.close'>> = {}) =>
    b.call('o-t-head', 'plans.close', {
      requestKey: key(),
      planId,
      seen,
      end: { result: '跟上了' },
      goals: [{ id: 'g1', state: 'reached' }],
      ...over,
    });

  it('ends it with what became of the goals; the end is corrected like the rest', async () => {
    const { planId } = await start();
    await close(planId, 1);
    expect(await open(planId)).toMatchObject({
      status: 'closed',
      end: { day: '2026-11-24', answers: { result: '跟上了' } },
      goals: [{ state: 'reached' }, { state: 'open', late: false }],
      next: null,
    });
    const { rows } = await b.call('o-t-head', 'plans.list', {});
    expect(rows).toEqual([]);
    const saved = savedForm(planId, 2, { end: { result: '基本跟上了' } });
    expect(await b.call('o-t-head', 'plans.save', saved)).toEqual({ planId, version: 3 });
    expect(await code(b.call('o-t-head', 'plans.save', savedForm(planId, 3)))).toBe('input.invalid');
    expect(await open(planId)).toMatchObject({ status: 'closed', end: { answers: { result: '基本跟上了' } } });
  });

  it('needs a result, and the version that was seen', async () => {
    const { planId } = await start();
    expect(await code(close(planId, 1, { end: {} }))).toBe('input.invalid');
    expect(await code(close(planId, 9))).toBe('common.stale');
  });
});

describe('plans.list', () => {
  it('has what is due first, of the classes, the mentees, a class, the school or one child', async () => {
    await start({ midDay: '2026-11-20' });
    await start({ studentId: 's-hai' });
    await start({ studentId: 's-other' }, 'o-t-other');
    const names = async (openid: string, input: Input<'plans.list'> = {}) =>
      (await b.call(openid, 'plans.list', input)).rows.map(({ child }) => child.name);
    expect(await names('o-t-head')).toEqual(['林小雨', '周小海']);
    expect(await names('o-t-mentor')).toEqual(['周小海']);
    expect(await names('o-t-admin')).toHaveLength(3);
    expect(await names('o-t-mind', { classId: 'c11' })).toEqual(['何小花']);
    expect(await names('o-t-head', { studentId: 's-hai' })).toEqual(['周小海']);
    expect(await code(b.call('o-t-head', 'plans.list', { classId: 'c11' }))).toBe('common.not-found');
    const { rows, classes, term } = await b.call('o-t-head', 'plans.list', {});
    const school = await b.deps.store.get('schools', SCHOOL);
    expect(term).toEqual({ from: school?.term.from, to: school?.term.to });
    expect(rows[0]?.next).toEqual({ what: 'mid', day: '2026-11-20', late: true });
    expect(classes).toEqual([{ id: 'c32', name: '三(2)班' }]);
  });

  it('costs at most seven operations with the entry in the access log', async () => {
    await start();
    expect(await opsOf(b, () => b.call('o-t-head', 'plans.list', {}))).toBeLessThanOrEqual(7);
    expect(await opsOf(b, () => b.call('o-t-admin', 'plans.list', {}))).toBeLessThanOrEqual(7);
  });

  it('follows the child: into another class, and not beyond the school', async () => {
    const { planId } = await start();
    await b.deps.store.put('students', aStudent({ classId: 'c11', className: '一(1)班' }));
    expect((await b.call('o-t-other', 'plans.list', {})).rows).toHaveLength(1);
    expect(await code(open(planId))).toBe('common.not-found');
    await b.deps.store.put('students', aStudent({ status: 'left' }));
    expect((await b.call('o-t-admin', 'plans.list', {})).rows).toEqual([]);
  });
});

describe('plans.open', () => {
  it('shows the records that belong to its goals, newest day first, without what was struck out', async () => {
    const { planId } = await start();
    const goal = { planId, goalId: 'g1' };
    await b.deps.store.insert('records', [
      aCareRecord(b, { _id: 'r1', goal }),
      aCareRecord(b, { _id: 'r2', goal, day: '2026-11-24', order: '2026-11-24:1' }),
      aCareRecord(b, { _id: 'r3', goal: { ...goal, planId: 'p-other' } }),
      aCareRecord(b, { _id: 'r4', goal, struck: { at: 0, byName: '李老师', why: '写错了人' } }),
    ]);
    const { records, moreRecords } = await open(planId);
    expect(records.map(({ recordId }) => recordId)).toEqual(['r2', 'r1']);
    expect(records[0]).toMatchObject({ title: '家访', goalId: 'g1', by: '李老师', facts: [{ text: '奶奶腰不好' }] });
    expect(moreRecords).toBe(false);
  });

  it('says which goals are past their day, and leaves one entry in the access log', async () => {
    const { planId } = await start();
    b.clock.at += 20 * 86_400_000;
    expect((await open(planId)).goals.map(({ late }) => late)).toEqual([true, false]);
    const log = await b.deps.store.list('audit', { where: { schoolId: 'sch1', studentIds: 's-yu' }, limit: 9 });
    expect(log.map(({ method }) => method)).toEqual(['plans.open']);
  });
});
