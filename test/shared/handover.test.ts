import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Draft,
  type HandoverWorld,
  handedOver,
  planHandover,
  proposed,
  withoutChange,
} from '../../miniprogram/shared/domain/handover';
import { className } from '../../miniprogram/shared/text/classes';

const fresh = (grade: number, number: number) => `new-${grade}-${number}`;
const pupilsOf = (classId: string, n: number) =>
  Array.from({ length: n }, (_, i) => ({ id: `${classId}-s${i}`, name: `${classId}的${i}`, classId }));
const aWorld = (sizes: Readonly<Record<string, number>>): HandoverWorld => {
  const classes = Object.keys(sizes).map((key) => {
    const [grade = 1, number = 1] = key.split('-').map(Number);
    return { id: `c${key}`, grade, number, name: className(grade, number), headTeacherId: `t${key}` };
  });
  return {
    classes,
    pupils: classes.flatMap(({ id, grade, number }) => pupilsOf(id, sizes[`${grade}-${number}`] ?? 0)),
    teachers: [
      ...classes.map(({ id, headTeacherId }) => ({ id: headTeacherId, name: id, classIds: [id], menteeIds: [] })),
      { id: 't-free', name: '空', classIds: [], menteeIds: [] },
    ],
  };
};
const plan = (draft: Draft, world: HandoverWorld) => planHandover(draft, world, fresh);
const FROM = '2027-09-01';

describe('a year that ends as expected', () => {
  const world = aWorld({ '1-1': 3, '5-2': 4, '6-1': 5 });

  it('moves everybody one grade up with the own teacher, and the last grade graduates', () => {
    const result = plan(proposed('year', world, FROM), world);
    expect(result.targets.map(({ id, teacherId }) => [id, teacherId])).toEqual([
      ['new-2-1', 't1-1'],
      ['new-6-2', 't5-2'],
    ]);
    expect([...result.places.values()].filter((place) => place === null)).toHaveLength(5);
    expect(result.past).toEqual(['c1-1', 'c5-2', 'c6-1']);
    expect(result).toMatchObject({ lines: [], without: [], faults: [] });
    expect(result.teachers).toEqual([
      { id: 't1-1', classIds: ['new-2-1'], menteeIds: [] },
      { id: 't5-2', classIds: ['new-6-2'], menteeIds: [] },
      { id: 't6-1', classIds: [], menteeIds: [] },
    ]);
    expect([...handedOver(result)]).toEqual(['c6-1']);
  });

  it('lets grade 6 go on in a school of nine years', () => {
    const nine = aWorld({ '6-1': 2, '7-1': 2, '9-1': 2 });
    expect(proposed('year', nine, FROM).classes.map(({ to }) => to?.grade ?? null)).toEqual([7, 8, null]);
  });
});

