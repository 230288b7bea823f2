import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountsHandlers } from '../../cloudfunctions/_server/accounts/handlers';
import type { School } from '../../cloudfunctions/_server/data/documents';
import { enrolStaff, foundSchool } from '../../cloudfunctions/_server/school/found';
import { schoolHandlers } from '../../cloudfunctions/_server/school/handlers';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { aBooking, opsOf } from '../support/booking';
import { aClass, aSchool, SCHOOL, seedLittleSchool } from '../support/builders';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend({ ...schoolHandlers, ...accountsHandlers });
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const POINTS = aSchool().points.map((point) => ({ ...point }));
const windows = [{ weekday: 1, from: 720, to: 780, for: 'all' }] as const;
type Draft = Input<'school.configure'>;
const configure = (draft: Draft, openid = 'o-t-admin') => backend.reply(openid, 'school.configure', draft);
const school = async () => (await backend.deps.store.get('schools', SCHOOL)) as School;
const pointIds = async () => (await school()).points.map(({ id }) => id);

describe('school.read', () => {
  it('shows the headteacher the whole school', async () => {
    const answer = await backend.call('o-t-admin', 'school.read', {});
    expect(answer).toMatchObject({
      name: '演示小学',
      classes: [
        { id: 'c11', name: '一(1)班', grade: 1, headTeacher: '吴老师', pupils: 1 },
        { id: 'c32', name: '三(2)班', grade: 3, headTeacher: '李老师', pupils: 2 },
      ],
      settings: {
        slotMinutes: 15,
        changeoverMinutes: 3,
        weeklyQuota: 1,
        term: { from: '2026-09-01' },
        channels: { phone: ['phone'], video: ['wechat', 'phone'] },
        planning: null,
        sms: { on: false },
        longTerm: false,
      },
    });
    expect(answer.settings.points).toHaveLength(2);
    expect(answer.duty[0]).toEqual({ weekday: 1, names: ['孙老师'] });
  });

  it('tells the holidays and make-up workdays to come, by their published names', async () => {
    backend.clock.at = instantOf('2026-09-20', 600);
    const { holidays, yearsAsked } = await backend.call('o-t-admin', 'school.read', {});
    expect(holidays).toContainEqual({ day: '2026-10-01', kind: 'holiday', name: '国庆节' });
    expect(holidays).toContainEqual({ day: '2026-10-10', kind: 'makeup', name: '国庆节' });
    expect(holidays.every(({ day }) => day >= '2026-09-20')).toBe(true);
    expect(yearsAsked).toEqual([]);
  });

  it('asks for a year that nobody published, until the school has told it', async () => {
    backend.clock.at = instantOf('2098-12-01', 600);
    expect((await backend.call('o-t-admin', 'school.read', {})).yearsAsked).toEqual([2098, 2099]);
    await configure({ yearsTold: [2098, 2099] });
    expect((await backend.call('o-t-admin', 'school.read', {})).yearsAsked).toEqual([]);
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
    expect(await configure({ points: [...POINTS, { name: '3 号电话', kind: 'phone' }] })).toMatchObject({ ok: true });
    expect(await pointIds()).toEqual([`${SCHOOL}.p1`, `${SCHOOL}.p2`, `${SCHOOL}.p3`]);
    await backend.deps.store.insert(
      'bookings',
      aBooking({ _id: 'b1', pointId: `${SCHOOL}.p3`, day: '2026-11-20', status: 'done' }),
    );
    await configure({ points: POINTS.slice(0, 1) });
    // p2 is a booth's, p3 has a booking: both were points once.
    await configure({ points: [...POINTS.slice(0, 1), { name: '新电话', kind: 'phone' }] });
    expect(await pointIds()).toEqual([`${SCHOOL}.p1`, `${SCHOOL}.p4`]);
  });

  it('changes what is named and nothing else, and may be repeated', async () => {
    const before = await school();
    for (let i = 0; i < 2; i++)
      expect(await backend.call('o-t-admin', 'school.configure', { weeklyQuota: 2, noticeMinutes: 60 })).toEqual({
        moved: 0,
        cancelled: 0,
      });
    expect(await school()).toEqual({ ...before, weeklyQuota: 2, noticeMinutes: 60, changedAt: backend.clock.at });
  });

  it.each<[string, string, Draft]>([
    ['windows.0', 'backwards', { windows: [{ weekday: 1, from: 780, to: 720, for: 'all' }] }],
    ['windows.0', 'too_short', { windows: [{ weekday: 1, from: 720, to: 730, for: 'all' }] }],
    ['windows.0', 'too_short', { windows: [{ ...windows[0], to: 770 }], slotMinutes: 60 }],
    ['windows.1', 'overlap', { windows: [...windows, { weekday: 1, from: 779, to: 900, for: 'all' }] }],
    ['windows.1', 'overlap', { windows: [...windows, { weekday: 1, from: 720, to: 780, for: 'boarding' }] }],
    ['points.0', 'unknown', { points: [{ id: 'sch2.p1', name: '别人的', kind: 'phone' }] }],
    ['points.2', 'same_name', { points: [...POINTS, { name: '1 号电话', kind: 'phone' }] }],
    ['points.2', 'same_point', { points: [...POINTS, { id: `${SCHOOL}.p1`, name: '又是', kind: 'phone' }] }],
    ['duty.0', 'unknown', { duty: [{ weekday: 1, staffIds: ['t-booth'] }] }],
    ['duty.0', 'unknown', { duty: [{ weekday: 1, staffIds: ['t-admin2'] }] }],
    ['freePeriods.0', 'unknown', { freePeriods: [{ classId: 'd32', weekday: 1, from: 720, to: 780 }] }],
    ['changeoverMinutes', 'too_long', { changeoverMinutes: 15 }],
    ['slotMinutes', 'multiple_of', { slotMinutes: 7 }],
    ['horizonDays', 'max_value', { horizonDays: 29 }],
  ])('refuses %s: %s, and so does the preview', async (field, rule, draft) => {
    const before = await school();
    for (const method of ['school.configure', 'school.preview'] as const)
      expect(await backend.reply('o-t-admin', method, draft)).toMatchObject({
        code: 'input.invalid',
        details: { field, rule },
      });
    expect(await school()).toEqual(before);
  });

  it('takes windows that only touch, are for others, or hold in other weeks', async () => {
    const draft: Draft = {
      windows: [
        ...windows,
        { weekday: 1, from: 780, to: 840, for: 'all' },
        { weekday: 2, from: 720, to: 780, for: 'day', until: '2026-12-31' },
        { weekday: 2, from: 720, to: 780, for: 'boarding' },
        { weekday: 2, from: 720, to: 780, for: 'day', since: '2027-01-01' },
      ],
    };
    expect(await configure(draft)).toMatchObject({ ok: true });
  });

  it('switches SMS and long-term subscriptions, within what the contract allows', async () => {
    const sms = { on: true, capFen: 3000, feeFen: 5 };
    await configure({ sms, longTerm: true });
    const { settings } = await backend.call('o-t-admin', 'school.read', {});
    expect(settings).toMatchObject({ sms, longTerm: true, slotMinutes: 15 });
    for (const wrong of [{ ...sms, feeFen: 0 }, { ...sms, capFen: -1 }, { on: true }])
      expect(await backend.reply('o-t-admin', 'school.configure', { sms: wrong } as Draft)).toMatchObject({
        code: 'input.invalid',
      });
    expect((await backend.call('o-t-admin', 'school.read', {})).settings.sms).toEqual(sms);
  });

  it('forgets days that are over, but not yet those on which this term differed', async () => {
    const past = '2026-11-23';
    const today = '2026-11-24';
    const hours = { from: 720, to: 780 };
    await backend.deps.store.updateWhere(
      'schools',
      { _id: SCHOOL },
      {
        set: {
          closures: [past, today].map((day) => ({ day, ...hours, pointIds: null })),
          dutyDays: [past, today].map((day) => ({ day, staffIds: ['t-duty'] })),
          exceptions: ['2026-08-31', past, today].map((day) => ({
            ...{ day, kind: 'closed', hours: [], weekday: null, note: '' },
          })),
        },
      },
    );
    await configure({ weeklyQuota: 2 });
    const { closures, dutyDays, exceptions } = await school();
    expect([closures, dutyDays, exceptions].map((days) => days.map(({ day }) => day))).toEqual([
      [today],
      [today],
      [past, today],
    ]);
  });

  it('loses no part when two administrators save at the same time', async () => {
    for (let round = 0; round < 10; round++) {
      const [minutes, quota] = [30 + 5 * round, 1 + (round % 7)];
      await Promise.all([
        backend.call('o-t-admin', 'school.configure', { noticeMinutes: minutes }),
        backend.call('o-t-admin', 'school.configure', { weeklyQuota: quota }),
        backend.call('o-t-admin', 'school.configure', { yearsTold: [2030 + round] }),
      ]);
      expect(await school()).toMatchObject({ noticeMinutes: minutes, weeklyQuota: quota, yearsTold: [2030 + round] });
    }
  });

  it('gives no two points one id when two add points at the same time: one is told to look again', async () => {
    const add = (name: string) => configure({ points: [...POINTS, { name, kind: 'phone' }] });
    const answers = await Promise.all([add('甲'), add('乙')]);
    const refused = answers.filter(({ ok }) => !ok);
    if (refused.length > 0) expect(refused).toMatchObject([{ code: 'common.stale' }]);
    expect(new Set(await pointIds()).size).toBe(3);
  });

  it('moves and calls off what can no longer take place, and says how many', async () => {
    const { store } = backend.deps;
    await store.insert('bookings', [
      aBooking({ _id: 'b-moves', pointId: `${SCHOOL}.p2` }),
      aBooking({
        _id: 'b-ends',
        pointId: `${SCHOOL}.p2`,
        day: '2026-11-26',
        studentIds: ['s-other'],
        adultId: 'm-other',
      }),
    ]);
    const draft: Draft = {
      points: POINTS.slice(0, 1),
      exceptions: [{ day: '2026-11-26', kind: 'closed', note: '运动会' }],
    };
    expect((await backend.call('o-t-admin', 'school.preview', draft)).touched).toBe(2);
    expect(await backend.call('o-t-admin', 'school.configure', draft)).toEqual({ moved: 1, cancelled: 1 });
    expect(await store.get('bookings', 'b-moves')).toMatchObject({ status: 'booked', pointId: `${SCHOOL}.p1` });
    expect(await store.get('bookings', 'b-ends')).toMatchObject({ status: 'cancelled_school', why: 'day_closed' });
    expect(await backend.call('o-t-admin', 'school.configure', draft)).toEqual({ moved: 0, cancelled: 0 });
  });

  it('is for the headteacher', async () => {
    for (const method of ['school.configure', 'school.preview', 'school.capacity'] as const)
      for (const openid of ['o-t-head', 'o-m-father', 'o-t-mind', 'o-t-bureau'])
        expect(await backend.reply(openid, method, {})).toMatchObject({ code: 'auth.forbidden' });
  });
});

