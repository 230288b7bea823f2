import cloudbase from '@cloudbase/node-sdk';
import { callerOpenId } from './identity';

/** What one send came to: WeChat's errcode, 0 for delivered to WeChat. */
export interface SendResult {
  readonly errcode: number;
}

/** What the SMS service said of one message: WeChat's errcode, and its word on the number, 'Ok' where it took the message. */
export interface SmsResult extends SendResult {
  readonly code: string;
}

export interface SmsMessage {
  /** Eleven digits, without the country. */
  readonly phone: string;
  /** What stands before the link, at most 30 characters. */
  readonly content: string;
  /** A link of `urlLink`. */
  readonly link: string;
}

export interface SubscribeMessage {
  readonly openid: string;
  readonly templateId: string;
  readonly page: string;
  readonly data: Readonly<Record<string, string>>;
}

/** What lets one user into one in-app call (`wx.joinVoIPChat`). */
export interface VoipTicket {
  readonly openid: string;
  /** The room; whoever joins with the same one is in the same call. */
  readonly groupId: string;
  /** Random, 1–127 characters. */
  readonly nonceStr: string;
  /** Now, in whole seconds since the epoch. With milliseconds WeChat refuses the signature. */
  readonly timeStamp: number;
}

/** WeChat's server side, as far as the product uses it. Facts and error codes: docs/platform.md. */
export interface WechatApi {
  sendSubscribe(message: SubscribeMessage): Promise<SendResult>;
  /** An SMS with a link that opens the Mini Program. Costs money. Throws when no answer came. */
  sendSms(message: SmsMessage): Promise<SmsResult>;
  /** A link that opens a page (path, with its query) from outside of WeChat, for 30 days. Throws when WeChat refuses. */
  urlLink(page: string): Promise<string>;
  /** Text that users publish to others. `unavailable` where WeChat gives no verdict (e.g. 61010: not in the app for 2 h). */
  checkText(openid: string, content: string): Promise<'pass' | 'review' | 'risky' | 'unavailable'>;
  /** Starts the check of a picture or voice; the verdict comes as an event with this trace id. */
  checkMedia(openid: string, url: string, kind: 'picture' | 'voice'): Promise<string>;
  /**
   * The mobile number of China, eleven digits, of the user whom the code of the phone-number button was given to. `undefined` where WeChat
   * refuses the code (used, older than five minutes, another user's: 40029) and for numbers abroad.
   */
  phoneNumber(openid: string, code: string): Promise<string | undefined>;
  /** A Mini Program code (PNG) that opens `page` with `scene` (≤ 32 characters). */
  pageCode(page: string, scene: string): Promise<Uint8Array>;
  /**
   * The signature that `wx.joinVoIPChat` wants, over this app, room, nonce and time with the user's session key. WeChat
   * signs for the user of the running invocation and for nobody else: throws for another openid, and when it refuses.
   */
  voipSign(ticket: VoipTicket): Promise<string>;
}

/** `scene` of content checks: 2 is a comment, the nearest to what people write here. */
const SCENE_COMMENT = 2;
const MAX_CHECKED = 2500;
/** The template that every CloudBase environment has: 「{1}，跳转小程序 {2}，拒收请回复R」 (D). */
const SMS_TEMPLATE = '2053122';
/** `expire_type` of a link: after so many days, at most 30 (D). */
const AFTER_DAYS = 1;
const LINK_DAYS = 30;

export function createWechatApi(app: ReturnType<typeof cloudbase.init>): WechatApi {
  const ask = async (apiName: string, requestData: object): Promise<Record<string, unknown>> => {
    // A fault of CloudBase itself comes as a code instead of a result (seen in the SDK), and the SDK does not throw it.
    const { result, code } = (await app.callWxOpenApi({ apiName, requestData })) as { result?: unknown; code?: string };
    if (code) throw new Error(`${apiName}: ${code}`);
    return (typeof result === 'string' ? JSON.parse(result) : result) as Record<string, unknown>;
  };
  return {
    async sendSubscribe({ openid, templateId, page, data }) {
      const answer = await ask('subscribeMessage.send', {
        touser: openid,
        template_id: templateId,
        page,
        data: Object.fromEntries(Object.entries(data).map(([field, value]) => [field, { value }])),
      });
      return { errcode: Number(answer.errcode ?? answer.errCode ?? 0) };
    },
    async sendSms({ phone, content, link }) {
      const answer = await ask('cloudbase.sendSmsV2', {
        env: cloudbase.getCloudbaseContext().TCB_ENV,
        url_link: link,
        template_id: SMS_TEMPLATE,
        template_param_list: [content],
        phone_number_list: [`+86${phone}`],
      });
      const [one] = (answer.send_status_list ?? answer.sendStatusList ?? []) as { readonly code?: unknown }[];
      return { errcode: Number(answer.errcode ?? answer.errCode ?? 0), code: String(one?.code ?? '') };
    },
    async urlLink(page) {
      const [path = '', query = ''] = page.split('?');
      const answer = await ask('urllink.generate', {
        path,
        query,
        expire_type: AFTER_DAYS,
        expire_interval: LINK_DAYS,
      });
      const link = answer.url_link ?? answer.urlLink;
      if (typeof link !== 'string' || link === '')
        throw new Error(`urllink.generate refused: ${String(answer.errcode ?? answer.errCode)}`);
      return link;
    },
    async checkText(openid, content) {
      const check = { openid, scene: SCENE_COMMENT, version: 2, content: content.slice(0, MAX_CHECKED) };
      const answer: Record<string, unknown> = await ask('security.msgSecCheck', check).catch(() => ({}));
      const suggest = (answer.result as { suggest?: string } | undefined)?.suggest;
      return suggest === 'pass' || suggest === 'review' || suggest === 'risky' ? suggest : 'unavailable';
    },
    async checkMedia(openid, url, kind) {
      const answer = await ask('security.mediaCheckAsync', {
        openid,
        scene: SCENE_COMMENT,
        version: 2,
        media_url: url,
        media_type: kind === 'voice' ? 1 : 2,
      });
      const trace = answer.trace_id ?? answer.traceId;
      if (typeof trace !== 'string')
        throw new Error(`content check refused: ${String(answer.errcode ?? answer.errCode)}`);
      return trace;
    },
    async phoneNumber(openid, code) {
      const answer = await ask('phonenumber.getPhoneNumber', { code, openid });
      const info = (answer.phone_info ?? answer.phoneInfo) as Record<string, unknown> | undefined;
      const number = String(info?.purePhoneNumber ?? '');
      return String(info?.countryCode) === '86' && /^1\d{10}$/.test(number) ? number : undefined;
    },
    async pageCode(page, scene) {
      const bytes: unknown = await app.callCompatibleWxOpenApi({
        apiName: 'wxacode.getUnlimited',
        requestData: Buffer.from(JSON.stringify({ page, scene, check_path: false })),
      });
      return new Uint8Array(bytes as Buffer);
    },
    async voipSign({ openid, groupId, nonceStr, timeStamp }) {
      if (openid !== callerOpenId()) throw new Error('cloudbase.getVoIPSign: only for who calls');
      const ticket = { group_id: groupId, nonce: nonceStr, timestamp: timeStamp };
      const { signature, ...answer } = await ask('cloudbase.getVoIPSign', ticket);
      // not always plain hex: cloud calls were seen to answer it with a suffix
      if (typeof signature !== 'string' || signature === '')
        throw new Error(`cloudbase.getVoIPSign refused: ${String(answer.errcode ?? answer.errCode)}`);
      return signature;
    },
  };
}
