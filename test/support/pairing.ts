import { expect } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import type { Backend } from './backend';
import { key } from './booking';
import { SCHOOL, seedLittleSchool } from './builders';

export const ADMIN = 'o-t-admin';
export const HEAD = 'o-t-head';

/** The little school, where the volunteer has a check that still holds for some weeks. */
export async function schoolWithVolunteer({ deps: { store, vault } }: Backend): Promise<void> {
  await seedLittleSchool(store, vault);
  await store.updateWhere('staff', { _id: 't-volunteer' }, { set: { checkedUntil: '2026-12-10' } });
}

export type Pair = Input<'pairing.pair'>['pairs'][number];

/** 林小雨 with a mentor. */
export const yu = (mentorId: string, kind: Pair['kind'] = 'teacher'): Pair => ({ studentId: 's-yu', mentorId, kind });

/** What the office does with pairs, and what it reads of them. */
export function pairsIn(b: Backend) {
  const history = (studentId: string, openid = ADMIN) => b.call(openid, 'pairing.history', { studentId });
  const rowOf = async (studentId: string, mentorId: string) =>
    (await history(studentId)).rows.find((row) => row.mentorId === mentorId);
  return {
    history,
    idOf: async (studentId: string, mentorId: string) => (await rowOf(studentId, mentorId))?.pairingId ?? '',
    pair: (pairs: Pair[], over: Partial<Input<'pairing.pair'>> = {}) =>
      b.call(ADMIN, 'pairing.pair', { requestKey: key(), pairs, ...over }),
    end: (pairingId: string, over: Partial<Input<'pairing.end'>> = {}) =>
      b.call(ADMIN, 'pairing.end', { requestKey: key(), pairingId, why: 'handed_on', note: '', ...over }),
    requireTrue: () => requireTrue(b),
  };
}

/** What must hold after whatever happened: the access, the child's count and the history tell the same. */
async function requireTrue({ deps: { store } }: Backend): Promise<void> {
  const [staff, students, pairings] = await Promise.all([
    store.list('staff', { where: { schoolId: SCHOOL, role: { ne: 'bureau' } }, limit: 100 }),
    store.list('students', { where: { schoolId: SCHOOL }, limit: 100 }),
    store.list('pairings', { where: { schoolId: SCHOOL, adult: true, to: null }, limit: 100 }),
  ]);
  const open = pairings.map(({ mentorId, studentId }) => `${mentorId} ${studentId}`).sort();
  expect(new Set(open).size).toBe(open.length);
  expect(staff.flatMap(({ _id, menteeIds }) => menteeIds.map((id) => `${_id} ${id}`)).sort()).toEqual(open);
  for (const { _id, mentors = 0, status } of students) {
    expect(mentors).toBe(pairings.filter(({ studentId }) => studentId === _id).length);
    if (status !== 'active') expect(mentors).toBe(0);
  }
}
