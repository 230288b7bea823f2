import type { Envelope, Input, MethodName, Output, Reply } from '../shared/contract';
import { AppError, type ErrorCode, errorCatalogue } from '../shared/errors/catalogue';
import { DOCUMENT_METHODS } from '../shared/limits';
import { newId } from './ids';
import { offline } from './network';
import { learnServerTime } from './time';

/*
 * The only user of `wx.cloud`. A business failure travels inside the reply as a code; what never reached the function
 * becomes `network.offline`, what reached the cloud but did not run becomes `network.server`.
 */

/** How long one attempt may take, ms; a function's own limit is shorter, so later nothing comes any more. */
const PATIENCE = { api: 15_000, documents: 65_000 } as const;
/** Waits before the second and third attempt, ms. Dice are added so that a class that comes back online does not knock at once. */
const WAITS = [600, 1_800] as const;
/** How long a request that was never answered keeps its id, ms: the server remembers it at least as long. */
const SAME_REQUEST = 10 * 60_000;
/** The cloud's own error numbers (−501000 no such function, −504002 it threw, −504003 it took too long). */
const isCloudNumber = (code: unknown): boolean => typeof code === 'number' && code <= -400_000;

export interface CallOptions {
  /** The id of the logical action. The outbox gives its own; everyone else leaves it out. */
  readonly requestId?: string;
  /** The membership in which this was written, when it is not the one of now (outbox). */
  readonly as?: string;
}

let membershipId: string | undefined;
const unanswered = new Map<string, { readonly id: string; readonly at: number }>();

/** Must run once, before the first call (app.ts). Without an environment id the app's default environment is used. */
export function openCloud(): void {
  wx.cloud.init({ traceUser: false });
}

/** Chooses as which of the user's memberships all later calls are made; `undefined` lets the server choose. */
export function actAs(id: string | undefined): void {
  membershipId = id;
}

/**
 * Calls a method of the contract and answers its output.
 * Repeats by itself (twice at most) only for codes that the catalogue allows, with the same request id, and not while the
 * phone itself says that there is no network; when the person
 * asks for the very same thing again after silence, it is still the same request, so a lost reply books nothing twice.
 * @throws AppError always: with the server's code, or `network.offline` / `network.server`.
 */
export async function call<M extends MethodName>(
  method: M,
  input: Input<M>,
  options: CallOptions = {},
): Promise<Output<M>> {
  const as = options.as ?? membershipId;
  const action = JSON.stringify([method, input, as]);
  const requestId = options.requestId ?? openRequest(action);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const data = await ask(method, { method, input, requestId, ...(as === undefined ? {} : { as }) });
      unanswered.delete(action);
      return data;
    } catch (failure) {
      const error = failure instanceof AppError ? failure : new AppError('system.internal');
      if (!isSilence(error.code)) unanswered.delete(action);
      const wait = WAITS[attempt];
      const isHopeless = error.code === 'network.offline' && offline.get();
      if (wait === undefined || isHopeless || !errorCatalogue[error.code].retry) throw error;
      await pause(wait * (1 + Math.random()));
    }
  }
}

/** Uploads a local file to the school's private storage. Answers its `cloud://` id. @throws AppError `network.offline` */
export async function uploadFile(cloudPath: string, filePath: string): Promise<string> {
  try {
    const { fileID } = await wx.cloud.uploadFile({ cloudPath, filePath });
    return fileID;
  } catch (failure) {
    throw unreachable(failure);
  }
}

/** Fetches a stored file to this phone. Answers a temporary local path. @throws AppError */
export async function downloadFile(fileID: string): Promise<string> {
  try {
    const { tempFilePath } = await wx.cloud.downloadFile({ fileID });
    return tempFilePath;
  } catch (failure) {
    throw unreachable(failure);
  }
}

async function ask<M extends MethodName>(method: M, data: Envelope): Promise<Output<M>> {
  const name = (DOCUMENT_METHODS as readonly string[]).includes(method) ? 'documents' : 'api';
  let reply: Reply<M>;
  try {
    const answer = await within(PATIENCE[name], wx.cloud.callFunction({ name, data: { ...data } }));
    reply = answer.result as unknown as Reply<M>;
  } catch (failure) {
    throw unreachable(failure);
  }
  if (!reply || typeof reply !== 'object') throw new AppError('network.server');
  learnServerTime(reply.now);
  if (!reply.ok) throw new AppError(reply.code, reply.details);
  return reply.data;
}

/** The id under which this action was asked and not answered a moment ago, or a new one. */
function openRequest(action: string): string {
  const at = Date.now();
  for (const [key, open] of unanswered) if (at - open.at > SAME_REQUEST) unanswered.delete(key);
  const id = unanswered.get(action)?.id ?? newId();
  unanswered.set(action, { id, at });
  return id;
}

/** No answer came: nobody knows whether it was done. */
export const isSilence = (code: ErrorCode): boolean => code === 'network.offline' || code === 'network.server';

function unreachable(failure: unknown): AppError {
  if (failure instanceof AppError) return failure;
  const { errCode } = (failure ?? {}) as { errCode?: unknown };
  return new AppError(isCloudNumber(errCode) ? 'network.server' : 'network.offline');
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new AppError('network.offline')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