describe('what differs from it', () => {
  const world = aWorld({ '1-1': 3, '1-2': 2, '6-1': 1 });
  const year = proposed('year', world, FROM);
  const changed = (change: (entry: Draft['classes'][number]) => Partial<Draft['classes'][number]>): Draft => ({
    ...year,
    classes: year.classes.map((entry) => ({ ...entry, ...change(entry) })),
  });

  it('merges two classes into one with one teacher; the other hands over', () => {
    const merged = changed(({ to }) => (to ? { to: { grade: 2, number: 1 }, teacherId: 't1-1' } : {}));
    const result = plan(merged, world);
    expect(result.targets).toHaveLength(1);
    expect(result.lines).toEqual([
      { id: 'l1', classId: 'c1-2', what: '一(2)班 → 二(1)班', fromId: 't1-2', toId: 't1-1' },
    ]);
    expect([...result.places.values()].filter((place) => place === 'new-2-1')).toHaveLength(5);
  });

  it('does not merge into a class of two teachers', () => {
    expect(
      plan(
        changed(({ to }) => (to ? { to: { grade: 2, number: 1 } } : {})),
        world,
      ).faults,
    ).toEqual(['two_teachers']);
  });

  it('splits a class: a further entry opens the second part with its teacher', () => {
    const part = { classId: 'c1-1', to: { grade: 2, number: 3 }, teacherId: 't-free', carry: false };
    const moves = [{ studentId: 'c1-1-s0', to: { grade: 2, number: 3 } }];
    const result = plan({ ...year, classes: [...year.classes, part], moves }, world);
    expect(result.places.get('c1-1-s0')).toBe('new-2-3');
    expect(result.places.get('c1-1-s1')).toBe('new-2-1');
    expect(result.lines).toEqual([
      { id: 'l1', classId: 'c1-1', what: '一(1)班 → 二(3)班', fromId: 't1-1', toId: 't-free' },
    ]);
    expect(result.without).toEqual([]);
  });

  it('keeps a child down, and says whom nobody would look after', () => {
    const stays = { ...year, moves: [{ studentId: 'c1-1-s0', to: { grade: 1, number: 1 } }] };
    expect(plan(stays, world).without).toEqual(['c1-1-s0']);
    const half = { ...year, classes: year.classes.slice(1) };
    expect(plan(half, world).without).toEqual(['c1-1-s0', 'c1-1-s1', 'c1-1-s2']);
  });

  it('says that a class is there which the plan leaves where it is', () => {
    const clash = {
      ...year,
      classes: year.classes.map((e) => ({ ...e, to: e.classId === 'c1-1' ? { grade: 6, number: 1 } : e.to })),
    };
    const kept = { ...clash, classes: clash.classes.filter(({ classId }) => classId !== 'c6-1') };
    expect(
      plan(kept, world)
        .targets.filter((target) => target.clash)
        .map(({ id }) => id),
    ).toEqual(['new-6-1']);
  });

  it('changes hands within a year without a new class', () => {
    const now = proposed('change', world, null);
    const draft = {
      ...now,
      classes: now.classes.map((e) => (e.classId === 'c1-1' ? { ...e, teacherId: 't-free' } : e)),
    };
    const result = plan(draft, world);
    expect(result.past).toEqual([]);
    expect(result.lines).toEqual([{ id: 'l1', classId: 'c1-1', what: '一(1)班', fromId: 't1-1', toId: 't-free' }]);
    expect(result.teachers.map(({ id, classIds }) => [id, classIds])).toEqual([
      ['t1-1', []],
      ['t-free', ['c1-1']],
    ]);
  });

  it('hands mentees from one to another, one line a pair', () => {
    const [first, ...others] = world.teachers;
    if (!first) throw new Error('no teacher');
    const teachers = [{ ...first, menteeIds: ['c1-1-s0', 'c1-1-s1', 'c6-1-s0'] }, ...others];
    const mentors = ['c1-1-s0', 'c1-1-s1'].map((studentId) => ({ studentId, fromId: 't1-1', toId: 't-free' }));
    const result = plan({ ...proposed('change', world, null), mentors }, { ...world, teachers });
    expect(result.lines).toEqual([
      { id: 'l1', classId: null, what: '帮扶：c1-1的0、c1-1的1', fromId: 't1-1', toId: 't-free' },
    ]);
    expect(result.teachers.map(({ menteeIds }) => menteeIds)).toEqual([['c6-1-s0'], ['c1-1-s0', 'c1-1-s1']]);
    const wrong = [{ studentId: 'c1-2-s0', fromId: 't1-1', toId: 't-free' }];
    expect(plan({ ...proposed('change', world, null), mentors: wrong }, { ...world, teachers }).faults).toEqual([
      'mentor',
    ]);
  });

  it('names faults of classes and teachers that are gone', () => {
    const gone = changed(({ classId }) => (classId === 'c1-1' ? { classId: 'c-old', teacherId: 't-old' } : {}));
    expect(plan(gone, world).faults).toEqual(['class', 'teacher']);
  });
});

