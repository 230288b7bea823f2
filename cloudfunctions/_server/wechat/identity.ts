import cloudbase from '@cloudbase/node-sdk';

/** The WeChat user of the current invocation, as WeChat vouches for it; `undefined` for a timer or an operator. Valid inside `main` only. */
export function callerOpenId(): string | undefined {
  return cloudbase.getCloudbaseContext().WX_OPENID || undefined;
}
