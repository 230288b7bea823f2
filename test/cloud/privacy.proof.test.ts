import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createVault } from '../../cloudfunctions/_server/data/crypto';
import type { CollectionName } from '../../cloudfunctions/_server/data/documents';
import { leftToReseal, reseal } from '../../cloudfunctions/_server/privacy/reseal';
import { FIELD_SECRETS } from '../support/backend';
import { FATHER, HEAD, type LivedIn, livedIn, OFFICE, SCHOOL, SECRETS, XIAOYU } from '../support/lived-in';

const NAMES = Object.keys(collections) as CollectionName[];
const dir = mkdtempSync(join(tmpdir(), 'proof-'));
let b: LivedIn;

beforeAll(async () => {
  b = await livedIn(dir);
}, 60_000);
afterAll(async () => {
  await b.close();
  rmSync(dir, { recursive: true });
});

/** The bytes of the database on the disk: the file and its write-ahead log. */
const bytesOf = () =>
  readdirSync(dir)
    .filter((name) => name.startsWith('cloud.db') && !name.endsWith('.pid') && !name.endsWith('.lock'))
    .map((name) => readFileSync(join(dir, name)));
/** The documents themselves, so that no page's edge hides a word. */
const documents = async () =>
  JSON.stringify(await Promise.all(NAMES.map((name) => b.deps.store.list(name, { where: {}, limit: 1000 }))));

describe('who has the database alone', () => {
  it('reads no phone, no ID number, no address, nothing of health, aid or what a child said', async () => {
    const [files, text] = [bytesOf(), await documents()];
    const inFile = (word: string) => files.some((bytes) => bytes.includes(Buffer.from(word)));
    // What is not sealed is found, so a search for what is would find it too.
    for (const plain of ['林小雨', '刘桂花', '三(2)班'])
      expect([inFile(plain), text.includes(plain)]).toEqual([true, true]);
    for (const [kind, words] of Object.entries(SECRETS))
      for (const word of words)
        expect([kind, word, inFile(word), text.includes(word)]).toEqual([kind, word, false, false]);
  });

  it('while the school reads all of it', async () => {
    const seen = JSON.stringify(await b.call(HEAD, 'contacts.file', { studentId: b.yu }));
    for (const word of ['柏树村五组', '花生过敏', '低保金', '槐树村一组', '枫树村九组']) expect(seen).toContain(word);
    const { phone } = await b.call(HEAD, 'contacts.phone', { personId: b.granny, why: 'visit' });
    expect(phone).toBe('17000000106');
  });
});

describe('a change of keys, through the doors', () => {
  const NEW = ['t2', Buffer.alloc(32, 9).toString('base64')] as const;
  const use = (...secrets: Parameters<typeof createVault>[0]) => Object.assign(b.deps, { vault: createVault(secrets) });
  const works = async () => {
    const file = await b.call(HEAD, 'contacts.file', { studentId: b.yu });
    expect(file.fields.find(({ field }) => field === 'pupil.address')?.value).toContain('柏树村五组');
    const find = async (q: string) => (await b.call(OFFICE, 'contacts.list', { q })).children.map(({ id }) => id);
    for (const q of ['0106', '柏树', '林小雨', 'lxy']) expect([q, await find(q)]).toEqual([q, [b.yu]]);
    const count = () => b.deps.store.count('students', { schoolId: SCHOOL, status: 'active' });
    const before = await count();
    await b.bringIn([{ ...XIAOYU, 现居住地: '示范县青石镇柏树村五组', 受委托人电话: '17000000106' }]);
    expect(await count()).toBe(before);
  };

  it('finds and opens with both keys, then with the new alone', async () => {
    await works();
    use(NEW, ...FIELD_SECRETS);
    await works();
    expect(await leftToReseal(b.deps)).toBeGreaterThan(0);
    await reseal(b.deps, Number.POSITIVE_INFINITY);
    expect(await leftToReseal(b.deps)).toBe(0);
    expect(await documents()).not.toMatch(/"t1\.[\w-]{30,}/);
    use(NEW);
    await works();
    // The grandmother's card was printed under the old key.
    expect((await b.call('o-granny', 'accounts.bind', { code: b.code })).membership.name).toBe('刘桂花');
    expect((await b.call(HEAD, 'contacts.timeline', { studentId: b.yu })).changes.length).toBeGreaterThan(0);
    expect((await b.call(HEAD, 'contacts.proposals', { studentId: b.yu })).proposals.length).toBeGreaterThan(0);
    expect((await b.call(FATHER, 'contacts.file', { studentId: b.yu })).name).toBe('林小雨');
  }, 60_000);
});
