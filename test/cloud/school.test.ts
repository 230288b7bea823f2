import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountsHandlers } from '../../cloudfunctions/_server/accounts/handlers';
import { enrolStaff, foundSchool } from '../../cloudfunctions/_server/school/found';
import { schoolHandlers } from '../../cloudfunctions/_server/school/handlers';
import type { Input } from '../../miniprogram/shared/contract';
import { type Backend, startBackend } from '../support/backend';
import { aClass, SCHOOL, seedLittleSchool } from '../support/builders';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend({ ...schoolHandlers, ...accountsHandlers });
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const windows = [{ weekday: 1, from: 720, to: 780, for: 'all' }] as const;
const settings = (over: Partial<Input<'school.configure'>> = {}): Input<'school.configure'> => ({
  points: [
    { id: `${SCHOOL}.p1`, name: '1 号电话', kind: 'phone' },
    { id: `${SCHOOL}.p2`, name: '2 号平板', kind: 'video' },
  ],
  windows: [...windows],
  slotMinutes: 15,
  ...over,
});
const configure = (over: Partial<Input<'school.configure'>> = {}, openid = 'o-t-admin') =>
  backend.reply(openid, 'school.configure', settings(over));
const points = async () => (await backend.call('o-t-admin', 'school.read', {})).points;

