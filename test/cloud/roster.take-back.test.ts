import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { resumeImports } from '../../cloudfunctions/_server/roster/upkeep';
import { aBooking } from '../support/booking';
import { aPairing, SCHOOL, withAccounts } from '../support/builders';
import { ADMIN, named, rosterBackend } from '../support/roster-import';
import { FAMILIES, idNumber, type Line } from '../support/rosters';
import { code } from '../support/shared-backend';

const { backend, preview, bringIn, all, opened } = await rosterBackend();
const { store, vault } = backend.deps;
const DAY_MS = 86_400_000;

const importOf = async (lines: readonly Line[], decided: object = {}) => {
  // Which of two imports is the later one the clock says.
  backend.clock.at += 1000;
  const { importId } = await preview(lines);
  await backend.call(ADMIN, 'roster.confirm', { importId, ...decided });
  return importId;
};
const takeBack = (importId: string) => backend.call(ADMIN, 'roster.takeBack', { importId });

/** Everything in plain and in an order of its own: two seals of one text differ. */
async function plainly() {
  const { classes, students, familyMembers } = await all();
  const open = (doc: object) =>
    Object.fromEntries(
      Object.entries(doc).map(([key, value]) => [
        key,
        typeof value === 'string' && value.startsWith('t1.') ? vault.open(value as never) : value,
      ]),
    );
  const keys = (doc: ReturnType<typeof open>) =>
    Array.isArray(doc.keys) ? { ...doc, keys: [...doc.keys].sort() } : doc;
  return { classes, students: students.map((doc) => keys(open(doc))), familyMembers: familyMembers.map(open) };
}

const MOVED: Line[] = [
  ...FAMILIES.map((line) => ({
    ...line,
    班级: '四(1)班',
    父亲务工地点: '上海市',
    父亲班次: '白班',
    留守类型: '父母双方外出',
  })),
  { 姓名: '白小云', 性别: '女', 出生日期: '2016-02-03', 班级: '四(2)班', 父亲姓名: '白山', 父亲电话: '17000000301' },
];

