import type { Input, MethodName } from '../shared/contract';
import { AppError, type ErrorCode, type ErrorDetails, errorCatalogue } from '../shared/errors/catalogue';
import { call } from './call';
import { asAppError } from './feedback';
import { dropFile, keepFile, sendFile } from './files';
import { offline } from './network';
import { currentMembership } from './session';
import { createSignal } from './signal';
import { recall, remember } from './storage';
import { now } from './time';

/*
 * What was written without a network waits here and is sent when it is back, once: the same id goes with every attempt and
 * the server answers a repeated id with what it answered first. It survives the app being killed.
 */

export type PostState = 'queued' | 'sending' | 'sent' | 'refused';

export interface Post {
  /** Made by the page (`newId`); the request id of every attempt. */
  readonly clientId: string;
  readonly method: MethodName;
  /** The input; where a `cloud://` id belongs it holds the local path, and that path is also in `files`. */
  readonly input: unknown;
  readonly files: readonly string[];
  /** Local path → `cloud://` id of what is uploaded already. */
  readonly uploaded: Readonly<Record<string, string>>;
  /** For the person: 「去小雨家走访」. */
  readonly title: string;
  readonly urgent?: true;
  readonly as?: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly state: PostState;
  readonly refusal?: { readonly code: ErrorCode; readonly details: ErrorDetails };
}

export interface Letter<M extends MethodName> {
  readonly clientId: string;
  readonly method: M;
  readonly input: Input<M>;
  /** Local files named in `input`. */
  readonly files?: readonly string[];
  readonly title: string;
  /** Goes before all that waits, and nothing of it stays on the phone once it has arrived: a concern. */
  readonly urgent?: true;
}

const KEY = 'outbox';
/** Sent ones stay visible for a while. */
const SENT_SHOWN = 20;
/** Where the network is said to be there and still nothing comes through, the next try is after this, ms. */
const NEXT_TRY = 30_000;

/** Everything in the outbox, oldest first. */
export const posts = createSignal<readonly Post[]>([]);

let running: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Takes up what was left when the app was last closed and sends when it can; called once by `app.ts`. */
export function startOutbox(): void {
  // What was under way when the app was killed may have arrived or not: the same id asks again.
  posts.set(recall<Post[]>(KEY, []).map((post) => (post.state === 'sending' ? { ...post, state: 'queued' } : post)));
  offline.listen((isOffline) => {
    if (!isOffline) void flushOutbox();
  });
  void flushOutbox();
}

/**
 * Puts something into the outbox and tries to send it at once. The same `clientId` again is the same letter.
 * Resolves as soon as it is safe on this phone. @throws AppError `phone.full`: it was not taken, and nothing else was lost
 */
export async function post<M extends MethodName>({
  clientId,
  method,
  input,
  files = [],
  title,
  urgent,
}: Letter<M>): Promise<void> {
  const known = () => posts.get().some((one) => one.clientId === clientId);
  if (known()) return;
  const kept: Record<string, string> = {};
  for (const path of files) kept[path] = await keepFile(path);
  // A second tap may have been faster while the photos were copied.
  if (known()) return;
  const as = currentMembership()?.id;
  const entry: Post = {
    clientId,
    method,
    input: replaceAll(input, kept),
    files: Object.values(kept),
    uploaded: {},
    title,
    at: now(),
    state: 'queued',
    ...(urgent === undefined ? {} : { urgent }),
    ...(as === undefined ? {} : { as }),
  };
  if (!keepWith(entry)) throw new AppError('phone.full');
  void flushOutbox();
}

/** Sends what waits, one after the other; while one run is under way there is no second. */
export function flushOutbox(): Promise<void> {
  running ??= Promise.resolve().then(sendAll);
  return running;
}

/** Changes what a letter says that has not arrived yet; one that is under way right now arrives as it was. */
export function amendPost(clientId: string, part: object): void {
  if (posts.get().some((one) => one.clientId === clientId && one.state !== 'sent'))
    update(clientId, (one) => ({ ...one, input: { ...(one.input as object), ...part } }));
}

