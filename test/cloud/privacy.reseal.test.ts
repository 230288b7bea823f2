import { describe, expect, it } from 'vitest';
import { finding, hashedKey } from '../../cloudfunctions/_server/contacts/finding';
import { sealChanges } from '../../cloudfunctions/_server/contacts/versions';
import { byCode, codeId } from '../../cloudfunctions/_server/data/by-code';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createVault, type Vault } from '../../cloudfunctions/_server/data/crypto';
import type { CollectionName, Documents, Sealed } from '../../cloudfunctions/_server/data/documents';
import { leftToReseal, reseal } from '../../cloudfunctions/_server/privacy/reseal';
import { SEALED, SEALED_COLLECTIONS } from '../../cloudfunctions/_server/privacy/sealed';
import { NOON } from '../support/backend';
import { aMember, aStaff, aStudent, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aRecord } from '../support/records';
import { sharedBackend } from '../support/shared-backend';

const [OLD, NEW] = [
  ['k1', Buffer.alloc(32, 1).toString('base64')],
  ['k2', Buffer.alloc(32, 2).toString('base64')],
] as const;
const old = createVault([OLD]);
const both = createVault([NEW, OLD]);
const fresh = createVault([NEW]);
const NAMES = Object.keys(collections) as CollectionName[];
const PUPILS = 130;
const INVITE = '482177305';
const phoneOf = (n: number) => `1700000${String(n).padStart(4, '0')}`;

/** A document of every collection with sealed fields, every field filled; and more pupils than one slice holds. */
const school = async ({ deps: { store } }: Pick<Awaited<ReturnType<typeof sharedBackend>>, 'deps'>) => {
  const s = (plain: string) => old.seal(plain);
  const pupils = Array.from({ length: PUPILS }, (_, n) => {
    const _id = `s-${String(n).padStart(3, '0')}`;
    const named = { _id, name: '林小雨', className: '三(2)班', address: '青山镇石板村三组', phones: [phoneOf(n)] };
    return aStudent({
      _id,
      idNumber: s(`id-${n}`),
      idHash: old.blind('idNumber', `id-${n}`),
      registeredAddress: s('户籍地'),
      address: s(named.address),
      health: s('哮喘'),
      income: s('打工'),
      aid: s('低保'),
      ...finding(old, named),
    });
  });
  await store.insert('students', pupils);
  const limit = { reason: 'court' as const, since: '2026-11-01', note: s('判决') };
  await store.insert(
    'familyMembers',
    pupils.map((pupil, n) =>
      aMember(
        {
          ...{
            _id: `m-${String(n).padStart(3, '0')}`,
            phone: s(phoneOf(n)),
            phoneHash: old.blind('phone', phoneOf(n)),
          },
          ...{ workplace: s('东莞'), address: s('东莞'), idNumber: s('id'), health: s('好') },
          morePhones: null,
        },
        [pupil],
        n % 2 ? { limit } : {},
      ),
    ),
  );
  await store.insert('staff', aStaff({ _id: 't-head', phone: s('17000009999') }));
  const of = { schoolId: SCHOOL, studentId: 's-000', classId: 'c32' };
  const code = (plain: string) => ({ schoolId: SCHOOL, code: s(plain) });
  await store.insert('invites', {
    ...code(INVITE),
    _id: codeId(old, 'invites', INVITE),
    personId: 'm-000',
    personKind: 'family',
    expiresAt: NOON + 1e9,
    status: 'open',
    usedAt: null,
  });
  const slip = { ...code('SLIP'), receiptId: 'r', at: NOON, usedAt: null };
  await store.insert('noticeSlips', { ...slip, _id: codeId(old, 'noticeSlips', 'SLIP') });
  await store.insert('transfers', {
    ...code('TRANSFER'),
    _id: codeId(old, 'transfers', 'TRANSFER'),
    studentId: 's-000',
    expiresAt: NOON + 1e9,
    status: 'open',
    toSchoolId: null,
    toStudentId: null,
    at: NOON,
  } as Documents['transfers']);
  await store.insert('importPages', {
    _id: 'i1:changes:0',
    schoolId: SCHOOL,
    importId: 'i1',
    rows: s('[]'),
    more: false,
    at: NOON,
  } as Documents['importPages']);
  const by = { byId: 't-head', byName: '李老师', at: NOON };
  await store.insert('fileChanges', {
    ...{ _id: 'v1', schoolId: SCHOOL, subject: 'pupil', subjectId: 's-000', studentIds: ['s-000'], ...by },
    ...{ byRole: 'teacher', via: 'edit', ref: null, why: null, made: false },
    changes: sealChanges(old, { 'pupil.address': ['青山镇', '白水镇'] }),
  });
  await store.insert('proposals', {
    ...{ _id: 'p1', ...of, ...by, relation: '父亲', status: 'open', note: null, answer: null },
    ...{ answeredBy: null, answeredAt: null, items: s('[]') },
  });
  await store.insert('delegations', {
    ...{ _id: 'd1', ...of, memberId: 'm-000', byMemberId: 'm-001', since: '2026-09-01', until: null, byId: 't-head' },
    ...{ childView: 'agrees', childWords: s('好'), villageToldDay: null, villageWhom: null, endedDay: null },
    ...{ endedWhy: null, at: NOON, current: true, open: true },
  });
  const body = (note: string) => s(JSON.stringify({ values: { note }, place: '', shareText: '' }));
  const before = [{ at: NOON, byName: '李老师', day: '2026-11-20', share: false, body: body('先写的') }];
  await store.insert('records', aRecord(old, { studentIds: ['s-000'], body: body('后写的'), before }));
  await store.insert('pairings', { _id: 'pa1', ...of, handover: s('爱画画') } as unknown as Documents['pairings']);
  const plan = { _id: 'pl1', ...of, body: s('{}'), before: [{ body: s('{}') }] };
  await store.insert('plans', plan as unknown as Documents['plans']);
  const concern = { _id: 'c1', ...of, said: s('{}'), entries: [{ said: s('{}') }], settled: { words: s('好了') } };
  await store.insert('concerns', concern as unknown as Documents['concerns']);
  const report = { at: NOON, words: s('怕'), handed: { text: s('信'), voiceKey: s('key') }, answer: s('谈过了') };
  await store.insert('letters', { _id: 'l1', ...of, report } as unknown as Documents['letters']);
};
const b = await sharedBackend(school);

