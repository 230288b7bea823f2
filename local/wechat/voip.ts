import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SignedVoipTicket } from '../ports';
import { type Api, type Context, isOpenid, ok, refuse, text, userOf } from './context';

/** How far a signature's time may be from now, in s. WeChat's own limit is not documented; a page asks for a new one each time. */
const TICKET_S = 10 * 60;

/**
 * `cloudbase.getVoIPSign` `{ group_id, nonce (< 128), timestamp (s) }` → `{ signature }`. 40003 openid, 47001 the rest.
 * It signs for the user of the invocation (`ApiVoipSignReq` of wx-server-sdk names nobody). Over HTTPS the URL's `openid`
 * names the user; an operator passes it as a parameter here.
 */
export const getVoIPSign: Api = async (context, data, user) => {
  const openid = user ?? text(data.openid);
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

/** Does `wx.joinVoIPChat` of this user accept the signature now? */
export function acceptsVoip(context: Context, openid: string, ticket: SignedVoipTicket): boolean {
  if (Math.abs(context.clock.now() / 1000 - ticket.timeStamp) > TICKET_S) return false;
  const expected = Buffer.from(sign(context, openid, ticket));
  const given = Buffer.from(ticket.signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

type Ticket = Omit<SignedVoipTicket, 'signature'>;

/** Hex HMAC-SHA256 with the user's session key over the sorted and joined values (guide of `wx.joinVoIPChat`). */
function sign(context: Context, openid: string, { groupId, nonceStr, timeStamp }: Ticket): string {
  const user = userOf(context.state, openid);
  user.sessionKey ??= randomBytes(16).toString('base64');
  const joined = [context.appId, groupId, nonceStr, String(timeStamp)].sort().join('');
  return createHmac('sha256', user.sessionKey).update(joined).digest('hex');
}
