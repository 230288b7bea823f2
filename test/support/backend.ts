import { randomUUID } from 'node:crypto';
import cloudbase from '@cloudbase/node-sdk';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { createLetterVault, createVault } from '../../cloudfunctions/_server/data/crypto';
import { createStore } from '../../cloudfunctions/_server/data/store';
import { keepSchools } from '../../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { type SomeHandlers, serve } from '../../cloudfunctions/_server/kernel/serve';
import type { SmsMessage, SubscribeMessage } from '../../cloudfunctions/_server/wechat/api';
import { createFiles } from '../../cloudfunctions/_server/wechat/files';
import { deployedTemplates } from '../../cloudfunctions/_server/wechat/templates';
import { type LocalCloud, startCloud } from '../../local/cloud';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';

/** A Tuesday at noon, UTC+8. */
export const NOON = instantOf('2026-11-24', 12 * 60);

/** The key of the fields, and where it is called so. */
export const FIELD_SECRETS = [['t1', Buffer.alloc(32, 7).toString('base64')]] as const;

/** The key of letters; another secret. */
export const LETTER_SECRETS = [['l1', Buffer.alloc(32, 9).toString('base64')]] as const;

/** The pipeline in this process, on the real SDK and a local cloud in memory. WeChat is recorded, the clock stands still until moved. */
export interface Backend {
  readonly deps: Deps;
  readonly cloud: LocalCloud;
  readonly sent: SubscribeMessage[];
  /** SMS that the service took. */
  readonly texted: SmsMessage[];
  /** Time that `deps.now` answers. */
  clock: { at: number };
  /** What WeChat answers next to sends, by openid; 0 where nothing is set. */
  readonly errcodes: Map<string, number>;
  /** Numbers by openid; the code of a tap on the button is `phone-of:` and the openid, or `my-phone`. */
  readonly phones: Map<string, string>;
  /** The verdict on texts that contain a word. */
  readonly verdicts: Map<string, 'review' | 'risky'>;
  reply<M extends MethodName>(openid: string | undefined, method: M, input: Input<M>, as?: string): Promise<Reply<M>>;
  /** The data of a success; a refusal throws with its code. */
  call<M extends MethodName>(openid: string, method: M, input: Input<M>, as?: string): Promise<Output<M>>;
  close(): Promise<void>;
}

/** @param dir where the database lies as a file; in memory without it. */
export async function startBackend(handlers: SomeHandlers = apiHandlers, dir?: string): Promise<Backend> {
  const cloud = await startCloud({ collections, functions: [], strictIndexes: true, ...(dir ? { dir } : {}) });
  Object.assign(process.env, cloud.sdkEnv);
  const app = cloudbase.init({
    env: cloud.sdkEnv.SCF_NAMESPACE ?? 'local',
    serviceUrl: cloud.adminUrl,
    secretId: 'local',
    secretKey: 'local',
    keepalive: true,
  });
  const clock = { at: NOON };
  const sent: SubscribeMessage[] = [];
  const texted: SmsMessage[] = [];
  const errcodes = new Map<string, number>();
  const verdicts = new Map<string, 'review' | 'risky'>();
  const phones = new Map<string, string>();
  const store = createStore(app.database({}), Math.random);
  const now = () => clock.at;
  const deps: Deps = {
    now,
    newId: randomUUID,
    dice: Math.random,
    log: (line) => process.env.LOG && console.log(line),
    store,
    vault: createVault(FIELD_SECRETS),
    letterVault: createLetterVault(LETTER_SECRETS),
    letterCheck: true,
    wechat: {
      sendSubscribe: async (message) => {
        const errcode = errcodes.get(message.openid) ?? 0;
        if (errcode === 0) sent.push(message);
        return { errcode };
      },
      sendSms: async (message) => {
        texted.push(message);
        return { errcode: 0, code: 'Ok' };
      },
      urlLink: async (page) => `https://wxaurl.cn/${page.length}`,
      checkText: async (_openid, content) => [...verdicts].find(([word]) => content.includes(word))?.[1] ?? 'pass',
      checkMedia: async () => randomUUID(),
      phoneNumber: async (openid, code) =>
        ['my-phone', `phone-of:${openid}`].includes(code) ? phones.get(openid) : undefined,
      pageCode: async () => new Uint8Array(Buffer.from(ONE_PIXEL_PNG, 'base64')),
      voipSign: async ({ openid, groupId, nonceStr, timeStamp }) => `${openid} ${groupId} ${nonceStr} ${timeStamp}`,
    },
    files: createFiles(app),
    templates: deployedTemplates(),
    schoolOf: keepSchools(store, now),
    wake: async () => undefined,
  };
  const answer = serve(handlers, deps);
  const reply: Backend['reply'] = async (openid, method, input, as) =>
    (await answer({ method, input, ...(as ? { as } : {}) }, openid)) as never;
  return {
    deps,
    cloud,
    sent,
    texted,
    clock,
    errcodes,
    phones,
    verdicts,
    reply,
    async call(openid, method, input, as) {
      const result = await reply(openid, method, input, as);
      if (result.ok) return result.data;
      throw Object.assign(new Error(`${method}: ${result.code}`), { code: result.code, details: result.details });
    },
    close: () => cloud.close(),
  };
}

const ONE_PIXEL_PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
