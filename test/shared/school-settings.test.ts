import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { USUAL_SETTINGS } from '../../cloudfunctions/_server/school/found';
import { overlaps } from '../../miniprogram/shared/domain/ranges';
import { type Known, type Settings, settingsFault } from '../../miniprogram/shared/domain/school-settings';

const KNOWN: Known = { pointIds: ['p1'], classIds: ['c1'], staffIds: ['t1', 't2'] };
const settings = (over: Partial<Settings> = {}): Settings => ({
  ...USUAL_SETTINGS,
  points: [],
  windows: [],
  exceptions: [],
  term: { from: '2026-09-01', to: '2027-01-20' },
  ...over,
});

const definition = (since: string) => ({ since, underAge: 16, oneAway: true, basis: '县里的文件' });

const window = fc.record({
  weekday: fc.integer({ min: 1, max: 2 }),
  from: fc.integer({ min: 0, max: 120 }),
  to: fc.integer({ min: 0, max: 120 }),
  for: fc.constantFrom('all', 'boarding', 'day'),
  since: fc.constantFrom(null, '2026-10-01', '2026-11-01'),
  until: fc.constantFrom(null, '2026-10-31', '2026-11-30'),
});
const pointsAndHours = fc.record({
  points: fc.array(
    fc.record({ id: fc.constantFrom(undefined, 'p1', 'p2'), name: fc.constantFrom('甲', '乙', '丙', '丁') }),
    { maxLength: 3 },
  ),
  windows: fc.array(window, { maxLength: 4 }),
  slotMinutes: fc.constantFrom(5, 15),
}) as fc.Arbitrary<Pick<Settings, 'points' | 'windows' | 'slotMinutes'>>;

type Window = Settings['windows'][number];
const DAYS = ['2026-09-15', '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-30', '2026-12-24'];
const holdsOn = ({ since, until }: Window, day: string) => (since ?? day) <= day && day <= (until ?? day);
const servesOf = (w: Window) => (w.for === 'all' ? ['boarding', 'day'] : [w.for]);

/** What must hold, said without an order: every window holds a slot, no pupil has two at once on any day, points are told apart. */
function isSound({ points, windows, slotMinutes }: Pick<Settings, 'points' | 'windows' | 'slotMinutes'>): boolean {
  const ids = points.flatMap(({ id }) => id ?? []);
  const pairs = windows.flatMap((a, i) => windows.slice(i + 1).map((b) => [a, b] as const));
  const meet = ([a, b]: readonly [Window, Window]) =>
    a.weekday === b.weekday &&
    overlaps(a, b) &&
    servesOf(a).some((pupil) => servesOf(b).includes(pupil)) &&
    DAYS.some((day) => holdsOn(a, day) && holdsOn(b, day));
  return (
    windows.every(({ from, to }) => to - Math.ceil(from / 5) * 5 >= slotMinutes) &&
    windows.every(({ since, until }) => !since || !until || since <= until) &&
    !pairs.some(meet) &&
    ids.every((id) => id === 'p1') &&
    new Set(ids).size === ids.length &&
    new Set(points.map(({ name }) => name)).size === points.length
  );
}

describe('settings of a school', () => {
  it('are sound as every school begins', () => {
    expect(settingsFault(settings(), KNOWN)).toBeUndefined();
  });

  it('have a fault in points or hours exactly when these are not sound, and name a part that is there', () => {
    fc.assert(
      fc.property(pointsAndHours, (given) => {
        const fault = settingsFault(settings({ ...given, changeoverMinutes: 0 }), KNOWN);
        expect(fault === undefined).toBe(isSound(given));
        if (!fault) return;
        const [list, index] = fault.field.split('.') as ['points' | 'windows', string];
        expect(given[list][Number(index)]).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });

  const hour = { from: 720, to: 780 };
  const exception = { day: '2026-12-01', kind: 'extra', hours: [hour], weekday: null } as const;
  const period = { classId: 'c1', weekday: 1, ...hour };
  it.each<[string, string, Partial<Settings>]>([
    ['exceptions.1', 'twice', { exceptions: [exception, { ...exception, kind: 'closed' }] }],
    ['exceptions.0', 'missing', { exceptions: [{ ...exception, kind: 'as', hours: [] }] }],
    ['exceptions.0', 'backwards', { exceptions: [{ ...exception, hours: [{ from: 780, to: 720 }] }] }],
    ['exceptions.0', 'too_short', { exceptions: [{ ...exception, hours: [{ from: 720, to: 730 }] }] }],
    ['exceptions.0', 'overlap', { exceptions: [{ ...exception, hours: [hour, { from: 779, to: 840 }] }] }],
    ['freePeriods.0', 'unknown', { freePeriods: [{ ...period, classId: 'c9' }] }],
    ['freePeriods.0', 'backwards', { freePeriods: [{ ...period, to: 720 }] }],
    ['freePeriods.1', 'overlap', { freePeriods: [period, { ...period, from: 760, to: 800 }] }],
    ['duty.0', 'unknown', { duty: [{ weekday: 1, staffIds: ['t1', 't9'] }] }],
    ['duty.0', 'twice', { duty: [{ weekday: 1, staffIds: ['t1', 't1'] }] }],
    ['duty.1', 'twice', { duty: [1, 1].map((weekday) => ({ weekday, staffIds: ['t1'] })) }],
    ['term', 'backwards', { term: { from: '2026-09-01', to: '2026-09-01' } }],
    ['changeoverMinutes', 'too_long', { slotMinutes: 10, changeoverMinutes: 10 }],
    ['channels.phone', 'missing', { channels: { phone: [], video: ['phone'] } }],
    ['channels.phone', 'unfit', { channels: { phone: ['wechat'], video: ['phone'] } }],
    ['channels.video', 'missing', { channels: { phone: ['phone'], video: [] } }],
    ['channels.video', 'twice', { channels: { phone: ['phone'], video: ['wechat', 'wechat'] } }],
    ['planning.minute', 'unfit', { planning: { minute: 1440 } }],
    ['leftBehindRules.1', 'twice', { leftBehindRules: [definition('2026-09-01'), definition('2026-09-01')] }],
    ['leftBehindRules.1', 'backwards', { leftBehindRules: [definition('2026-09-01'), definition('2025-09-01')] }],
  ])('are refused: %s %s', (field, rule, over) => {
    expect(settingsFault(settings(over), KNOWN)).toEqual({ field, rule });
  });

  it.each<[string, Partial<Settings>]>([
    ['an exception with the hours of another weekday', { exceptions: [{ ...exception, kind: 'as', weekday: 5 }] }],
    ['two periods of a class that touch', { freePeriods: [period, { ...period, from: 780, to: 800 }] }],
    ['the same period of another day', { freePeriods: [period, { ...period, weekday: 2 }] }],
    ['a tablet that only telephones', { channels: { phone: ['phone'], video: ['phone'] } }],
    [
      'in-app calls before all others',
      { channels: { phone: ['phone'], video: ['voip_video', 'voip_voice', 'wechat'] } },
    ],
    ['no family times', { planning: null }],
    ['definitions one after the other', { leftBehindRules: ['2025-09-01', '2026-09-01'].map(definition) }],
    ['two on duty', { duty: [{ weekday: 1, staffIds: ['t1', 't2'] }] }],
  ])('may have %s', (_what, over) => {
    expect(settingsFault(settings(over), KNOWN)).toBeUndefined();
  });
});
