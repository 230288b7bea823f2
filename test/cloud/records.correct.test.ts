import { describe, expect, it } from 'vitest';
import { daysByKind } from '../../cloudfunctions/_server/cadence/days';
import { bodyOf } from '../../cloudfunctions/_server/records/shared';
import { shareNeverMore } from '../../cloudfunctions/_server/records/unshare';
import type { Input } from '../../miniprogram/shared/contract';
import { SCHOOL } from '../support/builders';
import { bringVerdict, lettersIn } from '../support/notices';
import { NOTE, schoolWithPhotos, shared, uploadPhoto, visit, WORDS } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const FATHER = 'o-m-father';
const b = await sharedBackend(schoolWithPhotos);
const { receipts, messages } = lettersIn(b);
const { store, vault } = b.deps;

type Correction = Input<'records.correct'>;
const correction = (recordId: string, over: Partial<Correction> = {}): Correction => {
  const { kind: _kind, studentIds: _ids, ...body } = visit();
  return { ...body, requestKey: 'again-0001', recordId, seen: 1, ...over };
};
const correct = (recordId: string, over: Partial<Correction> = {}, openid = HEAD) =>
  b.call(openid, 'records.correct', correction(recordId, over));
const written = async (input = visit()) => (await b.call(HEAD, 'records.write', input)).recordId;
const open = (recordId: string, openid = HEAD) => b.call(openid, 'records.open', { recordId });
const done = async () => daysByKind((await store.get('students', 's-yu'))?.done).home_visit ?? [];
const seenBy = async (openid: string) => (await b.call(openid, 'records.list', { studentId: 's-yu' })).records;
const inboxOf = async () => (await b.call(FATHER, 'notices.inbox', {})).items;
/** One after the other, so that each has its own moment. */
const later = () => {
  b.clock.at += 60_000;
};

