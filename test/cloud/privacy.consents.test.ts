import { describe, expect, it } from 'vitest';
import type { Consent } from '../../cloudfunctions/_server/data/documents';
import { agreed } from '../../cloudfunctions/_server/privacy/consents';
import { privacyHandlers } from '../../cloudfunctions/_server/privacy/handlers';
import { recordsHandlers } from '../../cloudfunctions/_server/records/handlers';
import { PURPOSES } from '../../miniprogram/shared/domain/consents';
import { SCHOOL } from '../support/builders';
import { bringVerdict } from '../support/notices';
import { shared, uploadPhoto, visit } from '../support/records';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const [HEAD, FATHER, MOTHER, GRANNY] = ['o-t-head', 'o-m-father', 'o-m-mother', 'o-m-granny'];
const b = await sharedBackend(littleSchool, { ...privacyHandlers, ...recordsHandlers });
const yu = { _id: 's-yu', schoolId: SCHOOL };
const say = (openid: string, answer: 'given' | 'refused', purpose: Consent['purpose'] = 'photos') =>
  b.call(openid, 'privacy.consent', { studentId: 's-yu', purpose, answer });
const paper = (openid: string, over: object = {}) =>
  b.call(openid, 'privacy.consentPaper', {
    studentId: 's-yu',
    memberId: 'm-mother',
    purpose: 'photos',
    answer: 'given',
    signedDay: '2026-11-20',
    ...over,
  });
const photosAgreed = () => agreed(b.deps.store, yu, 'photos');
const state = async (openid = HEAD, purpose: Consent['purpose'] = 'photos') => {
  const { purposes } = await b.call(openid, 'privacy.consents', { studentId: 's-yu' });
  return purposes.find((one) => one.purpose === purpose);
};

describe('consents', () => {
  it('nobody was asked: nothing is agreed, and each purpose stands there', async () => {
    const seen = await b.call(FATHER, 'privacy.consents', { studentId: 's-yu' });
    expect(seen.purposes.map(({ purpose, state }) => [purpose, state])).toEqual(PURPOSES.map((p) => [p, 'unasked']));
    expect(seen.guardians.map(({ id }) => id).sort()).toEqual(['m-father', 'm-mother']);
    expect([seen.mine, (await b.call(GRANNY, 'privacy.consents', { studentId: 's-yu' })).mine]).toEqual([true, false]);
    expect(await photosAgreed()).toBe(false);
  });

  it('a yes holds at once, one no of two is a no, and both are seen with who said it', async () => {
    await say(FATHER, 'given');
    expect(await photosAgreed()).toBe(true);
    await say(MOTHER, 'refused');
    expect(await photosAgreed()).toBe(false);
    expect(await state()).toMatchObject({
      state: 'refused',
      answers: [
        { memberId: 'm-father', relation: '父亲', answer: 'given', way: 'app' },
        { memberId: 'm-mother', relation: '母亲', answer: 'refused', way: 'app' },
      ],
    });
    expect(await state(HEAD, 'publicity')).toMatchObject({ state: 'unasked', answers: [] });
  });

  it('taking back holds at once; what was answered before stays as proof, newest first', async () => {
    await say(FATHER, 'given');
    b.clock.at += 1000;
    await say(FATHER, 'given');
    b.clock.at += 1000;
    await say(FATHER, 'refused');
    b.clock.at += 1000;
    await say(FATHER, 'given');
    const consent = await b.deps.store.get('consents', 's-yu:photos:m-father');
    expect([consent?.answer, consent?.before.map(({ answer }) => answer)]).toEqual(['given', ['withdrawn', 'given']]);
    expect(new Set(consent?.before.map(({ at }) => at)).size).toBe(2);
  });

  it('two first answers at once leave one document', async () => {
    await Promise.all([say(FATHER, 'given'), say(FATHER, 'given'), say(MOTHER, 'given')]);
    expect(await b.deps.store.count('consents', { schoolId: SCHOOL, studentId: 's-yu' })).toBe(2);
    expect(await photosAgreed()).toBe(true);
  });

  it.each([
    ['the grandmother, who is no legal guardian', GRANNY, 's-yu', 'privacy.not-guardian'],
    ['another father', 'o-m-father2', 's-yu', 'common.not-found'],
    ['the father, of a child that is not there', FATHER, 's-none', 'common.not-found'],
    ['the teacher', HEAD, 's-yu', 'auth.forbidden'],
  ])('may not be answered by %s', async (_who, openid, studentId, expected) => {
    expect(await code(b.call(openid, 'privacy.consent', { studentId, purpose: 'photos', answer: 'given' }))).toBe(
      expected,
    );
    expect(await b.deps.store.count('consents', { schoolId: SCHOOL })).toBe(0);
  });

  it('a father whose right to contact ended finds no child to answer for; who is no guardian any more has no say', async () => {
    await say(FATHER, 'refused');
    await say(MOTHER, 'given');
    expect(await photosAgreed()).toBe(false);
    const { store } = b.deps;
    await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.legalGuardian': false } });
    expect(await photosAgreed()).toBe(true);
    await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { 'children.0.mayContact': false } });
    expect(await code(say(FATHER, 'refused'))).toBe('common.not-found');
  });

  it('once all purposes are answered, the home page asks no more', async () => {
    for (const purpose of PURPOSES.slice(1)) await say(FATHER, 'refused', purpose);
    const asked = async () => (await b.deps.store.get('familyMembers', 'm-father'))?.askedFor;
    expect(await asked()).toBeUndefined();
    await say(FATHER, 'given');
    expect(await asked()).toEqual(['s-yu']);
    await say(FATHER, 'refused');
    expect(await asked()).toEqual(['s-yu']);
  });
});

