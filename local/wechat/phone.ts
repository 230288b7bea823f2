import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Api, type Context, isOpenid, ok, refuse, text, userOf } from './context';

const CODE_MS = 5 * 60_000;

/**
 * `phonenumber.getPhoneNumber` `{ code, openid? }` → `{ phone_info: { phoneNumber, purePhoneNumber, countryCode, watermark } }`.
 * A code works once and for five minutes: 40029 otherwise, or when it belongs to another openid.
 */
export const getPhoneNumber: Api = async (context, data) => {
  const code = text(data.code);
  const issued = context.state.phoneCodes[code];
  const owner = data.openid === undefined ? issued?.openid : text(data.openid);
  if (issued === undefined || issued.openid !== owner) return refuse(40029, 'invalid code');
  delete context.state.phoneCodes[code];
  await context.save();
  if (context.clock.now() - issued.issuedAt > CODE_MS) return refuse(40029, 'invalid code');
  const phone = userOf(context.state, issued.openid).phone ?? '';
  return ok({
    phone_info: {
      phoneNumber: phone,
      purePhoneNumber: phone,
      countryCode: '86',
      watermark: { timestamp: Math.floor(issued.issuedAt / 1000), appid: context.appId },
    },
  });
};

/** A tap on the button: a new code. Throws when no number is bound to this WeChat account. */
export function issuePhoneCode(context: Context, openid: string): string {
  if (userOf(context.state, openid).phone === undefined)
    throw new Error('getPhoneNumber:fail no phone number is bound');
  const now = context.clock.now();
  for (const [code, { issuedAt }] of Object.entries(context.state.phoneCodes)) {
    if (now - issuedAt > CODE_MS) delete context.state.phoneCodes[code];
  }
  const code = randomBytes(32).toString('hex');
  context.state.phoneCodes[code] = { openid, issuedAt: now };
  return code;
}

/** What a call's signature is over; `timeStamp` in seconds. */
export interface VoipTicket {
  readonly groupId: string;
  readonly nonceStr: string;
  readonly timeStamp: number;
}

/**
 * `cloudbase.getVoIPSign` `{ openid, group_id, nonce (< 128), timestamp (s) }` → `{ signature }`. 40003 openid, 47001 the rest.
 * Over HTTPS the user is named by the URL's `openid`; here it is a parameter.
 */
export const getVoIPSign: Api = async (context, data) => {
  const openid = text(data.openid);
  if (!isOpenid(openid)) return refuse(40003, 'invalid openid');
  const groupId = text(data.group_id);
  const nonceStr = text(data.nonce);
  const timeStamp = data.timestamp;
  if (groupId === '' || nonceStr === '' || nonceStr.length >= 128 || !Number.isSafeInteger(timeStamp)) {
    return refuse(47001, 'data format error');
  }
  const signature = sign(context, openid, { groupId, nonceStr, timeStamp: timeStamp as number });
  await context.save();
  return ok({ signature });
};

/** Does `wx.joinVoIPChat` of this user accept the signature? */
export function acceptsVoip(
  context: Context,
  openid: string,
  ticket: VoipTicket & { readonly signature: string },
): boolean {
  const expected = Buffer.from(sign(context, openid, ticket));
  const given = Buffer.from(ticket.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Hex HMAC-SHA256 with the user's session key over the sorted and joined values (guide of `wx.joinVoIPChat`). */
function sign(context: Context, openid: string, { groupId, nonceStr, timeStamp }: VoipTicket): string {
  const user = userOf(context.state, openid);
  user.sessionKey ??= randomBytes(16).toString('base64');
  const joined = [context.appId, groupId, nonceStr, String(timeStamp)].sort().join('');
  return createHmac('sha256', user.sessionKey).update(joined).digest('hex');
}
