import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input } from '../../miniprogram/shared/contract';
import { key, opsOf } from '../support/booking';
import { aClass, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';
import { mortal } from '../support/mortal';
import { code, type SharedBackend, sharedBackend } from '../support/shared-backend';

const ADMIN = 'o-t-admin';
const HEAD = 'o-t-head';
const b = await sharedBackend(async ({ deps: { store, vault } }) => {
  await seedLittleSchool(store, vault);
  await store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: '2026-12-10' } });
});
const { store } = b.deps;

type Pair = Input<'pairing.pair'>['pairs'][number];
const yu = (mentorId: string, kind: Pair['kind'] = 'teacher'): Pair => ({ studentId: 's-yu', mentorId, kind });
const pair = (pairs: Pair[], over: Partial<Input<'pairing.pair'>> = {}) =>
  b.call(ADMIN, 'pairing.pair', { requestKey: key(), pairs, ...over });
const history = (studentId: string, openid = ADMIN) => b.call(openid, 'pairing.history', { studentId });
const rowOf = async (studentId: string, mentorId: string) =>
  (await history(studentId)).rows.find((row) => row.mentorId === mentorId);
const idOf = async (studentId: string, mentorId: string) => (await rowOf(studentId, mentorId))?.pairingId ?? '';
const end = (pairingId: string, over: Partial<Input<'pairing.end'>> = {}) =>
  b.call(ADMIN, 'pairing.end', { requestKey: key(), pairingId, why: 'handed_on', note: '', ...over });

/** What must hold after whatever happened: the access, the child's count and the history tell the same. */
async function requireTrue(backend: SharedBackend = b): Promise<void> {
  const [staff, students, pairings] = await Promise.all([
    backend.deps.store.list('staff', { where: { schoolId: SCHOOL, role: { ne: 'bureau' } }, limit: 100 }),
    backend.deps.store.list('students', { where: { schoolId: SCHOOL }, limit: 100 }),
    backend.deps.store.list('pairings', { where: { schoolId: SCHOOL, adult: true, to: null }, limit: 100 }),
  ]);
  const open = pairings.map(({ mentorId, studentId }) => `${mentorId} ${studentId}`).sort();
  expect(new Set(open).size).toBe(open.length);
  expect(staff.flatMap(({ _id, menteeIds }) => menteeIds.map((id) => `${_id} ${id}`)).sort()).toEqual(open);
  for (const { _id, mentors = 0, status } of students) {
    expect(mentors).toBe(pairings.filter(({ studentId }) => studentId === _id).length);
    if (status !== 'active') expect(mentors).toBe(0);
  }
}

describe('pairing.board at a school that children left for years', () => {
  it('tells of those who are there', async () => {
    await store.updateWhere('students', { _id: 's-yu' }, { set: { 'contact.childDay': '2026-11-20' } });
    const before = await b.call(ADMIN, 'pairing.board', {});
    const gone = Array.from({ length: 1_000 }, (_, i) =>
      aStudent({
        ...{ _id: `s-gone-${i}`, name: `毕业生${i}`, status: 'left' },
        contact: { ...aStudent().contact, childDay: '2020-01-01' },
      }),
    );
    for (let i = 0; i < gone.length; i += 100) await store.insert('students', gone.slice(i, i + 100));
    expect((await b.call(ADMIN, 'pairing.board', {})).children).toBe(before.children);
    expect(before.children).toBeGreaterThan(0);
  });
});

