import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { collections } from '../cloudfunctions/_server/data/collections';
import { TEMPLATES } from '../cloudfunctions/_server/wechat/templates';
import { buildFunctions } from '../scripts/build';
import { deployedFunctions } from '../scripts/functions';
import { packNpm } from '../scripts/pack-npm';
import { MINIPROGRAM, SCRATCH } from '../scripts/paths';
import { compileMiniProgram, formatProblem } from './browser/compiler';
import { type Gateway, startGateway } from './browser/gateway';
import { createClock } from './clock';
import { type LocalCloud, startCloud } from './cloud';
import type { Clock, Persona } from './ports';
import { createWechat, type LocalWechat, type Template } from './wechat';

/** Where a world keeps the secret that seals its fields, beside the database. */
export const KEYS_FILE = 'field-keys.txt';
const LETTER_KEYS_FILE = 'letter-keys.txt';

/** The whole product on one machine: the cloud, WeChat's side, the phones. */
export interface World {
  readonly url: string;
  readonly cloud: LocalCloud;
  readonly wechat: LocalWechat;
  readonly clock: Clock;
  /** The secrets that seal fields, and letters; kept beside the database, never in it. */
  readonly fieldKeys: { readonly FIELD_KEYS: string; readonly LETTER_KEYS: string };
  close(): Promise<void>;
}

export interface WorldOptions {
  /** Where state is kept; a restart finds it again. */
  readonly dir: string;
  readonly port?: number;
  /** Where the clock stands when the world is made for the first time (ms). */
  readonly firstNow: number;
  readonly personas: () => readonly Persona[];
}

export async function startWorld(options: WorldOptions): Promise<World> {
  mkdirSync(options.dir, { recursive: true });
  const bundleDir = await buildAll();
  const clock = keptClock(join(options.dir, 'clock.json'), options.firstNow);
  const fieldKeys = {
    FIELD_KEYS: keptKey(join(options.dir, KEYS_FILE)),
    LETTER_KEYS: keptKey(join(options.dir, LETTER_KEYS_FILE)),
  };
  let wechat: LocalWechat | undefined;
  const log = createWriteStream(join(options.dir, 'functions.log'), { flags: 'a' });
  const cloud = await startCloud({
    log,
    dir: join(options.dir, 'cloud'),
    clock,
    collections,
    strictIndexes: true,
    functions: deployedFunctions().map((fn) => ({
      ...fn,
      environment: { ...fn.environment, ...fieldKeys, TEMPLATES: LONG_TERM },
    })),
    wechat: (ready) => {
      wechat = createWechat({
        clock,
        file: join(options.dir, 'wechat.json'),
        templates: consoleTemplates(),
        pushEvent: async (event) => void (await ready.invoke('wechat', event, { source: 'wx_event' })),
        readFile: async (url) => new Uint8Array(await (await fetch(url)).arrayBuffer()),
        repeatEvery: 3,
        sendMs: 5,
      });
      return wechat;
    },
  });
  if (!wechat) throw new Error('the cloud did not start WeChat');
  const side = wechat;
  const gateway: Gateway = await startGateway({
    port: options.port ?? 0,
    cloud,
    wechat: side,
    clock,
    personas: options.personas,
    bundleDir,
    // the keys are new exactly when the world is
    epoch: () => createHash('sha256').update(fieldKeys.FIELD_KEYS).digest('hex').slice(0, 16),
  });
  cloud.timers.start();
  return {
    url: gateway.url,
    cloud,
    wechat: side,
    clock,
    fieldKeys,
    async close() {
      await gateway.close();
      await cloud.close();
      await side.close();
      log.end();
    },
  };
}

const lastingId = (id: string): string => `${id}-lasting`;
/** The deployment's own setting: the console has a long-term template beside each of one message; schools choose. */
const LONG_TERM = TEMPLATES.map(({ kind, id }) => `${kind}+:${lastingId(id)}`).join(',');

/** The templates as WeChat's console has them. */
const consoleTemplates = (): Template[] =>
  TEMPLATES.flatMap(({ id, title, fields }) => {
    const single = { id, title, fields: Object.keys(fields), labels: fields };
    return [single, { ...single, id: lastingId(id), lasting: true }];
  });

/** Functions, npm packages and the Mini Program's bundle; each skips what has not changed. Answers the bundle's folder. */
export async function buildAll(): Promise<string> {
  if (!existsSync(join(MINIPROGRAM, 'miniprogram_npm'))) await packNpm();
  const bundleDir = join(SCRATCH, 'browser');
  const [result] = await Promise.all([compileMiniProgram(MINIPROGRAM, bundleDir), buildFunctions()]);
  if (result.errors.length > 0)
    throw new Error(`the Mini Program does not compile:\n${result.errors.map(formatProblem).join('\n')}`);
  return bundleDir;
}

/** A clock whose offset survives a restart. */
function keptClock(file: string, firstNow: number): Clock {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { offset: number }) : undefined;
  const clock = createClock(known?.offset ?? firstNow - Date.now());
  const keep = (offset: number) => writeFileSync(file, JSON.stringify({ offset }));
  keep(clock.offset);
  clock.onMove(keep);
  return clock;
}

function keptKey(file: string): string {
  if (!existsSync(file)) writeFileSync(file, `local:${randomBytes(32).toString('base64')}`, { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Forgets all state of a world. */
export const forget = (dir: string): void => rmSync(dir, { recursive: true, force: true });