describe('records.correct', () => {
  it('keeps the first text, and each after it, newest first', async () => {
    const recordId = await written();
    for (const [i, note] of ['第二次', '第三次'].entries()) {
      later();
      await correct(recordId, { requestKey: `again-000${i}`, seen: i + 1, values: { note } });
    }
    const { record, version, before, form } = await open(recordId);
    expect([version, record.corrected, record.facts, form.values]).toEqual([
      3,
      true,
      [{ label: '说一说', text: '第三次' }],
      { note: '第三次' },
    ]);
    expect(before.map(({ at, by, facts }) => [at, by, facts.at(-1)?.text])).toEqual([
      [b.clock.at, '李老师', '第二次'],
      [b.clock.at - 60_000, '李老师', NOTE],
    ]);
    const stored = await store.get('records', recordId);
    expect(JSON.stringify(stored)).not.toMatch(/第二次|奶奶/);
  });

  it('keeps the first text for good, however often it is corrected', async () => {
    const recordId = await written();
    for (let i = 1; i <= 53; i++)
      await correct(recordId, { requestKey: `again-${1000 + i}`, seen: i, values: { note: `第${i}次` } });
    const { before, version } = await open(recordId);
    expect([version, before.length, before[0]?.facts[0]?.text, before.at(-1)?.facts.at(-1)?.text]).toEqual([
      54,
      50,
      '第52次',
      NOTE,
    ]);
  });

  it('sent twice and twenty times at once it is made once', async () => {
    const recordId = await written();
    const many = await Promise.all(Array.from({ length: 20 }, () => correct(recordId, { values: { note: '改过' } })));
    expect(many.map(({ version }) => version)).toEqual(Array(20).fill(2));
    expect((await correct(recordId, { values: { note: '改过' } })).version).toBe(2);
    expect((await open(recordId)).before).toHaveLength(1);
  });

  it('sent again after somebody else corrected it too, it was made already', async () => {
    const recordId = await written();
    const mine = { requestKey: 'again-0001', values: { note: '改过' } };
    await correct(recordId, mine);
    await correct(recordId, { requestKey: 'from-office', seen: 2, values: { note: '校长改的' } }, ADMIN);
    expect((await correct(recordId, mine)).version).toBe(3);
    const { before, record } = await open(recordId);
    expect([before.length, record.facts.at(-1)?.text]).toEqual([2, '校长改的']);
    // And after it was struck out.
    await b.call(ADMIN, 'records.strike', { recordId, why: '写错了孩子' });
    expect(await code(correct(recordId, mine))).toBe('done');
  });

  it('of two who correct at the same time one is told; nothing of either is lost', async () => {
    const recordId = await written();
    const answers = await Promise.all([
      code(correct(recordId, { requestKey: 'from-head-1', values: { note: '老师改的' } })),
      code(correct(recordId, { requestKey: 'from-office', values: { note: '校长改的' } }, ADMIN)),
    ]);
    expect([...answers].sort()).toEqual(['common.stale', 'done']);
    const { version } = await open(recordId);
    const [openid, note] = answers[0] === 'done' ? [ADMIN, '校长改的'] : [HEAD, '老师改的'];
    await correct(recordId, { requestKey: 'after-look', seen: version, values: { note } }, openid);
    const { before } = await open(recordId);
    expect(before.map(({ facts }) => facts.at(-1)?.text).sort()).toEqual(
      [NOTE, answers[0] === 'done' ? '老师改的' : '校长改的'].sort(),
    );
  });

  it('moves the day that counts, and the place in the timeline', async () => {
    const recordId = await written();
    const other = await written(visit({ requestKey: 'visit-0002', day: '2026-11-10' }));
    expect(await done()).toEqual(['2026-11-10', '2026-11-24']);
    await correct(recordId, { day: '2026-11-03' });
    expect(await done()).toEqual(['2026-11-03', '2026-11-10']);
    expect((await seenBy(HEAD)).map((one) => one.recordId)).toEqual([other, recordId]);
  });

  it.each([
    ['a day to come', { day: '2026-11-25' }, 'records.day-in-future'],
    ['what the kind does not take', { values: { other: 'x' } }, 'input.invalid'],
    ['a file of the server', { photos: ['cloud://local.x/out/a.jpg'] }, 'input.invalid'],
    ['sharing nothing', { share: true }, 'input.invalid'],
    ['a version that nobody saw', { seen: 7 }, 'common.stale'],
  ])('is refused for %s', async (_what, over, expected) => {
    const recordId = await written();
    expect(await code(correct(recordId, over))).toBe(expected);
    expect((await open(recordId)).version).toBe(1);
  });

  it('is its author’s and the office’s', async () => {
    const recordId = await written();
    for (const openid of ['o-t-other', 'o-t-mentor', 'o-t-mind', 'o-t-volunteer'])
      expect([openid, await code(correct(recordId, {}, openid))]).toEqual([openid, 'common.not-found']);
    for (const openid of [FATHER, 'o-t-bureau'])
      expect(await code(correct(recordId, {}, openid))).toBe('auth.forbidden');
    expect(await code(correct('r-none'))).toBe('common.not-found');
    expect((await seenBy('o-t-mind')).map(({ mayCorrect }) => mayCorrect)).toEqual([false]);
    expect((await seenBy(ADMIN)).map(({ mayCorrect }) => mayCorrect)).toEqual([true]);
  });

  it('checks a photo that is added, and takes one away for good that is left out', async () => {
    const [one, two] = [await uploadPhoto(b, 'one'), await uploadPhoto(b, 'two')];
    const recordId = await written(visit({ photos: [one] }));
    await correct(recordId, { photos: [one, two] });
    const checks = await store.list('mediaChecks', { where: { _id: { startsWith: recordId } }, limit: 10 });
    expect(checks.map(({ fileId }) => fileId).sort()).toEqual([one, two].sort());
    for (const { traces } of checks) await bringVerdict(b.deps, traces.at(-1), 'pass');
    expect((await store.get('records', recordId))?.photos.map(({ state }) => state)).toEqual(['shown', 'shown']);
    await correct(recordId, { requestKey: 'again-0002', seen: 2, photos: [two] });
    expect((await b.deps.files.links([one, two])).map((link) => link !== null)).toEqual([false, true]);
    expect((await store.get('records', recordId))?.photos).toEqual([{ fileId: two, state: 'shown' }]);
  });
});