describe('roster.takeBack', () => {
  it('makes everything as it was before, and says so again when asked again', async () => {
    await bringIn(FAMILIES);
    const before = await plainly();
    const importId = await importOf(MOVED);
    expect(await plainly()).not.toEqual(before);
    const answer = await takeBack(importId);
    expect(answer).toMatchObject({ removed: 2, kept: 0 });
    expect(answer.restored).toBeGreaterThanOrEqual(5);
    expect(await plainly()).toEqual(before);
    expect(await takeBack(importId)).toEqual(answer);
    expect(await preview(FAMILIES)).toMatchObject({ same: 3, changed: 0, fresh: 0 });
  });

  it('takes a first import back to an empty school', async () => {
    const importId = await importOf(FAMILIES);
    expect(await takeBack(importId)).toEqual({ restored: 0, removed: 9, kept: 0 });
    expect(await all()).toEqual({ classes: [], students: [], familyMembers: [] });
    expect(await store.count('fileChanges', { schoolId: SCHOOL, at: { gt: 0 } })).toBe(0);
  });

  it('is for a week, and the last one first', async () => {
    const first = await importOf(FAMILIES);
    backend.clock.at += 1000;
    const second = await importOf(MOVED);
    expect(await code(takeBack(first))).toBe('roster.too-late');
    const history = () => serve(apiHandlers, backend.deps)({ method: 'roster.history', input: {} }, ADMIN);
    expect(await history()).toMatchObject({
      data: {
        imports: [
          { id: second, state: 'applied', until: backend.clock.at + 7 * DAY_MS },
          { id: first, until: null },
        ],
      },
    });
    await takeBack(second);
    backend.clock.at += 1000;
    expect(await history()).toMatchObject({ data: { imports: [{ state: 'taken_back', until: null }, { id: first }] } });
    backend.clock.at += 7 * DAY_MS;
    expect(await code(takeBack(first))).toBe('roster.too-late');
    expect(await code(takeBack('nobody-knows-it'))).toBe('common.not-found');
  });

  it('keeps what somebody changed since, and restores the rest of the same file', async () => {
    await bringIn(FAMILIES);
    const importId = await importOf(MOVED);
    const father = named((await all()).familyMembers, '林大山');
    await store.updateWhere('familyMembers', { _id: father._id }, { set: { workplace: vault.seal('北京市') } });
    expect(await takeBack(importId)).toMatchObject({ kept: 1 });
    const now = named((await all()).familyMembers, '林大山');
    expect([opened(now.workplace), now.shift]).toEqual(['北京市', 'night']);
  });

  it.each([
    [
      'a booking',
      async (studentId: string) => store.insert('bookings', aBooking({ _id: 'b1', studentIds: [studentId] })),
    ],
    [
      'a bound WeChat',
      async (_: string, adultId: string) =>
        store.updateWhere('familyMembers', { _id: adultId }, { set: { openid: 'o-bai' } }),
    ],
    [
      'a day of contact',
      async (studentId: string) =>
        store.updateWhere('students', { _id: studentId }, { set: { 'contact.childDay': '2026-11-24' } }),
    ],
    [
      'an edited fact',
      async (studentId: string) => store.updateWhere('students', { _id: studentId }, { set: { ethnicity: '苗族' } }),
    ],
    ['a mentor', async (studentId: string) => store.insert('pairings', aPairing({ studentId }))],
  ])('keeps a new child with %s, and its family', async (_, act) => {
    await bringIn(FAMILIES);
    const importId = await importOf(MOVED);
    const { students, familyMembers } = await all();
    await act(named(students, '白小云')._id, named(familyMembers, '白山')._id);
    expect(await takeBack(importId)).toMatchObject({ removed: 0, kept: 2 });
    const after = await all();
    expect(named(after.students, '白小云').className).toBe('四(2)班');
    expect(named(after.familyMembers, '白山').studentIds).toHaveLength(1);
    expect(named(after.students, '林小雨').className).toBe('三(2)班');
  });

  it.each([1, 2, 3, 4, 5, 6])('cut off at write %i, is finished by the timer', async (n) => {
    await bringIn(FAMILIES);
    const before = await plainly();
    const importId = await importOf(MOVED);
    const cut = { ...backend.deps, store: dyingAt(store, n) };
    const answer = await serve(documentHandlers, cut)({ method: 'roster.takeBack', input: { importId } }, ADMIN);
    expect(answer).toMatchObject({ ok: false, code: 'system.internal' });
    backend.clock.at += 120_000;
    expect(await resumeImports(backend.deps)).toBe(1);
    expect(await plainly()).toEqual(before);
    expect(await store.get('imports', importId)).toMatchObject({
      status: 'taken_back',
      takenBack: { kept: 0, removed: 2 },
    });
  });
});

/** A store that dies at its nth write. */
function dyingAt(whole: Store, n: number): Store {
  let left = n;
  const dies = <F extends (...args: never[]) => Promise<unknown>>(write: F): F =>
    ((...args: Parameters<F>) => {
      left -= 1;
      return left < 0 ? Promise.reject(new Error('stopped')) : write(...args);
    }) as F;
  const { insert, updateWhere, removeWhere, put } = whole;
  return {
    ...whole,
    insert: dies(insert),
    updateWhere: dies(updateWhere),
    removeWhere: dies(removeWhere),
    put: dies(put),
  };
}

