import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import { sealChanges } from '../../cloudfunctions/_server/contacts/versions';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { privacyHandlers } from '../../cloudfunctions/_server/privacy/handlers';
import { retain } from '../../cloudfunctions/_server/privacy/retain';
import { recordsHandlers } from '../../cloudfunctions/_server/records/handlers';
import { dayOf } from '../../miniprogram/shared/domain/calendar';
import { FIELD_KEYS, fieldOf } from '../../miniprogram/shared/domain/child-file';
import { aBooking } from '../support/booking';
import { aConsent, SCHOOL } from '../support/builders';
import { aReceipt } from '../support/outbox';
import { shared } from '../support/records';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const [HEAD, FATHER, MOTHER, GRANNY, OFFICE] = ['o-t-head', 'o-m-father', 'o-m-mother', 'o-m-granny', 'o-t-admin'];
const b = await sharedBackend(littleSchool, {
  ...documentHandlers,
  ...privacyHandlers,
  ...contactsHandlers,
  ...recordsHandlers,
});
const { store, vault } = b.deps;

beforeEach(async () => {
  const s = (plain: string) => vault.seal(plain);
  await store.updateWhere(
    'students',
    { _id: 's-yu' },
    {
      set: {
        address: s('青山镇石板村三组'),
        idNumber: s('990101201705040022'),
        health: s('哮喘'),
        guardianship: 'none',
      },
    },
  );
  await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { workplace: s('东莞的电子厂') } });
  await store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { workplace: s('宁波的鞋厂') } });
  await store.insert('bookings', aBooking({ _id: 'b1', minutes: 12, adultName: '林大山', relation: '父亲' }));
  await store.insert(
    'receipts',
    aReceipt(1, { _id: 'n1:m-father', personId: 'm-father', studentIds: ['s-yu'], title: '秋游' }),
  );
  await store.insert('consents', aConsent({ at: b.clock.at }));
  await store.insert('fileChanges', {
    ...{ _id: 'v1', schoolId: SCHOOL, subject: 'pupil', subjectId: 's-yu', studentIds: ['s-yu'], at: b.clock.at },
    ...{ byId: 't-head', byName: '李老师', byRole: 'teacher', via: 'edit', ref: null, why: null, made: false },
    changes: sealChanges(vault, {
      'pupil.address': ['白水镇', '青山镇石板村三组'],
      'pupil.careStatus': ['one_away', 'both_away'],
    }),
  });
  await b.call(HEAD, 'records.write', shared());
  await b.call(HEAD, 'contacts.phone', { personId: 'm-granny', why: 'visit' });
});

/** The words of a .docx, piece by piece. */
async function wordsOf({ fileId }: { fileId: string }): Promise<string> {
  const parts = unzipSync(new Uint8Array(await b.deps.files.read(fileId)));
  const xml = strFromU8(parts['word/document.xml'] as Uint8Array);
  return [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/g)].map(([, words = '']) => words).join('\n');
}
const exported = (openid: string, why?: 'inspection') =>
  b.call(openid, 'privacy.export', { studentId: 's-yu', ...(why ? { why } : {}) });

describe('one child’s data out', () => {
  it('has every fact the guardian may see with its label, and everything that hangs on the child', async () => {
    const answer = await exported(FATHER);
    expect(answer.fileName).toBe('林小雨的资料 2026-11-24.docx');
    const words = await wordsOf(answer);
    const schoolsOwn = ['pupil.careStatus', 'pupil.guardianship', 'pupil.assessment'];
    for (const key of FIELD_KEYS.filter((one) => !schoolsOwn.includes(one)))
      expect(words).toContain(fieldOf(key).label);
    for (const said of [
      ...['林小雨', '990101201705040022', '青山镇石板村三组', '哮喘', '和爷爷奶奶或外公外婆住'],
      ...['17000000001', '东莞的电子厂', '林大山（父亲）', '12 分钟', '秋游', '小雨作业写得很认真，请多打电话。'],
      ...['拍照和录音', '父亲 同意 2026年11月24日', '白水镇 → 青山镇石板村三组', '2026年11月24日，老师'],
    ])
      expect(words).toContain(said);
  });

  it('tells nothing of what another adult keeps to itself, of the school’s own notes, and never the mark', async () => {
    for (const openid of [FATHER, OFFICE]) {
      const words = await wordsOf(await exported(openid, openid === OFFICE ? 'inspection' : undefined));
      expect(words).toContain('陈秀兰');
      expect(words).toContain('刘桂花');
      expect(words).not.toMatch(/留守|宁波|17000000002|17000000003|外出情况|双方外出|无人监护|监护类型|奶奶腰不好/);
    }
    expect(await wordsOf(await exported(MOTHER))).not.toContain('东莞');
    // For the office, which hands it to somebody of the family, nobody's own.
    expect(await wordsOf(await exported(OFFICE))).not.toMatch(/东莞|宁波|17000000001/);
  });

  it.each([
    ['the grandmother, who is no legal guardian', GRANNY, 'privacy.not-guardian'],
    ['another father', 'o-m-father2', 'common.not-found'],
    ['the class teacher', HEAD, 'auth.forbidden'],
    ['the counsellor', 'o-t-mind', 'auth.forbidden'],
    ['the office', OFFICE, 'done'],
  ])('by %s', async (_who, openid, expected) => {
    expect(await code(exported(openid))).toBe(expected);
  });

  it('is logged with its reason, and the file is gone a day later', async () => {
    const { fileId } = await exported(OFFICE, 'inspection');
    const entries = await store.list('audit', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 10 });
    expect(entries.find(({ method }) => method === 'privacy.export')).toMatchObject({ reason: 'inspection' });
    expect(await store.count('temporaryFiles', { dueAt: { lte: b.clock.at + 86_400_000 } })).toBe(1);
    expect(fileId).toContain('/out/letters/');
  });
});

