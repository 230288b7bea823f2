import { randomBytes } from 'node:crypto';
import { type Api, type Context, ok, refuse, text, userOf } from './context';

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