describe('pupils who left', () => {
  it('are marked so by a person’s word, their families let go, and come back with the taking back', async () => {
    await bringIn([...FAMILIES, MOVED[3] ?? {}]);
    const granny = named((await all()).familyMembers, '白山');
    await withAccounts(store, [{ ...granny, openid: 'o-bai' }]);
    const before = await plainly();
    const lines = [
      ...FAMILIES,
      { ...MOVED[3], 姓名: '白新', 出生日期: '2015-07-08', 父亲姓名: '白新山', 父亲电话: '17000000309' },
    ];
    backend.clock.at += 1000;
    const { importId, gone } = await preview(lines);
    expect(gone.map(({ name }) => name)).toEqual(['白小云']);
    const leave = gone.map(({ id }) => id);
    await backend.call(ADMIN, 'roster.confirm', { importId, leave });
    expect(named((await all()).students, '白小云')).toMatchObject({
      status: 'left',
      left: { how: 'moved', day: '2026-11-24' },
    });
    expect((await store.get('accounts', 'o-bai'))?.memberships).toEqual([]);
    await takeBack(importId);
    const after = await plainly();
    expect(named(after.students as never, '白小云')).toMatchObject({ status: 'active', left: null });
    expect(after.students).toEqual(before.students);
    expect((await store.get('accounts', 'o-bai'))?.memberships).toHaveLength(1);
  });

  it('are only those whom the dry run named', async () => {
    await bringIn(FAMILIES);
    const { importId } = await preview(FAMILIES);
    const leave = [named((await all()).students, '林小雨')._id];
    expect(await code(backend.call(ADMIN, 'roster.confirm', { importId, leave }))).toBe('roster.stale');
  });
});

describe('a confirm', () => {
  it('is stale where what it would change is not what was shown', async () => {
    await bringIn(FAMILIES);
    const { importId } = await preview(MOVED);
    const { _id } = named((await all()).students, '周小海');
    await store.updateWhere('students', { _id }, { set: { className: '三(9)班' } });
    expect(await code(backend.call(ADMIN, 'roster.confirm', { importId }))).toBe('roster.stale');
    expect(named((await all()).students, '林小雨').className).toBe('三(2)班');
  });

  it('moves calls ahead to the new class', async () => {
    await bringIn(FAMILIES);
    const { _id, classId } = named((await all()).students, '林小雨');
    const children = [{ id: _id, name: '林小雨', className: '三(2)班' }];
    const call = { studentIds: [_id], classIds: [classId], children };
    await store.insert('bookings', [
      aBooking({ ...call, _id: 'b-ahead', day: '2026-11-25' }),
      aBooking({ ...call, _id: 'b-past', day: '2026-11-20' }),
    ]);
    await importOf(MOVED);
    const moved = named((await all()).students, '林小雨');
    expect(await store.get('bookings', 'b-ahead')).toMatchObject({
      classIds: [moved.classId],
      children: [{ className: '四(1)班' }],
    });
    expect(await store.get('bookings', 'b-past')).toMatchObject({ classIds: [classId] });
  });

  it('leaves a version of each file, sealed', async () => {
    await bringIn(FAMILIES);
    const { _id } = named((await all()).students, '林小雨');
    const importId = await importOf(MOVED);
    const [last, first] = await store.list('fileChanges', {
      where: { schoolId: SCHOOL, studentIds: _id, at: { gt: 0 } },
      orderBy: [['at', 'desc']],
      limit: 50,
    });
    expect([first?.byName, first?.via]).toEqual(['赵校长', 'roster']);
    expect(last?._id.startsWith(importId) || first?._id.startsWith(importId)).toBe(true);
    expect(JSON.stringify(last)).not.toContain('四(1)班');
  });
});

