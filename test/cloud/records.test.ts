import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CareRecord } from '../../cloudfunctions/_server/data/documents';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { recheck } from '../../cloudfunctions/_server/media/checks';
import { takeEvent } from '../../cloudfunctions/_server/wechat/events';
import type { Input } from '../../miniprogram/shared/contract';
import { type Backend, NOON, startBackend } from '../support/backend';
import { SCHOOL, seedLittleSchool } from '../support/builders';

let b: Backend;
beforeAll(async () => {
  b = await startBackend();
});
afterAll(() => b.close());
beforeEach(async () => {
  b.cloud.database.wipe();
  b.clock.at = NOON;
  b.verdicts.clear();
  await seedLittleSchool(b.deps.store, b.deps.vault);
});

const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const MINUTE = 60_000;
const photo = (name: string) => b.cloud.upload(`u/${name}.jpg`, Buffer.from(name), HEAD);
const visit = (over: Partial<Input<'records.write'>> = {}): Input<'records.write'> => ({
  requestKey: 'visit-0001',
  studentId: 's-yu',
  kind: 'home_visit',
  day: '2026-11-24',
  chips: ['情绪', '作业'],
  note: '奶奶腰不好，孩子自己做饭。',
  photos: [],
  photosConsented: false,
  share: false,
  shareText: '',
  ...over,
});
const shared = (over: Partial<Input<'records.write'>> = {}) =>
  visit({ share: true, shareText: '小雨作业写得很认真，请多打电话。', ...over });
const record = (id: string) => b.deps.store.get('records', id) as Promise<CareRecord>;
/** WeChat's newest id of the check of each photo. */
const tracesOf = async (recordId: string) => {
  const checks = [0, 1].map((i) => b.deps.store.get('mediaChecks', `${recordId}:${i}`));
  return (await Promise.all(checks)).map((check) => check?.traces.at(-1));
};
const receipts = (refId: string) => b.deps.store.list('receipts', { where: { schoolId: SCHOOL, refId }, limit: 100 });
const outbox = () => b.deps.store.list('outbox', { where: { status: 'queued' }, limit: 100 });
const code = async (answer: Promise<unknown>) =>
  answer.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  );
const verdict = (trace_id: string | null | undefined, suggest: string, errcode = 0) =>
  takeEvent(b.deps, {
    MsgType: 'event',
    Event: 'wxa_media_check',
    FromUserName: HEAD,
    CreateTime: 1,
    trace_id,
    errcode,
    ...(errcode === 0 ? { result: { suggest, label: 100 } } : {}),
  });

