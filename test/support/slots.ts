import fc from 'fast-check';
import { type Day, daysFrom, type Weekday } from '../../miniprogram/shared/domain/calendar';
import type { DayKind, SlotRules } from '../../miniprogram/shared/domain/slots';

/** A Tuesday; the days that the rules made here speak of are the fortnight from it on. */
export const TODAY = '2026-11-24';
export const DAYS: readonly Day[] = daysFrom(TODAY, 14);
export const CLASSES = ['c1', 'c2', 'c3'] as const;

/** Rules of a school that is always open from 8 to 21 on every day; a test changes what it asks about. */
export const OPEN: SlotRules = {
  points: [
    { id: 'p1', name: '1 号', kind: 'phone' },
    { id: 'p2', name: '2 号', kind: 'video' },
  ],
  windows: ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, from: 480, to: 1260, for: 'all' })),
  exceptions: [],
  freePeriods: [],
  duty: ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({ weekday, staffIds: ['t1'] })),
  dutyDays: [],
  closures: [],
  term: { from: '2026-09-01', to: '2027-01-15' },
  yearsTold: [],
  slotMinutes: 15,
  noticeMinutes: 0,
  horizonDays: 14,
  planning: null,
  laidOut: null,
  channels: { phone: ['phone'], video: ['wechat', 'phone'] },
  kindOf: () => 'ordinary',
};

const weekday = fc.integer({ min: 1, max: 7 }).map((n) => n as Weekday);
const day = fc.constantFrom(...DAYS);
const range = fc
  .tuple(fc.integer({ min: 480, max: 1200 }), fc.integer({ min: 5, max: 180 }))
  .map(([from, minutes]) => ({ from, to: from + minutes }));
const staffIds = fc.constantFrom<readonly string[]>([], ['t1'], ['t1', 't2']);
const pointIds = fc.constantFrom(null, ['p1'], ['p2', 'p3'], []);
const kind = fc.constantFrom<DayKind>('ordinary', 'ordinary', 'holiday', 'makeup', 'unknown');
/** One entry a day, as the settings see to. */
const perDay = <T extends { readonly day: Day }>(entry: fc.Arbitrary<T>) =>
  fc.uniqueArray(entry, { selector: (one) => one.day, maxLength: 4 });

/** Everything that a school can set, in any combination. */
export const slotRules: fc.Arbitrary<SlotRules> = fc
  .record({
    points: fc.constantFrom(OPEN.points.slice(0, 1), [
      ...OPEN.points,
      { id: 'p3', name: '3 号', kind: 'video' as const },
    ]),
    windows: fc.array(
      fc
        .record({
          weekday,
          range,
          for: fc.constantFrom('all', 'boarding', 'day'),
          since: fc.constantFrom(undefined, null, ...DAYS),
          until: fc.constantFrom(undefined, null, ...DAYS),
        })
        .map(({ range, ...window }) => ({ ...window, ...range })),
      { minLength: 1, maxLength: 12 },
    ),
    exceptions: perDay(
      fc.oneof(
        fc.record({
          day,
          kind: fc.constant('closed' as const),
          hours: fc.constant([]),
          weekday: fc.constant(null),
          note: fc.constant('运动会'),
        }),
        fc.record({
          day,
          kind: fc.constant('extra' as const),
          hours: fc.array(range, { maxLength: 2 }),
          weekday: fc.constant(null),
          note: fc.constant('开放日'),
        }),
        fc.record({
          day,
          kind: fc.constant('as' as const),
          hours: fc.constant([]),
          weekday,
          note: fc.constant('调休'),
        }),
      ),
    ),
    freePeriods: fc.array(
      fc
        .record({ classId: fc.constantFrom('c1', 'c2'), weekday, range })
        .map(({ range, ...rest }) => ({ ...rest, ...range })),
      { maxLength: 5 },
    ),
    duty: fc.uniqueArray(fc.record({ weekday, staffIds }), { selector: (d) => d.weekday, minLength: 3, maxLength: 7 }),
    dutyDays: perDay(fc.record({ day, staffIds })),
    closures: fc.array(
      fc.record({ day, range, pointIds }).map(({ range, ...rest }) => ({ ...rest, ...range })),
      { maxLength: 4 },
    ),
    term: fc.constantFrom(OPEN.term, { from: '2026-11-26', to: '2026-12-03' }),
    yearsTold: fc.constantFrom([], [2026]),
    slotMinutes: fc.constantFrom(10, 15, 20, 30),
    noticeMinutes: fc.constantFrom(0, 30, 120),
    horizonDays: fc.integer({ min: 0, max: 14 }),
    planning: fc.constantFrom(null, { weekday: 1 as const, minute: 720 }),
    laidOut: fc.constantFrom(null, '2026-11-23', '2026-11-30'),
    channels: fc.constant(OPEN.channels),
    kinds: fc.array(kind, { minLength: DAYS.length, maxLength: DAYS.length }),
  })
  .map(({ kinds, ...rules }) => ({ ...rules, kindOf: (on) => kinds[DAYS.indexOf(on)] ?? 'ordinary' }));