describe('a school of 1,500 children with two mentors each', () => {
  it('has them all on the board: who has nobody, and every child of every mentor', async () => {
    const children = Array.from({ length: 1_500 }, (_, i) =>
      aStudent({
        _id: `s-big-${i}`,
        name: `孩子${i}`,
        classId: 'c32',
        className: '三(2)班',
        mentors: i < 1_499 ? 2 : 0,
      }),
    );
    const mentors = Array.from({ length: 50 }, (_, i) => aStaff({ _id: `t-big-${i}`, name: `老师${i}`, classIds: [] }));
    const pairs = children.slice(0, 1_499).flatMap(({ _id: studentId }, i) =>
      [i % 50, (i + 1) % 50].map((m) => ({
        ...{
          _id: `p-big-${i}-${m}`,
          schoolId: SCHOOL,
          studentId,
          classId: 'c32',
          kind: 'teacher' as const,
          adult: true,
        },
        ...{ mentorId: `t-big-${m}`, mentorName: `老师${m}`, from: '2026-09-01', to: null, endedWhy: null },
        ...{ handover: null, ref: 'seed', endedRef: null, byId: 't-admin', at: 1 },
      })),
    );
    const before = await b.call(ADMIN, 'pairing.board', {});
    await store.insert('staff', mentors);
    for (let i = 0; i < children.length; i += 500) await store.insert('students', children.slice(i, i + 500));
    for (let i = 0; i < pairs.length; i += 500) await store.insert('pairings', pairs.slice(i, i + 500));
    const board = await b.call(ADMIN, 'pairing.board', {});
    expect(board.children).toBe(before.children + 1_500);
    expect(board.paired).toBe(before.paired + 1_499);
    expect(board.alone.map(({ child }) => child.id)).toContain('s-big-1499');
    const rows = board.mentors.filter(({ id }) => id.startsWith('t-big-'));
    expect(rows.flatMap((row) => row.pairs)).toHaveLength(2 * 1_499);
    const { rows: proposed } = await b.call(ADMIN, 'pairing.propose', {});
    // Everybody who has that many children already is not asked for one more.
    expect(proposed.some(({ mentorId }) => mentorId.startsWith('t-big-'))).toBe(false);
  });
});

describe('pairing.pair', () => {
  it('gives a child a mentor, who reaches it at the next call; several may stand beside one child', async () => {
    await pair([yu('t-duty'), yu('t-volunteer', 'love_mother'), { ...yu('t-duty'), studentId: 's-other' }]);
    expect((await store.get('staff', 't-duty'))?.menteeIds).toEqual(['s-yu', 's-other']);
    expect(await code(history('s-other', 'o-t-duty'))).toBe('done');
    expect((await history('s-yu', 'o-t-volunteer')).rows).toHaveLength(2);
    await requireTrue();
  });

  it('is one for a request that is sent twice, also when the pair was ended in between', async () => {
    const requestKey = key();
    expect(await pair([yu('t-duty')], { requestKey })).toEqual({ made: 1, taken: 0 });
    await pair([yu('t-duty')], { requestKey });
    await pair([yu('t-duty')]);
    expect((await history('s-yu')).rows).toHaveLength(1);
    await end(await idOf('s-yu', 't-duty'));
    await pair([yu('t-duty')], { requestKey });
    expect((await store.get('staff', 't-duty'))?.menteeIds).toEqual([]);
    await pair([yu('t-duty')]);
    expect((await history('s-yu')).rows.map(({ to }) => to === null)).toContain(true);
    await requireTrue();
  });

  it.each([undefined, null, '2026-11-23'])(
    'refuses a volunteer whose check is %s, and whose access is none',
    async (checkedUntil) => {
      await store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: checkedUntil ?? null } });
      expect(await code(pair([yu('t-volunteer', 'volunteer')]))).toBe('pairing.unchecked');
      expect(
        await code(end(await idOf('s-hai', 't-mentor'), { next: { mentorId: 't-volunteer', kind: 'volunteer' } })),
      ).toBe('pairing.unchecked');
      expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual(['s-hai']);
      await requireTrue();
    },
  );

  it('closes a volunteer out on the day after the check ends', async () => {
    await pair([yu('t-volunteer', 'volunteer')]);
    b.clock.at += 16 * 86_400_000;
    expect(await code(history('s-yu', 'o-t-volunteer'))).toBe('done');
    b.clock.at += 86_400_000;
    expect(await code(history('s-yu', 'o-t-volunteer'))).toBe('common.not-found');
  });

  it('refuses roles that are none for a kind, and does not find people of others', async () => {
    await withAccounts(store, [aStaff({ _id: 't-far', schoolId: 'sch2' })]);
    await store.insert('students', aStudent({ _id: 's-far', schoolId: 'sch2', name: '远' }));
    expect(await code(pair([yu('t-duty', 'cadre')]))).toBe('input.invalid');
    expect(await code(pair([yu('t-mind')]))).toBe('input.invalid');
    expect(await code(pair([yu('t-duty', 'pupil')]))).toBe('input.invalid');
    expect(await code(pair([yu('t-far')]))).toBe('common.not-found');
    expect(await code(pair([{ ...yu('t-duty'), studentId: 's-far' }]))).toBe('common.not-found');
    expect(await code(pair([yu('t-duty'), { ...yu('t-duty'), studentId: 's-nobody' }]))).toBe('common.not-found');
    expect((await store.get('staff', 't-duty'))?.menteeIds).toEqual([]);
    expect(await code(b.call(HEAD, 'pairing.pair', { requestKey: key(), pairs: [yu('t-head')] }))).toBe(
      'auth.forbidden',
    );
  });

  it('gives a child that has nobody to one of two offices that accept a proposal at once', async () => {
    const answers = await Promise.all(['t-duty', 't-other', 't-head'].map((id) => pair([yu(id)], { onlyAlone: true })));
    expect(answers.reduce((sum, { made }) => sum + made, 0)).toBe(1);
    expect(answers.reduce((sum, { taken }) => sum + taken, 0)).toBe(2);
    expect((await store.get('students', 's-yu'))?.mentors).toBe(1);
    await requireTrue();
  });

  it('pairs two once that are paired by several at once', async () => {
    await Promise.all([1, 2, 3].map(() => pair([yu('t-duty')])));
    expect((await history('s-yu')).rows).toHaveLength(1);
    await requireTrue();
  });
});