describe('whatever others do in between', () => {
  /** What somebody does to a pupil or an adult that an import touched, by another way than the import. */
  const EDITS = [
    { of: 'students', set: { ethnicity: '侗族' } },
    { of: 'students', set: { className: '六(6)班' } },
    { of: 'students', set: { boarding: true } },
    { of: 'familyMembers', set: { canRead: false } },
    { of: 'familyMembers', set: { shift: 'irregular' } },
    { of: 'familyMembers', set: { occupation: '木工' } },
  ] as const;
  const pool: Line[] = Array.from({ length: 6 }, (_, i) => ({
    姓名: `白小${'甲乙丙丁戊己'[i]}`,
    身份证号: idNumber('2016-02-03', 2 * i + 2),
    班级: i % 2 ? '四(1)班' : '四(2)班',
    父亲姓名: `白${'山水云风石火'[i]}`,
    父亲电话: `1700000040${Math.floor(i / 2)}`,
  }));
  const other = (line: Line, kind: number): Line =>
    kind === 0
      ? line
      : kind === 1
        ? { ...line, 班级: '五(1)班', 父亲班次: '夜班' }
        : { ...line, 父亲电话: '17000000499', 民族: '汉' };

  it('an import taken back leaves all that others did and nothing of its own', async () => {
    const some = fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 });
    const edit = fc.record({ who: fc.nat(11), what: fc.nat(EDITS.length - 1) });
    await fc.assert(
      fc.asyncProperty(
        some,
        some,
        fc.array(fc.nat(2), { minLength: 6, maxLength: 6 }),
        fc.array(edit, { maxLength: 5 }),
        async (first, second, kinds, edits) => {
          await backend.renew();
          await bringIn(first.map((i) => pool[i] ?? {}));
          const before = await plainly();
          const importId = await importOf(second.map((i) => other(pool[i] ?? {}, kinds[i] ?? 0)));
          const touched = new Map<string, Readonly<Record<string, unknown>>>();
          for (const { who, what } of edits) {
            const { of, set } = EDITS[what] ?? EDITS[0];
            const docs = (await all())[of];
            const doc = docs[who % docs.length];
            if (!doc) continue;
            const differs = Object.entries(set).some(
              ([key, value]) => (doc as unknown as Record<string, unknown>)[key] !== value,
            );
            if (!differs) continue;
            await store.updateWhere(of, { _id: doc._id }, { set });
            touched.set(doc._id, { ...touched.get(doc._id), ...set });
          }
          const { kept } = await takeBack(importId);
          const after = await plainly();
          const docs = [...after.students, ...after.familyMembers] as Record<string, unknown>[];
          // Nothing that others did is lost.
          for (const [id, set] of touched) expect(docs.find(({ _id }) => _id === id)).toMatchObject(set);
          // All that nobody touched is as it was; a new child stays only with its family.
          const known = [...before.students, ...before.familyMembers] as Record<string, unknown>[];
          for (const was of known)
            if (!touched.has(String(was._id))) expect(docs.find(({ _id }) => _id === was._id)).toEqual(was);
          const fresh = docs.filter(({ _id }) => !known.some((was) => was._id === _id));
          expect(fresh.length).toBeLessThanOrEqual(kept);
          if (touched.size === 0) expect(after).toEqual(before);
        },
      ),
      { numRuns: Number(process.env.FUZZ_RUNS ?? 20) },
    );
  }, 120_000);
});

describe('an adult who gets another child while the first changes class', () => {
  it('is written once, with both', async () => {
    const [yu, xue] = [FAMILIES[0] ?? {}, FAMILIES[1] ?? {}];
    await bringIn([yu]);
    const before = await plainly();
    const importId = await importOf([{ ...yu, 班级: '四(1)班' }, xue]);
    const { students, familyMembers } = await all();
    const father = named(familyMembers, '林大山');
    const seats = new Map(students.map(({ _id, classId }) => [_id, classId]));
    expect(father.children).toHaveLength(2);
    for (const { studentId, classId } of father.children) expect(classId).toBe(seats.get(studentId));
    await takeBack(importId);
    expect(await plainly()).toEqual(before);
  });
});

describe('a new adult of a known child', () => {
  it('is gone with the taking back, and so is what the child was found by', async () => {
    await bringIn([FAMILIES[2] ?? {}]);
    const before = await plainly();
    const importId = await importOf([
      { ...FAMILIES[2], 受委托人姓名: '周姑姑', 受委托人电话: '17000008888', 与儿童关系: '姑姑' },
    ]);
    expect((await plainly()).students[0]?.keys).not.toEqual(before.students[0]?.keys);
    await takeBack(importId);
    expect(await plainly()).toEqual(before);
  });
});