describe('school.preview', () => {
  it('shows the slots of two weeks, and why there are none', async () => {
    const { days, touched } = await backend.call('o-t-admin', 'school.preview', {
      windows: ([1, 2, 3, 4, 5] as const).map((weekday) => ({ weekday, from: 720, to: 780, for: 'all' as const })),
      exceptions: [
        { day: '2026-11-25', kind: 'closed' },
        { day: '2026-11-26', kind: 'extra', hours: [{ from: 900, to: 930 }] },
        { day: '2026-11-29', kind: 'as', weekday: 3 },
      ],
      duty: ([1, 2, 3, 4, 7] as const).map((weekday) => ({ weekday, staffIds: ['t-duty'] })),
      term: { name: '短学期', from: '2026-09-01', to: '2026-12-04' },
    });
    expect(touched).toBe(0);
    expect(days).toHaveLength(14);
    const on = (day: string) => days.find((one) => one.day === day);
    expect(on('2026-11-24')).toEqual({
      day: '2026-11-24',
      kind: 'ordinary',
      closed: null,
      slots: 8,
      from: 720,
      to: 780,
    });
    expect(on('2026-11-25')).toMatchObject({ closed: 'closed', slots: 0, from: null });
    expect(on('2026-11-26')).toMatchObject({ closed: null, slots: 4, from: 900, to: 930 });
    expect(on('2026-11-27')).toMatchObject({ closed: 'no_duty' });
    expect(on('2026-11-28')).toMatchObject({ closed: 'no_duty' });
    expect(on('2026-11-29')).toMatchObject({ closed: null, slots: 8 });
    expect(on('2026-12-05')).toMatchObject({ closed: 'term' });
  });

  it('never guesses a year: it is closed until the school told its holidays', async () => {
    backend.clock.at = instantOf('2098-03-03', 600);
    const term = { name: '远', from: '2098-01-01', to: '2098-12-31' };
    const day = (draft: Draft) => backend.call('o-t-admin', 'school.preview', draft).then(({ days }) => days[0]);
    expect(await day({ term })).toMatchObject({ kind: 'unknown', closed: 'unknown' });
    expect(await day({ term, yearsTold: [2098] })).toMatchObject({ kind: 'unknown', closed: null });
  });

  it('saves nothing and costs few reads', async () => {
    const before = await school();
    const ops = await opsOf(backend, () =>
      backend.call('o-t-admin', 'school.preview', { points: [{ name: '新', kind: 'phone' }], windows: [...windows] }),
    );
    expect(await school()).toEqual(before);
    // Who asks (2), the school, its calls.
    expect(ops).toBeLessThanOrEqual(4);
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

  it('takes what differs from the usual, and classes by name before there is a roster', async () => {
    const { school } = await foundSchool(backend.deps, {
      ...input,
      freePeriods: [{ className: '三(2)班', weekday: 1, from: 720, to: 750 }],
      settings: { slotMinutes: 20, weeklyQuota: 2, planning: null, sms: { on: true, capFen: 3000, feeFen: 5 } },
    });
    expect(school).toMatchObject({
      slotMinutes: 20,
      weeklyQuota: 2,
      planning: null,
      sms: { on: true, capFen: 3000, feeFen: 5 },
      longTerm: false,
      changeoverMinutes: 3,
      horizonDays: 14,
    });
    expect(school.freePeriods).toEqual([{ classId: `${school._id}-c2026-3-2`, weekday: 1, from: 720, to: 750 }]);
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
