import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryDriver } from '../../local/cloud/store/driver';
import { type Order, planFor } from '../../local/cloud/store/planner';
import { find } from '../../local/cloud/store/reads';
import { Store } from '../../local/cloud/store/store';
import { insert, modify, remove } from '../../local/cloud/store/writes';
import type { Doc } from '../../local/cloud/wire';

const keys = (...fields: string[]) =>
  fields.map((field) => ({
    field: field.replace('-', ''),
    order: field.startsWith('-') ? (-1 as const) : (1 as const),
  }));
const indexes = [
  { name: 'a_b_c', keys: keys('a', 'b', '-c') },
  { name: 'b', keys: keys('-b') },
  { name: 'list_c', keys: keys('list', 'c') },
  { name: 'deep', keys: keys('deep.x', 'a') },
];

const small = fc.integer({ min: -3, max: 3 });
const value = fc.oneof(
  { weight: 3, arbitrary: small },
  fc.constantFrom('', 'a', 'ab', 'b', '王', '三(2)班'),
  fc.constantFrom(null, true, false),
  fc.constantFrom(-1.5, 0.5, 1e9).map((ms) => new Date(ms * 1000)),
  fc.constantFrom(0.5, -0.5, 1e20),
);
const field = fc.oneof({ weight: 4, arbitrary: value }, { weight: 2, arbitrary: fc.array(value, { maxLength: 3 }) });
const document = fc.record(
  {
    a: value,
    b: field,
    c: value,
    list: fc.array(value, { maxLength: 3 }),
    deep: fc.oneof(
      fc.record({ x: value }),
      fc.array(fc.record({ x: value }, { requiredKeys: [] }), { maxLength: 2 }),
      value,
    ),
  },
  { requiredKeys: [] },
);
const comparison = fc.oneof(
  value,
  value.map(($eq) => ({ $eq })),
  fc.array(value, { maxLength: 3 }).map(($in) => ({ $in })),
  fc
    .tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte', '$ne'), value)
    .map(([operator, operand]) => ({ [operator]: operand })),
  fc.tuple(small, small).map(([$gte, $lt]) => ({ $gte, $lt })),
  fc.constantFrom(/^a/, /^王/, /^三\(2\)/),
);
const simple = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'list', 'deep.x'), comparison, { maxKeys: 3 });
const condition: fc.Arbitrary<Doc> = fc.oneof(
  { weight: 4, arbitrary: simple },
  {
    weight: 1,
    arbitrary: fc
      .tuple(simple, fc.array(simple, { minLength: 1, maxLength: 2 }))
      .map(([doc, $or]) => ({ ...doc, $or })),
  },
  { weight: 1, arbitrary: fc.array(simple, { minLength: 1, maxLength: 2 }).map(($and) => ({ $and })) },
);
const order: fc.Arbitrary<Order> = fc.uniqueArray(
  fc.tuple(fc.constantFrom('a', 'b', 'c', '_id'), fc.constantFrom(1 as const, -1 as const)),
  {
    maxLength: 3,
    selector: ([name]) => name,
  },
);

/** One store with the indexes, one without: the same documents after the same inserts, updates and removals. */
async function twins(docs: readonly Doc[], changes: readonly Doc[]): Promise<[Store, Store]> {
  const stores = [indexes, []].map((list) => new Store(memoryDriver(), { collections: { t: { indexes: list } } }));
  for (const store of stores) {
    await store.single((batch) =>
      insert(
        store,
        't',
        docs.map((doc, i) => ({ _id: `d${i}`, ...doc })),
        batch,
      ),
    );
    for (const [i, changed] of changes.entries()) {
      const request = { collection: 't', condition: { _id: `d${i}` } };
      await store.single((batch) =>
        i % 3 === 2
          ? void remove(store, { ...request, batch }, false)
          : void modify(store, { ...request, batch }, { changes: changed, multi: false, replace: true, upsert: false }),
      );
    }
    store.close();
  }
  return stores as [Store, Store];
}

