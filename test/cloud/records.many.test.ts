import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { daysByKind } from '../../cloudfunctions/_server/cadence/days';
import type { Student } from '../../cloudfunctions/_server/data/documents';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import type { Ctx } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { erase } from '../../cloudfunctions/_server/privacy/erase';
import { copiesOf } from '../../cloudfunctions/_server/transfer/copies';
import type { Input } from '../../miniprogram/shared/contract';
import type { Backend } from '../support/backend';
import { opsOf } from '../support/booking';
import { aClass, aConsent, aMember, aStudent, SCHOOL } from '../support/builders';
import { lettersIn } from '../support/notices';
import { aRecord, schoolWithPhotos, shared, uploadPhoto, visit } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const [FATHER, FATHER2] = ['o-m-father', 'o-m-father2'];
const b = await sharedBackend(schoolWithPhotos, { ...apiHandlers, ...documentHandlers });
const { receipts, messages } = lettersIn(b);
const { store, vault } = b.deps;

const praise = (over: Partial<Input<'records.write'>> = {}) =>
  visit({
    ...{ requestKey: 'praise-0001', kind: 'praise', studentIds: ['s-yu', 's-hai'], values: { for: ['帮助同学'] } },
    ...{ share: true, shareText: '一起扶起了摔倒的同学。' },
    ...over,
  });
const forum = (over: Partial<Input<'records.write'>> = {}) =>
  visit({
    requestKey: 'forum-0001',
    kind: 'forum',
    studentIds: [],
    classId: 'c32',
    values: { theme: '防溺水' },
    ...over,
  });
const write = (input: Input<'records.write'>, openid = HEAD) => b.call(openid, 'records.write', input);
const doneOf = async (id: string) => daysByKind((await store.get('students', id))?.done);
const listOf = async (openid: string, studentId: string) =>
  (await b.call(openid, 'records.list', { studentId })).records;

/** A class of 45, each child with a father; the head teacher's as well. */
const CLASS = Array.from({ length: 45 }, (_, n) => `s-${String(n).padStart(2, '0')}`);
async function classOf45({ deps }: Backend): Promise<void> {
  const pupils = CLASS.map((_id) => aStudent({ _id, name: '同学', classId: 'c45', className: '四(5)班' }));
  await deps.store.insert('classes', aClass({ _id: 'c45', grade: 4, number: 5, name: '四(5)班' }));
  await deps.store.insert('students', pupils);
  await deps.store.insert(
    'familyMembers',
    pupils.map((pupil) => aMember({ _id: `m-${pupil._id}` }, [pupil])),
  );
  await deps.store.updateWhere('staff', { _id: 't-head' }, { set: { classIds: ['c32', 'c45'] } });
}