describe('pairing.end', () => {
  it('ends the access at once, and only who comes after reads what is left for it', async () => {
    await pair([{ ...yu('t-other'), studentId: 's-hai' }]);
    const pairingId = await idOf('s-hai', 't-mentor');
    await b.call('o-t-mentor', 'pairing.note', { pairingId, note: '怕黑，睡前要说说话' });
    b.clock.at += 86_400_000;
    await end(pairingId, { next: { mentorId: 't-duty', kind: 'teacher' } });
    expect(await code(history('s-hai', 'o-t-mentor'))).toBe('common.not-found');
    expect(await code(b.call('o-t-mentor', 'pairing.note', { pairingId, note: '再补一句' }))).toBe('common.not-found');
    const noteFor = async (openid: string) =>
      (await history('s-hai', openid)).rows.find((row) => row.pairingId === pairingId)?.note;
    expect(await noteFor('o-t-duty')).toBe('怕黑，睡前要说说话');
    expect(await noteFor(ADMIN)).toBe('怕黑，睡前要说说话');
    expect(await noteFor('o-t-other')).toBeNull();
    expect(await noteFor(HEAD)).toBeNull();
    expect(JSON.stringify(await store.get('pairings', pairingId))).not.toContain('怕黑');
    await requireTrue();
  });

  it('twice is once, and the successor is paired in the same step', async () => {
    const [pairingId, requestKey] = [await idOf('s-hai', 't-mentor'), key()];
    const next = { mentorId: 't-duty', kind: 'teacher' } as const;
    for (let i = 0; i < 2; i++) await end(pairingId, { requestKey, next, note: '爱画画' });
    expect((await history('s-hai')).rows.map(({ mentorId, to }) => [mentorId, to])).toEqual(
      expect.arrayContaining([
        ['t-mentor', '2026-11-24'],
        ['t-duty', null],
      ]),
    );
    await requireTrue();
  });

  it('leaves one truth where somebody pairs and somebody ends at once', async () => {
    const pairingId = await idOf('s-hai', 't-mentor');
    for (let i = 0; i < 4; i++) {
      await Promise.all([pair([{ ...yu('t-mentor'), studentId: 's-hai' }]), end(pairingId)]);
      await requireTrue();
    }
  });

  it('is the end when the child leaves, and begins again where that is taken back', async () => {
    await b.call(HEAD, 'pairing.pairPupils', { requestKey: key(), studentId: 's-hai', helperIds: ['s-yu'] });
    const gone = { key: key(), studentId: 's-hai', how: 'moved', day: '2026-11-24', whereTo: '' } as const;
    await b.call(ADMIN, 'transfer.leave', { ...gone, withFile: false });
    const rows = await store.list('pairings', { where: { schoolId: SCHOOL, studentId: 's-hai' }, limit: 10 });
    expect(rows.map(({ endedWhy }) => endedWhy)).toEqual(['child_left', 'child_left']);
    expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual([]);
    await requireTrue();
    await b.call(ADMIN, 'transfer.rejoin', { key: key(), studentId: 's-hai', classId: 'c32' });
    expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual(['s-hai']);
    expect((await history('s-hai')).rows.map(({ to }) => to)).toEqual([null, null]);
    await requireTrue();
  });

  it('a child that leaves while it is paired has nobody', async () => {
    const gone = { studentId: 's-yu', how: 'moved', day: '2026-11-24', whereTo: '', withFile: false } as const;
    await Promise.all([
      code(pair([yu('t-duty'), { ...yu('t-duty'), studentId: 's-other' }])),
      b.call(ADMIN, 'transfer.leave', { key: key(), ...gone }),
    ]);
    await requireTrue();
  });
});

