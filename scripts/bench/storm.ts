import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import { rulesOf } from '../../cloudfunctions/_server/school/rules';
import { createClock } from '../../local/clock';
import { startCloud } from '../../local/cloud';
import type { Input, MethodName, Reply } from '../../miniprogram/shared/contract';
import { type Day, instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Slot, slotsOfDay } from '../../miniprogram/shared/domain/slots';
import { buildFunctions } from '../build';
import { deployedFunctions } from '../functions';
import { STORM_SCHOOL, stormFamily } from './families';

/** A Sunday morning: next week's calls are opened. */
const OPENED = instantOf('2026-11-22', 9 * 60);
const FIELD_KEYS = `bench:${Buffer.alloc(32, 1).toString('base64')}`;
export const INSTANCES = 8;
const AT_ONCE = 500;

/** A request as its sender saw it. */
export interface Asked<M extends MethodName> {
  readonly ms: number;
  readonly reply: Reply<M>;
}

/** A school whose families ask through the deployed bundle. */
export interface Storm {
  readonly store: Store;
  /** The n-th parent asks. */
  ask<M extends MethodName>(parent: number, method: M, input: Input<M>): Promise<Asked<M>>;
}

/** Runs `work` in a school of so many families, `api` in instances of its own, the database on disk. */
export async function withStorm<R>(
  parents: number,
  note: (text: string) => void,
  work: (storm: Storm) => Promise<R>,
): Promise<R> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-storm-'));
  await buildFunctions();
  const cloud = await startCloud({
    dir,
    log: createWriteStream(join(dir, 'functions.log')),
    collections,
    strictIndexes: true,
    clock: createClock(OPENED - Date.now()),
    functions: deployedFunctions()
      .filter(({ name }) => name === 'api')
      .map((fn) => ({ ...fn, maxInstances: INSTANCES, environment: { ...fn.environment, FIELD_KEYS } })),
  });
  try {
    Object.assign(process.env, cloud.sdkEnv, { FIELD_KEYS });
    const { store } = compose();
    note(`${parents} families move in`);
    await settle(store, parents);
    return await work({
      store,
      async ask(parent, method, input) {
        const identity = { openid: stormFamily(parent).account._id, source: 'wx_client' } as const;
        const before = performance.now();
        const reply = await cloud.invoke('api', { method, input }, identity);
        return { ms: performance.now() - before, reply: reply as never };
      },
    });
  } finally {
    await cloud.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function settle(store: Store, parents: number): Promise<void> {
  const families = Array.from({ length: parents }, (_, i) => stormFamily(i));
  await store.insert('schools', STORM_SCHOOL);
  for (let from = 0; from < parents; from += AT_ONCE) {
    const part = families.slice(from, from + AT_ONCE);
    await store.insert(
      'students',
      part.map(({ student }) => student),
    );
    await store.insert(
      'familyMembers',
      part.map(({ member }) => member),
    );
    await store.insert(
      'accounts',
      part.map(({ account }) => account),
    );
  }
}

/** All slots of some days. */
export const stormSlots = (days: readonly Day[]): readonly Slot[] =>
  days.flatMap((day) => slotsOfDay(rulesOf(STORM_SCHOOL), day, { boarding: true, classId: '' }));