describe('records.write', () => {
  it('written twice, or at once, it is there once and nobody is told twice', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    const again = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'records.write', shared())));
    expect(again.map((answer) => answer.recordId)).toEqual(Array(3).fill(recordId));
    const other = shared({ requestKey: 'visit-0002' });
    const atOnce = await Promise.all([1, 2, 3, 4].map(() => b.call(HEAD, 'records.write', other)));
    expect(new Set(atOnce.map((answer) => answer.recordId)).size).toBe(1);
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentId: 's-yu' })).toBe(2);
    expect(await receipts(recordId)).toHaveLength(3);
    expect(await outbox()).toHaveLength(6);
  });

  it('tells the family nothing where nothing is shared', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', visit({ shareText: '写了又不发' }));
    expect(await receipts(recordId)).toEqual([]);
    expect(await outbox()).toEqual([]);
    expect(await record(recordId)).toMatchObject({ share: false, shareText: '' });
  });

  it('shared, each of the family with a right gets one receipt, which is nobody’s task', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.mayContact': false } });
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    const all = await receipts(recordId);
    expect(all.map((r) => r.personId).sort()).toEqual(['m-father', 'm-granny']);
    expect(all.map((r) => [r.of, r.asks, r.state, r.open])).toEqual(Array(2).fill(['record', 'read', 'queued', false]));
    const texts = (await outbox()).flatMap((m) => Object.values(m.data)).join();
    expect(texts).not.toMatch(/小雨|作业|奶奶/);
    expect((await b.call(HEAD, 'home.open', {})).home).toMatchObject({ unheard: [] });
  });

  it.each([
    ['a day to come', { day: '2026-11-25' }, 'records.day-in-future'],
    ['a photo that is not an upload', { photos: ['cloud://local.x/imports/a.jpg'] }, 'input.invalid'],
    ['sharing without words', { share: true, shareText: ' ' }, 'input.invalid'],
    [
      'sharing photos without consent',
      { share: true, shareText: '好', photos: ['cloud://e.x/u/a.jpg'] },
      'input.invalid',
    ],
    ['a kind that is not there', { kind: 'other' as 'home_visit' }, 'input.invalid'],
  ])('is refused for %s', async (_what, over, expected) => {
    expect(await code(b.call(HEAD, 'records.write', visit(over)))).toBe(expected);
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentId: 's-yu' })).toBe(0);
  });

  it.each([
    ['another class’s teacher', 'o-t-other', 's-yu', 'common.not-found'],
    ['the mentor of another child', 'o-t-mentor', 's-yu', 'common.not-found'],
    ['a child that is not there', HEAD, 's-none', 'common.not-found'],
    ['the father', FATHER, 's-yu', 'auth.forbidden'],
    ['the bureau', 'o-t-bureau', 's-yu', 'auth.forbidden'],
    ['a volunteer', 'o-t-volunteer', 's-yu', 'auth.forbidden'],
    ['the mentor', 'o-t-mentor', 's-hai', 'done'],
    ['the headteacher', 'o-t-admin', 's-other', 'done'],
  ])('by %s', async (_who, openid, studentId, expected) => {
    expect(await code(b.call(openid, 'records.write', visit({ studentId })))).toBe(expected);
  });

  it.each(['note', 'shareText'] as const)('refuses risky words in %s, and keeps nothing', async (field) => {
    b.verdicts.set('坏话', 'risky');
    expect(await code(b.call(HEAD, 'records.write', shared({ [field]: '坏话' })))).toBe('content.risky');
    expect(await outbox()).toEqual([]);
  });
});

