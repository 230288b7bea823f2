import { describe, expect, it } from 'vitest';
import { key } from '../support/booking';
import { aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { ADMIN, HEAD, pairsIn, schoolWithVolunteer, yu } from '../support/pairing';
import { code, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(schoolWithVolunteer);
const { store } = b.deps;
const { end, history, idOf, pair, requireTrue } = pairsIn(b);

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

  it('to somebody of another school, or to nobody, leaves the child whom it had', async () => {
    await withAccounts(store, [aStaff({ _id: 't-far', schoolId: 'sch2' })]);
    const pairingId = await idOf('s-hai', 't-mentor');
    for (const mentorId of ['t-far', 't-nobody'])
      expect(await code(end(pairingId, { next: { mentorId, kind: 'teacher' } }))).toBe('common.not-found');
    expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual(['s-hai']);
    expect((await store.get('staff', 't-far'))?.menteeIds).toEqual([]);
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
