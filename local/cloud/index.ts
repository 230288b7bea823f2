import { join } from 'node:path';
import { createClock } from '../clock';
import type { Clock, Cloud, Identity, Wechat } from '../ports';
import type { CloudOptions } from './declarations';
import { sdkEnvironment } from './functions/environment';
import { FunctionHost } from './functions/host';
import { Operations } from './operations';
import { type FaultHook, startServer } from './server';
import { databaseActions } from './services/database';
import { functionActions, invokeAsClient } from './services/functions';
import { storageActions } from './services/storage';
import { wechatActions } from './services/wechat';
import { diskBlobs, memoryBlobs } from './storage/blobs';
import { FILE_COLLECTION, Files } from './storage/files';
import { serveFile } from './storage/http';
import { memoryDriver, sqliteDriver } from './store/driver';
import { Store } from './store/store';
import { Timers } from './timers';

export type * from './declarations';
export { readFunctions } from './functions/declarations';
export type { Operation, Operations } from './operations';
export type { Fault, FaultHook } from './server';
export type { Store } from './store/store';
export type { TimerRun, Timers } from './timers';

/** The local cloud with what tests, the bench and the shell need beside what the product sees. */
export interface LocalCloud extends Cloud {
  readonly clock: Clock;
  /** The documents behind the wire: `wipe()`, `counts()`. */
  readonly database: Pick<Store, 'wipe' | 'counts'>;
  /** Requests of the SDK, counted. */
  readonly operations: Operations;
  /** `start()` lets them run by themselves; until then only `runDue()` runs them. */
  readonly timers: Pick<Timers, 'start' | 'stop' | 'runDue'>;
  /** Lets a test break requests; answers the way to take the hook out again. */
  fault(hook: FaultHook): () => void;
}

const DEFAULT_ENV = 'local';
const DEFAULT_APPID = 'wx0000000000000000';

/** A link for a client is good this long, in seconds: the platform's two hours. */
const CLIENT_LINK_S = 7200;

/**
 * Starts CloudBase on this machine: the SDK's wire protocol on 127.0.0.1, functions, storage, timers (not running yet).
 * @throws Error `database in use: …` if another process has `dir`.
 */
export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const { dir, env = DEFAULT_ENV, appid = DEFAULT_APPID, clock = createClock(), functions } = options;
  const store = new Store(dir === undefined ? memoryDriver() : sqliteDriver(dir), {
    collections: { ...options.collections, [FILE_COLLECTION]: {} },
  });
  const operations = new Operations();
  let base = '';
  const baseUrl = () => base;
  const place = () => ({ env, appid, adminUrl: `${base}/admin` });
  const host = new FunctionHost(functions, clock, place, options.log);
  const blobs = dir === undefined ? memoryBlobs() : diskBlobs(join(dir, 'files'));
  const files = new Files({ store, blobs, clock, env, base: baseUrl });
  let wechat: Wechat | undefined;
  const server = await startServer({
    port: options.port ?? 0,
    latencyMs: options.latencyMs ?? 0,
    operations,
    callerOf: (token) => host.byToken(token),
    other: (request, response, url, body) => serveFile(files, request, response, url, body),
    actions: {
      ...databaseActions({ store, clock, strictIndexes: options.strictIndexes ?? false }),
      ...functionActions(host),
      ...storageActions(files, baseUrl),
      ...wechatActions(host, () => wechat),
      // The SDK reports its own use; nobody listens here.
      'analytics.report': () => ({}),
    },
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  base = server.base;

  const invoke = (name: string, event: unknown, identity: Identity) =>
    invokeAsClient(host, appid, name, event, identity);
  const timers = new Timers({ clock, functions, invoke: (name, event) => invoke(name, event, { source: 'wx_timer' }) });
  const pathOf = (fileId: string) => files.pathOf(fileId) ?? '';
  const cloud: LocalCloud = {
    adminUrl: place().adminUrl,
    sdkEnv: sdkEnvironment(place()),
    clock,
    operations,
    timers,
    database: store,
    fault: (hook) => server.fault(hook),
    invoke,
    upload: (path, bytes, openid) => files.put(path, bytes, openid),
    async clientFileUrl(fileId, openid) {
      const path = pathOf(fileId);
      return files.record(path)?.owner === openid ? files.link(path, CLIENT_LINK_S) : undefined;
    },
    readFile: async (fileId) => files.read(pathOf(fileId)),
    async close() {
      timers.close();
      await host.close();
      await server.close();
      store.close();
    },
  };
  wechat = typeof options.wechat === 'function' ? options.wechat(cloud) : options.wechat;
  return cloud;
}
