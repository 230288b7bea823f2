import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Delivery, PageCode } from '../ports';

/** What WeChat knows of one user of this Mini Program. */
export interface User {
  /** Local-clock ms of the last time the Mini Program was open. */
  visitedAt?: number;
  /** The main switch in the settings is off. */
  messagesOff?: true;
  phone?: string;
  /** Base64, as `code2Session` would answer it. */
  sessionKey?: string;
  /** Sends left, per template id. */
  credits: Record<string, number>;
  /** Long-term templates that the user accepted and did not take back. */
  lasting?: string[];
  /** Template ids this user cannot be sent. */
  banned: string[];
}

/** An event on its way to the cloud function `wechat`. */
export interface QueuedEvent {
  readonly id: string;
  readonly event: Readonly<Record<string, unknown>>;
}

/** A check of a picture or recording whose result is not known yet. */
export interface MediaCheck {
  readonly traceId: string;
  readonly openid: string;
  readonly url: string;
  /** Local-clock ms. */
  readonly dueAt: number;
}

export interface State {
  /** Source of ids; never repeats. */
  sequence: number;
  users: Record<string, User>;
  /** Codes of `getPhoneNumber` that were not used yet; `issuedAt` in local-clock ms. */
  phoneCodes: Record<string, { readonly openid: string; readonly issuedAt: number }>;
  /** URL link → page with query, and until when it opens (local-clock ms). */
  links: Record<string, { readonly page: string; readonly until: number }>;
  /** Mini Program codes, newest last. */
  codes: PageCode[];
  /** Newest last. */
  deliveries: Delivery[];
  events: QueuedEvent[];
  mediaChecks: MediaCheck[];
}

const EMPTY: State = {
  sequence: 0,
  users: {},
  phoneCodes: {},
  links: {},
  codes: [],
  deliveries: [],
  events: [],
  mediaChecks: [],
};

/** The state and its file. */
export interface Store {
  readonly state: State;
  /** Resolves when everything changed so far is on disk. Callers at the same time share one write. */
  save(): Promise<void>;
}

/** Opens the state; without a file it lives in memory only. Throws when the file is not the JSON that was written. */
export function openStore(file: string | undefined): Store {
  if (file === undefined) return { state: structuredClone(EMPTY), save: async () => {} };
  mkdirSync(dirname(file), { recursive: true });
  const state: State = { ...structuredClone(EMPTY), ...read(file) };

  let writing: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  const write = async (): Promise<void> => {
    next = undefined;
    await writeFile(`${file}.new`, JSON.stringify(state));
    await rename(`${file}.new`, file);
  };
  return {
    state,
    save() {
      if (next === undefined) {
        next = writing.then(write);
        // One failed write fails its own callers, not those after it.
        writing = next.catch(() => {});
      }
      return next;
    },
  };
}

function read(file: string): Partial<State> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<State>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
