import cloudbase from '@cloudbase/node-sdk';
import type { IndexDeclaration } from '../../local/cloud';
import { type App, connect, startEmpty } from './cloud.support';

/** Where the conformance suite runs: the local cloud, or a real environment with `REMOTE=1`. */
export interface Target {
  readonly app: App;
  /** The name of a collection there; a real environment's have a prefix of this run. */
  collection(name: string): string;
  empty(name: string): Promise<void>;
  close(): Promise<void>;
}

type Indexes = Readonly<Record<string, readonly IndexDeclaration[]>>;

export function openTarget(names: readonly string[], indexes: Indexes = {}): Promise<Target> {
  return process.env.REMOTE === '1' ? openRemote(names, indexes) : openLocal(names, indexes);
}

async function openLocal(names: readonly string[], indexes: Indexes): Promise<Target> {
  const cloud = await startEmpty({
    collections: Object.fromEntries(names.map((name) => [name, { indexes: indexes[name] ?? [] }])),
  });
  return {
    app: connect(cloud),
    collection: (name) => name,
    empty: async () => cloud.database.wipe(),
    close: () => cloud.close(),
  };
}

/** Needs TCB_ENV, TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY. Makes its own collections and drops them at the end. */
async function openRemote(names: readonly string[], indexes: Indexes): Promise<Target> {
  const { TCB_ENV: env, TENCENTCLOUD_SECRETID: secretId, TENCENTCLOUD_SECRETKEY: secretKey } = process.env;
  if (!env || !secretId || !secretKey)
    throw new Error('REMOTE=1 needs TCB_ENV, TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY');
  const { default: Manager } = await import('@cloudbase/manager-node');
  const { database } = new Manager({ envId: env, secretId, secretKey });
  const app = cloudbase.init({ env, secretId, secretKey });
  const prefix = `conformance_${Date.now().toString(36)}_`;
  for (const name of names) {
    await database.createCollection(prefix + name);
    const CreateIndexes = (indexes[name] ?? []).map(({ name: IndexName, keys, unique = false }) => ({
      IndexName,
      MgoKeySchema: {
        MgoIsUnique: unique,
        MgoIndexKeys: keys.map(({ field, order }) => ({ Name: field, Direction: String(order) as '1' | '-1' })),
      },
    }));
    if (CreateIndexes.length > 0) await database.updateCollection(prefix + name, { CreateIndexes });
  }
  const _ = app.database().command;
  return {
    app,
    collection: (name) => prefix + name,
    empty: async (name) =>
      void (await app
        .database()
        .collection(prefix + name)
        .where({ _id: _.exists(true) })
        .remove()),
    async close() {
      for (const name of names) await database.deleteCollection(prefix + name);
    },
  };
}