describe('cut off', () => {
  it('at any step leaves pairs that are whole, and the same request makes the rest', async () => {
    const request = {
      requestKey: key(),
      pairs: [yu('t-duty'), yu('t-other'), { ...yu('t-head'), studentId: 's-other' }],
    };
    for (let step = 1; step <= 40; step++) {
      await b.renew();
      const dying = serve(apiHandlers, mortal(b.deps, step, step % 2 === 0));
      const first = await dying({ method: 'pairing.pair', input: request }, ADMIN);
      await requireTrue();
      expect(await b.call(ADMIN, 'pairing.pair', { ...request, onlyAlone: false })).toMatchObject({ made: 3 });
      expect((await history('s-yu')).rows).toHaveLength(2);
      await requireTrue();
      if (first.ok) return;
    }
    throw new Error('it never came through');
  }, 60_000);

  it('at any step of an ending with a successor', async () => {
    for (let step = 1; step <= 40; step++) {
      await b.renew();
      const input = {
        ...{ requestKey: 'end-the-pair', pairingId: await idOf('s-hai', 't-mentor'), why: 'handed_on', note: '爱画画' },
        next: { mentorId: 't-duty', kind: 'teacher' },
      };
      const first = await serve(apiHandlers, mortal(b.deps, step, step % 2 === 0))(
        { method: 'pairing.end', input },
        ADMIN,
      );
      await requireTrue();
      const mentors = async () => (await store.get('students', 's-hai'))?.mentors;
      expect(await mentors()).toBe(1);
      await serve(apiHandlers, b.deps)({ method: 'pairing.end', input }, ADMIN);
      expect(await mentors()).toBe(1);
      expect((await store.get('staff', 't-duty'))?.menteeIds).toEqual(['s-hai']);
      await requireTrue();
      if (first.ok) return;
    }
    throw new Error('it never came through');
  }, 60_000);
});

it('whatever happens in whatever order, the access is what the history says', async () => {
  const CHILDREN = ['s-yu', 's-hai', 's-other'];
  const MENTORS = ['t-duty', 't-mentor', 't-other', 't-volunteer'];
  const act = fc.record({
    what: fc.constantFrom('pair', 'pair', 'end', 'next', 'leave', 'back', 'remove'),
    child: fc.constantFrom(...CHILDREN),
    mentor: fc.constantFrom(...MENTORS),
    other: fc.constantFrom(...MENTORS),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(act, { minLength: 1, maxLength: 2 }), { maxLength: 8 }), async (acts) => {
      await b.renew();
      for (const together of acts) {
        await Promise.all(
          together.map(async ({ what, child: studentId, mentor: mentorId, other }) => {
            const kindOf = (id: string) => (id === 't-volunteer' ? ('volunteer' as const) : ('teacher' as const));
            const pairings = await store.list('pairings', {
              where: { schoolId: SCHOOL, studentId, adult: true, to: null },
              limit: 10,
            });
            const found = pairings.find((one) => one.mentorId === mentorId) ?? pairings[0];
            const next = what === 'next' ? { mentorId: other, kind: kindOf(other) } : null;
            if (what === 'pair') await code(pair([{ studentId, mentorId, kind: kindOf(mentorId) }]));
            else if (what === 'end' || what === 'next') await (found && code(end(found._id, { next })));
            else if (what === 'leave')
              await code(
                b.call(ADMIN, 'transfer.leave', {
                  ...{ key: key(), studentId, how: 'moved', day: '2026-11-24', whereTo: '', withFile: false },
                }),
              );
            else if (what === 'back')
              await code(b.call(ADMIN, 'transfer.rejoin', { key: key(), studentId, classId: 'c32' }));
            else await code(b.call(ADMIN, 'staff.remove', { id: 't-mentor' }));
          }),
        );
        await requireTrue();
      }
    }),
    { numRuns: 12 },
  );
}, 120_000);