describe('school.read', () => {
  it('shows the headteacher the whole school', async () => {
    const answer = await backend.call('o-t-admin', 'school.read', {});
    expect(answer).toMatchObject({
      name: '演示小学',
      classes: [
        { id: 'c11', name: '一(1)班', headTeacher: '吴老师', pupils: 1 },
        { id: 'c32', name: '三(2)班', headTeacher: '李老师', pupils: 2 },
      ],
      slotMinutes: 15,
    });
    expect(answer.points).toHaveLength(2);
    expect(answer.duty[0]).toEqual({ weekday: 1, names: ['孙老师'] });
  });

  it('shows a teacher the own classes', async () => {
    expect((await backend.call('o-t-head', 'school.read', {})).classes.map(({ id }) => id)).toEqual(['c32']);
    expect((await backend.call('o-t-mentor', 'school.read', {})).classes).toEqual([]);
  });

  it('is for staff of the school', async () => {
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-bureau', 'o-t-booth'])
      expect(await backend.reply(openid, 'school.read', {})).toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('school.configure', () => {
  it('keeps ids and gives new points new ones, never one that was used', async () => {
    const [one] = settings().points;
    const fresh = { name: '3 号电话', kind: 'phone' as const };
    expect(await configure({ points: [...settings().points, fresh] })).toMatchObject({ data: { points: 3 } });
    expect((await points()).map(({ id }) => id)).toEqual([`${SCHOOL}.p1`, `${SCHOOL}.p2`, `${SCHOOL}.p3`]);
    await backend.deps.store.insert('bookings', {
      _id: 'b1',
      schoolId: SCHOOL,
      pointId: `${SCHOOL}.p3`,
      day: '2026-11-20',
      from: 720,
    } as never);
    await configure({ points: one ? [one] : [] });
    // p2 is a booth's, p3 has a booking: both were points once.
    await configure({ points: [...(one ? [one] : []), { name: '新电话', kind: 'phone' }] });
    expect((await points()).map(({ id }) => id)).toEqual([`${SCHOOL}.p1`, `${SCHOOL}.p4`]);
  });

  it.each<[string, string, Partial<Input<'school.configure'>>]>([
    ['windows.0', 'backwards', { windows: [{ weekday: 1, from: 780, to: 720, for: 'all' }] }],
    ['windows.0', 'backwards', { windows: [{ weekday: 1, from: 720, to: 720, for: 'all' }] }],
    ['windows.0', 'too_short', { windows: [{ weekday: 1, from: 720, to: 730, for: 'all' }] }],
    ['windows.1', 'overlap', { windows: [...windows, { weekday: 1, from: 779, to: 900, for: 'all' }] }],
    ['points.0', 'unknown', { points: [{ id: 'sch2.p1', name: '别人的', kind: 'phone' }] }],
    ['points.2', 'same_name', { points: [...settings().points, { name: '1 号电话', kind: 'phone' }] }],
    ['points.2', 'same_point', { points: [...settings().points, { id: `${SCHOOL}.p1`, name: '又是', kind: 'phone' }] }],
  ])('refuses %s: %s', async (field, rule, over) => {
    const before = await backend.deps.store.get('schools', SCHOOL);
    expect(await configure(over)).toMatchObject({ code: 'input.invalid', details: { field, rule } });
    expect(await backend.deps.store.get('schools', SCHOOL)).toEqual(before);
  });

  it('takes windows that only touch, or are for others', async () => {
    const touching = [
      ...windows,
      { weekday: 1, from: 780, to: 840, for: 'all' as const },
      { weekday: 1, from: 720, to: 780, for: 'boarding' as const },
      { weekday: 2, from: 720, to: 780, for: 'all' as const },
    ];
    expect(await configure({ windows: touching })).toMatchObject({ data: { windows: 4 } });
  });

  it('is for the headteacher', async () => {
    for (const openid of ['o-t-head', 'o-m-father', 'o-t-mind', 'o-t-bureau'])
      expect(await configure({}, openid)).toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('founding a school', () => {
  const input = {
    name: '青石镇中心小学',
    county: '示范县',
    term: { name: '2026 年秋季学期', from: '2026-09-01', to: '2027-01-20' },
    headteacher: { name: '赵校长', phone: '17000000900' },
    points: [{ name: '1 号电话', kind: 'phone' as const }],
  };

  it('makes the school and lets the headteacher in', async () => {
    const { school, headteacher } = await foundSchool(backend.deps, input);
    expect(school.points).toEqual([{ id: `${school._id}.p1`, name: '1 号电话', kind: 'phone' }]);
    const bound = await backend.call('o-zhao', 'accounts.bind', { code: headteacher.code as string });
    expect(bound.membership).toMatchObject({ role: 'school_admin', schoolName: '青石镇中心小学', name: '赵校长' });
    expect(await backend.call('o-zhao', 'school.read', {})).toMatchObject({ name: '青石镇中心小学', classes: [] });
  });

  it('founds once, however often it is asked', async () => {
    const first = await foundSchool(backend.deps, input);
    const again = await foundSchool(backend.deps, { ...input, points: [] });
    expect(again).toEqual(first);
    await backend.call('o-zhao', 'accounts.bind', { code: first.headteacher.code as string });
    expect((await foundSchool(backend.deps, input)).headteacher.code).toBeNull();
    expect(await backend.deps.store.count('staff', { schoolId: first.school._id })).toBe(1);
  });

  it('lets staff in with classes, duty and codes; who comes again keeps the binding', async () => {
    const { store, vault } = backend.deps;
    const { school } = await foundSchool(backend.deps, input);
    await store.insert('classes', aClass({ _id: 'x32', schoolId: school._id, headTeacherId: null }));
    const entries = [
      { role: 'teacher', name: '李老师', phone: '17000000901', classes: ['三(2)班', '三年级3班'], duty: [1, 3] },
      { role: 'booth', name: '平板', pointId: `${school._id}.p1` },
      { role: 'bureau', name: '县教育局' },
    ] as const;
    const [teacher, booth, bureau] = await enrolStaff(backend.deps, school._id, entries);
    expect(new Set([teacher?.code, booth?.code, bureau?.code]).size).toBe(3);
    const saved = await store.get('staff', teacher?.staffId ?? '');
    expect(saved?.classIds).toEqual(['x32', `${school._id}-c2026-3-3`]);
    expect(saved?.phone && vault.open(saved.phone)).toBe('17000000901');
    expect((await store.get('classes', 'x32'))?.headTeacherId).toBe(teacher?.staffId);
    expect((await store.get('schools', school._id))?.duty).toEqual([
      { weekday: 1, staffIds: [teacher?.staffId] },
      { weekday: 3, staffIds: [teacher?.staffId] },
    ]);
    expect((await store.get('staff', bureau?.staffId ?? ''))?.county).toBe('示范县');
    await backend.call('o-li', 'accounts.bind', { code: teacher?.code as string });
    const again = await enrolStaff(backend.deps, school._id, entries);
    expect(again).toEqual([{ ...teacher, code: null }, booth, bureau]);
    expect((await store.get('staff', teacher?.staffId ?? ''))?.openid).toBe('o-li');
    expect(await store.count('staff', { schoolId: school._id })).toBe(4);
  });

  it('takes a class from the former head teacher', async () => {
    const { store } = backend.deps;
    const [fresh] = await enrolStaff(backend.deps, SCHOOL, [{ role: 'teacher', name: '新老师', classes: ['三(2)班'] }]);
    expect((await store.get('classes', 'c32'))?.headTeacherId).toBe(fresh?.staffId);
    expect((await store.get('staff', 't-head'))?.classIds).toEqual([]);
    expect((await store.get('staff', 't-other'))?.classIds).toEqual(['c11']);
  });

  it('says which class it cannot read', async () => {
    const entry = { role: 'teacher' as const, name: '李老师', classes: ['好班'] };
    await expect(enrolStaff(backend.deps, SCHOOL, [entry])).rejects.toThrow('好班');
    await expect(enrolStaff(backend.deps, 'no-school', [])).rejects.toThrow('no-school');
  });
});
