import { randomInt, randomUUID } from 'node:crypto';
import cloudbase from '@cloudbase/node-sdk';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { createLetterVault, createVault } from '../data/crypto';
import type { School } from '../data/documents';
import { createStore, type Store } from '../data/store';
import { createWechatApi } from '../wechat/api';
import { createFiles } from '../wechat/files';
import { deployedTemplates } from '../wechat/templates';
import type { Deps, Wake } from './deps';

const SCHOOL_KEPT_MS = 30_000;
/** How long `api` lets `jobs` begin before it answers the user; the rest of the work goes on without it. */
const WAKE_MS = 400;

/**
 * The composition root of a function: real clock, ids, dice, database and WeChat. From the function's environment come
 * `FIELD_KEYS` and `LETTER_KEYS` (`name:base64,…`, see data/crypto.ts), `LETTER_CHECK` (`off` or nothing) and `TEMPLATES` (see
 * wechat/templates.ts).
 */
export function compose(env: NodeJS.ProcessEnv = process.env): Deps {
  const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV as unknown as string, keepalive: true });
  const dice = () => randomInt(2 ** 32) / 2 ** 32;
  const store = createStore(app.database({}), dice);
  const now = () => Date.now();
  const templates = deployedTemplates(Object.fromEntries(settingList(env.TEMPLATES)));
  return {
    now,
    newId: randomUUID,
    dice,
    log: (line) => console.log(JSON.stringify(line)),
    store,
    vault: createVault(settingList(env.FIELD_KEYS)),
    letterVault: createLetterVault(settingList(env.LETTER_KEYS)),
    letterCheck: env.LETTER_CHECK !== 'off',
    wechat: createWechatApi(app),
    files: createFiles(app),
    templates,
    schoolOf: keepSchools(store, now),
    wake: (event) => wake(app, event),
  };
}

/** 'a:1,b:2' → [['a', '1'], ['b', '2']]; nothing for nothing. */
const settingList = (setting = ''): [string, string][] =>
  setting
    .split(',')
    .filter((part) => part.includes(':'))
    .map((part) => [part.slice(0, part.indexOf(':')), part.slice(part.indexOf(':') + 1)]);

/** Reads a school at most every half minute. Tests and `school.configure` see their own change at once through `store`. */
export function keepSchools(store: Store, now: () => number): Deps['schoolOf'] {
  const kept = new Map<string, { readonly school: School; readonly until: number }>();
  return async (schoolId) => {
    const known = kept.get(schoolId);
    if (known && Math.abs(known.until - now()) <= SCHOOL_KEPT_MS && now() < known.until) return known.school;
    const school = await store.get('schools', schoolId);
    if (!school) throw new AppError('common.not-found');
    kept.set(schoolId, { school, until: now() + SCHOOL_KEPT_MS });
    return school;
  };
}

async function wake(app: ReturnType<typeof cloudbase.init>, event: Wake = { job: 'outbox' }): Promise<void> {
  const asked = app.callFunction({ name: 'jobs', data: event }).catch(() => undefined);
  await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, WAKE_MS).unref())]);
}
