import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../miniprogram/shared/domain/calendar';
import {
  checkStateOf,
  endLabel,
  kindsFor,
  PAIRING_ENDS,
  PAIRING_KINDS,
  pairFault,
} from '../../miniprogram/shared/domain/pairing';
import {
  neediestFirst,
  type PairChild,
  type PairMentor,
  proposePairs,
} from '../../miniprogram/shared/domain/pairing-propose';

const TODAY = '2026-11-24';
const classes = fc.constantFrom('c1', 'c2', 'c3');
const sex = fc.constantFrom('male' as const, 'female' as const);
const places = fc.subarray(['石板', '桃树', '李家湾']);
const children: fc.Arbitrary<PairChild[]> = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 30 }).map((n) => `s${n}`),
    classId: classes,
    sex,
    places,
    leftBehind: fc.boolean(),
    focus: fc.boolean(),
    waited: fc.integer({ min: 0, max: 40 }),
  }),
  { selector: ({ id }) => id, maxLength: 14 },
);
const mentors: fc.Arbitrary<PairMentor[]> = fc.uniqueArray(
  fc.record({
    id: fc.integer({ min: 0, max: 20 }).map((n) => `t${n}`),
    kind: fc.constant('teacher' as const),
    classIds: fc.subarray(['c1', 'c2', 'c3'], { maxLength: 1 }),
    sex: fc.option(sex),
    places: fc.subarray(['石板', '桃树']),
    load: fc.integer({ min: 0, max: 4 }),
    knew: fc.subarray(['s1', 's2', 's3']),
  }),
  { selector: ({ id }) => id, maxLength: 6 },
);
const load = fc.integer({ min: 1, max: 4 });
const roomOf = (all: readonly PairMentor[], most: number) =>
  all.reduce((sum, one) => sum + Math.max(0, most - one.load), 0);

