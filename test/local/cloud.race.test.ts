import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalCloud } from '../../local/cloud';
import { bundle, connect, type Database, folder, startEmpty } from './cloud.support';

const PEOPLE = 200;
const ROUNDS = 5;

const CLAIM = `
import cloudbase from '@cloudbase/node-sdk';
const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV, keepalive: true });
export async function main({ slot }) {
  const user = app.auth().getUserInfo().openId;
  try {
    await app.database().runTransaction(async (tx) => {
      await tx.collection('locks').add({ _id: slot, user });
      await tx.collection('bookings').add({ _id: slot + ':' + user, slot, user });
    });
    return 'won';
  } catch (error) {
    if (/E11000|DUPLICATE|CONFLICT/.test(error.code + error.message)) return 'taken';
    throw error;
  }
}`;

describe(`${PEOPLE} people claim one slot`, () => {
  const files = folder();
  let cloud: LocalCloud;
  let db: Database;

  beforeAll(async () => {
    cloud = await startEmpty({
      dir: files.path,
      collections: { locks: {}, bookings: {} },
      functions: [{ name: 'claim', file: bundle(files.path, 'claim', CLAIM), timeout: 30 }],
    });
    db = connect(cloud).database();
  });
  afterAll(async () => {
    await cloud.close();
    files.remove();
  });

  const outcome = async (claims: readonly Promise<unknown>[]) => {
    const count: Record<string, number> = {};
    for (const result of await Promise.all(claims)) count[String(result)] = (count[String(result)] ?? 0) + 1;
    return count;
  };

  it('by adding a lock whose _id is the slot: one wins', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const claim = async (user: number) =>
        db
          .collection('locks')
          .add({ _id: `plain-${round}`, user })
          .then(
            () => 'won',
            (error: Error) => (error.message.includes('E11000') ? 'taken' : error.message),
          );
      expect(await outcome(Array.from({ length: PEOPLE }, (_, i) => claim(i)))).toEqual({ won: 1, taken: PEOPLE - 1 });
    }
  });

  it('by an update of what is still free: one wins', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const _id = `state-${round}`;
      await db.collection('locks').add({ _id, status: 'free' });
      const claim = async (user: number) =>
        (await db.collection('locks').where({ _id, status: 'free' }).update({ status: 'taken', user })).updated === 1
          ? 'won'
          : 'taken';
      expect(await outcome(Array.from({ length: PEOPLE }, (_, i) => claim(i)))).toEqual({ won: 1, taken: PEOPLE - 1 });
    }
  });

  it('through a function, lock and booking in one transaction: one wins, one booking', {
    timeout: 60_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const claims = Array.from({ length: PEOPLE }, (_, i) =>
        cloud.invoke('claim', { slot: `s${round}` }, { openid: `o${i}`, source: 'wx_client' }),
      );
      expect(await outcome(claims)).toEqual({ won: 1, taken: PEOPLE - 1 });
      expect(cloud.database.counts().bookings).toBe(round + 1);
    }
  });
});
