import { beforeEach, describe, expect, it } from 'vitest';
import { accountsHandlers } from '../../cloudfunctions/_server/accounts/handlers';
import { sealChanges } from '../../cloudfunctions/_server/contacts/versions';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { CollectionName, FileChange } from '../../cloudfunctions/_server/data/documents';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { CHILD_ROWS } from '../../cloudfunctions/_server/privacy/child-rows';
import { finishErasures } from '../../cloudfunctions/_server/privacy/erase';
import { privacyHandlers } from '../../cloudfunctions/_server/privacy/handlers';
import { bodyOf } from '../../cloudfunctions/_server/records/shared';
import { NOON } from '../support/backend';
import { aBooking } from '../support/booking';
import { aConsent, aMember, aStudent, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aReceipt } from '../support/outbox';
import { aRecord } from '../support/records';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const [HEAD, FATHER, MOTHER, GRANNY, OFFICE] = ['o-t-head', 'o-m-father', 'o-m-mother', 'o-m-granny', 'o-t-admin'];
const b = await sharedBackend(littleSchool, { ...privacyHandlers, ...accountsHandlers });
const { store } = b.deps;
const FOREVER = Number.POSITIVE_INFINITY;
const NAMES = Object.keys(collections) as CollectionName[];
let files: { photo: string; said: string; signature: string };

/** Everything that hangs on 林小雨, and a sister whose file must not change. */
beforeEach(async () => {
  const s = (plain: string) => b.deps.vault.seal(plain);
  const sister = aStudent({ _id: 's-xue', name: '林小雪' });
  const yu = aStudent({ address: s('青山镇'), idHash: 'h', keys: ['林小雨'], order: '03|02|lin xiao yu|s-yu' });
  await store.insert('students', sister);
  await store.put('students', yu);
  // The mother has both children here; the father is asked about 小雨 alone.
  await store.put('familyMembers', aMember({ _id: 'm-mother', name: '陈秀兰' }, [yu, sister], { relation: '母亲' }));
  await store.updateWhere(
    'familyMembers',
    { _id: 'm-father' },
    { set: { workplace: s('东莞'), occupation: '电工', morePhones: s('1'), shift: 'night' } },
  );
  files = {
    photo: await b.cloud.upload('u/p.jpg', Buffer.from('a photo'), HEAD),
    said: await b.cloud.upload('u/s.mp3', Buffer.from('a voice'), FATHER),
    signature: await b.cloud.upload('u/n.png', Buffer.from('a name'), FATHER),
  };
  const of = { schoolId: SCHOOL, studentId: 's-yu', classId: 'c32' };
  const by = { byId: 't-head', byName: '李老师', at: NOON };
  await store.insert(
    'records',
    aRecord(b.deps.vault, {
      photos: [{ fileId: files.photo, state: 'shown' }],
      said: { values: { note: '小雨自己做饭' } },
    }),
  );
  await store.insert('bookings', [
    aBooking({ _id: 'b1', faces: { 's-yu': 'low' } }),
    aBooking({
      ...{ _id: 'b2', studentIds: ['s-yu', 's-xue'], faces: { 's-yu': 'low', 's-xue': 'happy' }, adultId: 'm-mother' },
      ...{ adultName: '陈秀兰', relation: '母亲', openid: MOTHER },
      children: [
        { id: 's-yu', name: '林小雨', className: '三(2)班' },
        { id: 's-xue', name: '林小雪', className: '三(2)班' },
      ],
    }),
  ]);
  const told = {
    refId: 'n1',
    childNames: ['林小雨'],
    studentIds: ['s-yu'],
    classIds: ['c32'],
    classNames: ['三(2)班'],
  };
  await store.insert('receipts', [
    aReceipt(1, {
      ...{ ...told, _id: 'n1:m-father', personId: 'm-father', signature: files.signature },
      said: { fileId: files.said, seconds: 3, state: 'shown' },
    }),
    aReceipt(2, {
      ...{ ...told, _id: 'n1:m-mother', personId: 'm-mother', studentIds: ['s-yu', 's-xue'] },
      ...{ classIds: ['c32', 'c32'], childNames: ['林小雨', '林小雪'], classNames: ['三(2)班', '三(2)班'] },
    }),
  ]);
  await store.insert('contactEntries', {
    ...{ ...of, _id: 'e1', day: '2026-11-20', weekOf: '2026-11-16', with: 'child', way: 'own_call', at: NOON },
    saidBy: { role: 'parent', personId: 'm-father', name: '林大山' },
  });
  await store.insert('followUps', { ...of, ...by, _id: 'f1', day: '2026-11-20', kind: 'called', note: '小雨想妈妈' });
  await store.insert('consents', [
    aConsent(),
    aConsent({ _id: 's-xue:photos:m-mother', studentId: 's-xue', memberId: 'm-mother' }),
  ]);
  const change = (over: Partial<FileChange>): FileChange => ({
    ...{ _id: 'v1', schoolId: SCHOOL, subject: 'pupil', subjectId: 's-yu', studentIds: ['s-yu'], ...by },
    ...{ byRole: 'teacher', via: 'edit', ref: null, why: null, made: false, changes: sealChanges(b.deps.vault, {}) },
    ...over,
  });
  await store.insert('fileChanges', [
    change({}),
    change({ _id: 'v2', subject: 'member', subjectId: 'm-mother', studentIds: ['s-yu', 's-xue'] }),
    change({ _id: 'v3', subject: 'member', subjectId: 'm-father' }),
  ]);
  await store.insert('audit', {
    ...{ _id: 'a1', schoolId: SCHOOL, ...by, byRole: 'teacher', method: 'contacts.file', studentIds: ['s-yu'] },
    ...{ reason: null, trace: 'a1' },
  });
  await store.put('makeups', { _id: 's-yu', schoolId: SCHOOL, earned: ['b1'], spent: [] });
});