describe('the access log', () => {
  it('names staff who read what a family answered and asked for, and not the family itself', async () => {
    for (const openid of [FATHER, HEAD]) await b.call(openid, 'privacy.consents', { studentId: 's-yu' });
    await b.call(FATHER, 'privacy.requests', { studentId: 's-yu' });
    const entries = await b.deps.store.list('audit', { where: { schoolId: SCHOOL, studentIds: 's-yu' }, limit: 10 });
    expect(entries.map(({ byRole, method }) => [byRole, method])).toEqual([
      [expect.not.stringMatching('parent'), 'privacy.consents'],
    ]);
  });
});

describe('consents on paper', () => {
  it('are entered by the class teacher for a guardian without WeChat, with the day and who entered it', async () => {
    await paper(HEAD);
    expect(await state()).toMatchObject({
      state: 'given',
      answers: [{ memberId: 'm-mother', way: 'paper', enteredBy: '李老师' }],
    });
    expect(await b.deps.store.get('consents', 's-yu:photos:m-mother')).toMatchObject({ signedDay: '2026-11-20' });
    expect(await b.deps.store.count('audit', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(2);
  });

  it.each([
    ['for the grandmother', HEAD, { memberId: 'm-granny' }, 'privacy.not-guardian'],
    ['for another child’s father', HEAD, { memberId: 'm-father2' }, 'privacy.not-guardian'],
    ['for nobody', HEAD, { memberId: 'm-none' }, 'privacy.not-guardian'],
    ['signed tomorrow', HEAD, { signedDay: '2026-11-25' }, 'input.invalid'],
    ['by another class’s teacher', 'o-t-other', {}, 'common.not-found'],
    ['by the mentor of another child', 'o-t-mentor', {}, 'common.not-found'],
    ['by the father', FATHER, {}, 'auth.forbidden'],
    ['by the counsellor', 'o-t-mind', {}, 'auth.forbidden'],
    ['by the office', 'o-t-admin', {}, 'done'],
  ])('%s', async (_what, openid, over, expected) => {
    expect(await code(paper(openid, over))).toBe(expected);
  });

  it('of before the guardian took it back do not bring it back; a later one does', async () => {
    await say(MOTHER, 'given');
    await say(MOTHER, 'refused');
    expect(await code(paper(HEAD, { signedDay: '2026-11-23' }))).toBe('common.stale');
    expect(await photosAgreed()).toBe(false);
    expect(await code(paper(HEAD, { signedDay: '2026-11-24' }))).toBe('done');
    expect(await photosAgreed()).toBe(true);
  });
});

describe('without consent', () => {
  const withPhoto = async () => visit({ photos: [await uploadPhoto(b, 'one')], photosConsented: true });

  it.each([
    ['unasked', async () => undefined],
    ['refused', () => say(FATHER, 'refused')],
    [
      'taken back by one of two',
      async () => {
        await say(FATHER, 'given');
        await say(MOTHER, 'given');
        await say(MOTHER, 'refused');
      },
    ],
  ])('no photo is kept: %s', async (_what, before) => {
    await before();
    expect(await b.reply(HEAD, 'records.write', await withPhoto())).toMatchObject({
      code: 'privacy.not-agreed',
      details: { purpose: 'photos' },
    });
    expect(await code(b.call(HEAD, 'records.write', visit()))).toBe('done');
  });

  it('photos of before are shown to the school no more, while the family keeps what it was given', async () => {
    await say(FATHER, 'given');
    const photos = [await uploadPhoto(b, 'one')];
    const { recordId } = await b.call(HEAD, 'records.write', shared({ photos, photosConsented: true }));
    const check = await b.deps.store.get('mediaChecks', `${recordId}:0`);
    await bringVerdict(b.deps, check?.traces.at(-1), 'pass');
    const links = async (openid: string) =>
      (await b.call(openid, 'records.list', { studentId: 's-yu' })).records.flatMap((one) =>
        one.photos.map(({ url }) => url !== null),
      );
    expect([await links(HEAD), await links('o-t-admin'), await links(FATHER)]).toEqual([[true], [true], [true]]);
    await say(FATHER, 'refused');
    expect([await links(HEAD), await links('o-t-admin'), await links(FATHER)]).toEqual([[false], [false], [true]]);
    await say(FATHER, 'given');
    expect(await links(HEAD)).toEqual([true]);
  });
});