describe('a record about several children', () => {
  it('is one, counts for each, and each family sees it as its own', async () => {
    const { recordId } = await write(praise());
    expect(await store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(1);
    for (const id of ['s-yu', 's-hai']) expect(await doneOf(id)).toEqual({ praise: ['2026-11-24'] });
    const people = (await receipts(recordId)).map(({ personId, childNames }) => [personId, childNames]);
    expect(people.sort()).toEqual(
      [
        ['m-father', ['林小雨']],
        ['m-father2', ['周小海']],
        ['m-grandpa', ['周小海']],
        ['m-granny', ['林小雨']],
        ['m-mother', ['林小雨']],
      ].sort(),
    );
    for (const [openid, id] of [
      [FATHER, 's-yu'],
      [FATHER2, 's-hai'],
    ] as const) {
      const [seen] = await listOf(openid, id);
      expect(seen).toMatchObject({
        recordId,
        title: '孩子的闪光点',
        facts: [{ label: '好在哪里', text: '帮助同学' }],
        others: 0,
      });
    }
    expect(JSON.stringify(await listOf(FATHER, 's-yu'))).not.toMatch(/周小海|s-hai/);
    expect((await listOf(HEAD, 's-yu'))[0]).toMatchObject({ others: 1 });
    const { children } = await b.call(HEAD, 'records.open', { recordId });
    expect(children.map(({ name }) => name).sort()).toEqual(['周小海', '林小雨']);
  });

  it('tells a teacher of one of them no name of the others', async () => {
    const { recordId } = await write(praise({ studentIds: ['s-yu', 's-other'] }), ADMIN);
    const { children, record } = await b.call(HEAD, 'records.open', { recordId });
    expect([children.map(({ name }) => name), record.others]).toEqual([['林小雨'], 1]);
  });

  it('is refused whole where one of them is not the caller’s', async () => {
    for (const studentIds of [
      ['s-yu', 's-other'],
      ['s-yu', 's-none'],
    ])
      expect(await code(write(praise({ studentIds })))).toBe('common.not-found');
    expect(await code(write(forum({ classId: 'c11' })))).toBe('common.not-found');
    expect(await code(write(forum(), 'o-t-mentor'))).toBe('common.not-found');
    expect(await code(write(praise({ studentIds: [] })))).toBe('records.wrong-kind');
    expect(await code(write(forum({ studentIds: ['s-yu'] })))).toBe('records.wrong-kind');
    expect(await doneOf('s-yu')).toEqual({});
  });

  it('named twice a child counts once', async () => {
    await write(praise({ studentIds: ['s-yu', 's-hai', 's-yu'] }));
    expect(await doneOf('s-yu')).toEqual({ praise: ['2026-11-24'] });
  });

  it('of a class larger than a record is about says so, with the numbers', async () => {
    await classOf45(b);
    const more = Array.from({ length: 36 }, (_, n) => aStudent({ _id: `s-more-${n}`, name: '同学', classId: 'c45' }));
    await store.insert('students', more);
    await expect(write(forum({ classId: 'c45' }))).rejects.toMatchObject({
      code: 'records.too-many',
      details: { count: 81, most: 80 },
    });
    await store.updateWhere('students', { _id: 's-more-0' }, { set: { status: 'left' } });
    expect(await code(write(forum({ classId: 'c45' })))).toBe('done');
  });

  it('of a class of 45 is one transaction, and all or nothing', async () => {
    await classOf45(b);
    const { recordId } = await write(forum({ classId: 'c45', share: true }));
    expect((await store.get('records', recordId))?.studentIds).toHaveLength(45);
    const students = await store.list('students', { where: { schoolId: SCHOOL, classId: 'c45' }, limit: 100 });
    expect(students.every(({ done }) => done?.['2026-11']?.length === 1)).toBe(true);
    expect(await receipts(recordId)).toHaveLength(45);
    await b.call(HEAD, 'records.strike', { recordId, why: '写重了' });
    const after = await store.list('students', { where: { schoolId: SCHOOL, classId: 'c45' }, limit: 100 });
    expect(after.every(({ done }) => done?.['2026-11']?.length === 0)).toBe(true);
  });

  it('and what is written of its children meanwhile are all counted', async () => {
    await classOf45(b);
    const praised = CLASS.slice(0, 4).map((id, n) => write(praise({ requestKey: `praise-1${n}00`, studentIds: [id] })));
    await Promise.all([write(forum({ classId: 'c45' })), ...praised]);
    for (const [n, id] of CLASS.entries())
      expect([id, await doneOf(id)]).toEqual([
        id,
        { forum: ['2026-11-24'], ...(n < 4 ? { praise: ['2026-11-24'] } : {}) },
      ]);
  });

  it('needs the yes of every child’s guardians for photos, and says whose is missing', async () => {
    const photos = [await uploadPhoto(b, 'both')];
    const refused = await b.reply(HEAD, 'records.write', praise({ photos, photosConsented: true }));
    expect(refused).toMatchObject({
      ok: false,
      code: 'privacy.not-agreed',
      details: { purpose: 'photos', names: ['周小海'] },
    });
    await store.insert('consents', aConsent({ studentId: 's-hai', memberId: 'm-father2' }));
    expect(await code(write(praise({ photos, photosConsented: true })))).toBe('done');
  });

  it('shows its photos to nobody else once one of the guardians said no', async () => {
    await store.insert('consents', aConsent({ studentId: 's-hai', memberId: 'm-father2' }));
    const photos = [{ fileId: await uploadPhoto(b, 'both'), state: 'shown' as const }];
    const of = { studentIds: ['s-yu', 's-hai'], classIds: ['c32', 'c32'], kind: 'praise', book: 'growth' as const };
    await store.insert('records', aRecord(vault, { ...of, photos, share: true, said: { shareText: '好' } }));
    const urls = async (openid: string, id: string) =>
      (await listOf(openid, id))[0]?.photos.map(({ url }) => url !== null);
    for (const [openid, id] of [
      [HEAD, 's-yu'],
      [FATHER, 's-yu'],
      [FATHER2, 's-hai'],
    ] as const)
      expect([openid, await urls(openid, id)]).toEqual([openid, [true]]);
    await store.updateWhere('consents', { _id: 's-hai:photos:m-father2' }, { set: { answer: 'withdrawn' } });
    expect(await urls(HEAD, 's-yu')).toEqual([false]);
    expect(await urls(FATHER, 's-yu')).toEqual([]);
    // The own family keeps what it was given.
    expect(await urls(FATHER2, 's-hai')).toEqual([true]);
  });
});

describe('once', () => {
  it.each([
    ['one child', visit()],
    ['several', praise()],
    ['a class', forum({ share: true, shareText: '说了防溺水。' })],
  ])('sent twenty times at once about %s it is written once', async (_what, input) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => write(input)));
    expect(new Set(answers.map(({ recordId }) => recordId)).size).toBe(1);
    expect(await store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(1);
    expect(Object.values((await doneOf('s-yu')) ?? {})).toEqual([['2026-11-24']]);
    expect(await messages()).toHaveLength(input.share ? 4 : 0);
  });

  it('sent again after the child left it is still the one that was written', async () => {
    const first = await write(visit());
    await store.updateWhere('students', { _id: 's-yu' }, { set: { status: 'left' } });
    expect(await write(visit())).toEqual(first);
    expect(await code(write(visit({ requestKey: 'visit-0002' })))).toBe('common.not-found');
  });
});

