import type { Identity } from '../../ports';

/**
 * How a function learns who called it (`getCloudbaseContext` of the SDK reads these names; S = seen in its source,
 * ? = not verified on the real platform):
 *
 * | called by | `WX_OPENID` | `TRIGGER_SRC` | `TCB_SOURCE` |
 * |---|---|---|---|
 * | a phone | the user (S) | `tcb` ? | `wx_client` |
 * | a push of WeChat | the user ? | `tcb` ? | `wx_event` ? |
 * | a timer | – | `timer` (S: the SDK chooses its WeChat token by it) | `wx_timer` ? |
 * | another function, an operator | – | `tcb` ? | the caller's source + `,scf` (S: the SDK sends this chain) |
 *
 * So "not a client" is: no `WX_OPENID`, and `TRIGGER_SRC` is `timer` or `TCB_SOURCE` ends in `scf`. An openid is not
 * handed on from function to function: who calls passes what it vouches for in the event.
 */
export interface Caller extends Identity {
  /** Value of `TCB_SOURCE` where it is not `source` itself. */
  readonly chain?: string;
}

export interface Place {
  readonly env: string;
  readonly appid: string;
  readonly adminUrl: string;
}

/** The key with which functions sign their requests; any key is good on this machine. */
export const LOCAL_KEY = 'local';

/** What the SDK needs to find this cloud, in a function or in any process. */
export function sdkEnvironment({ env, adminUrl }: Place): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: LOCAL_KEY,
    TENCENTCLOUD_SECRETKEY: LOCAL_KEY,
    SCF_NAMESPACE: env,
    TCB_ENV: env,
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: adminUrl }),
  };
}

/** Variables that an instance has from its start on. */
export function instanceEnvironment(
  place: Place,
  name: string,
  declared: Readonly<Record<string, string>>,
): Record<string, string> {
  const path = process.env.PATH ?? '';
  return {
    PATH: path,
    TZ: 'UTC',
    SCF_FUNCTIONNAME: name,
    SCF_FUNCTIONVERSION: '$LATEST',
    ...sdkEnvironment(place),
    ...declared,
  };
}

/** Variables of one invocation. @param token by which the cloud knows the function when it calls WeChat's APIs. */
export function invocationEnvironment(
  place: Place,
  caller: Caller,
  requestId: string,
  token: string,
): Record<string, string> {
  const timer = caller.source === 'wx_timer';
  const user =
    caller.openid === undefined ? {} : { WX_OPENID: caller.openid, WX_APPID: place.appid, WX_CLIENTIP: '127.0.0.1' };
  const wechat = { ...user, ...(timer ? { WX_TRIGGER_API_TOKEN_V0: token } : { WX_API_TOKEN: token }) };
  const cloud = { TCB_ENV: place.env, TCB_SEQID: requestId, TCB_SOURCE: caller.chain ?? caller.source };
  return {
    ...wechat,
    ...cloud,
    TRIGGER_SRC: timer ? 'timer' : 'tcb',
    WX_CONTEXT_KEYS: Object.keys(wechat).join(','),
    TCB_CONTEXT_KEYS: Object.keys(cloud).join(','),
  };
}
