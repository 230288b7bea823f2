import { describe, expect, it } from 'vitest';
import { key } from '../support/booking';
import { aClass, aStudent, SCHOOL } from '../support/builders';
import { ADMIN, HEAD, pairsIn, schoolWithVolunteer } from '../support/pairing';
import { code, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(schoolWithVolunteer);
const { store } = b.deps;
const { history, idOf, requireTrue } = pairsIn(b);

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
