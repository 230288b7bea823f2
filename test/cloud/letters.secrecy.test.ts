import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createLetterVault } from '../../cloudfunctions/_server/data/crypto';
import type { CollectionName } from '../../cloudfunctions/_server/data/documents';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { resealLetters } from '../../cloudfunctions/_server/letters/reseal';
import { erase } from '../../cloudfunctions/_server/privacy/erase';
import type { MethodName } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { INPUTS } from '../support/access';
import { THINGS } from '../support/access-things';
import { LETTER_SECRETS, NOON } from '../support/backend';
import { BOOTH, FATHER, letterBackend, SECRET, VOICE, YU } from '../support/letters';
import { mortal } from '../support/mortal';
import { code } from '../support/shared-backend';

const MOTHER = 'o-m-mother';
const HEAD = 'o-t-head';
const MIND = 'o-t-mind';
const ADMIN = 'o-t-admin';
/** Words that stand in letters and nowhere else. */
const WORDS = ['柿子熟了给你留着', '我昨晚梦见你了'] as const;
const { b, write, reply, spoken, openAtBooth, letter, verdict, isThere } = await letterBackend();
const { store } = b.deps;
/** After these there is nobody to ask, or nobody to ask about. */
const ENDS: readonly MethodName[] = [
  'accounts.leave',
  'accounts.revoke',
  'staff.remove',
  'transfer.leave',
  'handover.apply',
];
const NAMES = Object.keys(collections) as CollectionName[];

const documents = async () =>
  JSON.stringify(await Promise.all(NAMES.map((name) => store.list(name, { where: {}, limit: 1000 }))));
const yu = THINGS.find(({ key }) => key === 'yu');

