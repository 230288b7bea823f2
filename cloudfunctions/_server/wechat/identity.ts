import cloudbase from '@cloudbase/node-sdk';

/** The WeChat user of the current invocation, as WeChat vouches for it; `undefined` for a timer or an operator. Valid inside `main` only. */
export function callerOpenId(): string | undefined {
  return cloudbase.getCloudbaseContext().WX_OPENID || undefined;
}

/** What the platform says of an invocation: who (`WX_OPENID`) and through which hops (`TCB_SOURCE`, by commas, the last one called us). */
export interface Invocation {
  readonly openid: string | undefined;
  readonly hops: string;
}

/** Ways in that anybody with the Mini Program has (`getWXContext().SOURCE` in WeChat's documentation). */
const CLIENT_HOPS = ['wx_client', 'wx_devtools', 'wx_localdebug', 'wx_crawler'];

/**
 * Whether a client calls directly. Functions that are not for clients refuse then; the first lock is the function's
 * security rule `invoke: false`. How a push of WeChat is marked is not documented, so it is known by not being a client's;
 * an invocation without any mark but with a user counts as a client's.
 */
export function isFromClient({ openid, hops }: Invocation): boolean {
  const last = hops.split(',').at(-1)?.trim() ?? '';
  return last === '' ? openid !== undefined : CLIENT_HOPS.includes(last);
}

/** The current invocation. Valid inside `main` only. */
export function invocation(): Invocation {
  const { TCB_SOURCE } = cloudbase.getCloudbaseContext();
  return { openid: callerOpenId(), hops: typeof TCB_SOURCE === 'string' ? TCB_SOURCE : '' };
}