describe('a proposal', () => {
  it('serves as many as there are places, the neediest of them, and nobody beyond the load', () => {
    fc.assert(
      fc.property(children, mentors, load, (all, own, most) => {
        const { pairs, left } = proposePairs(all, own, most);
        expect(pairs).toHaveLength(Math.min(all.length, roomOf(own, most)));
        expect(new Set(pairs.map(({ studentId }) => studentId)).size).toBe(pairs.length);
        const inNeed = [...all].sort(neediestFirst).map(({ id }) => id);
        expect(new Set(pairs.map(({ studentId }) => studentId))).toEqual(new Set(inNeed.slice(0, pairs.length)));
        expect(left).toEqual(inNeed.slice(pairs.length));
        for (const mentor of own) {
          const got = pairs.filter(({ mentorId }) => mentorId === mentor.id).length;
          expect(got).toBeLessThanOrEqual(Math.max(0, most - mentor.load));
        }
      }),
    );
  });

  it('is the same however the school was read', () => {
    fc.assert(
      fc.property(children, mentors, load, (all, own, most) => {
        expect(proposePairs([...all].reverse(), [...own].reverse(), most)).toEqual(proposePairs(all, own, most));
      }),
    );
  });

  it('gives only reasons that hold, and always that there is room', () => {
    fc.assert(
      fc.property(children, mentors, load, (all, own, most) => {
        for (const { studentId, mentorId, reasons } of proposePairs(all, own, most).pairs) {
          const child = all.find(({ id }) => id === studentId);
          const mentor = own.find(({ id }) => id === mentorId);
          if (!child || !mentor) throw new Error('a pair of somebody who was not asked about');
          expect(reasons.includes('known')).toBe(mentor.knew.includes(studentId));
          expect(reasons.includes('same_class')).toBe(mentor.classIds.includes(child.classId));
          expect(reasons.includes('same_village')).toBe(mentor.places.some((one) => child.places.includes(one)));
          expect(reasons.includes('same_sex')).toBe(mentor.sex === child.sex);
          expect(reasons).toContain('has_room');
        }
      }),
    );
  });

  it('costs no more than any other that serves the same, for two children and two mentors', () => {
    fc.assert(
      fc.property(
        children.filter((all) => all.length >= 2),
        mentors.filter((own) => own.length >= 2),
        (all, own) => {
          const [two, both] = [all.slice(0, 2), own.slice(0, 2).map((one) => ({ ...one, load: 0 }))];
          const worth = { known: 800, same_class: 400, same_village: 200, same_sex: 100, has_room: 0 };
          const sum = (own: typeof both) =>
            proposePairs(two, own, 1).pairs.reduce(
              (n, { reasons }) => n + reasons.reduce((m, r) => m + worth[r], 0),
              0,
            );
          // Each child alone with one of the two, both ways round.
          const alone = (child: PairChild, mentor: PairMentor) =>
            proposePairs([child], [mentor], 1)
              .pairs.flatMap(({ reasons }) => reasons)
              .reduce((m, r) => m + worth[r], 0);
          const [a, z] = two as [PairChild, PairChild];
          const [m, n] = both as [PairMentor, PairMentor];
          expect(sum(both)).toBe(Math.max(alone(a, m) + alone(z, n), alone(a, n) + alone(z, m)));
        },
      ),
    );
  });

  it('prefers whom the child knows to its class teacher, and the freer of two who are alike', () => {
    const child = {
      id: 's1',
      classId: 'c1',
      sex: 'female',
      places: [],
      leftBehind: true,
      focus: false,
      waited: 3,
    } as const;
    const mentor = { kind: 'teacher', classIds: [], sex: null, places: [], load: 0, knew: [] } as const;
    const chosen = (own: PairMentor[]) => proposePairs([child], own, 3).pairs[0]?.mentorId;
    expect(
      chosen([
        { ...mentor, id: 'a', classIds: ['c1'] },
        { ...mentor, id: 'b', knew: ['s1'] },
      ]),
    ).toBe('b');
    expect(
      chosen([
        { ...mentor, id: 'a', load: 2 },
        { ...mentor, id: 'b', load: 1 },
      ]),
    ).toBe('b');
  });

  it('is there in a moment for 960 children and 60 mentors', () => {
    const many = Array.from(
      { length: 960 },
      (_, i): PairChild => ({
        ...{ id: `s${i}`, classId: `c${i % 24}`, sex: i % 2 ? 'male' : 'female', places: [`p${i % 40}`] },
        ...{ leftBehind: i % 3 > 0, focus: i % 50 === 0, waited: (i * 7) % 31 },
      }),
    );
    const sixty = Array.from(
      { length: 60 },
      (_, i): PairMentor => ({
        ...{ id: `t${i}`, kind: 'teacher', classIds: i < 24 ? [`c${i}`] : [], sex: i % 2 ? 'male' : 'female' },
        ...{ places: [`p${i % 40}`], load: i % 2, knew: [`s${i * 3}`, `s${i * 5}`] },
      }),
    );
    const began = performance.now();
    const { pairs, left } = proposePairs(many, sixty, 16);
    const took = performance.now() - began;
    expect(pairs.length + left.length).toBe(960);
    expect(pairs).toHaveLength(Math.min(960, roomOf(sixty, 16)));
    expect(took).toBeLessThan(4000);
    if (process.env.LOG) console.log(`960 children, 60 mentors, ${pairs.length} pairs: ${Math.round(took)} ms`);
  }, 20_000);
});

describe('kinds', () => {
  it('say who may be one, and volunteers only with a check that holds on the day', () => {
    expect(kindsFor('teacher')).toEqual(['teacher', 'love_mother']);
    expect(kindsFor('volunteer')).toEqual(['love_mother', 'cadre', 'retired', 'volunteer']);
    for (const role of ['counsellor', 'school_admin', 'booth', 'bureau']) expect(kindsFor(role)).toEqual([]);
    for (const { id, by } of PAIRING_KINDS)
      for (const { role } of by) {
        const until = (checkedUntil: string | null) => pairFault(id, { role, checkedUntil }, TODAY);
        expect(until(TODAY)).toBeUndefined();
        expect(until(addDays(TODAY, -1))).toBe(role === 'volunteer' ? 'unchecked' : undefined);
        expect(until(null)).toBe(role === 'volunteer' ? 'unchecked' : undefined);
      }
    expect(pairFault('cadre', { role: 'teacher' }, TODAY)).toBe('role');
  });

  it('tell a month before a check ends', () => {
    const state = (days: number) => checkStateOf('volunteer', addDays(TODAY, days), TODAY);
    expect([-1, 0, 30, 31].map(state)).toEqual(['missing', 'soon', 'soon', 'ok']);
    expect(checkStateOf('teacher', null, TODAY)).toBe('none');
  });

  it('every end has its word', () => {
    for (const why of PAIRING_ENDS) expect(endLabel(why)).toMatch(/\p{Script=Han}/u);
  });
});