describe('what letters say', () => {
  it('comes to no staff by any method, and stands in no document and no log', async () => {
    const logged: unknown[] = [];
    Object.assign(b.deps, { log: (line: unknown) => logged.push(line) });
    const { letterId } = await write({ text: WORDS[0] });
    await openAtBooth(letterId);
    await write({ text: WORDS[0] });
    await reply({ text: WORDS[1] });
    await work(b.deps, {});
    const answers: string[] = [];
    if (!yu) throw new Error('nobody');
    const methods = (Object.keys(INPUTS) as MethodName[]).filter((method) => !ENDS.includes(method));
    for (const openid of [HEAD, ADMIN, MIND, 'o-t-duty', 'o-t-mentor', 'o-t-bureau', 'o-t-volunteer', MOTHER, BOOTH])
      for (const method of methods) {
        const asked = INPUTS[method].input({ thing: yu, adultId: 'm-father', fileId: 'cloud://x/u/a' });
        const named = 'letterId' in asked ? { ...asked, letterId } : asked;
        answers.push(JSON.stringify(await b.reply(openid, method, named as never)));
      }
    for (const word of WORDS) {
      expect(answers.filter((answer) => answer.includes(word))).toEqual([]);
      expect(await documents()).not.toContain(word);
      expect(JSON.stringify(logged)).not.toContain(word);
    }
    expect(answers.filter((answer) => answer.startsWith('{"ok":true')).length).toBeGreaterThan(100);
    Object.assign(b.deps, { log: () => undefined });
  }, 60_000);

  it('is under a key that the school’s key does not open', async () => {
    const { letterId } = await write({ text: WORDS[0] });
    const { text } = await letter(letterId);
    expect(text).toMatch(/^l1\./);
    expect(() => b.deps.vault.open(text as never)).toThrow();
  });

  it('reaches the school only by its receiver’s hand', async () => {
    const { letterId } = await write({ text: WORDS[0], voice: await spoken() });
    await verdict(letterId, 'pass');
    await work(b.deps, {});
    const told = { studentId: YU, secret: SECRET, letterId, why: 'scared', words: '我怕' } as const;
    expect(await code(b.call(BOOTH, 'letters.boothReport', { ...told, show: false }))).toBe('common.not-found');
    await openAtBooth(letterId);
    await b.call(BOOTH, 'letters.boothReport', { ...told, show: false });
    const { reports } = await b.call(MIND, 'letters.reported', {});
    expect(reports).toMatchObject([
      { letterId, by: '林小雨', from: '林大山（爸爸）', why: 'scared', words: '我怕', handed: null, handedVoice: null },
    ]);
    expect(await code(b.call(MIND, 'letters.handedVoice', { letterId }))).toBe('common.not-found');
    // The writer does not learn of it.
    expect((await b.call(FATHER, 'letters.box', { studentId: YU })).letters).toMatchObject([{ state: 'opened' }]);
    await b.call(BOOTH, 'letters.boothReport', { ...told, show: true });
    expect((await b.call(ADMIN, 'letters.reported', {})).reports).toMatchObject([
      { handed: WORDS[0], handedVoice: 12 },
    ]);
    const { dataUrl } = await b.call(MIND, 'letters.handedVoice', { letterId });
    expect(Buffer.from(dataUrl.split(',')[1] ?? '', 'base64')).toEqual(Buffer.from(VOICE));
    expect(await documents()).not.toContain(WORDS[0]);
    await b.call(MIND, 'letters.answerReport', { letterId, answer: '和爸爸谈过了' });
    expect((await b.call(MIND, 'letters.reported', {})).reports).toMatchObject([{ answered: '和爸爸谈过了' }]);
    expect(await code(b.call(HEAD, 'letters.reported', {}))).toBe('auth.forbidden');
  });

  it('stands in a parent’s own copy of the data, and in nobody else’s', async () => {
    await write({ text: WORDS[0] });
    const unopened = await reply({ text: WORDS[1] });
    const copy = async (openid: string) => {
      const why = openid === ADMIN ? { why: 'inspection' as const } : {};
      const { fileId } = await b.call(openid, 'privacy.export', { studentId: YU, ...why });
      const parts = unzipSync(new Uint8Array(await b.deps.files.read(fileId)));
      return WORDS.filter((word) => strFromU8(parts['word/document.xml'] ?? new Uint8Array()).includes(word));
    };
    expect(await copy(FATHER)).toEqual([WORDS[0]]);
    await b.call(FATHER, 'letters.open', unopened);
    expect(await copy(FATHER)).toEqual(WORDS);
    expect(await copy(MOTHER)).toEqual([]);
    expect(await copy(ADMIN)).toEqual([]);
  });

  it('goes under a new key, and the old one is needed no more', async () => {
    const { letterId } = await write({ text: WORDS[0], voice: await spoken() });
    await verdict(letterId, 'pass');
    await work(b.deps, {});
    const NEW = ['l2', Buffer.alloc(32, 4).toString('base64')] as const;
    const { letterVault } = b.deps;
    Object.assign(b.deps, { letterVault: createLetterVault([NEW, ...LETTER_SECRETS]) });
    expect(await resealLetters(b.deps, Number.POSITIVE_INFINITY)).toBe(2);
    expect(await documents()).not.toMatch(/"l1\.[\w-]{30,}/);
    Object.assign(b.deps, { letterVault: createLetterVault([NEW]) });
    const opened = await openAtBooth(letterId);
    Object.assign(b.deps, { letterVault });
    expect(opened).toMatchObject({ text: WORDS[0], voice: { seconds: 12 } });
  });
});

describe('a voice', () => {
  it('waits for WeChat’s word, is sealed, and its upload is gone', async () => {
    const voice = await spoken();
    const { letterId } = await write({ text: '', voice });
    expect(await letter(letterId)).toMatchObject({ state: 'checking', way: 'voice' });
    expect(await code(openAtBooth(letterId))).toBe('common.not-found');
    await work(b.deps, {});
    expect(await letter(letterId)).toMatchObject({ state: 'checking' });
    await verdict(letterId, 'pass');
    await work(b.deps, { job: 'letters', id: letterId });
    const sealed = await letter(letterId);
    expect(sealed).toMatchObject({ state: 'waiting', todo: null, voice: { upload: null } });
    expect(await isThere(voice.fileId)).toBe(false);
    const bytes = Buffer.from(await b.deps.files.read(sealed.voice?.fileId ?? ''));
    expect(bytes.includes(Buffer.from(VOICE.subarray(0, 16)))).toBe(false);
    const { voice: heard } = await openAtBooth(letterId);
    expect(Buffer.from(heard?.dataUrl.split(',')[1] ?? '', 'base64')).toEqual(Buffer.from(VOICE));
  });

  it('that was not let through is heard by nobody, and nothing of it stays', async () => {
    const voice = await spoken();
    const { letterId } = await write({ text: '', voice });
    await verdict(letterId, 'risky');
    await work(b.deps, {});
    expect(await letter(letterId)).toMatchObject({ state: 'held', voice: null });
    expect(await isThere(voice.fileId)).toBe(false);
    expect((await b.call(FATHER, 'letters.box', { studentId: YU })).letters).toMatchObject([
      { state: 'held', hasVoice: true },
    ]);
    expect(await code(openAtBooth(letterId))).toBe('common.not-found');
  });

  it('is taken back while it is checked', async () => {
    const voice = await spoken();
    const { letterId } = await write({ voice });
    await b.call(FATHER, 'letters.takeBack', { letterId });
    expect(await letter(letterId)).toMatchObject({ state: 'taken_back', text: null, voice: null });
    expect(await isThere(voice.fileId)).toBe(false);
    expect(await store.get('mediaChecks', `${letterId}:0`)).toBeUndefined();
  });

  it('is lost at no step at which the job is stopped, and leaves no upload behind', async () => {
    for (let steps = 1; steps <= 14; steps++)
      for (const lostAnswer of [true, false]) {
        b.clock.at += 86_400_000;
        const voice = await spoken();
        const { letterId } = await write({ text: '', voice });
        await verdict(letterId, 'pass');
        await work(mortal(b.deps, steps, lostAnswer), { job: 'letters', id: letterId });
        await work(b.deps, { job: 'letters', id: letterId });
        expect([steps, lostAnswer, await letter(letterId)]).toMatchObject([
          steps,
          lostAnswer,
          { state: 'waiting', todo: null, voice: { upload: null } },
        ]);
        expect(await isThere(voice.fileId)).toBe(false);
        await b
          .call(FATHER, 'letters.open', { letterId })
          .then(({ voice: heard }) =>
            expect(Buffer.from(heard?.dataUrl.split(',')[1] ?? '', 'base64')).toEqual(Buffer.from(VOICE)),
          );
      }
  }, 60_000);
});

describe('erasure', () => {
  it('takes the letters of who asks and leaves the other parent’s; of a child that left all go', async () => {
    const fathers = await write({ voice: await spoken() });
    await verdict(fathers.letterId, 'pass');
    await work(b.deps, {});
    const file = (await letter(fathers.letterId)).voice?.fileId ?? '';
    const mothers = await write({}, MOTHER);
    const student = await store.get('students', YU);
    if (!student) throw new Error('nobody');
    await erase(b.deps, student, 'm-father');
    expect(await letter(fathers.letterId)).toBeUndefined();
    expect(await isThere(file)).toBe(false);
    expect(await letter(mothers.letterId)).toMatchObject({ state: 'waiting' });
    await erase(b.deps, { ...student, status: 'left' }, null);
    expect(await store.count('letters', { schoolId: 'sch1', studentId: YU })).toBe(0);
    expect(await store.get('letterSecrets', YU)).toBeUndefined();
  });

  it('leaves what was reported while the child is at school', async () => {
    const { letterId } = await write();
    await openAtBooth(letterId);
    const told = { studentId: YU, secret: SECRET, letterId, why: 'rude', words: '', show: true } as const;
    await b.call(BOOTH, 'letters.boothReport', told);
    const student = await store.get('students', YU);
    if (student) await erase(b.deps, student, 'm-father');
    expect(await letter(letterId)).toMatchObject({ state: 'opened' });
  });

  it('comes by itself to what was taken back two months ago', async () => {
    const { letterId } = await write();
    await b.call(FATHER, 'letters.takeBack', { letterId });
    const { letterId: kept } = await write();
    b.clock.at = instantOf('2027-02-01', 3 * 60);
    await work(b.deps, {});
    expect(await letter(letterId)).toBeUndefined();
    expect(await letter(kept)).toMatchObject({ state: 'waiting' });
    expect(NOON).toBeLessThan(b.clock.at);
  });
});
