import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../cloudfunctions/_server/records/shared';
import { SCHOOL } from '../support/builders';
import { lettersIn } from '../support/notices';
import { schoolWithPhotos, shared, visit } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const FATHER = 'o-m-father';
const b = await sharedBackend(schoolWithPhotos);
const { receipts, messages } = lettersIn(b);
const record = (id: string) => b.deps.store.get('records', id);

describe('records.write', () => {
  it('written twice, or at once, it is there once and nobody is told twice', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    const again = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'records.write', shared())));
    expect(again.map((answer) => answer.recordId)).toEqual(Array(3).fill(recordId));
    const other = shared({ requestKey: 'visit-0002' });
    const atOnce = await Promise.all([1, 2, 3, 4].map(() => b.call(HEAD, 'records.write', other)));
    expect(new Set(atOnce.map((answer) => answer.recordId)).size).toBe(1);
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(2);
    expect(await receipts(recordId)).toHaveLength(3);
    expect(await messages()).toHaveLength(6);
  });

  it('tells the family nothing where nothing is shared', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', visit({ shareText: '写了又不发' }));
    expect(await receipts(recordId)).toEqual([]);
    expect(await messages()).toEqual([]);
    const written = await record(recordId);
    expect(written?.share).toBe(false);
    expect(written && bodyOf(b.deps.vault, written).shareText).toBe('');
  });

  it('shared, each of the family with a right gets one receipt, which is nobody’s task', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.mayContact': false } });
    const { recordId } = await b.call(HEAD, 'records.write', shared());
    const all = await receipts(recordId);
    expect(all.map((r) => r.personId).sort()).toEqual(['m-father', 'm-granny']);
    expect(all.map((r) => [r.of, r.asks, r.state, r.open])).toEqual(Array(2).fill(['record', 'read', 'queued', false]));
    const texts = (await messages()).flatMap((m) => Object.values(m.data)).join();
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
    ['a kind that is not there', { kind: 'other' }, 'records.wrong-kind'],
  ])('is refused for %s', async (_what, over, expected) => {
    expect(await code(b.call(HEAD, 'records.write', visit(over)))).toBe(expected);
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(0);
  });

  it.each([
    ['another class’s teacher', 'o-t-other', 's-yu', 'common.not-found'],
    ['the mentor of another child', 'o-t-mentor', 's-yu', 'common.not-found'],
    ['a child that is not there', HEAD, 's-none', 'common.not-found'],
    ['the father', FATHER, 's-yu', 'auth.forbidden'],
    ['the bureau', 'o-t-bureau', 's-yu', 'auth.forbidden'],
    ['a volunteer', 'o-t-volunteer', 's-yu', 'common.not-found'],
    ['the counsellor', 'o-t-mind', 's-yu', 'done'],
    ['the mentor', 'o-t-mentor', 's-hai', 'done'],
    ['the headteacher', 'o-t-admin', 's-other', 'done'],
  ])('by %s', async (_who, openid, studentId, expected) => {
    expect(await code(b.call(openid, 'records.write', visit({ studentIds: [studentId] })))).toBe(expected);
  });

  it('keeps a note for the school whatever its words, for harm must be written down', async () => {
    b.verdicts.set('坏话', 'risky');
    await b.call(HEAD, 'records.write', shared({ values: { note: '坏话' } }));
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(1);
  });

  it('refuses risky words for the family, and keeps nothing', async () => {
    b.verdicts.set('坏话', 'risky');
    expect(await code(b.call(HEAD, 'records.write', shared({ shareText: '坏话' })))).toBe('content.risky');
    expect(await messages()).toEqual([]);
  });
});
