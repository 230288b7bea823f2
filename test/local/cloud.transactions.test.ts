import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, duplicate, refused } from './cloud.support';
import { openTarget, type Target } from './cloud.target';

/** Conformance of transactions, through the real SDK. `REMOTE=1` runs the same cases in a real environment. */
describe('transactions', () => {
  let target: Target;
  let db: Database;
  let name: string;
  let things: ReturnType<Database['collection']>;

  beforeAll(async () => {
    target = await openTarget(['accounts'], {
      accounts: [
        {
          name: 'pair',
          keys: [
            { field: 'a', order: 1 },
            { field: 'b', order: 1 },
          ],
          unique: true,
        },
      ],
    });
    db = target.app.database();
    name = target.collection('accounts');
    things = db.collection(name);
  });
  afterAll(() => target.close());
  beforeEach(async () => {
    await target.empty('accounts');
    await things.add([
      { _id: '1', n: 1, a: 1, b: 1 },
      { _id: '2', n: 2, a: 2, b: 2 },
    ] as never);
  });

  const one = async (id: string) => (await things.doc(id).get()).data[0];

  it('shows its own writes inside only, and drops them on rollback', async () => {
    const tx = await db.startTransaction();
    const inside = tx.collection(name);
    await inside.doc('1').update({ n: 10 });
    await inside.add({ _id: '3', a: 3 });
    await inside.doc('2').delete();
    expect((await inside.doc('1').get()).data).toMatchObject({ n: 10 });
    expect((await inside.doc('2').get()).data).toBeNull();
    expect((await inside.where({ a: 3 }).get()).data).toHaveLength(1);
    expect((await one('1')).n).toBe(1);
    await tx.rollback();
    expect(await one('1')).toMatchObject({ n: 1 });
    expect(await one('2')).toBeDefined();
    expect(await one('3')).toBeUndefined();
  });

  it('commits everything at once', async () => {
    const _ = db.command;
    await db.runTransaction(async (tx: never) => {
      const inside = (tx as Awaited<ReturnType<Database['startTransaction']>>).collection(name);
      await inside.doc('1').update({ n: _.inc(-5) });
      await inside.doc('2').update({ n: _.inc(5) });
    });
    expect([(await one('1')).n, (await one('2')).n]).toEqual([-4, 7]);
  });

  it('adds a list as a whole or not at all', async () => {
    const tx = await db.startTransaction();
    await tx.collection(name).add([
      { _id: 'x', a: 8 },
      { _id: 'y', a: 9 },
    ] as never);
    expect(await one('x')).toBeUndefined();
    await tx.commit();
    expect(await one('y')).toMatchObject({ a: 9 });
    const broken = await db.startTransaction();
    await duplicate(
      broken.collection(name).add([
        { _id: 'z', a: 10 },
        { _id: 'x', a: 11 },
      ] as never),
    );
    expect(await one('z')).toBeUndefined();
  });

  it('reads one snapshot, and may not write over what changed since', async () => {
    const tx = await db.startTransaction();
    const inside = tx.collection(name);
    expect((await inside.doc('1').get()).data).toMatchObject({ n: 1 });
    await things.doc('1').update({ n: 100 });
    await things.doc('2').remove();
    await things.add({ _id: 'new', a: 2, b: 3 });
    expect((await inside.doc('1').get()).data).toMatchObject({ n: 1 });
    expect((await inside.doc('2').get()).data).toMatchObject({ n: 2 });
    expect((await inside.where({ a: 2 }).get()).data.map((doc: { _id: string }) => doc._id)).toEqual(['2']);
    await refused(inside.doc('1').update({ n: 5 }), 'DATABASE_TRANSACTION_CONFLICT');
    expect((await one('1')).n).toBe(100);
  });

  it('refuses the second of two transactions that write one document', async () => {
    const [first, second] = [await db.startTransaction(), await db.startTransaction()];
    await first.collection(name).doc('1').update({ n: 11 });
    await refused(second.collection(name).doc('1').update({ n: 12 }), 'DATABASE_TRANSACTION_CONFLICT');
    await first.commit();
    expect((await one('1')).n).toBe(11);
  });

  it('refuses the second of two transactions that add one _id or one unique pair', async () => {
    const [first, second, third] = [
      await db.startTransaction(),
      await db.startTransaction(),
      await db.startTransaction(),
    ];
    await first.collection(name).add({ _id: 'same', a: 5, b: 5 });
    await refused(second.collection(name).add({ _id: 'same', a: 6, b: 6 }), 'DATABASE_TRANSACTION_CONFLICT');
    await refused(third.collection(name).add({ _id: 'other', a: 5, b: 5 }), 'DATABASE_TRANSACTION_CONFLICT');
    await first.commit();
  });

  it('ends with a duplicate of what was there before', async () => {
    const tx = await db.startTransaction();
    await duplicate(tx.collection(name).add({ _id: '1' }));
    const other = await db.startTransaction();
    await duplicate(other.collection(name).add({ _id: 'p', a: 1, b: 1 }));
  });

  it('frees a unique pair that it removes', async () => {
    const tx = await db.startTransaction();
    await tx.collection(name).doc('1').delete();
    await tx.collection(name).add({ _id: 'heir', a: 1, b: 1 });
    await tx.commit();
    expect(await one('heir')).toBeDefined();
  });

  it('makes a plain write wait until it ends', async () => {
    const tx = await db.startTransaction();
    await tx.collection(name).doc('1').update({ n: 50 });
    let done = false;
    const plain = things
      .doc('1')
      .update({ n: db.command.inc(1) })
      .then(() => {
        done = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(done).toBe(false);
    await tx.commit();
    await plain;
    expect((await one('1')).n).toBe(51);
  });

  it('allows write skew: both read, each writes the other', async () => {
    const [first, second] = [await db.startTransaction(), await db.startTransaction()];
    await first.collection(name).doc('1').get();
    await second.collection(name).doc('2').get();
    await first.collection(name).doc('2').update({ n: 20 });
    await second.collection(name).doc('1').update({ n: 10 });
    await first.commit();
    await second.commit();
    expect([(await one('1')).n, (await one('2')).n]).toEqual([10, 20]);
  });

  it('knows nothing of a transaction that has ended', async () => {
    const tx = await db.startTransaction();
    await tx.commit();
    await refused(tx.collection(name).doc('1').get(), 'DATABASE_TRANSACTION_FAIL');
  });

  it('retries a conflict through runTransaction: no increment is lost', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 20 }, () =>
        db.runTransaction(async (tx: never) => {
          const counter = (tx as Awaited<ReturnType<Database['startTransaction']>>).collection(name).doc('1');
          const { data } = await counter.get();
          await counter.update({ n: (data as { n: number }).n + 1 });
        }),
      ),
    );
    const won = tries.filter(({ status }) => status === 'fulfilled').length;
    expect(won).toBeGreaterThan(0);
    expect((await one('1')).n).toBe(1 + won);
    for (const failed of tries) {
      if (failed.status === 'rejected') expect(failed.reason.code).toBe('DATABASE_TRANSACTION_CONFLICT');
    }
  });

  it('runs where().update, remove and count outside the transaction: the SDK sends no transaction id with them', async () => {
    const tx = await db.startTransaction();
    await tx.collection(name).doc('1').get();
    expect(await tx.collection(name).where({ _id: '2' }).update({ n: 77 })).toMatchObject({ updated: 1 });
    await tx.rollback();
    expect((await one('2')).n).toBe(77);
  });
});
