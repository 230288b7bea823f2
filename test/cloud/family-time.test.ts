import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { aSchool } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);

const NIGHTS: Input<'familyTime.save'> = {
  on: true,
  shift: 'two_shift',
  nightWeek: '2026-11-26',
  daysOff: [7, 3, 7],
  only: null,
  together: true,
};

describe('familyTime.read', () => {
  it('shows whoever never said anything what the roster knows', async () => {
    expect(await b.call('o-m-father', 'familyTime.read', {})).toEqual({
      on: false,
      shift: 'night',
      nightWeek: null,
      daysOff: [],
      only: null,
      together: true,
      children: [{ id: 's-yu', name: '林小雨', className: '三(2)班' }],
      plannedAt: null,
      results: [],
    });
  });

  it('tells when the next plan is made', async () => {
    await b.deps.store.put('schools', aSchool({ planning: { weekday: 3, minute: 18 * 60 } }));
    b.clock.at += 60_000;
    const { plannedAt } = await b.call('o-m-father', 'familyTime.read', {});
    expect(plannedAt).toBe(instantOf('2026-11-25', 18 * 60));
    b.clock.at = instantOf('2026-11-25', 18 * 60);
    expect((await b.call('o-m-father', 'familyTime.read', {})).plannedAt).toBe(instantOf('2026-12-02', 18 * 60));
  });

  it('is for parents', async () => {
    expect(await code(b.call('o-m-granny', 'familyTime.read', {}))).toBe('auth.forbidden');
    expect(await code(b.call('o-t-head', 'familyTime.read', {}))).toBe('auth.forbidden');
    expect(await code(b.call('o-nobody', 'familyTime.read', {}))).toBe('auth.unbound');
  });
});

describe('familyTime.save', () => {
  it('keeps the hours with the person and the wish by itself; a week with nights is named by its Monday', async () => {
    const saved = await b.call('o-m-father', 'familyTime.save', NIGHTS);
    expect(saved).toMatchObject({ on: true, shift: 'two_shift', nightWeek: '2026-11-23', daysOff: [3, 7] });
    expect(await b.call('o-m-father', 'familyTime.read', {})).toEqual(saved);
    expect(await b.deps.store.get('familyMembers', 'm-father')).toMatchObject({
      shift: 'two_shift',
      hours: { nightWeek: '2026-11-23', daysOff: [3, 7], only: null },
    });
  });

  it('twice is once, and asking anew begins anew', async () => {
    await b.call('o-m-father', 'familyTime.save', NIGHTS);
    const { since } = (await b.deps.store.get('familyTimes', 'm-father')) ?? {};
    b.clock.at += 60_000;
    await b.call('o-m-father', 'familyTime.save', { ...NIGHTS, together: false });
    expect(await b.deps.store.get('familyTimes', 'm-father')).toMatchObject({ since, together: false });
    await b.call('o-m-father', 'familyTime.save', { ...NIGHTS, on: false });
    await b.call('o-m-father', 'familyTime.save', NIGHTS);
    expect((await b.deps.store.get('familyTimes', 'm-father'))?.since).toBe(b.clock.at);
    expect(b.cloud.database.counts().familyTimes).toBe(1);
  });

  it('keeps what the last plans gave', async () => {
    await b.call('o-m-father', 'familyTime.save', NIGHTS);
    const result = { weekOf: '2026-11-23', studentIds: ['s-yu'], bookingId: null, day: null, from: null };
    const results = [{ ...result, reason: 'no_time_fits' as const }];
    await b.deps.store.updateWhere('familyTimes', { _id: 'm-father' }, { set: { results } });
    const saved = await b.call('o-m-father', 'familyTime.save', { ...NIGHTS, on: false });
    expect(saved.results).toMatchObject([{ weekOf: '2026-11-23', reason: 'no_time_fits', children: [{ id: 's-yu' }] }]);
  });

  it('refuses what is no day of a week', async () => {
    expect(await code(b.call('o-m-father', 'familyTime.save', { ...NIGHTS, daysOff: [8] }))).toBe('input.invalid');
    expect(await code(b.call('o-m-granny', 'familyTime.save', NIGHTS))).toBe('auth.forbidden');
  });

  it('says which free times suit', async () => {
    await b.call('o-m-father', 'familyTime.save', { ...NIGHTS, shift: 'day', nightWeek: null, only: 'evening' });
    const { best } = await b.call('o-m-father', 'booking.slots', { studentId: 's-yu' });
    expect(best.every(({ from }) => from >= 17 * 60)).toBe(true);
  });
});
