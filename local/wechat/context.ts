import { randomBytes } from 'node:crypto';
import type { Clock, Delivery } from '../ports';
import type { Pusher } from './push';
import type { State, User } from './state';
import type { Template } from './templates';

/** What every API of WeChat's side stands on. */
export interface Context {
  readonly appId: string;
  /** Prefix of an SMS: 【name】. */
  readonly appName: string;
  readonly clock: Clock;
  readonly state: State;
  readonly templates: ReadonlyMap<string, Template>;
  readonly smsTemplates: ReadonlyMap<string, string>;
  /** Is this page, without query, part of the released Mini Program? */
  hasPage(page: string): boolean;
  /** How long a send takes, in ms; a second send to the same user meanwhile is 43108. */
  readonly sendMs: number;
  readonly pusher: Pusher;
  /** Bytes behind a file id or URL. */
  readFile(url: string): Promise<Uint8Array | undefined>;
  /** Ms until the result of a media check is pushed. */
  readonly mediaCheckMs: number;
  save(): Promise<void>;
  record(delivery: Omit<Delivery, 'id' | 'at'>): void;
}

export type Data = Readonly<Record<string, unknown>>;
export type Answer = Record<string, unknown> & { errcode: number; errmsg: string };
/**
 * One method of WeChat's server API: parameters and answer are named as over HTTPS (snake_case). `user`: for whom the
 * calling function runs.
 */
export type Api = (context: Context, data: Data, user: string | undefined) => Promise<Answer>;

export const ok = (more: Record<string, unknown> = {}): Answer => ({ errcode: 0, errmsg: 'ok', ...more });
export const refuse = (errcode: number, errmsg: string): Answer => ({ errcode, errmsg });

/** The parameter as text; '' when it is absent or of another type. */
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The shape of an openid: WeChat's has 28 characters, the demo's are shorter and speak. */
export const isOpenid = (value: string): boolean => /^[\w-]{3,64}$/.test(value);

/** The page of a path with query: `/pages/a/index?x=1` → `pages/a/index`. */
export const pageOf = (path: string): string => path.replace(/^\//, '').replace(/\?.*$/s, '');

/** The record of a user, made at first sight. */
export function userOf(state: State, openid: string): User {
  state.users[openid] ??= { credits: {}, banned: [] };
  return state.users[openid];
}

/** An id like WeChat's `trace_id`: time and chance in hex. */
export const traceId = (clock: Clock): string =>
  `${Math.floor(clock.now() / 1000).toString(16)}-${randomBytes(4).toString('hex')}-${randomBytes(4).toString('hex')}`;