describe('pairing.board and pairing.propose', () => {
  it('show who has nobody, the neediest first, and everybody who may be a mentor', async () => {
    await store.updateWhere('students', { _id: 's-other' }, { set: { 'contact.childDay': '2026-11-23' } });
    const board = await b.call(ADMIN, 'pairing.board', {});
    expect(board).toMatchObject({ load: 3, children: 3, paired: 1 });
    expect(board.alone.map(({ child, tone }) => [child.id, tone])).toEqual([
      ['s-yu', 'red'],
      ['s-other', 'ok'],
    ]);
    expect(board.mentors.map(({ id }) => id).sort()).toEqual([
      't-duty',
      't-head',
      't-mentor',
      't-other',
      't-volunteer',
    ]);
    expect(board.mentors.find(({ id }) => id === 't-mentor')?.pairs).toMatchObject([{ child: { id: 's-hai' } }]);
    expect(board.mentors.find(({ id }) => id === 't-volunteer')?.check).toBe('soon');
    expect((await b.call(ADMIN, 'pairing.board', { classId: 'c11' })).alone.map(({ child }) => child.id)).toEqual([
      's-other',
    ]);
  });

  it('propose by class, village and bond, tell why, write nothing, and take no one without a check', async () => {
    await store.updateWhere(
      'students',
      { _id: 's-other' },
      { set: { address: b.deps.vault.seal('桐木县青山镇石板村桃树组') } },
    );
    await store.updateWhere('staff', { _id: 't-duty' }, { set: { village: '石板村', sex: 'female' } });
    await store.updateWhere('staff', { _id: 't-other' }, { set: { classIds: [] } });
    await store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: null } });
    const { rows, left, unchecked } = await b.call(ADMIN, 'pairing.propose', {});
    expect(rows.map(({ child, mentorId, reasons }) => [child.id, mentorId, reasons]).sort()).toEqual([
      ['s-other', 't-duty', ['same_village', 'same_sex', 'has_room']],
      ['s-yu', 't-head', ['same_class', 'has_room']],
    ]);
    expect(left).toBe(0);
    expect(unchecked).toEqual(['志愿者']);
    expect(JSON.stringify(rows)).not.toContain('石板');
    expect(await store.count('pairings', { schoolId: SCHOOL })).toBe(1);
    await end(await idOf('s-hai', 't-mentor'));
    const again = await b.call(ADMIN, 'pairing.propose', {});
    expect(again.rows.find(({ child }) => child.id === 's-hai')).toMatchObject({ mentorId: 't-mentor' });
    expect(again.rows.find(({ child }) => child.id === 's-hai')?.reasons).toContain('known');
  });

  it('goes by the load that the school wants', async () => {
    await b.call(ADMIN, 'pairing.configure', { load: 1 });
    expect((await b.call(ADMIN, 'pairing.board', {})).load).toBe(1);
    const { rows } = await b.call(ADMIN, 'pairing.propose', {});
    expect(rows.map(({ mentorId }) => mentorId)).not.toContain('t-mentor');
  });

  it('cost eight operations, for a school of any size', async () => {
    expect(await opsOf(b, () => b.call(ADMIN, 'pairing.board', {}))).toBeLessThanOrEqual(8);
    expect(await opsOf(b, () => b.call(ADMIN, 'pairing.propose', {}))).toBeLessThanOrEqual(8);
  });
});

describe('pupils who help', () => {
  const ask = (studentId: string, helperIds: string[], openid = HEAD) =>
    b.call(openid, 'pairing.pairPupils', { requestKey: key(), studentId, helperIds });

  it('are the class teacher’s affair, and give nobody access', async () => {
    await ask('s-hai', ['s-yu']);
    await ask('s-hai', ['s-yu']);
    const { pairs, pupils, classId } = await b.call(HEAD, 'pairing.pupils', {});
    expect(classId).toBe('c32');
    expect(pupils.map(({ id }) => id).sort()).toEqual(['s-hai', 's-yu']);
    expect(pairs).toMatchObject([{ child: { id: 's-hai' }, helper: { id: 's-yu' } }]);
    expect((await history('s-hai', HEAD)).rows.map(({ kind }) => kind).sort()).toEqual(['pupil', 'teacher']);
    await b.call(HEAD, 'pairing.endPupils', { pairingId: pairs[0]?.pairingId ?? '' });
    expect((await b.call(HEAD, 'pairing.pupils', {})).pairs).toEqual([]);
    await requireTrue();
  });

  it('are of the caller’s classes, not the child itself, and four at most', async () => {
    expect(await code(ask('s-hai', ['s-other']))).toBe('common.not-found');
    expect(await code(ask('s-other', ['s-yu']))).toBe('common.not-found');
    expect(await code(ask('s-hai', ['s-hai']))).toBe('input.invalid');
    expect(await code(ask('s-hai', ['s-yu'], 'o-t-mentor'))).toBe('common.not-found');
    expect(await code(b.call(HEAD, 'pairing.endPupils', { pairingId: await idOf('s-hai', 't-mentor') }))).toBe(
      'common.not-found',
    );
    await store.insert('classes', aClass({ _id: 'c33', number: 3, name: '三(3)班', headTeacherId: null }));
    expect(await code(b.call(HEAD, 'pairing.pupils', { classId: 'c33' }))).toBe('common.not-found');
    await ask('s-hai', ['s-other'], ADMIN);
    expect((await b.call(HEAD, 'pairing.pupils', {})).pairs).toMatchObject([{ helper: { className: '一(1)班' } }]);
  });
});

