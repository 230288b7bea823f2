import { withTap } from '../framework/tap-rule';
import { NoNetwork } from '../system/server';
import { WxFailure } from './failure';

interface Callbacks {
  success?(result: object): void;
  fail?(error: object): void;
  complete?(result: object): void;
}

/** The work of an API; what it answers, if it is an object, becomes part of the result. */
type Run<O> = (options: O) => unknown;

/** Waits for a turn of its own, as every answer of the phone's native side does. */
export const nativeTurn = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

/**
 * An API in WeChat's two styles: with any callback it answers nothing, else a promise. `run` starts
 * at once (so it can see whether this is a tap) and its answer comes in a later turn, with
 * `errMsg` `name:ok` or `name:fail …`. `answerIsTap`: the answer gives the permission of a tap again.
 */
export function asyncApi<O extends object>(
  name: string,
  run: Run<O>,
  { answerIsTap = false }: { readonly answerIsTap?: boolean } = {},
): (options?: O & Callbacks) => Promise<object> | undefined {
  return (options) => {
    const given = options ?? ({} as O & Callbacks);
    const outcome = settle(name, run, given, answerIsTap);
    const { success, fail, complete } = given;
    if (success === undefined && fail === undefined && complete === undefined) return outcome;
    outcome.then(
      (result) => {
        success?.call(given, result);
        complete?.call(given, result);
      },
      (error: object) => {
        fail?.call(given, error);
        complete?.call(given, error);
      },
    );
    return undefined;
  };
}

async function settle<O>(name: string, run: Run<O>, options: O, answerIsTap: boolean): Promise<object> {
  try {
    const result = await run(options);
    await nativeTurn();
    // what awaits this answer runs at once, within the permission
    if (answerIsTap) withTap(() => undefined);
    return { ...(result as object | undefined), errMsg: `${name}:ok` };
  } catch (error) {
    await nativeTurn();
    throw failureOf(name, error);
  }
}

/** What WeChat would give `fail`; a fault of our own stays what it is. */
export function failureOf(name: string, error: unknown): unknown {
  if (error instanceof WxFailure) return { ...error.codes, errMsg: `${name}:fail ${error.reason}` };
  if (error instanceof NoNetwork) return { errno: 600001, errMsg: `${name}:fail ${error.message}` };
  return error;
}

/** Runs a call of WeChat's synchronous style, which throws an `Error` with the message. */
export function syncCall<R>(name: string, run: () => R): R {
  try {
    return run();
  } catch (error) {
    if (error instanceof WxFailure) throw Object.assign(new Error(`${name}:fail ${error.reason}`), error.codes);
    throw error;
  }
}