let taps = 0;
const ask = (openid = FATHER, kind: 'erase' | 'copy' | 'correct' = 'erase', note = '') =>
  b.call(openid, 'privacy.ask', { key: `tap-${String(++taps).padStart(6, '0')}`, studentId: 's-yu', kind, note });
const answer = (id: string, status: 'done' | 'declined' = 'done', openid = OFFICE) =>
  b.call(openid, 'privacy.answer', { id, status, answer: '已经办好' });
const leave = () =>
  store.updateWhere(
    'students',
    { _id: 's-yu' },
    { set: { status: 'left', left: { day: '2026-11-24', how: 'moved', whereTo: '广东' } } },
  );
const everything = async () =>
  JSON.stringify(await Promise.all(NAMES.map((name) => store.list(name, { where: {}, limit: 1000 }))));
const linked = async () => (await b.deps.files.links(Object.values(files))).map((link) => link !== null);

describe('a request', () => {
  it('is taken down with the day by which the school answers; asked again it is the same one', async () => {
    const first = await ask(FATHER, 'erase', '我们搬家了');
    expect(first.dueDay).toBe('2026-12-24');
    expect(await ask()).toEqual(first);
    expect((await ask(FATHER, 'copy')).id).not.toBe(first.id);
    expect((await ask(MOTHER)).id).not.toBe(first.id);
    const { requests } = await b.call(FATHER, 'privacy.requests', {});
    expect(requests.map(({ kind, status, note, child }) => [kind, status, note, child.name]).sort()).toEqual([
      ['copy', 'open', null, '林小雨'],
      ['erase', 'open', '我们搬家了', '林小雨'],
    ]);
  });

  it('tapped twice at once it is one', async () => {
    const [one, two] = await Promise.all([ask(), ask()]);
    expect(one.id).toBe(two.id);
    expect(await store.count('privacyRequests', { schoolId: SCHOOL })).toBe(1);
  });

  it('can be taken back while nobody answered, and asked anew', async () => {
    const { id } = await ask();
    expect(await code(b.call(MOTHER, 'privacy.withdraw', { id }))).toBe('common.not-found');
    expect(await code(b.call('o-m-father2', 'privacy.withdraw', { id }))).toBe('common.not-found');
    for (let i = 0; i < 2; i++) expect(await b.call(FATHER, 'privacy.withdraw', { id })).toEqual({ done: true });
    expect(await code(answer(id))).toBe('privacy.answered');
    const again = await ask();
    expect(again.id).not.toBe(id);
    await answer(again.id, 'declined');
    expect(await code(b.call(FATHER, 'privacy.withdraw', { id: again.id }))).toBe('privacy.answered');
  });

  it.each([
    ['the grandmother', GRANNY, 'privacy.not-guardian'],
    ['another father', 'o-m-father2', 'common.not-found'],
    ['the teacher', HEAD, 'auth.forbidden'],
  ])('is not taken from %s', async (_who, openid, expected) => {
    expect(await code(ask(openid))).toBe(expected);
  });

  it('is answered by the office or the officer, not by others; the school sees what waits first', async () => {
    const first = await ask();
    b.clock.at += 86_400_000;
    const second = await ask(MOTHER, 'copy');
    await answer(first.id, 'declined');
    for (const openid of [HEAD, 'o-t-mind', FATHER])
      expect(await code(answer(second.id, 'done', openid))).toBe('auth.forbidden');
    expect(await code(b.call(HEAD, 'privacy.requests', {}))).toBe('auth.forbidden');
    await store.updateWhere('staff', { _id: 't-head' }, { set: { officer: true } });
    const seen = (await b.call(HEAD, 'privacy.requests', {})).requests;
    expect(seen.map(({ id, status }) => [id, status])).toEqual([
      [second.id, 'open'],
      [first.id, 'declined'],
    ]);
    expect(seen[1]).toMatchObject({ answer: '已经办好', answeredBy: '赵校长' });
    expect(await code(answer(second.id, 'done', HEAD))).toBe('done');
    for (const id of ['none', second.id]) {
      await store.updateWhere('staff', { _id: 't-other' }, { set: { officer: true, schoolId: 'sch2' } });
      expect(await code(answer(id, 'done', 'o-t-other'))).toBe('common.not-found');
    }
  });
});