const using = (vault: Vault, deps = b.deps) => ({ ...deps, vault });
const FOREVER = Number.POSITIVE_INFINITY;
async function everything(): Promise<string> {
  const all = await Promise.all(NAMES.map((name) => b.deps.store.list(name, { where: {}, limit: 1000 })));
  return JSON.stringify(all);
}
const underOldKey = async () => (await everything()).match(/"k1\.[\w-]+"/g)?.length ?? 0;

/** Every text that a path of the list of sealed fields leads to. */
function textsAt(value: unknown, path: readonly string[]): Sealed[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, path));
  const [head, ...rest] = path;
  return head === undefined ? [value as Sealed] : textsAt((value as Record<string, unknown>)[head], rest);
}

describe('the list of sealed fields', () => {
  it('leads to every sealed text of a database in which every field is filled', async () => {
    let listed = 0;
    for (const name of SEALED_COLLECTIONS) {
      const docs = await b.deps.store.list(name, { where: {}, limit: 1000 });
      for (const path of Object.keys(SEALED[name])) {
        const texts = docs.flatMap((doc) => textsAt(doc, path.split('.')));
        if (path !== 'morePhones') expect(texts.length, `${name}.${path}`).toBeGreaterThan(0);
        for (const text of texts) old.open(text);
        listed += texts.length;
      }
    }
    expect(listed).toBe(await underOldKey());
  });
});

