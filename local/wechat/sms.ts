import { randomBytes } from 'node:crypto';
import { type Answer, type Api, type Context, type Data, ok, pageOf, refuse, text } from './context';

const MAX_NUMBERS = 1000;
/** Of the part that the sender writes. */
const MAX_CONTENT = 30;

/** The two templates that every environment has: a link to the static site, and a URL link. */
export const DEFAULT_SMS_TEMPLATES: ReadonlyMap<string, string> = new Map([
  ['844110', '{1}，跳转小程序 {2} 回 T 退订'],
  ['2053122', '{1}，跳转小程序 {2}，拒收请回复R'],
]);

/**
 * `cloudbase.sendSms` `{ env, phone_number_list ≤ 1000 of '+86…', sms_type: 'Marketing' | 'Notification' }` with
 * `{ content ≤ 30, path }` for the first, `{ template_id, template_param_list }` for the second →
 * `{ send_status_list: [{ serial_no, phone_number, code: 'Ok', message, iso_code }] }`.
 * −501007 for any wrong parameter, with its name in `errmsg`.
 */
export const sendSms: Api = async (context, data) => {
  const marketing = (data.sms_type ?? 'Marketing') === 'Marketing';
  if (!marketing && data.sms_type !== 'Notification') return wrong('sms_type');
  if (!marketing) return deliver(context, data, text(data.template_id), paramsOf(data));
  const path = text(data.path);
  if (path === '') return wrong('path');
  return deliver(context, data, '844110', [text(data.content), path]);
};

/**
 * `cloudbase.sendSmsV2` `{ env, phone_number_list, url_link, template_id, template_param_list }`: an SMS whose link opens
 * the Mini Program. Answers and errors as `sendSms`. The link comes last in the template.
 */
export const sendSmsV2: Api = async (context, data) => {
  const link = text(data.url_link);
  const { page, until = 0 } = context.state.links[link] ?? {};
  if (page === undefined || until <= context.clock.now()) return wrong('url_link');
  return deliver(context, data, text(data.template_id), [...paramsOf(data), link], page);
};

const DAY_MS = 24 * 60 * 60_000;
/** No link lives longer; this long when nothing is said. */
const LINK_DAYS = 30;
const LINK_QUERY = /^[\w!#$&'()*+,/:;=?@\-.~%]*$/;
const MAX_QUERY = 1024;

/**
 * `urllink.generate` `{ path, query? ≤ 1024, expire_type: 0 | 1, expire_time? (s), expire_interval? (days) }` → `{ url_link }`,
 * for SMS. 40165 the page is not in the released Mini Program, 40212 the query, 85401 the end is past or more than 30 days away.
 */
export const generateUrlLink: Api = async (context, data) => {
  const path = text(data.path);
  if (path === '' || path.includes('?') || !context.hasPage(pageOf(path)))
    return refuse(40165, 'invalid weapp pagepath');
  const query = text(data.query);
  if (query.length > MAX_QUERY || !LINK_QUERY.test(query)) return refuse(40212, 'invalid query');
  const now = context.clock.now();
  const until =
    data.expire_type === 1
      ? now + Number(data.expire_interval ?? LINK_DAYS) * DAY_MS
      : Number(data.expire_time ?? (now + LINK_DAYS * DAY_MS) / 1000) * 1000;
  if (!(until > now && until <= now + LINK_DAYS * DAY_MS)) return refuse(85401, 'time limit between 1min and 30 days');
  const { links } = context.state;
  for (const [old, link] of Object.entries(links)) if (link.until <= now) delete links[old];
  const link = `https://wxaurl.cn/${randomBytes(8).toString('base64url')}`;
  links[link] = { page: query === '' ? path : `${path}?${query}`, until };
  await context.save();
  return ok({ url_link: link });
};

async function deliver(
  context: Context,
  data: Data,
  templateId: string,
  params: readonly string[],
  page?: string,
): Promise<Answer> {
  if (text(data.env) === '') return wrong('env');
  const template = context.smsTemplates.get(templateId);
  if (template === undefined) return refuse(-501007, 'TemplateId not exist TcbCode: [InvalidParameter]');
  const numbers: unknown = data.phone_number_list;
  if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > MAX_NUMBERS)
    return wrong('phone_number_list');
  if (!numbers.every((number) => typeof number === 'string' && /^\+86\d{11}$/.test(number))) {
    return wrong('phone_number_list');
  }
  const slots = template.match(/\{\d+\}/g) ?? [];
  if (params.length !== slots.length || params.includes('')) return wrong('template_param_list');
  if (slots.length === 2 && [...(params[0] ?? '')].length > MAX_CONTENT) return wrong('content');

  const body = template.replace(/\{(\d+)\}/g, (_, index: string) => params[Number(index) - 1] ?? '');
  const status = (numbers as string[]).map((number) => {
    context.record({
      way: 'sms',
      to: number.slice('+86'.length),
      lines: [`【${context.appName}】${body}`],
      ...(page === undefined ? {} : { page }),
      errcode: 0,
    });
    context.state.sequence += 1;
    const serial = String(context.state.sequence);
    return { serial_no: serial, phone_number: number, code: 'Ok', message: 'send success', iso_code: 'CN' };
  });
  await context.save();
  return ok({ send_status_list: status });
}

const wrong = (parameter: string): Answer => refuse(-501007, `invalid ${parameter} TcbCode: [InvalidParameter]`);

const paramsOf = (data: Data): string[] => {
  const list: unknown = data.template_param_list;
  return Array.isArray(list) ? list.map(text) : [];
};
