import { setTimeout as sleep } from 'node:timers/promises';
import type { SubscribeAnswer } from '../ports';
import { type Answer, type Api, type Context, type Data, isOpenid, ok, pageOf, refuse, text, userOf } from './context';
import type { User } from './state';
import { dataFault, type Template } from './templates';
import { judgeText } from './words';

/** Users to whom a message is being sent this moment, per world: the real side takes one at a time and user. */
const sending = new WeakMap<Context, Set<string>>();

/**
 * `subscribeMessage.send` `{ touser, template_id, page?, data: { key: { value } } }` → `{ errcode, errmsg, msgid }`.
 * 40003 openid, 40037 template, 41030 page, 47003 data, 45168 sensitive word, 43108 another send to this user is under
 * way, 43107 switched off or banned, 43101 no credit. A send spends one credit, of a long-term template none, and pushes
 * `subscribe_msg_sent_event`.
 */
export const sendSubscribeMessage: Api = async (context, data) => {
  const openid = text(data.touser);
  if (!isOpenid(openid)) return refuse(40003, 'invalid openid');
  const template = context.templates.get(text(data.template_id));
  if (template === undefined) return refuse(40037, 'invalid template_id');

  const values = valuesOf(data.data);
  const page = text(data.page);
  const answer = await trySend(context, { openid, template, values, page });
  context.record({
    way: 'subscribe',
    to: openid,
    lines: [template.title, ...template.fields.map((key) => line(template, key, values[key] ?? ''))],
    ...(page === '' ? {} : { page }),
    errcode: answer.errcode,
  });
  await context.save();
  return answer;
};

interface Message {
  readonly openid: string;
  readonly template: Template;
  readonly values: Readonly<Record<string, string>>;
  readonly page: string;
}

async function trySend(context: Context, message: Message): Promise<Answer> {
  const { openid, template, values, page } = message;
  if (page !== '' && !context.hasPage(pageOf(page))) return refuse(41030, 'invalid page');
  const fault = dataFault(template, values);
  if (fault !== undefined) return refuse(47003, `argument invalid! ${fault}`);
  if (judgeText(Object.values(values).join('\n')).suggest === 'risky') return refuse(45168, 'sensitive content');

  const busy = sending.get(context) ?? new Set();
  sending.set(context, busy);
  if (busy.has(openid)) return refuse(43108, 'concurrent sends to one user');
  busy.add(openid);
  try {
    await sleep(context.sendMs);
    return spend(context, openid, template);
  } finally {
    busy.delete(openid);
  }
}

function spend(context: Context, openid: string, { id: templateId, lasting }: Template): Answer {
  const user = userOf(context.state, openid);
  if (user.messagesOff || user.banned.includes(templateId)) return refuse(43107, 'user has turned off messages');
  const credits = user.credits[templateId] ?? 0;
  const allowed = lasting ? user.lasting?.includes(templateId) : credits > 0;
  if (!allowed) return refuse(43101, 'user refuse to accept the msg');
  if (!lasting) user.credits[templateId] = credits - 1;
  context.state.sequence += 1;
  const msgid = context.state.sequence;
  pushEvent(context, openid, 'subscribe_msg_sent_event', [
    { TemplateId: templateId, MsgID: String(msgid), ErrorCode: '0', ErrorStatus: 'success' },
  ]);
  return ok({ msgid });
}

/**
 * Books what the consent sheet was answered. Only 接收 and 拒绝 are pushed as `subscribe_msg_popup_event`: `ban` and
 * `filter` are decided by WeChat and the user never saw the template.
 * Throws when a template is unknown or the two types are mixed, as the sheet itself fails (20001, 20002).
 */
export async function answerSubscribe(
  context: Context,
  openid: string,
  answers: Readonly<Record<string, SubscribeAnswer>>,
): Promise<void> {
  const unknown = Object.keys(answers).find((id) => !context.templates.has(id));
  if (unknown !== undefined) throw new Error(`requestSubscribeMessage:fail no template ${unknown} (20001)`);
  const kinds = new Set(Object.keys(answers).map((id) => context.templates.get(id)?.lasting ?? false));
  if (kinds.size > 1)
    throw new Error('requestSubscribeMessage:fail one-time and long-term templates in one call (20002)');
  const user = userOf(context.state, openid);
  for (const [id, answer] of Object.entries(answers)) {
    if (context.templates.get(id)?.lasting) settleLasting(user, id, answer);
    else if (answer === 'accept') user.credits[id] = (user.credits[id] ?? 0) + 1;
    user.banned = user.banned.filter((banned) => banned !== id || answer === 'reject' || answer === 'filter');
    if (answer === 'ban') user.banned.push(id);
  }
  const seen = Object.entries(answers).filter(([, answer]) => answer === 'accept' || answer === 'reject');
  if (seen.length > 0) {
    const list = seen.map(([TemplateId, SubscribeStatusString]) => ({
      TemplateId,
      SubscribeStatusString,
      PopupScene: '0',
    }));
    pushEvent(context, openid, 'subscribe_msg_popup_event', list);
  }
  await context.save();
}

/** A long-term template is accepted until it is refused, here or in the settings. */
function settleLasting(user: User, id: string, answer: SubscribeAnswer): void {
  if (answer === 'filter') return;
  const others = (user.lasting ?? []).filter((other) => other !== id);
  user.lasting = answer === 'accept' ? [...others, id] : others;
}

/** The user took these templates back in the settings: credits are gone, `subscribe_msg_change_event` is pushed. */
export async function refuseTemplates(context: Context, openid: string, templateIds: readonly string[]): Promise<void> {
  const user = userOf(context.state, openid);
  for (const id of templateIds) {
    user.credits[id] = 0;
    settleLasting(user, id, 'reject');
  }
  const list = templateIds.map((TemplateId) => ({ TemplateId, SubscribeStatusString: 'reject' }));
  pushEvent(context, openid, 'subscribe_msg_change_event', list);
  await context.save();
}

/** In JSON a `List` of one is an object, of several an array: so the real side does it, against its documentation. */
function pushEvent(context: Context, openid: string, name: string, list: readonly Data[]): void {
  context.pusher.push({
    ToUserName: `gh_${context.appId.slice(2, 14)}`,
    FromUserName: openid,
    CreateTime: Math.floor(context.clock.now() / 1000),
    MsgType: 'event',
    Event: name,
    List: list.length === 1 ? list[0] : list,
  });
}

/** `{ key: { value } }` → `{ key: text }`; numbers are taken as their text. */
function valuesOf(data: unknown): Record<string, string> {
  if (typeof data !== 'object' || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).map(([key, field]) => {
      const value = typeof field === 'object' && field !== null ? (field as { value?: unknown }).value : undefined;
      return [key, typeof value === 'number' ? String(value) : text(value)];
    }),
  );
}

function line(template: Template, key: string, value: string): string {
  const label = template.labels?.[key];
  return label === undefined ? value : `${label}：${value}`;
}
