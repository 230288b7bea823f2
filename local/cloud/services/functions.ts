import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { CloudCallError, type Identity } from '../../ports';
import { CloudError, errors } from '../errors';
import type { FunctionHost } from '../functions/host';
import type { Outcome } from '../functions/instance';
import { type Action, action } from './action';

/** The longest reply, in bytes: to a client, and from function to function. */
const CLIENT_REPLY_BYTES = 1024 * 1024;
const REPLY_BYTES = 6 * 1024 * 1024;

/** What a client is told, `-5xxxxx`, and the SDK's code for the same. */
const FAILURES = {
  threw: { errCode: -504002, code: 'FUNCTIONS_EXECUTE_FAIL', status: 430, says: 'functions execute fail' },
  exit: { errCode: -504002, code: 'FUNCTIONS_EXECUTE_FAIL', status: 439, says: 'functions execute fail' },
  memory: { errCode: -504002, code: 'FUNCTIONS_EXECUTE_FAIL', status: 434, says: 'functions execute fail' },
  large: { errCode: -504002, code: 'FUNCTIONS_EXECUTE_FAIL', status: 431, says: 'functions execute fail' },
  timeout: {
    errCode: -504003,
    code: 'FUNCTIONS_TIME_LIMIT_EXCEEDED',
    status: 433,
    says: 'functions time limit exceeded',
  },
} as const;

const MISSING_ERRCODE = -501000;

type Failure = { readonly kind: keyof typeof FAILURES; readonly message: string };

/** `cloud.callFunction` of a function or of an operator: the callee sees no user, and the caller's chain of sources. */
export function functionActions(host: FunctionHost): Record<string, Action> {
  const schema = v.object({ function_name: v.string(), request_data: v.optional(v.string(), '') });
  return {
    'functions.invokeFunction': action(
      schema,
      async ({ function_name: name, request_data }, { requestId, headers }) => {
        if (!host.has(name)) throw errors.functionMissing(name);
        const chain = String(headers['x-tcb-source'] ?? '');
        const event = request_data === '' ? {} : JSON.parse(request_data);
        const ended = limited(await host.invoke(name, event, { source: 'cloud', chain }, requestId), REPLY_BYTES);
        if (ended.kind === 'result') return { data: { response_data: ended.text } };
        const { code, status } = FAILURES[ended.kind];
        throw new CloudError(code, JSON.stringify({ errorCode: 1, errorMessage: ended.message, statusCode: status }));
      },
    ),
  };
}

/**
 * A call from outside the functions: a phone, a push of WeChat, a timer, an operator.
 * A phone's event gets `userInfo`, which the platform adds to it.
 * @throws CloudCallError −504002 threw or died, −504003 timed out, −501000 no such function.
 */
export async function invokeAsClient(
  host: FunctionHost,
  appid: string,
  name: string,
  event: unknown,
  identity: Identity,
): Promise<unknown> {
  if (!host.has(name)) throw callError(MISSING_ERRCODE, `FunctionName parameter could not be found: ${name}`);
  const chain = identity.source === 'cloud' ? { chain: ',scf' } : {};
  const userInfo = identity.source === 'wx_client' ? { userInfo: { appId: appid, openId: identity.openid ?? '' } } : {};
  const outcome = await host.invoke(
    name,
    { ...(event as object | undefined), ...userInfo },
    { ...identity, ...chain },
    randomUUID(),
  );
  const ended = limited(outcome, identity.source === 'wx_client' ? CLIENT_REPLY_BYTES : REPLY_BYTES);
  if (ended.kind === 'result') return JSON.parse(ended.text);
  const { errCode, says } = FAILURES[ended.kind];
  throw callError(errCode, `${says} | errMsg: ${ended.message}`);
}

function callError(errCode: number, says: string): CloudCallError {
  return new CloudCallError(errCode, `cloud.callFunction:fail Error: errCode: ${errCode} ${says}`);
}

function limited(outcome: Outcome, bytes: number): Extract<Outcome, { kind: 'result' }> | Failure {
  if (outcome.kind !== 'result' || Buffer.byteLength(outcome.text) <= bytes) return outcome;
  return { kind: 'large', message: `the reply is larger than ${bytes / 1024 / 1024} MB` };
}