describe('a change of keys', () => {
  it('brings everything under the newest key; then the old one can go', async () => {
    const deps = using(both);
    expect(await leftToReseal(deps)).toBeGreaterThan(2 * PUPILS);
    await reseal(deps, FOREVER);
    expect([await leftToReseal(deps), await underOldKey()]).toEqual([0, 0]);

    const { store } = b.deps;
    const pupil = await store.get('students', 's-007');
    expect(pupil && fresh.open(pupil.idNumber as Sealed)).toBe('id-7');
    expect(pupil?.idHash).toBe(fresh.blind('idNumber', 'id-7'));
    const tail = hashedKey(fresh, '0007');
    const village = hashedKey(fresh, '石板');
    const found = (key: string) => store.list('students', { where: { schoolId: SCHOOL, keys: key }, limit: 1000 });
    expect((await found(tail)).map(({ _id }) => _id)).toEqual(['s-007']);
    expect(await found(village)).toHaveLength(PUPILS);
    expect(await found('林小雨')).toHaveLength(PUPILS);
    const members = await store.list('familyMembers', {
      where: { phoneHash: fresh.blind('phone', phoneOf(7)) },
      limit: 9,
    });
    expect(members.map(({ _id }) => _id)).toEqual(['m-007']);
    expect(members.map(({ children }) => fresh.open(children[0]?.limit?.note as Sealed))).toEqual(['判决']);
    for (const [name, code] of [
      ['invites', INVITE],
      ['noticeSlips', 'SLIP'],
      ['transfers', 'TRANSFER'],
    ] as const) {
      expect((await byCode(store, fresh, name, code))?.code, name).toSatisfy((s: Sealed) => fresh.open(s) === code);
      expect(await store.count(name, {}), name).toBe(1);
    }
  });

  it('finds by both keys while it is under way', async () => {
    const { store } = b.deps;
    expect(await byCode(store, both, 'invites', INVITE)).toMatchObject({ personId: 'm-000' });
    await reseal(using(both), FOREVER);
    expect(await byCode(store, both, 'invites', INVITE)).toMatchObject({ personId: 'm-000' });
    expect(await byCode(store, old, 'invites', INVITE)).toBeUndefined();
  });

  it('costs nothing while there is one key, and nothing any more when it is through', async () => {
    b.cloud.operations.reset();
    expect(await reseal(using(old), FOREVER)).toBe(0);
    expect(await leftToReseal(using(old))).toBe(0);
    expect(b.cloud.operations.total('database.')).toBe(0);
    await reseal(using(both), FOREVER);
    const before = await everything();
    b.cloud.operations.reset();
    expect(await reseal(using(both), FOREVER)).toBe(0);
    expect(b.cloud.operations.total('database.')).toBe(SEALED_COLLECTIONS.length);
    expect(await everything()).toBe(before);
  });

  it('does a slice when there is little time, and goes on where it was', async () => {
    let looked = 0;
    // The clock passes the hour after some slices.
    const deps = { ...using(both), now: () => NOON + looked++ };
    const left = await leftToReseal(deps);
    await reseal(deps, NOON + looked + 3);
    const later = await leftToReseal(deps);
    expect(later).toBeGreaterThan(0);
    expect(later).toBeLessThanOrEqual(left);
    for (let run = 0; run < 60 && (await leftToReseal(using(both))) > 0; run++)
      await reseal({ ...using(both), now: () => NOON + looked++ }, NOON + looked + 4);
    expect(await underOldKey()).toBe(0);
  });

  it('stopped anywhere, it is finished by the next run and nothing is lost or doubled', async () => {
    for (const steps of [2, 9, 77, 391]) {
      await b.renew();
      for (const lost of [false, true]) {
        await expect(reseal(mortal(using(both), steps, lost), FOREVER)).rejects.toThrow('stopped');
        expect(await b.deps.store.count('invites', {})).toBe(1);
      }
      await reseal(using(both), FOREVER);
      expect(await underOldKey()).toBe(0);
      expect(await b.deps.store.count('students', { schoolId: SCHOOL })).toBe(PUPILS);
    }
  });

  it('loses no edit that happens at the same time', async () => {
    const edit = (n: number) =>
      b.deps.store.updateWhere(
        'students',
        { _id: `s-${String(n).padStart(3, '0')}` },
        { set: { address: both.seal(`新家 ${n}`) } },
      );
    await Promise.all([reseal(using(both), FOREVER), ...Array.from({ length: 40 }, (_, n) => edit(n * 3))]);
    await reseal(using(both), FOREVER);
    for (let n = 0; n < 40; n++) {
      const pupil = await b.deps.store.get('students', `s-${String(n * 3).padStart(3, '0')}`);
      expect(fresh.open(pupil?.address as Sealed)).toBe(`新家 ${n * 3}`);
    }
  });
});