describe('photos', () => {
  const withPhotos = async () => {
    const photos = [await photo('one'), await photo('two')];
    const { recordId } = await b.call(HEAD, 'records.write', shared({ photos, photosConsented: true }));
    return { recordId, traces: await tracesOf(recordId) };
  };
  const states = async (id: string) => (await record(id)).photos.map((p) => p.state);
  const seenBy = async (openid: string) =>
    (await b.call(openid, 'records.list', { studentId: 's-yu' })).records[0]?.photos.map((p) => [
      p.state,
      p.url !== null,
    ]);

  it('are seen by nobody but the author until they are passed', async () => {
    const { recordId, traces } = await withPhotos();
    expect(await states(recordId)).toEqual(['checking', 'checking']);
    expect(await seenBy(FATHER)).toEqual([]);
    expect(await seenBy('o-t-admin')).toEqual([
      ['checking', false],
      ['checking', false],
    ]);
    expect(await seenBy(HEAD)).toEqual([
      ['checking', true],
      ['checking', true],
    ]);
    await verdict(traces[0], 'pass');
    await verdict(traces[1], 'risky');
    expect(await states(recordId)).toEqual(['shown', 'held']);
    expect(await seenBy(FATHER)).toEqual([['shown', true]]);
    expect(await seenBy('o-t-admin')).toEqual([
      ['shown', true],
      ['held', false],
    ]);
    expect(await seenBy(HEAD)).toEqual([
      ['shown', true],
      ['held', false],
    ]);
    const opened = await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` });
    expect(opened.photoUrls).toHaveLength(1);
    expect(await (await fetch(opened.photoUrls[0] ?? '')).text()).toBe('one');
  });

  it('two verdicts at once both count; repeats change nothing', async () => {
    const { recordId, traces } = await withPhotos();
    await Promise.all([...traces, ...traces].map((trace) => verdict(trace, 'pass')));
    expect(await states(recordId)).toEqual(['shown', 'shown']);
  });

  it.each([
    ['for a person to look at', 'review', 0],
    ['not loaded', '', -1008],
  ])('%s are held', async (_what, suggest, errcode) => {
    const { recordId, traces } = await withPhotos();
    for (const trace of traces) await verdict(trace, suggest, errcode);
    expect(await states(recordId)).toEqual(['held', 'held']);
  });

  it('a verdict that comes before the record is asked for again', async () => {
    await expect(verdict('trace-unknown', 'pass')).rejects.toThrow('trace-unknown');
  });

  it('a check that could not start, or whose verdict was lost, is asked for again by the job', async () => {
    const refusing: Deps['wechat'] = { ...b.deps.wechat, checkMedia: () => Promise.reject(new Error('61010')) };
    const { checkMedia } = b.deps.wechat;
    Object.assign(b.deps.wechat, { checkMedia: refusing.checkMedia });
    const { recordId, traces } = await withPhotos().finally(() => Object.assign(b.deps.wechat, { checkMedia }));
    expect(traces).toEqual([undefined, undefined]);
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 5 * MINUTE;
    expect(await recheck({ ...b.deps, wechat: refusing })).toBe(2);
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 10 * MINUTE;
    await Promise.all([recheck(b.deps), recheck(b.deps)]);
    const first = await tracesOf(recordId);
    // Under way since a moment ago: not asked for again before WeChat's half hour is over.
    b.clock.at += 30 * MINUTE;
    expect(await recheck(b.deps)).toBe(0);
    b.clock.at += 10 * MINUTE;
    expect(await recheck(b.deps)).toBe(2);
    const second = await tracesOf(recordId);
    expect(new Set([...first, ...second]).size).toBe(4);
    expect((await b.deps.store.get('mediaChecks', `${recordId}:0`))?.traces).toHaveLength(2);
    // The late verdict of the first time counts as well.
    await verdict(first[0], 'pass');
    await verdict(second[1], 'pass');
    expect(await states(recordId)).toEqual(['shown', 'shown']);
  });

  it('whose verdict never comes are held in the end', async () => {
    const { recordId } = await withPhotos();
    b.clock.at += 2 * 86_400_000;
    await recheck(b.deps);
    expect(await states(recordId)).toEqual(['checking', 'checking']);
    b.clock.at += 2 * 86_400_000;
    await recheck(b.deps);
    expect(await states(recordId)).toEqual(['held', 'held']);
  });
});

describe('records.list', () => {
  it('staff read the note, the family only what was written for it', async () => {
    await b.call(HEAD, 'records.write', visit({ requestKey: 'visit-only-school' }));
    b.clock.at += 1000;
    await b.call(HEAD, 'records.write', shared());
    const staff = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(staff.child).toEqual({ id: 's-yu', name: '林小雨', className: '三(2)班' });
    expect(staff.records.map((r) => [r.text, r.shared, r.chips.length, r.by])).toEqual([
      ['奶奶腰不好，孩子自己做饭。', true, 2, '李老师'],
      ['奶奶腰不好，孩子自己做饭。', false, 2, '李老师'],
    ]);
    const family = await b.call(FATHER, 'records.list', { studentId: 's-yu' });
    expect(family.records.map((r) => [r.text, r.chips])).toEqual([['小雨作业写得很认真，请多打电话。', []]]);
    expect(JSON.stringify(family)).not.toMatch(/奶奶|情绪/);
  });

  it.each([
    ['another father', 'o-m-father2', 'common.not-found'],
    ['another teacher', 'o-t-other', 'common.not-found'],
    ['the mentor of another child', 'o-t-mentor', 'common.not-found'],
    ['the counsellor', 'o-t-mind', 'auth.forbidden'],
    ['the bureau', 'o-t-bureau', 'auth.forbidden'],
    ['the booth', 'o-t-booth', 'auth.forbidden'],
    ['the grandmother', 'o-m-granny', 'done'],
  ])('by %s', async (_who, openid, expected) => {
    expect(await code(b.call(openid, 'records.list', { studentId: 's-yu' }))).toBe(expected);
    expect(await code(b.call(openid, 'records.list', { studentId: 's-none' }))).toBe(
      expected === 'done' ? 'common.not-found' : expected,
    );
  });

  it('a parent without the right to the child finds nothing', async () => {
    await b.call(HEAD, 'records.write', shared());
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.mayContact': false } });
    expect(await code(b.call(FATHER, 'records.list', { studentId: 's-yu' }))).toBe('common.not-found');
  });

  it('pages by time, and every reading is in the audit log', async () => {
    for (let i = 0; i < 22; i++) {
      b.clock.at += 1000;
      await b.call(HEAD, 'records.write', visit({ requestKey: `visit-page-${i}` }));
    }
    const first = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    const second = await b.call(HEAD, 'records.list', { studentId: 's-yu', before: first.next ?? 0 });
    expect([first.records.length, second.records.length, second.next]).toEqual([20, 2, null]);
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 10 });
    expect(entries.map((e) => [e.method, e.byId])).toEqual(Array(2).fill(['records.list', 't-head']));
  });

  it('nobody finds a child who left the school, as nobody finds its file', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-yu' }, { set: { status: 'left' } });
    expect(await code(b.call(HEAD, 'records.write', visit()))).toBe('common.not-found');
    for (const openid of [HEAD, FATHER])
      expect(await code(b.call(openid, 'records.list', { studentId: 's-yu' }))).toBe('common.not-found');
  });

  it('shows the photos of a full page, more than the platform links at a time', async () => {
    for (let i = 0; i < 6; i++) {
      const photos = await Promise.all(Array.from({ length: 9 }, (_, n) => photo(`full-${i}-${n}`)));
      await b.call(HEAD, 'records.write', visit({ requestKey: `visit-full-${i}`, photos }));
    }
    const { records } = await b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(records.flatMap(({ photos }) => photos).filter(({ url }) => url !== null)).toHaveLength(54);
  });

  it('a shared record that is opened from the inbox or the board is in the access log too, a notice is not', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` });
    b.clock.at += 1;
    await b.call(HEAD, 'notices.board', { noticeId: recordId });
    const audience = { classIds: ['c32'], roles: ['parent' as const] };
    const told = { title: '家长会', body: '周五', asks: 'read' as const, urgent: false, audience };
    const { noticeId } = await b.call(HEAD, 'notices.send', { requestKey: 'tap-00001', ...told });
    await b.call(FATHER, 'notices.open', { receiptId: `${noticeId}:m-father` });
    await b.call(HEAD, 'notices.board', { noticeId });
    const entries = await b.deps.store.list('audit', {
      where: { schoolId: SCHOOL },
      orderBy: [['at', 'asc']],
      limit: 10,
    });
    expect(entries.map((e) => [e.method, e.byId, e.studentIds])).toEqual([
      ['notices.open', 'm-father', ['s-yu']],
      ['notices.board', 't-head', ['s-yu']],
    ]);
  });

  it('「请老师打电话」 about a record reaches the class teacher, who can read what it was about', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    await b.call('o-m-granny', 'notices.answer', { receiptId: `${recordId}:m-granny`, answer: 'call_me' });
    const { home } = await b.call(HEAD, 'home.open', {});
    expect(home).toMatchObject({ unheard: [{ noticeId: recordId, people: 1 }] });
    const board = await b.call(HEAD, 'notices.board', { noticeId: recordId });
    expect(board.body).toBe('小雨作业写得很认真，请多打电话。');
    expect(board.people[0]).toMatchObject({ personId: 'm-granny', wantsCall: true });
    await b.call(HEAD, 'notices.called', { receiptId: `${recordId}:m-granny`, outcome: 'told' });
    expect((await b.call(HEAD, 'home.open', {})).home).toMatchObject({ unheard: [] });
  });
});
