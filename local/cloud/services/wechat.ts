import * as v from 'valibot';
import { NoAnswer, type Wechat } from '../../ports';
import { CloudError, errors } from '../errors';
import type { FunctionHost } from '../functions/host';
import { type Action, action, type Call } from './action';

/** A function called an API that its `config.json` does not list. */
const NO_PERMISSION = {
  errcode: -604101,
  errmsg: 'system error: error code: -604101 function has no permission to call this API',
};

/** `/security.msgSecCheck` and `openapi.security.msgSecCheck` mean what `config.json` calls `security.msgSecCheck`. */
const plainName = (apiName: string): string => apiName.replace(/^\//, '').replace(/^openapi\./, '');

/** `callWxOpenApi` and `callCompatibleWxOpenApi`. An operator (no function's token) may call every API. */
export function wechatActions(host: FunctionHost, wechat: () => Wechat | undefined): Record<string, Action> {
  const schema = v.object({
    apiName: v.string(),
    requestData: v.optional(v.union([v.string(), v.instance(Uint8Array)]), ''),
  });
  type Parameters = v.InferOutput<typeof schema>;

  const side = (): Wechat => {
    const it = wechat();
    if (!it) throw new CloudError('SYS_ERR', "no WeChat side is attached to this cloud (option 'wechat')");
    return it;
  };
  const mayCall = ({ apiName }: Parameters, { caller }: Call): boolean =>
    caller === undefined || (host.byName(caller)?.openapi ?? []).includes(plainName(apiName));

  return {
    'wx.api': action(schema, async (body, call) => {
      const answer = mayCall(body, call)
        ? await side().openApi(plainName(body.apiName), dataOf(body), call.user).catch(passOn)
        : NO_PERMISSION;
      return { data: { responseData: JSON.stringify(answer) } };
    }),
    'wx.openApi': action(schema, async (body, call) => ({
      raw: mayCall(body, call)
        ? await side().binaryApi(plainName(body.apiName), dataOf(body)).catch(passOn)
        : Buffer.from(JSON.stringify(NO_PERMISSION)),
    })),
  };
}

/** WeChat's silence is the service's fault, not this program's. */
function passOn(error: unknown): never {
  throw error instanceof NoAnswer ? new CloudError('SYS_ERR', error.message) : error;
}

function dataOf({ requestData }: { requestData: string | Uint8Array }): Record<string, unknown> {
  const text = typeof requestData === 'string' ? requestData : Buffer.from(requestData).toString();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw errors.invalidParam('requestData is not JSON');
  }
}
