import type { Clock, Delivery, Wechat } from '../ports';
import { getUnlimited } from './code';
import { checkMedia, checkText, createMediaChecker } from './content';
import { type Api, type Context, refuse, userOf } from './context';
import { getPhoneNumber, issuePhoneCode } from './phone';
import { createPusher } from './push';
import { DEFAULT_SMS_TEMPLATES, generateUrlLink, sendSms, sendSmsV2 } from './sms';
import { openStore } from './state';
import { answerSubscribe, refuseTemplates, sendSubscribeMessage } from './subscribe';
import type { Template } from './templates';
import { createTroubles } from './troubles';
import { acceptsVoip, getVoIPSign } from './voip';

export type { Template } from './templates';

export interface WechatOptions {
  readonly clock: Clock;
  /** Templates of the console; the product's own list. */
  readonly templates: readonly Template[];
  /** Delivers an event to the cloud function `wechat`; a rejection is tried again. */
  readonly pushEvent: (event: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Bytes of a file id or URL, for the check of pictures and recordings. Without it none can be loaded. */
  readonly readFile?: (url: string) => Promise<Uint8Array | undefined>;
  /** Where credits, deliveries and events under way are kept; in memory without it. */
  readonly file?: string;
  /** Pages of the released Mini Program (`app.json`); any page is accepted without it. */
  readonly pages?: readonly string[];
  /** Texts of SMS templates by id, with `{1}`, `{2}`; added to the two that every environment has. */
  readonly smsTemplates?: Readonly<Record<string, string>>;
  readonly appId?: string;
  readonly appName?: string;
  /** How long a send takes, in ms. */
  readonly sendMs?: number;
  readonly mediaCheckMs?: number;
  /** Ms before each further try to push an event. */
  readonly retryMs?: readonly number[];
  /** Every how-many-th event is delivered twice; 0 for never. */
  readonly repeatEvery?: number;
}

/** `Wechat` with what only this machine needs: users with a past, and a way to wait. */
export interface LocalWechat extends Wechat {
  readonly appId: string;
  /** As after so many accepted sheets of one-time templates long ago, whose events are in already. */
  grant(openid: string, credits: Readonly<Record<string, number>>): void;
  /** Resolves when every event was delivered or given up. */
  idle(): Promise<void>;
}

/** A visit is noted anew after so long, in ms; content checks look back two hours. */
const VISIT_STEP_MS = 60_000;

const APIS: Readonly<Record<string, Api>> = {
  'subscribeMessage.send': sendSubscribeMessage,
  'security.msgSecCheck': checkText,
  'security.mediaCheckAsync': checkMedia,
  'phonenumber.getPhoneNumber': getPhoneNumber,
  'cloudbase.getVoIPSign': getVoIPSign,
  'cloudbase.sendSms': sendSms,
  'cloudbase.sendSmsV2': sendSmsV2,
  'urllink.generate': generateUrlLink,
};

/** Deliveries kept for the panel. */
const MAX_DELIVERIES = 1000;

/** The part after `/` or `openapi.`: callers write a name in any of three ways. */
const apiName = (api: string): string => api.replace(/^\//, '').replace(/^openapi\./, '');

/** WeChat's server side on this machine: it takes what the real one takes and refuses what the real one refuses. */
export function createWechat(options: WechatOptions): LocalWechat {
  const store = openStore(options.file);
  const { state } = store;
  const { clock } = options;
  const listeners = new Set<(delivery: Delivery) => void>();
  const pages = options.pages === undefined ? undefined : new Set(options.pages);

  const context: Context = {
    appId: options.appId ?? 'wx0000000000000000',
    appName: options.appName ?? '亲情连线',
    clock,
    state,
    templates: new Map(options.templates.map((template) => [template.id, template])),
    smsTemplates: new Map([...DEFAULT_SMS_TEMPLATES, ...Object.entries(options.smsTemplates ?? {})]),
    hasPage: (page) => pages?.has(page) ?? true,
    sendMs: options.sendMs ?? 20,
    mediaCheckMs: options.mediaCheckMs ?? 3000,
    readFile: options.readFile ?? (async () => undefined),
    save: store.save,
    pusher: createPusher({
      store,
      deliver: options.pushEvent,
      retryMs: options.retryMs ?? [1000, 5000],
      repeatEvery: options.repeatEvery ?? 5,
    }),
    record(entry) {
      state.sequence += 1;
      const delivery: Delivery = { id: `delivery-${state.sequence}`, at: clock.now(), ...entry };
      state.deliveries.push(delivery);
      state.deliveries.splice(0, Math.max(0, state.deliveries.length - MAX_DELIVERIES));
      for (const listener of listeners) listener(delivery);
    },
  };
  const media = createMediaChecker(context);
  const troubles = createTroubles();

  return {
    appId: context.appId,
    templates: context.templates,
    async openApi(api, data, user) {
      const run = APIS[apiName(api)];
      if (run === undefined) return refuse(48001, `api unauthorized: ${api}`);
      const answer = troubles.meet(apiName(api), data) ?? (await run(context, data, user));
      media.wake();
      return answer;
    },
    async binaryApi(api, data) {
      const refusal = troubles.meet(apiName(api), data);
      if (refusal !== undefined) return Buffer.from(JSON.stringify(refusal));
      if (apiName(api) === 'wxacode.getUnlimited') return getUnlimited(context, data);
      return Buffer.from(JSON.stringify(refuse(48001, `api unauthorized: ${api}`)));
    },
    answerSubscribe: (openid, answers) => answerSubscribe(context, openid, answers),
    lasting: (openid) => state.users[openid]?.lasting ?? [],
    refuseTemplates: (openid, templateIds) => refuseTemplates(context, openid, templateIds),
    setMessagesOn(openid, on) {
      const user = userOf(state, openid);
      if (on) delete user.messagesOff;
      else user.messagesOff = true;
      void store.save();
    },
    messagesOn: (openid) => state.users[openid]?.messagesOff !== true,
    issuePhoneCode: (openid) => issuePhoneCode(context, openid),
    setPhoneNumber(openid, phone) {
      userOf(state, openid).phone = phone;
      void store.save();
    },
    visited(openid) {
      const user = userOf(state, openid);
      if (Math.abs(clock.now() - (user.visitedAt ?? 0)) < VISIT_STEP_MS) return;
      user.visitedAt = clock.now();
      void store.save();
    },
    acceptsVoip: (openid, ticket) => acceptsVoip(context, openid, ticket),
    codes: () => state.codes.toReversed(),
    provoke: troubles.begin,
    troubles: troubles.all,
    deliveries: () => state.deliveries.toReversed(),
    onDelivery(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    grant(openid, credits) {
      const user = userOf(state, openid);
      user.credits = { ...user.credits, ...credits };
      void store.save();
    },
    idle: () => context.pusher.idle(),
    async close() {
      media.close();
      await context.pusher.close();
      await store.save();
    },
  };
}