describe('a child that goes', () => {
  const gone = async (id: string) => {
    await store.updateWhere(
      'students',
      { _id: id },
      { set: { status: 'left', left: { day: '2026-11-24', how: 'moved', whereTo: '' } } },
    );
    const student = await store.get('students', id);
    await erase(b.deps, student as Student, null);
  };

  it('is taken out of what was written about several; the last takes the record and its files along', async () => {
    for (const [studentId, memberId] of [['s-hai', 'm-father2']] as const)
      await store.insert('consents', aConsent({ studentId, memberId }));
    const voice = await b.cloud.upload('u/v.mp3', Buffer.from('v'), HEAD);
    const photo = await uploadPhoto(b, 'both');
    const { recordId } = await write(
      praise({ photos: [photo], photosConsented: true, voices: [{ fileId: voice, seconds: 3 }] }),
    );
    await gone('s-yu');
    expect(await store.get('records', recordId)).toMatchObject({
      studentIds: ['s-hai'],
      classIds: ['c32'],
      photos: [],
    });
    expect((await b.deps.files.links([photo, voice])).map((link) => link !== null)).toEqual([false, true]);
    expect(await listOf(FATHER2, 's-hai')).toHaveLength(1);
    await gone('s-hai');
    expect(await store.get('records', recordId)).toBeUndefined();
    expect(await b.deps.files.links([voice])).toEqual([null]);
  });

  it('takes to another school what is about it, without pictures of others and whom else it was about', async () => {
    const [alone, both] = [await uploadPhoto(b, 'alone'), await uploadPhoto(b, 'both')];
    const shown = (fileId: string) => [{ fileId, state: 'shown' as const }];
    const goal = { planId: 'p1', goalId: 'g1' };
    await store.insert('records', [
      aRecord(vault, { _id: 'r1', photos: shown(alone), goal }),
      aRecord(vault, { _id: 'r2', photos: shown(both), studentIds: ['s-hai', 's-yu'], classIds: ['c32', 'c32'] }),
    ]);
    const student = (await store.get('students', 's-yu')) as Student;
    const there = { studentId: 's-new', schoolId: 'sch2', classId: 'd32' };
    const { records } = await copiesOf(b.deps as Ctx, student, { ...there, memberIds: new Map(), transferId: 't1' });
    expect(records.map(({ schoolId, studentIds, classIds, goal }) => [schoolId, studentIds, classIds, goal])).toEqual(
      Array(2).fill(['sch2', ['s-new'], ['d32'], null]),
    );
    expect(records.flatMap(({ photos }) => photos.map(({ fileId }) => fileId))).toEqual([alone]);
    await store.insert('records', records);
  });

  it('takes to its family what was shared with it, in words', async () => {
    await write(praise());
    await write(shared());
    await write(visit({ requestKey: 'visit-only-school', values: { note: '只给学校看' } }));
    const { fileId } = await b.call(FATHER, 'privacy.export', { studentId: 's-yu' });
    const files = unzipSync(new Uint8Array(await b.deps.files.read(fileId)));
    const report = strFromU8(files['word/document.xml'] ?? new Uint8Array());
    for (const told of [
      '老师家访后想对您说；小雨作业写得很认真',
      '孩子的闪光点；好在哪里：帮助同学；一起扶起了摔倒的同学',
    ])
      expect(report).toContain(told);
    expect(report).not.toMatch(/只给学校看|周小海/);
  });
});

describe('costs', () => {
  const WHO_ASKS = 2;
  const ACCESS_LOG = 1;

  it('a record of one child five operations: the child, the record, and its count', async () => {
    await b.call(HEAD, 'records.kinds', {});
    expect(await opsOf(b, () => write(visit()))).toBe(WHO_ASKS + 1 + 3 + 2);
  });

  it('a page of the timeline two beside who asks and the access log, and one more where there are photos', async () => {
    for (let i = 0; i < 30; i++) await write(visit({ requestKey: `visit-${1000 + i}` }));
    b.clock.at += 1;
    const list = () => b.call(HEAD, 'records.list', { studentId: 's-yu' });
    expect(await opsOf(b, list)).toBe(WHO_ASKS + 2 + ACCESS_LOG);
    expect(await opsOf(b, () => b.call(FATHER, 'records.list', { studentId: 's-yu' }))).toBe(WHO_ASKS + 2 + ACCESS_LOG);
    await write(visit({ photos: [await uploadPhoto(b, 'one')] }));
    expect(await opsOf(b, list)).toBe(WHO_ASKS + 3 + ACCESS_LOG);
  });

  it('opening one record two', async () => {
    const { recordId } = await write(visit());
    expect(await opsOf(b, () => b.call(HEAD, 'records.open', { recordId }))).toBe(WHO_ASKS + 2 + ACCESS_LOG);
  });
});
