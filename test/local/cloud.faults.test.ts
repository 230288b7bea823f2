import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import { memoryDriver } from '../../local/cloud/store/driver';
import { Store } from '../../local/cloud/store/store';
import { insert } from '../../local/cloud/store/writes';
import { connect, type Database, refused, startEmpty } from './cloud.support';

/** What only a local cloud can show: faults on the wire, its own clock, limits that would take long to reach. */
describe('faults and limits', () => {
  const clock = createClock();
  let cloud: LocalCloud;
  let db: Database;

  beforeAll(async () => {
    cloud = await startEmpty({
      clock,
      collections: { things: { indexes: [{ name: 'kind', keys: [{ field: 'kind', order: 1 }] }] } },
      strictIndexes: true,
    });
    db = connect(cloud).database();
  });
  afterAll(() => cloud.close());
  beforeEach(() => {
    cloud.database.wipe();
    cloud.operations.reset();
  });

  it('loses a request before it is run, or its reply after', async () => {
    const lost = cloud.fault(({ action }) => (action === 'database.insertDocument' ? { drop: 'before' } : undefined));
    await expect(db.collection('things').add({ _id: 'a' })).rejects.toThrow();
    lost();
    expect(cloud.database.counts()).toEqual({ things: 0 });
    const mute = cloud.fault(() => ({ drop: 'after' }));
    await expect(db.collection('things').add({ _id: 'b' })).rejects.toThrow();
    mute();
    expect(cloud.database.counts()).toEqual({ things: 1 });
  });

  it('answers an error in place of a request, and lets it wait', async () => {
    const stop = cloud.fault(() => ({ delayMs: 50, error: { code: 'DATABASE_TIMEOUT', message: 'as told' } }));
    const start = performance.now();
    await refused(db.collection('things').add({ _id: 'a' }), 'DATABASE_TIMEOUT');
    expect(performance.now() - start).toBeGreaterThan(45);
    stop();
  });

  it('refuses two operations of a transaction at once', async () => {
    const tx = await db.startTransaction();
    // Ten, as on a busy machine two may come one after the other.
    const ids = Array.from({ length: 10 }, (_, i) => `n${i}`);
    const all = await Promise.allSettled(ids.map((_id) => tx.collection('things').add({ _id })));
    const failed = all.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(failed).not.toHaveLength(0);
    for (const { message } of failed) expect(message).toContain('TransactionBusy');
    await tx.rollback();
  });

  it('ends a transaction after its time, and frees what it held', async () => {
    const store = new Store(memoryDriver(), { collections: { things: {} }, transactionMs: 60 });
    const transaction = store.begin();
    store.within(transaction, (batch) => insert(store, 'things', [{ _id: 'a' }], batch));
    const plain = store.single((batch) => insert(store, 'things', [{ _id: 'a' }], batch));
    await expect(plain).resolves.toEqual(['a']);
    expect(() => store.commit(transaction)).toThrow('TransactionNotExist');
    store.close();
  });

  it('counts operations by action and says which index answered', async () => {
    await db.collection('things').add({ _id: 'a', kind: 'x' });
    await db.collection('things').where({ kind: 'x' }).get();
    await db.collection('things').doc('a').get();
    expect(cloud.operations.counts()).toEqual({ 'database.insertDocument': 1, 'database.getDocument': 2 });
    expect(cloud.operations.total('database.')).toBe(3);
    expect(cloud.operations.log().map(({ index }) => index)).toEqual([undefined, 'kind', '_id_']);
  });

  it('refuses a query that no declared index covers, and names collection and fields', async () => {
    const things = db.collection('things');
    const where = await refused(things.where({ colour: 'red' }).get(), 'LOCAL_INDEX_MISSING');
    expect(where.message).toContain('things');
    expect(where.message).toContain('colour');
    const order = await refused(things.where({ kind: 'x' }).orderBy('at', 'desc').get(), 'LOCAL_INDEX_MISSING');
    expect(order.message).toContain('at desc');
    await refused(things.where({ colour: 'red' }).update({ a: 1 }), 'LOCAL_INDEX_MISSING');
    await refused(things.where({ colour: 'red' }).count(), 'LOCAL_INDEX_MISSING');
    await refused(things.aggregate().match({ colour: 'red' }).end(), 'LOCAL_INDEX_MISSING');
    await things.where({ kind: 'x' }).orderBy('_id', 'asc').get();
    const tx = await db.startTransaction();
    await tx.collection('things').where({ colour: 'red' }).get();
    await tx.rollback();
  });

  it('names an operator that it does not support', async () => {
    const things = db.collection('things').options({ raw: true } as never);
    const query = await refused(things.where({ _id: 'a', n: { $bogus: 1 } }).get(), 'DATABASE_REQUEST_FAILED');
    expect(query.message).toContain('$bogus');
    await things.add({ _id: 'a' });
    const update = await refused(things.where({ _id: 'a' }).update({ $odd: { n: 1 } }), 'DATABASE_REQUEST_FAILED');
    expect(update.message).toContain('$odd');
    const near = db.command.geoNear({ geometry: new db.Geo.Point(1, 1), maxDistance: 1, minDistance: 0 });
    const geo = await refused(
      db.collection('things').where({ _id: 'a', place: near }).get(),
      'DATABASE_REQUEST_FAILED',
    );
    expect(geo.message).toContain('$nearSphere');
  });

  it('refuses a document of more than 16 MB', async () => {
    await refused(
      db.collection('things').add({ _id: 'a', text: 'x'.repeat(16 * 1024 * 1024) }),
      'DATABASE_REQUEST_FAILED',
    );
    expect(cloud.database.counts()).toEqual({ things: 0 });
  });

  it('keeps those before a duplicate, outside a transaction', async () => {
    await db.collection('things').add({ _id: 'b' });
    await expect(db.collection('things').add([{ _id: 'a' }, { _id: 'b' }, { _id: 'c' }] as never)).rejects.toThrow(
      'E11000',
    );
    expect(cloud.database.counts()).toEqual({ things: 2 });
  });

  it('takes the time of the server from the local clock', async () => {
    const at = Date.parse('2027-01-01T00:00:00Z');
    clock.moveTo(at);
    await db.collection('things').add({ _id: 't', at: db.serverDate() });
    const [{ at: written }] = (await db.collection('things').doc('t').get()).data;
    expect(written.getTime() - at).toBeLessThan(5_000);
    clock.moveTo(Date.now());
  });

  it('lets no one in without a key', async () => {
    const body = JSON.stringify({ action: 'database.getDocument', collectionName: 'things' });
    const reply = await fetch(cloud.adminUrl, { method: 'POST', body });
    expect(await reply.json()).toMatchObject({ code: 'SIGN_PARAM_INVALID' });
  });

  it('never changes a stored document through what reads or computes', async () => {
    const doc = { _id: 'a', kind: 'x', deep: { list: [{ n: 1 }, { n: 2 }] } };
    await db.collection('things').add(doc);
    const things = db.collection('things');
    const by = { kind: 'x' };
    await things
      .aggregate()
      .match(by)
      .addFields({ 'deep.list.n': 9, 'deep.more': 1 })
      .unwind('$deep.list')
      .project({ 'deep.list': 1 })
      .end();
    await things.where(by).field({ 'deep.list.n': 1 }).get();
    await db
      .runTransaction(async (tx: never) => {
        const one = (tx as Awaited<ReturnType<Database['startTransaction']>>).collection('things').doc('a');
        await one.update({ 'deep.list': db.command.push([{ n: 3 }]) });
        await (tx as Awaited<ReturnType<Database['startTransaction']>>).rollback();
      })
      .catch(() => undefined);
    expect((await things.doc('a').get()).data[0]).toEqual(doc);
  });
});