describe('erasing, of a child at school', () => {
  it('the preview says what goes and what stays and why, and changes nothing', async () => {
    const { id } = await ask();
    const before = (await everything()).length;
    const { removes, keeps } = await b.call(OFFICE, 'privacy.erasePreview', { id });
    expect(removes).toEqual([
      { what: '家访等记录里的照片', count: 1 },
      { what: '家里对通知说的话（录音）', count: 1 },
      { what: '孩子通话后点的心情', count: 2 },
      { what: '提出请求的大人自己的单位、工种、班次、别的电话', count: 4 },
    ]);
    expect(keeps.map(({ what }) => what)).toContain('孩子的档案');
    expect(keeps.every(({ why }) => why.length > 0)).toBe(true);
    expect(await store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(1);
    // But for the entry in the access log.
    expect((await everything()).length).toBeGreaterThan(before);
    expect(await store.count('audit', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(2);
  });

  it('what nobody needs goes, files in the storage too; what the law wants stays', async () => {
    const { id } = await ask();
    await answer(id);
    expect(await linked()).toEqual([false, false, true]);
    const record = await store.get('records', 'r1');
    expect(record?.photos).toEqual([]);
    expect(record && bodyOf(b.deps.vault, record).values).toEqual({ note: '小雨自己做饭' });
    expect(await store.get('receipts', 'n1:m-father')).toMatchObject({ said: null, childNames: ['林小雨'] });
    expect((await store.get('bookings', 'b2'))?.faces).toEqual({ 's-xue': 'happy' });
    expect(await store.get('familyMembers', 'm-father')).toMatchObject({
      ...{ name: '林大山', workplace: null, occupation: null, morePhones: null, shift: 'unknown' },
    });
    expect(await store.get('students', 's-yu')).toMatchObject({ name: '林小雨', status: 'active' });
    expect(await store.count('consents', { schoolId: SCHOOL, studentId: 's-yu' })).toBe(1);
    expect((await b.call(OFFICE, 'privacy.erasePreview', { id })).removes).toEqual([]);
  });

  it('what another adult told of itself is not one parent’s to erase', async () => {
    const { id } = await ask(MOTHER);
    await answer(id);
    expect(await store.get('familyMembers', 'm-father')).toMatchObject({ occupation: '电工' });
  });

  it('answered, it is answered: the same answer again changes nothing, another is refused', async () => {
    const { id } = await ask();
    await answer(id);
    expect(await code(answer(id))).toBe('done');
    expect(await code(answer(id, 'declined'))).toBe('privacy.answered');
  });
});

describe('erasing, of a child that left', () => {
  const erased = async () => {
    const { id } = await ask(FATHER, 'erase', '小雨转走了');
    await leave();
    return id;
  };

  it('everything goes but a tombstone and the access log; the sister’s file and the mother stay', async () => {
    const id = await erased();
    await answer(id);
    const text = await everything();
    expect(text).not.toMatch(/林小雨|小雨|林大山|刘桂花|青山镇|xiao yu/);
    expect(text).toMatch(/林小雪/);
    expect(await store.get('students', 's-yu')).toMatchObject({
      name: '已删除',
      left: { how: 'erased' },
      idHash: null,
    });
    expect([await store.get('familyMembers', 'm-father'), await store.get('familyMembers', 'm-granny')]).toEqual([
      undefined,
      undefined,
    ]);
    expect(await store.get('familyMembers', 'm-mother')).toMatchObject({ studentIds: ['s-xue'] });
    expect((await store.get('accounts', FATHER))?.memberships).toEqual([]);
    expect((await store.get('accounts', MOTHER))?.memberships).toHaveLength(1);
    expect(await linked()).toEqual([false, false, false]);
    expect(await store.get('bookings', 'b1')).toMatchObject({
      children: [{ name: '已删除' }],
      adultName: '',
      faces: {},
    });
    expect(await store.get('bookings', 'b2')).toMatchObject({
      children: [{ name: '已删除' }, { name: '林小雪' }],
      faces: { 's-xue': 'happy' },
    });
    expect(await store.get('receipts', 'n1:m-mother')).toMatchObject({ studentIds: ['s-xue'], childNames: ['林小雪'] });
    expect(
      (await store.list('fileChanges', { where: { schoolId: SCHOOL }, limit: 9 })).map(({ _id, studentIds }) => [
        _id,
        studentIds,
      ]),
    ).toEqual([['v2', ['s-xue']]]);
    expect(await store.count('audit', { schoolId: SCHOOL, studentIds: 's-yu' })).toBeGreaterThan(0);
    expect(await store.get('privacyRequests', id)).toMatchObject({
      status: 'done',
      byName: '',
      note: null,
      erasing: false,
    });
    const { requests } = await b.call(OFFICE, 'privacy.requests', {});
    expect(requests).toMatchObject([{ child: { name: '已删除' }, byName: '' }]);
  });

  it('a photo that another school shows, as the child took its records along, stays for that school', async () => {
    const record = await store.get('records', 'r1');
    if (record)
      await store.insert('records', { ...record, _id: 'r1-there', schoolId: 'sch2', studentIds: ['s-there'] });
    await answer(await erased());
    expect(await linked()).toEqual([true, false, false]);
    expect(await store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(0);
  });

  it('the preview counts every row that is there', async () => {
    const id = await erased();
    const { removes, keeps } = await b.call(OFFICE, 'privacy.erasePreview', { id });
    const there = [
      ...['photos', 'sounds', 'faces', 'optional', 'records', 'contacts', 'care', 'calls', 'makeups', 'receipts'],
      ...['consents', 'versions', 'members', 'file'],
    ];
    expect(removes.map(({ what }) => what)).toEqual(
      CHILD_ROWS.filter(({ id }) => there.includes(id)).map(({ what }) => what),
    );
    expect(keeps.map(({ what }) => what)).toEqual([
      '谁看过档案的记录（满 3 年自动删除）',
      '这次请求和学校的答复（满 3 年自动删除）',
    ]);
    await answer(id);
    expect((await b.call(OFFICE, 'privacy.erasePreview', { id })).removes).toEqual([]);
  });

  it('stopped anywhere, the job finishes it; done again it changes nothing', async () => {
    for (const steps of [6, 9, 14, 20, 27, 35, 44]) {
      await b.renew();
      await store.insert('followUps', {
        ...{ _id: 'f1', schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', day: '2026-11-20', kind: 'called' },
        ...{ note: '小雨', byId: 't-head', byName: '李老师', at: NOON },
      });
      const { id } = await ask();
      await leave();
      const cut = serve(privacyHandlers, mortal(b.deps, steps, steps % 2 === 0));
      const input = { id, status: 'done', answer: '已经办好' };
      await cut({ method: 'privacy.answer', input }, OFFICE);
      if ((await store.get('privacyRequests', id))?.status === 'open') await answer(id);
      await finishErasures(b.deps, FOREVER);
      expect(await everything(), `stopped at ${steps}`).not.toMatch(/林小雨|小雨|林大山/);
      const settled = await everything();
      expect(await finishErasures(b.deps, FOREVER)).toBe(0);
      expect(await everything()).toBe(settled);
    }
  });
});
