import type { Input, MethodName } from '../shared/contract';
import { AppError, type ErrorCode, type ErrorDetails, errorCatalogue } from '../shared/errors/catalogue';
import { call, isSilence } from './call';
import { asAppError } from './feedback';
import { dropFile, isThere, keepFile, sendFile } from './files';
import { offline } from './network';
import { currentMembership } from './session';
import { createSignal } from './signal';
import { recall, remember } from './storage';
import { now } from './time';

/*
 * What was written without a network waits here and is sent when it is back, once: the same id goes with every attempt and
 * the server answers a repeated id with what it answered first. It survives the app being killed.
 *
 * No letter blocks another: who failed least goes first, and only what is about the same thing keeps its order.
 */

export type PostState = 'queued' | 'sending' | 'sent' | 'refused';

export interface Post {
  /** Made by the page (`newId`); the request id of every attempt. */
  readonly clientId: string;
  readonly method: MethodName;
  /** The input, `null` once it has arrived; where a `cloud://` id belongs it holds the local path, and that path is also in `files`. */
  readonly input: unknown;
  readonly files: readonly string[];
  /** Local path → `cloud://` id of what is uploaded already. */
  readonly uploaded: Readonly<Record<string, string>>;
  /** For the person: 「去小雨家走访」. */
  readonly title: string;
  readonly urgent?: true;
  readonly about?: string;
  readonly as?: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly state: PostState;
  /** How often it was tried and may be tried again, and why it did not arrive the last time. */
  readonly tries?: number;
  readonly failure?: ErrorCode;
  readonly refusal?: { readonly code: ErrorCode; readonly details: ErrorDetails };
}

export interface Letter<M extends MethodName> {
  readonly clientId: string;
  readonly method: M;
  readonly input: Input<M>;
  /** Local files named in `input`. */
  readonly files?: readonly string[];
  readonly title: string;
  /** Goes before all that waits: a concern. */
  readonly urgent?: true;
  /** Letters about the same leave in the order in which they were written: a record's correction before its next one. */
  readonly about?: string;
  /** Local path → `cloud://` id of what is at the school already. */
  readonly uploaded?: Readonly<Record<string, string>>;
}

const KEY = 'outbox';
/** Sent ones stay visible for a while. */
const SENT_SHOWN = 20;
/** What a page shows from here until it hears it from the school; of everything else nothing stays on the phone once it has arrived. */
const SHOWN_SENT: readonly MethodName[] = ['notices.answer'];
/** Where something did not come through, the next try is after this, ms; twice as long after each that failed, at most `LONGEST`. */
const NEXT_TRY = 30_000;
const LONGEST = 600_000;
/** So many letters in a row without an answer are a network that is not there. */
const SILENCES = 2;
/** So often an urgent letter goes before all others, however often it failed. */
const FIRST_TRIES = 3;
/** So often a letter meets a fault of the server, in about half an hour, before its writer is asked to look at it. */
const FAULTS = 7;

/** Everything in the outbox, oldest first. */
export const posts = createSignal<readonly Post[]>([]);