describe('pupils who help, four and no more', () => {
  const ids = ['s-p1', 's-p2', 's-p3', 's-p4', 's-p5', 's-p6'];
  const ask = (studentId: string, helperIds: string[]) =>
    b.call(HEAD, 'pairing.pairPupils', { requestKey: key(), studentId, helperIds });
  const counts = async (id: string) => {
    const { helpers = 0, helps = 0 } = (await store.get('students', id)) ?? {};
    return [helpers, helps];
  };
  const openPairsOf = (field: 'studentId' | 'mentorId', id: string) =>
    store.count('pairings', { schoolId: SCHOOL, [field]: id, adult: false, to: null });
  const seed = () =>
    store.insert(
      'students',
      ids.map((_id) => aStudent({ _id, name: _id, classId: 'c32', className: '三(2)班' })),
    );

  it('help one pupil, also where six are asked at once', async () => {
    await seed();
    const outcomes = await Promise.all(ids.map((id) => code(ask('s-hai', [id]))));
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(4);
    expect(outcomes.filter((one) => one === 'pairing.enough')).toHaveLength(2);
    expect(await openPairsOf('studentId', 's-hai')).toBe(4);
    expect(await counts('s-hai')).toEqual([4, 0]);
    const [first = ''] = ids.filter((_, i) => outcomes[i] === 'done');
    expect(await code(ask('s-hai', [first]))).toBe('done');
    const pairingId = await idOf('s-hai', first);
    await b.call(HEAD, 'pairing.endPupils', { pairingId });
    expect(await counts(first)).toEqual([0, 0]);
    const [late = ''] = ids.filter((_, i) => outcomes[i] !== 'done');
    expect(await code(ask('s-hai', [late]))).toBe('done');
  });

  it('are helped by one pupil, also where six ask at once', async () => {
    await seed();
    const outcomes = await Promise.all(ids.map((id) => code(ask(id, ['s-yu']))));
    expect(outcomes.filter((one) => one === 'done')).toHaveLength(4);
    expect(outcomes.filter((one) => one === 'pairing.enough')).toHaveLength(2);
    expect(await openPairsOf('mentorId', 's-yu')).toBe(4);
    expect(await counts('s-yu')).toEqual([0, 4]);
  });

  it('all that a request asks for, or none', async () => {
    await seed();
    await ask('s-hai', ['s-p1', 's-p2', 's-p3']);
    expect(await code(ask('s-hai', ['s-p4', 's-p5']))).toBe('pairing.enough');
    expect(await openPairsOf('studentId', 's-hai')).toBe(3);
    expect(await counts('s-p4')).toEqual([0, 0]);
  });
});

describe('what others learn', () => {
  it('nothing of a child that is not theirs, the same as of one that is not there', async () => {
    for (const studentId of ['s-hai', 's-nobody']) {
      expect(await code(history(studentId, 'o-t-other'))).toBe('common.not-found');
      expect(await code(history(studentId, 'o-t-volunteer'))).toBe('common.not-found');
    }
    expect(await code(history('s-hai', 'o-m-father2'))).toBe('auth.forbidden');
    const pairingId = await idOf('s-hai', 't-mentor');
    for (const id of [pairingId, 'p-nobody'])
      expect(await code(b.call('o-t-volunteer', 'pairing.note', { pairingId: id, note: '不该写' }))).toBe(
        'common.not-found',
      );
    expect(await code(b.call(HEAD, 'pairing.ofMentor', { mentorId: 't-mentor' }))).toBe('auth.forbidden');
    expect((await b.call(ADMIN, 'pairing.ofMentor', { mentorId: 't-mentor' })).rows).toMatchObject([
      { child: { id: 's-hai' }, to: null },
    ]);
  });
});