const aPlace = fc.record({ grade: fc.integer({ min: 1, max: 7 }), number: fc.integer({ min: 1, max: 3 }) });
const aCase = fc
  .record({
    sizes: fc.dictionary(fc.constantFrom('1-1', '1-2', '2-1', '3-1', '5-2', '6-1'), fc.integer({ min: 0, max: 5 }), {
      minKeys: 1,
    }),
    kind: fc.constantFrom<Draft['kind']>('year', 'change'),
  })
  .chain(({ sizes, kind }) => {
    const world = aWorld(sizes);
    const base = proposed(kind, world, FROM);
    const pupilIds = world.pupils.map(({ id }) => id);
    const teacherId = fc.constantFrom(null, ...world.teachers.map(({ id }) => id));
    const classes = fc.tuple(
      ...base.classes.map((entry) =>
        fc.oneof(fc.constant(entry), fc.record({ ...anEntry(entry.classId), to: fc.option(aPlace), teacherId })),
      ),
    );
    const moves = pupilIds.length
      ? fc.uniqueArray(fc.record({ studentId: fc.constantFrom(...pupilIds), to: aPlace }), {
          selector: ({ studentId }) => studentId,
          maxLength: 4,
        })
      : fc.constant([]);
    return fc.record({ world: fc.constant(world), draft: fc.record({ ...constants(base), classes, moves }) });
  });
const anEntry = (classId: string) => ({ classId: fc.constant(classId), carry: fc.boolean() });
const constants = (draft: Draft) => ({
  kind: fc.constant(draft.kind),
  from: fc.constant(draft.from),
  mentors: fc.constant(draft.mentors),
});

describe('whatever is planned', () => {
  it('loses no child, puts none into two classes, and the parts make the whole', () => {
    fc.assert(
      fc.property(aCase, ({ world, draft }) => {
        const { places, targets, without, classes, moves, past } = plan(draft, world);
        const ids = new Set(targets.map(({ id }) => id));
        for (const place of places.values()) expect(place === null || ids.has(place)).toBe(true);
        // Who has no place stays where it is (within a year), or is told to be left out (at its end).
        const unplaced = world.pupils.filter(({ id }) => !places.has(id));
        if (draft.kind === 'year') for (const { id } of unplaced) expect(without).toContain(id);
        expect(places.size + unplaced.length).toBe(world.pupils.length);
        // What is carried out class by class comes to the same.
        const moved = new Map(moves.map(({ studentId, to }) => [studentId, to]));
        const main = new Map(classes.map(({ id, to }) => [id, to]));
        for (const { id, classId } of world.pupils) {
          const carriedTo = moved.get(id) ?? (main.has(classId) ? main.get(classId) : classId);
          expect(carriedTo).toBe(places.has(id) ? places.get(id) : classId);
        }
        for (const id of past) expect(ids.has(id)).toBe(false);
      }),
    );
  });

  it('gives a class one teacher at most, whose class it is on both sides', () => {
    fc.assert(
      fc.property(aCase, ({ world, draft }) => {
        const { targets, teachers, faults } = plan(draft, world);
        fc.pre(!faults.includes('two_teachers'));
        const after = new Map(world.teachers.map(({ id, classIds }) => [id, classIds]));
        for (const { id, classIds } of teachers) after.set(id, classIds);
        for (const { id, teacherId } of targets) {
          const holders = [...after].filter(([, classIds]) => classIds.includes(id)).map(([holder]) => holder);
          expect(holders).toEqual(teacherId === null ? [] : [teacherId]);
        }
      }),
    );
  });

  it('asks nobody to sign for what stays, and both where hands change', () => {
    fc.assert(
      fc.property(aCase, ({ world, draft }) => {
        for (const { fromId, toId, classId } of plan(draft, world).lines) {
          expect(fromId).not.toBe(toId);
          expect(world.classes.find(({ id }) => id === classId)?.headTeacherId ?? null).toBe(fromId);
        }
      }),
    );
  });

  it('is undone by what was there before, and leaves what came since', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));
    fc.assert(
      fc.property(ids, ids, fc.constantFrom('e', 'f'), (before, after, since) => {
        expect(withoutChange(after, before, after)).toEqual(before);
        expect(new Set(withoutChange([...after, since], before, after))).toEqual(new Set([...before, since]));
      }),
    );
  });
});