/** A refused letter is tried again, after the person did what the reason asked for. */
export function retryPost(clientId: string): Promise<void> {
  update(clientId, ({ refusal: _, ...kept }) => ({ ...kept, state: 'queued' }));
  return flushOutbox();
}

/** Throws a letter and its files away; one under way cannot be caught any more. */
export function discardPost(clientId: string): void {
  const found = posts.get().find((one) => one.clientId === clientId);
  if (!found || found.state === 'sending') return;
  found.files.forEach(dropFile);
  save(posts.get().filter((one) => one.clientId !== clientId));
}

/**
 * Takes a refused letter out of the outbox, to be written anew: its files stay, for they belong to the form again. Answers
 * its input; undefined when it is under way or gone.
 */
export function takeBackPost(clientId: string): unknown {
  const found = posts.get().find((one) => one.clientId === clientId);
  if (found?.state !== 'refused') return undefined;
  save(posts.get().filter((one) => one.clientId !== clientId));
  return found.input;
}

/** Where there is no room for one more, what was sent long ago goes first. */
function keepWith(entry: Post): boolean {
  const waiting = posts.get().filter(({ state }) => state !== 'sent');
  for (const others of [posts.get(), waiting]) {
    if (!remember(KEY, [...others, entry])) continue;
    posts.set([...others, entry]);
    return true;
  }
  return false;
}

async function sendAll(): Promise<void> {
  try {
    if (timer !== undefined) clearTimeout(timer);
    for (;;) {
      const queued = posts.get().filter(({ state }) => state === 'queued');
      const next = queued.find(({ urgent }) => urgent) ?? queued[0];
      if (!next || offline.get()) return;
      if (await sendOne(next)) continue;
      timer = setTimeout(() => void flushOutbox(), NEXT_TRY);
      return;
    }
  } finally {
    // Set here and not after: a letter that comes between would wait for a run that is over.
    running = undefined;
  }
}

/** True when the letter is sent or refused, false when all must wait for better times. */
async function sendOne({ clientId }: Post): Promise<boolean> {
  try {
    const letter = await uploadFiles(clientId);
    const { method, input, uploaded, as } = letter;
    const options = { requestId: clientId, ...(as === undefined ? {} : { as }) };
    await call(method, replaceAll(input, uploaded) as Input<typeof method>, options);
    letter.files.forEach(dropFile);
    const { urgent } = letter;
    update(clientId, (post) => ({ ...post, state: 'sent', files: [], ...(urgent ? { input: null } : {}) }));
    return true;
  } catch (failure) {
    const { code, details } = asAppError(failure);
    if (errorCatalogue[code].retry) {
      update(clientId, (post) => ({ ...post, state: 'queued' }));
      return false;
    }
    update(clientId, (post) => ({ ...post, state: 'refused', refusal: { code, details } }));
    return true;
  }
}

/** Uploads what is not uploaded yet and remembers each at once, so that no photo travels twice. */
async function uploadFiles(clientId: string): Promise<Post> {
  let letter = update(clientId, (post) => ({ ...post, state: 'sending' }));
  for (const path of letter.files) {
    if (letter.uploaded[path]) continue;
    const fileId = await sendFile(path);
    letter = update(clientId, (post) => ({ ...post, uploaded: { ...post.uploaded, [path]: fileId } }));
  }
  return letter;
}

function update(clientId: string, change: (post: Post) => Post): Post {
  let changed: Post | undefined;
  const all = posts.get().map((one) => {
    if (one.clientId !== clientId) return one;
    changed = change(one);
    return changed;
  });
  if (!changed) throw new Error(`outbox: no letter ${clientId}`);
  save(all);
  return changed;
}

function save(all: readonly Post[]): void {
  const sent = all.filter(({ state }) => state === 'sent');
  const forgotten = new Set(sent.slice(0, Math.max(0, sent.length - SENT_SHOWN)));
  const kept = all.filter((one) => !forgotten.has(one));
  remember(KEY, kept);
  posts.set(kept);
}

/** The same JSON with every string that `names` knows replaced. */
function replaceAll(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return names[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceAll(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceAll(item, names)]));
}
