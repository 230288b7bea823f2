import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connect, type Database, folder, startEmpty } from './cloud.support';

const ROUNDS = 6;
const WRITERS = 8;
const ACCOUNTS = 10;
const BALANCE = 100;

describe('a killed cloud', () => {
  const place = folder();
  // The SDK would warn of each request that the kill cut off.
  process.env.SILENCE = 'true';
  let child: ChildProcess | undefined;
  afterAll(async () => {
    child?.kill('SIGKILL');
    place.remove();
  });

  const boot = async (): Promise<Database> => {
    const running = spawn(
      process.execPath,
      ['--import', 'tsx', join(import.meta.dirname, 'cloud.child.ts'), place.path],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    child = running;
    const [line] = await Promise.race([
      once(running.stdout, 'data'),
      once(running, 'exit').then(([code]) => expect.fail(`the cloud did not start: ${code}`)),
    ]);
    return connect(JSON.parse(String(line))).database();
  };

  /** Writes until the connection breaks; notes what was acknowledged. */
  const writer = async (db: Database, name: string, acknowledged: Set<string>) => {
    const _ = db.command;
    for (let i = 0; ; i++) {
      const id = `${name}-${i}`;
      const from = `a${i % ACCOUNTS}`;
      const to = `a${(i * 7 + 1) % ACCOUNTS}`;
      try {
        await db.runTransaction(async (tx: never) => {
          const inside = tx as Awaited<ReturnType<Database['startTransaction']>>;
          await inside
            .collection('accounts')
            .doc(from)
            .update({ balance: _.inc(-1) });
          await inside
            .collection('accounts')
            .doc(to)
            .update({ balance: _.inc(1) });
          await inside.collection('log').add([{ _id: id }, { _id: `${id}-half` }] as never);
        });
        acknowledged.add(id);
      } catch (error) {
        if ((error as { code?: string }).code !== 'DATABASE_TRANSACTION_CONFLICT') return;
      }
    }
  };

  const readLog = async (db: Database): Promise<Set<string>> => {
    const found = new Set<string>();
    for (let skip = 0; ; skip += 1000) {
      const { data } = await db.collection('log').orderBy('_id', 'asc').skip(skip).limit(1000).get();
      for (const doc of data) found.add(doc._id);
      if (data.length < 1000) return found;
    }
  };

  it(`has lost nothing it acknowledged, and nothing is half there, after ${ROUNDS} kills`, {
    timeout: 120_000,
  }, async () => {
    let db = await boot();
    await db
      .collection('accounts')
      .add(Array.from({ length: ACCOUNTS }, (_, i) => ({ _id: `a${i}`, balance: BALANCE })) as never);
    const acknowledged = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) {
      const before = acknowledged.size;
      const writers = Array.from({ length: WRITERS }, (_, w) => writer(db, `r${round}w${w}`, acknowledged));
      // in the middle of the work, however slow the machine is today
      while (acknowledged.size === before) await new Promise((resolve) => setTimeout(resolve, 5));
      await new Promise((resolve) => setTimeout(resolve, 250 + round * 40));
      const dying = child as ChildProcess;
      dying.kill('SIGKILL');
      await Promise.all([once(dying, 'exit'), ...writers]);
      expect(acknowledged.size).toBeGreaterThan(before);
      db = await boot();
      const found = await readLog(db);
      expect([...acknowledged].filter((id) => !found.has(id))).toEqual([]);
      const halves = [...found].filter((id) => !found.has(id.endsWith('-half') ? id.slice(0, -5) : `${id}-half`));
      expect(halves).toEqual([]);
      const { data } = await db.collection('accounts').get();
      expect(data.reduce((sum: number, { balance }: { balance: number }) => sum + balance, 0)).toBe(ACCOUNTS * BALANCE);
    }
    // The one that is alive keeps its file to itself; when it is dead, the next heals what it left.
    await expect(startEmpty({ dir: place.path })).rejects.toThrow('database in use');
    const last = child as ChildProcess;
    last.kill('SIGKILL');
    await once(last, 'exit');
    const start = performance.now();
    const healed = await startEmpty({ dir: place.path });
    expect(performance.now() - start).toBeLessThan(5_000);
    await expect(startEmpty({ dir: place.path })).rejects.toThrow('database in use');
    expect(healed.database.counts().accounts).toBe(ACCOUNTS);
    await healed.close();
  });
});