describe('index planner', () => {
  it('finds what a full scan finds, in the same order', async () => {
    const property = fc.asyncProperty(
      fc.array(document, { maxLength: 12 }),
      fc.array(document, { maxLength: 5 }),
      fc.array(fc.tuple(condition, order, fc.nat(3), fc.integer({ min: 1, max: 6 })), { minLength: 5, maxLength: 15 }),
      async (docs, changes, queries) => {
        const [indexed, plain] = await twins(docs, changes);
        for (const [wanted, by, offset, limit] of queries) {
          const all = (store: Store) =>
            find(store, { collection: 't', condition: wanted, order: [...by, ['_id', 1]] }).map(({ doc }) => doc._id);
          expect(all(indexed)).toEqual(all(plain));
          const request = {
            collection: 't',
            condition: wanted,
            order: by.some(([name]) => name === '_id') ? by : [...by, ['_id', 1] as const],
            offset,
            limit,
          };
          expect(find(indexed, request).map(({ doc }) => doc)).toEqual(find(plain, request).map(({ doc }) => doc));
        }
      },
    );
    await fc.assert(property, { numRuns: 200 });
  });

  it('shows a transaction its snapshot through indexes too', async () => {
    const property = fc.asyncProperty(
      fc.array(document, { minLength: 3, maxLength: 10 }),
      fc.array(document, { maxLength: 6 }),
      condition,
      async (docs, changes, wanted) => {
        const [indexed] = await twins(docs, []);
        const request = { collection: 't', condition: wanted, order: [['_id', 1]] as Order };
        const before = find(indexed, request).map(({ doc }) => doc);
        const transaction = indexed.begin();
        const inside = () =>
          indexed.within(transaction, (batch) => find(indexed, { ...request, batch })).map(({ doc }) => doc);
        expect(inside()).toEqual(before);
        for (const [i, changed] of changes.entries()) {
          const target = { collection: 't', condition: { _id: `d${i}` } };
          await indexed.single((batch) =>
            modify(indexed, { ...target, batch }, { changes: changed, multi: false, replace: true, upsert: true }),
          );
        }
        expect(inside()).toEqual(before);
        indexed.abort(transaction);
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  const plan = (wanted: Doc, by: Order, docs: readonly Doc[] = []) => {
    const store = new Store(memoryDriver(), { collections: { t: { indexes } } });
    store.collection('t').load(
      docs.map((doc, i) => [`3d${i}`, doc]),
      1,
    );
    store.close();
    const { name, sorted, coversWhere, coversOrder } = planFor(store.collection('t').indexes, wanted, by);
    return { name, sorted, coversWhere, coversOrder };
  };

  it('takes equal fields first, then a range, then the order', () => {
    const all = { sorted: true, coversWhere: true, coversOrder: true };
    expect(plan({ a: 1, b: { $gt: 2 } }, [])).toMatchObject({ name: 'a_b_c', coversWhere: true });
    expect(plan({ a: 1, b: 2 }, [['c', -1]])).toEqual({ name: 'a_b_c', ...all });
    expect(
      plan({ a: 1, b: 2 }, [
        ['c', 1],
        ['_id', -1],
      ]),
    ).toEqual({ name: 'a_b_c', ...all });
    expect(
      plan({ a: 1, b: 2 }, [
        ['c', 1],
        ['_id', 1],
      ]),
    ).toMatchObject({ coversOrder: false });
    expect(plan({ a: { $in: [1, 2] }, b: 2 }, [['c', 1]])).toMatchObject({
      name: 'a_b_c',
      sorted: false,
      coversOrder: true,
    });
    expect(plan({}, [['b', -1]])).toEqual({ name: 'b', ...all });
    expect(plan({ c: 1 }, [])).toMatchObject({ name: 'scan', coversWhere: false });
    expect(plan({ c: 1 }, [['b', 1]])).toMatchObject({ coversWhere: false });
    expect(plan({ _id: 'x' }, [['c', 1]])).toMatchObject({ name: '_id_', coversWhere: true });
    expect(plan({ $or: [{ a: 1 }, { list: 2 }] }, [])).toMatchObject({ name: 'a_b_c|list_c', coversWhere: true });
  });

  it('reads on from a cursor in the order of the index', () => {
    const cursor = { a: 1, $or: [{ b: { $lt: 5 } }, { b: 5, _id: { $lt: 'x' } }] };
    expect(plan(cursor, [['b', -1]])).toMatchObject({
      name: 'a_b_c',
      sorted: true,
      coversWhere: true,
      coversOrder: true,
    });
  });

  it('orders by a field behind an array that is asked for one element', () => {
    const docs = [{ _id: 'd0', list: ['x', 'y'], c: 1 }];
    expect(plan({ list: 'x' }, [['c', 1]], docs)).toEqual({
      name: 'list_c',
      sorted: true,
      coversWhere: true,
      coversOrder: true,
    });
    expect(plan({ list: { $gt: 'a' } }, [['list', 1]], docs)).toMatchObject({ coversOrder: false });
  });

  it('reads a page of 100 000 documents without reading them all', () => {
    const store = new Store(memoryDriver(), { collections: { t: { indexes } } });
    const docs = Array.from({ length: 100_000 }, (_, n): [string, Doc] => [
      `3d${n}`,
      { _id: `d${n}`, a: n % 100, b: n },
    ]);
    store.collection('t').load(docs, 1);
    const start = performance.now();
    for (let i = 0; i < 100; i++) {
      const page = find(store, {
        collection: 't',
        condition: { a: i, b: { $gte: 5_000 } },
        order: [['b', 1]],
        limit: 20,
      });
      expect(page.map(({ doc }) => doc.b)).toEqual(Array.from({ length: 20 }, (_, k) => 5_000 + i + 100 * k));
    }
    // A scan takes some 100 ms a page.
    expect((performance.now() - start) / 100).toBeLessThan(10);
    store.close();
  });
});
