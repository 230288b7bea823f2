import { describe, expect, it } from 'vitest';
import { opsOf } from '../support/booking';
import { aStaff, aStudent, SCHOOL } from '../support/builders';
import { ADMIN, pairsIn, schoolWithVolunteer } from '../support/pairing';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(schoolWithVolunteer);
const { store } = b.deps;
const { end, idOf } = pairsIn(b);

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

  it('put first to whom the school keeps a closer eye', async () => {
    const first = async () =>
      (await b.call(ADMIN, 'pairing.board', {})).alone.map(({ child, focus }) => [child.id, focus]);
    expect(await first()).toEqual([
      ['s-other', false],
      ['s-yu', false],
    ]);
    await b.call(ADMIN, 'cadence.focus', { studentId: 's-yu', on: true });
    expect(await first()).toEqual([
      ['s-yu', true],
      ['s-other', false],
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
    // However many one person has, the office's pages open.
    const own = pairs.slice(0, 300).map((pair, i) => ({ ...pair, _id: `p-all-${i}`, mentorId: 't-big-0' }));
    await store.insert('pairings', own);
    await store.updateWhere('staff', { _id: 't-big-0' }, { set: { menteeIds: own.map(({ studentId }) => studentId) } });
    const everybody = await b.call(ADMIN, 'pairing.board', {});
    expect(everybody.mentors.find(({ id }) => id === 't-big-0')?.pairs.length).toBeGreaterThan(300);
    const { staff } = await b.call(ADMIN, 'staff.list', {});
    expect(staff.find(({ id }) => id === 't-big-0')?.mentees.length).toBeGreaterThan(100);
  });
});