describe('the yearly audit’s material', () => {
  const pack = (openid = OFFICE, year = 2026) => b.call(openid, 'privacy.auditPack', { year });

  it('has the figures of the year and names no child', async () => {
    await store.updateWhere('staff', { _id: 't-mind' }, { set: { officer: true } });
    const { id } = await b.call(FATHER, 'privacy.ask', {
      key: 'tap-000001',
      studentId: 's-yu',
      kind: 'copy',
      note: '',
    });
    b.clock.at += 5 * 86_400_000;
    await b.call(OFFICE, 'privacy.answer', { id, status: 'done', answer: '打印好了' });
    await retain(b.deps, Number.POSITIVE_INFINITY);
    const answer = await pack();
    expect(answer.fileName).toBe('演示小学 2026 年度个人信息保护审计材料.docx');
    const words = await wordsOf(answer);
    expect(words).not.toMatch(/林小雨|小雨|周小海|何小花|林大山|陈秀兰|s-yu/);
    for (const said of [
      ...['2026 年度未成年人个人信息保护合规审计材料', '负责人：钱老师', '8 岁到不满 14 岁\n3', '合计\n3'],
      ...['拍照和录音\n1\n0\n2', '为了走访\n1', '要一份资料\n1\n0\n0\n5 天\n0', '谁看过档案\n3 年\n2026年11月29日'],
      ...['AES-256-GCM', '现在用一把密钥（t1）', '从建校起没有换过密钥'],
    ])
      expect(words).toContain(said);
  });

  it('of a year without anything says so', async () => {
    expect(await wordsOf(await pack(OFFICE, 2031))).toContain('这一年没有人打开过。');
  });

  it.each([
    ['a teacher', HEAD, 'auth.forbidden'],
    ['the father', FATHER, 'auth.forbidden'],
    ['the bureau', 'o-t-bureau', 'auth.forbidden'],
  ])('is not for %s', async (_who, openid, expected) => {
    expect(await code(pack(openid))).toBe(expected);
  });
});

describe('the officer', () => {
  const officer = (id: string) => store.updateWhere('staff', { _id: id }, { set: { officer: true } });

  it('reads the access log, the overview and the requests of the own school, whoever it is', async () => {
    for (const [id, openid] of [
      ['t-head', HEAD],
      ['t-mind', 'o-t-mind'],
    ] as const) {
      expect(await code(b.call(openid, 'privacy.overview', {}))).toBe('auth.forbidden');
      await officer(id);
      const seen = await b.call(openid, 'privacy.overview', {});
      expect(seen.purposes.find(({ purpose }) => purpose === 'photos')).toEqual({
        ...{ purpose: 'photos', given: 1, refused: 0, unasked: 2 },
      });
      expect([seen.openRequests, seen.oldKey, seen.officer !== null]).toEqual([0, 0, true]);
      expect(await code(b.call(openid, 'privacy.auditPack', { year: 2026 }))).toBe('done');
      await store.updateWhere('staff', { _id: id }, { set: { officer: false } });
    }
  });

  it('that is a teacher reads no file beyond the own class by it', async () => {
    await officer('t-other');
    expect(await code(b.call('o-t-other', 'privacy.requests', {}))).toBe('done');
    expect(await code(b.call('o-t-other', 'contacts.file', { studentId: 's-yu' }))).toBe('common.not-found');
  });

  it('counts each child once, by those who are guardians still and children who are here still', async () => {
    const counts = async () =>
      (await b.call(OFFICE, 'privacy.overview', {})).purposes.find(({ purpose }) => purpose === 'photos');
    await store.insert('consents', aConsent({ _id: 'x', memberId: 'm-mother', answer: 'refused' }));
    expect(await counts()).toMatchObject({ given: 0, refused: 1, unasked: 2 });
    await store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.legalGuardian': false } });
    expect(await counts()).toMatchObject({ given: 1, refused: 0, unasked: 2 });
    await store.updateWhere('students', { _id: 's-yu' }, { set: { status: 'left' } });
    expect(await counts()).toMatchObject({ given: 0, refused: 0, unasked: 2 });
    expect(dayOf(b.clock.at)).toBe('2026-11-24');
  });
});