describe('sharing', () => {
  const share = { share: true, shareText: WORDS };

  it('turned on later tells the family, once', async () => {
    const recordId = await written();
    expect(await receipts(recordId)).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, () => correct(recordId, share)));
    expect((await receipts(recordId)).map(({ personId }) => personId).sort()).toEqual([
      'm-father',
      'm-granny',
      'm-mother',
    ]);
    expect(await messages()).toHaveLength(3);
    await correct(recordId, { ...share, requestKey: 'again-0002', seen: 2, shareText: '换一句' });
    expect(await messages()).toHaveLength(3);
    expect((await seenBy(FATHER)).map(({ shareText }) => shareText)).toEqual(['换一句']);
  });

  it('turned off it is gone from the family, and what waits to leave does not', async () => {
    const recordId = await written(shared());
    expect(await inboxOf()).toHaveLength(1);
    await correct(recordId, {});
    expect(await seenBy(FATHER)).toEqual([]);
    expect((await receipts(recordId)).map(({ over }) => over)).toEqual(Array(3).fill('recalled'));
    expect(await code(b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` }))).toBe('common.not-found');
    expect((await open(recordId)).before).toMatchObject([{ shared: true, shareText: WORDS }]);
  });

  it('turned on again it is there again, and nobody is told twice', async () => {
    const recordId = await written(shared());
    await correct(recordId, {});
    await correct(recordId, { ...share, requestKey: 'again-0002', seen: 2 });
    expect(await messages()).toHaveLength(3);
    expect((await receipts(recordId)).map(({ over, open }) => [over, open])).toEqual(Array(3).fill([null, false]));
    expect((await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` })).body).toBe(WORDS);
  });

  it('ends where a concern came of it, and no correction brings it back', async () => {
    const recordId = await written(shared());
    await store.transact((tx) => shareNeverMore(tx, { _id: recordId, schoolId: SCHOOL }));
    expect(await seenBy(FATHER)).toEqual([]);
    expect(await code(correct(recordId, share))).toBe('common.stale');
    expect(await code(correct(recordId, { ...share, seen: 2 }))).toBe('input.invalid');
    expect(await code(correct(recordId, { seen: 2 }))).toBe('done');
  });

  it('asks WeChat for what the family reads, and for nothing else', async () => {
    b.verdicts.set('坏话', 'risky');
    const praise = { kind: 'diary', values: { note: '坏话' }, requestKey: 'diary-0001' };
    const recordId = await written(visit(praise));
    expect(await code(correct(recordId, { values: { note: '坏话' }, ...share }))).toBe('content.risky');
    expect((await open(recordId)).version).toBe(1);
  });
});

describe('records.strike', () => {
  const strike = (recordId: string, openid = HEAD) => b.call(openid, 'records.strike', { recordId, why: '写错了孩子' });

  it('keeps it readable, counts it nowhere and shows it to no family', async () => {
    const recordId = await written(shared());
    expect(await done()).toEqual(['2026-11-24']);
    await Promise.all([strike(recordId), strike(recordId), strike(recordId)]);
    expect(await done()).toEqual([]);
    expect(await seenBy(FATHER)).toEqual([]);
    expect((await receipts(recordId)).map(({ over }) => over)).toEqual(Array(3).fill('recalled'));
    const { record, struck } = await open(recordId);
    expect([record.struck, record.mayCorrect, record.facts.at(-1)?.text]).toEqual([true, false, NOTE]);
    expect(struck).toEqual({ at: b.clock.at, by: '李老师', why: '写错了孩子' });
    expect((await seenBy(ADMIN)).map((one) => one.struck)).toEqual([true]);
  });

  it('takes one of two entries of a day away and leaves the other', async () => {
    const recordId = await written();
    await written(visit({ requestKey: 'visit-0002' }));
    await strike(recordId);
    expect(await done()).toEqual(['2026-11-24']);
  });

  it('is final: nothing corrects it, and it is not for others to strike', async () => {
    const recordId = await written();
    for (const openid of ['o-t-other', 'o-t-mind'])
      expect(await code(strike(recordId, openid))).toBe('common.not-found');
    await strike(recordId, ADMIN);
    expect(await code(correct(recordId, { seen: 2 }))).toBe('common.stale');
    expect(await done()).toEqual([]);
    expect(await store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(1);
  });

  it('of a record that was corrected takes the day away that it has now', async () => {
    const recordId = await written();
    await correct(recordId, { day: '2026-11-03' });
    await strike(recordId);
    expect(await done()).toEqual([]);
    const stored = await store.get('records', recordId);
    expect(stored && bodyOf(vault, stored).values).toEqual(visit().values);
  });
});
