import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, duplicate, refused } from './cloud.support';
import { openTarget, type Target } from './cloud.target';

/** Conformance of the database, through the real SDK. `REMOTE=1` runs the same cases in a real environment. */
describe('database', () => {
  let target: Target;
  let db: Database;
  let name: string;
  let things: ReturnType<Database['collection']>;

  beforeAll(async () => {
    target = await openTarget(['things'], {
      things: [{ name: 'code', keys: [{ field: 'code', order: 1 }], unique: true }],
    });
    db = target.app.database();
    name = target.collection('things');
    things = db.collection(name);
  });
  afterAll(() => target.close());
  beforeEach(() => target.empty('things'));

  const id = () => randomUUID();
  const one = async (_id: string) => (await things.doc(_id).get()).data[0];

  it('keeps every kind of value', async () => {
    const doc = {
      _id: id(),
      whole: 3,
      part: 1.5,
      large: Number.MAX_SAFE_INTEGER,
      negative: -0.25,
      text: '留守儿童 👨‍👧',
      yes: true,
      nothing: null,
      at: new Date('2026-09-01T00:00:00.123Z'),
      list: [1, 'a', { b: [] }],
      deep: { empty: {}, down: { there: [null] } },
      point: new db.Geo.Point(113, 23),
      code: 'values',
    };
    await things.add(doc);
    const read = await one(doc._id);
    expect(read).toEqual(doc);
    expect(read.at).toBeInstanceOf(Date);
  });

  it('makes ids and answers them, one or many', async () => {
    const single = await things.add({ code: 'a' });
    expect(single.id).toMatch(/^[0-9a-f]{24,32}$/);
    const many = await things.add([{ code: 'b' }, { code: 'c' }] as never);
    expect(many.ids).toHaveLength(2);
    expect(await things.count()).toMatchObject({ total: 3 });
  });

  it('answers an empty list for a document that is not there', async () => {
    expect((await things.doc(id()).get()).data).toEqual([]);
    expect(await things.doc(id()).update({ a: 1 })).toMatchObject({ updated: 0 });
    expect(await things.doc(id()).remove()).toMatchObject({ deleted: 0 });
  });

  it('refuses a collection that does not exist', async () => {
    await refused(db.collection(`never-${id()}`).add({ a: 1 }), 'DATABASE_COLLECTION_NOT_EXIST');
    await refused(db.collection(`never-${id()}`).get(), 'DATABASE_COLLECTION_NOT_EXIST');
  });

  it('refuses a second document with the same _id or unique key', async () => {
    const _id = id();
    await things.add({ _id, code: 'x' });
    await duplicate(things.add({ _id, code: 'y' }));
    await duplicate(things.add({ code: 'x' }));
    await things.add({ _id: 'other', code: 'z' });
    await duplicate(things.doc('other').update({ code: 'x' }));
    expect((await one('other')).code).toBe('z');
  });

  it('counts a missing field as null in a unique index', async () => {
    await things.add({ a: 1 });
    await duplicate(things.add({ a: 2 }));
  });

  it('lets two race for one _id: one wins', async () => {
    const _id = id();
    const tries = await Promise.allSettled([1, 2, 3, 4].map((n) => things.add({ _id, code: `race-${n}` })));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('sets a document whole, and makes it where it is not there', async () => {
    const _id = id();
    expect(await things.doc(_id).set({ code: 's', a: 1 })).toMatchObject({ updated: 0, upsertedId: _id });
    expect(await things.doc(_id).set({ code: 's', b: 2 })).toMatchObject({ updated: 1 });
    expect(await things.doc(_id).set({ code: 's', b: 2 })).toMatchObject({ updated: 1 });
    expect(await one(_id)).toEqual({ _id, code: 's', b: 2 });
  });

  it('updates by operators', async () => {
    const _ = db.command;
    const _id = id();
    await things.add({ _id, code: 'u', n: 1, f: 2, gone: 1, old: 'o', tags: ['a'], deep: { x: 1, y: 1 }, high: 5 });
    await things.doc(_id).update({
      n: _.inc(2),
      f: _.mul(1.5),
      gone: _.remove(),
      old: _.rename('fresh'),
      tags: _.push(['b', 'c']),
      deep: { x: 9 },
      high: _.max(7),
      set: _.addToSet('s'),
      whole: _.set({ z: 1 }),
    } as never);
    expect(await one(_id)).toEqual({
      _id,
      code: 'u',
      n: 3,
      f: 3,
      fresh: 'o',
      tags: ['a', 'b', 'c'],
      deep: { x: 9, y: 1 },
      high: 7,
      set: ['s'],
      whole: { z: 1 },
    });
    await things.doc(_id).update({ tags: _.pull('b') } as never);
    await things.doc(_id).update({ tags: _.unshift(['z']) } as never);
    await things.doc(_id).update({ tags: _.pop() } as never);
    expect((await one(_id)).tags).toEqual(['z', 'a']);
  });

  it('updates several fields of a condition that no longer holds afterwards', async () => {
    const _ = db.command;
    await things.add({ _id: 'w', code: 'w', status: 'free', n: 0 });
    expect(await things.where({ _id: 'w', status: 'free' }).update({ n: _.inc(1), status: 'taken' })).toMatchObject({
      updated: 1,
    });
    expect(await things.where({ _id: 'w', status: 'free' }).update({ n: _.inc(1), status: 'taken' })).toMatchObject({
      updated: 0,
    });
    expect(await one('w')).toMatchObject({ n: 1, status: 'taken' });
  });

  it('updates one and gives it back', async () => {
    const _ = db.command;
    await things.add({ _id: 'r', code: 'r', n: 1 });
    expect(await things.where({ _id: 'r' }).updateAndReturn({ n: _.inc(1) })).toMatchObject({
      updated: 1,
      doc: { n: 2 },
    });
    expect(await things.where({ _id: 'no' }).updateAndReturn({ n: 1 })).toMatchObject({ updated: 0, doc: null });
  });

  it('finds by comparison, logic, arrays and patterns', async () => {
    const _ = db.command;
    await things.add([
      { _id: '1', code: '1', n: 1, tags: ['a', 'b'], who: { name: '王小明' } },
      { _id: '2', code: '2', n: 2, tags: ['b'], who: { name: '王大力' } },
      { _id: '3', code: '3', n: 3, tags: [], who: { name: '李小红' }, extra: true },
    ] as never);
    const ids = async (condition: object) =>
      (await things.where(condition).get()).data.map((doc: { _id: string }) => doc._id).sort();
    expect(await ids({ n: _.gt(1).and(_.lte(3)) })).toEqual(['2', '3']);
    expect(await ids({ n: _.in([1, 3]) })).toEqual(['1', '3']);
    expect(await ids({ n: _.neq(1) })).toEqual(['2', '3']);
    expect(await ids({ tags: 'b' })).toEqual(['1', '2']);
    expect(await ids({ tags: _.all(['a', 'b']) })).toEqual(['1']);
    expect(await ids({ tags: _.elemMatch(_.eq('a')) })).toEqual(['1']);
    expect(await ids({ tags: _.elemMatch({ part: _.exists(true) }) })).toEqual([]);
    expect(await ids({ extra: _.exists(false) })).toEqual(['1', '2']);
    expect(await ids({ who: { name: /^王/ } })).toEqual(['1', '2']);
    expect(await ids({ 'who.name': db.RegExp({ regexp: '小', options: '' }) })).toEqual(['1', '3']);
    expect(await ids(_.or([{ n: 1 }, { 'who.name': '李小红' }]))).toEqual(['1', '3']);
    expect(await ids(_.and([{ n: _.gte(2) }, { tags: _.size(1) }]))).toEqual(['2']);
  });

  it('sorts, skips, limits and picks fields', async () => {
    const docs = Array.from({ length: 130 }, (_, n) => ({ _id: `d${n}`, code: `c${n}`, n, half: n % 2 }));
    await things.add(docs as never);
    expect((await things.get()).data).toHaveLength(100);
    expect((await things.limit(1000).get()).data).toHaveLength(130);
    const page = await things.orderBy('half', 'asc').orderBy('n', 'desc').skip(2).limit(3).field({ n: true }).get();
    expect(page.data).toEqual([
      { _id: 'd124', n: 124 },
      { _id: 'd122', n: 122 },
      { _id: 'd120', n: 120 },
    ]);
  });

  it('aggregates', async () => {
    const _ = db.command;
    const $ = _.aggregate;
    await things.add([
      { code: 'a', kind: 'x', n: 1 },
      { code: 'b', kind: 'x', n: 2 },
      { code: 'c', kind: 'y', n: 5 },
    ] as never);
    const { data } = await things
      .aggregate()
      .match({ n: _.gt(0) })
      .group({ _id: '$kind', sum: $.sum('$n') })
      .sort({ sum: -1 })
      .end();
    expect(data).toEqual([
      { _id: 'y', sum: 5 },
      { _id: 'x', sum: 3 },
    ]);
  });

  it('writes the time of the server', async () => {
    const before = Date.now();
    await things.add({ _id: 't', code: 't', at: db.serverDate(), later: db.serverDate({ offset: 60_000 }) });
    const { at, later } = await one('t');
    expect(Math.abs(at.getTime() - before)).toBeLessThan(30_000);
    expect(later.getTime() - at.getTime()).toBe(60_000);
  });

  it('removes one and many', async () => {
    const _ = db.command;
    await things.add([1, 2, 3, 4].map((n) => ({ _id: `n${n}`, code: `${n}`, n })) as never);
    expect(await things.doc('n1').remove()).toMatchObject({ deleted: 1 });
    expect(await things.where({ n: _.gt(2) }).remove()).toMatchObject({ deleted: 2 });
    expect(await things.count()).toMatchObject({ total: 1 });
  });
});