let running: Promise<void> | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
/** What was tried in the run that is under way. */
const tried = new Set<string>();

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
  about,
  uploaded = {},
}: Letter<M>): Promise<void> {
  const known = () => posts.get().some((one) => one.clientId === clientId);
  if (known()) return;
  const as = currentMembership()?.id;
  const kept = await keepFiles(files);
  // A second tap may have been faster while the photos were copied.
  if (known()) return dropCopies(kept);
  const entry: Post = {
    clientId,
    method,
    input: replaceAll(input, kept),
    files: Object.values(kept),
    uploaded,
    title,
    at: now(),
    state: 'queued',
    ...(urgent === undefined ? {} : { urgent }),
    ...(about === undefined ? {} : { about }),
    ...(as === undefined ? {} : { as }),
  };
  if (!store([...posts.get(), entry])) {
    dropCopies(kept);
    throw new AppError('phone.full');
  }
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

/** A letter that was refused, or waits, is tried now: its writer asks for it. */
export function retryPost(clientId: string): Promise<void> {
  update(clientId, ({ refusal: _, failure: _failure, tries: _tries, ...kept }) =>
    kept.state === 'sending' ? kept : { ...kept, state: 'queued' },
  );
  tried.delete(clientId);
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
 * Takes a refused letter out of the outbox, to be written anew: its files stay, for they belong to the form again. `keep` stores
 * what becomes of it and answers whether it could: before that the letter does not go. One that is under way, or gone, is not given.
 * @throws AppError `phone.full`: the letter is still in the outbox
 */
export function takeBackPost(
  clientId: string,
  keep: (letter: Pick<Post, 'input' | 'uploaded' | 'refusal'>) => boolean,
): void {
  const found = posts.get().find((one) => one.clientId === clientId);
  if (found?.state !== 'refused') return;
  const isKept = keep(found) || (store(posts.get().filter(({ state }) => state !== 'sent')) && keep(found));
  if (!isKept) throw new AppError('phone.full');
  save(posts.get().filter((one) => one.clientId !== clientId));
}

async function sendAll(): Promise<void> {
  try {
    if (timer !== undefined) clearTimeout(timer);
    tried.clear();
    for (let silences = 0; silences < SILENCES; ) {
      if (offline.get()) return;
      const next = nextOf(posts.get());
      if (!next) break;
      tried.add(next.clientId);
      const failure = await sendOne(next);
      silences = failure !== undefined && isSilence(failure) ? silences + 1 : 0;
    }
    const waiting = posts.get().filter(({ state }) => state === 'queued');
    const tries = Math.min(...waiting.map(({ tries = 0 }) => tries));
    const wait = Math.min(LONGEST, NEXT_TRY * 2 ** Math.max(0, tries - 1));
    if (waiting.length > 0) timer = setTimeout(() => void flushOutbox(), wait);
  } finally {
    // Set here and not after: a letter that comes between would wait for a run that is over.
    running = undefined;
  }
}

/** Which letter is tried next in this run: of those before which nothing about the same waits the one that failed least. */
function nextOf(all: readonly Post[]): Post | undefined {
  const rank = ({ urgent, tries = 0 }: Post) => (urgent ? Math.max(-1, tries - FIRST_TRIES) : tries);
  return all
    .filter((one, i) => one.state === 'queued' && !tried.has(one.clientId) && !isHeld(one, all.slice(0, i)))
    .sort((a, b) => rank(a) - rank(b))[0];
}

/** Whether something about the same, written before, has not left. */
export const isHeld = ({ about }: Post, before: readonly Post[]): boolean =>
  about !== undefined &&
  before.some((one) => one.about === about && (one.state === 'queued' || one.state === 'sending'));

/** Nothing when the letter is sent or refused, else why it waits for better times. */
async function sendOne({ clientId }: Post): Promise<ErrorCode | undefined> {
  try {
    const letter = await uploadFiles(clientId);
    const { method, uploaded, as } = letter;
    const options = { requestId: clientId, ...(as === undefined ? {} : { as }) };
    await call(method, replaceAll(letter.input, uploaded) as Input<typeof method>, options);
    letter.files.forEach(dropFile);
    const input = SHOWN_SENT.includes(method) ? letter.input : null;
    update(clientId, (post) => ({ ...post, state: 'sent', files: [], uploaded: {}, input }));
    return undefined;
  } catch (failure) {
    const { code, details } = asAppError(failure);
    const tries = (posts.get().find((one) => one.clientId === clientId)?.tries ?? 0) + 1;
    // A fault of the server that passes is no verdict on the letter; one that stays with it is told, for the writer can mend the letter.
    if (errorCatalogue[code].retry || (code === 'system.internal' && tries < FAULTS)) {
      update(clientId, (post) => ({ ...post, state: 'queued', tries, failure: code }));
      return code;
    }
    update(clientId, (post) => ({ ...post, state: 'refused', refusal: { code, details } }));
    return undefined;
  }
}

/** Uploads what is not uploaded yet and remembers each at once, so that no photo travels twice. */
async function uploadFiles(clientId: string): Promise<Post> {
  let letter = update(clientId, (post) => ({ ...post, state: 'sending' }));
  for (const path of letter.files) {
    if (letter.uploaded[path]) continue;
    if (!isThere(path)) throw new AppError('phone.file-gone');
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
  // What cannot be stored now is as it was: after a restart it is asked about again, under the same id.
  if (!store(kept)) posts.set(kept);
}

/** Where there is no room for all, what was sent long ago goes first. Answers false where there is none still: nothing has changed then. */
function store(all: readonly Post[]): boolean {
  const unsent = all.filter(({ state }) => state !== 'sent');
  for (const kept of unsent.length < all.length ? [all, unsent] : [all]) {
    if (!remember(KEY, kept)) continue;
    posts.set(kept);
    return true;
  }
  return false;
}

/** Copies of ours of files, by their paths: all of them or none. @throws AppError `phone.full`, `phone.file-gone` */
async function keepFiles(files: readonly string[]): Promise<Record<string, string>> {
  const kept: Record<string, string> = {};
  try {
    for (const path of files) kept[path] = await keepFile(path);
  } catch (failure) {
    dropCopies(kept);
    throw failure;
  }
  return kept;
}

/** The copies go; a file that was ours before they were asked for belongs to a form. */
function dropCopies(kept: Readonly<Record<string, string>>): void {
  for (const [path, copy] of Object.entries(kept)) if (path !== copy) dropFile(copy);
}

/** The same JSON with every string that `names` knows replaced. */
function replaceAll(value: unknown, names: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return names[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => replaceAll(item, names));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaceAll(item, names)]));
}
