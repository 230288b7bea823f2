import type { Deps } from '../kernel/deps';
import { settleTrace } from '../media/checks';
import { bookCredit, type CreditEvent } from '../outbox/credits';

type Needs = Pick<Deps, 'store' | 'templates' | 'now' | 'log' | 'schoolOf' | 'wake'>;

/**
 * An event as WeChat pushes it to the function: the JSON of the message push documentation (D). `CreateTime` is in
 * seconds, a number or a text.
 */
export interface PushedEvent {
  readonly FromUserName?: unknown;
  readonly CreateTime?: unknown;
  readonly MsgType?: unknown;
  readonly Event?: unknown;
  /** An array, but an object where it has one entry (R: community reports; WeChat calls it known). */
  readonly List?: unknown;
  readonly trace_id?: unknown;
  readonly errcode?: unknown;
  readonly result?: unknown;
}

/** What WeChat wants to hear; anything else, or an error, and it brings the event again (three tries, D). */
const TAKEN = 'success';

/** Takes in one event. Throws where it cannot be booked yet, so that WeChat brings it again. */
export async function takeEvent(deps: Needs, event: PushedEvent): Promise<typeof TAKEN> {
  const take = typeof event.Event === 'string' ? EVENTS[event.Event] : undefined;
  if (take) await take(deps, event);
  else deps.log({ event: 'wechat.unknown-event', name: String(event.Event), type: String(event.MsgType) });
  return TAKEN;
}

const EVENTS: Readonly<Record<string, (deps: Needs, event: PushedEvent) => Promise<void>>> = {
  /** The consent sheet was answered: one message more, or of a long-term template as many as there will be. */
  subscribe_msg_popup_event: (deps, event) =>
    bookEach(deps, event, ({ SubscribeStatusString }, lasting) => {
      if (SubscribeStatusString === 'accept') return lasting ? 'always' : 1;
      return lasting && SubscribeStatusString === 'reject' ? 'none' : null;
    }),
  /** The user changed the setting later; only refusals are pushed (D). */
  subscribe_msg_change_event: (deps, event) =>
    bookEach(deps, event, ({ SubscribeStatusString }) => (SubscribeStatusString === 'reject' ? 'none' : null)),
  /** A message left. */
  subscribe_msg_sent_event: (deps, event) =>
    bookEach(deps, event, ({ ErrorCode }, lasting) => (String(ErrorCode) === '0' && !lasting ? -1 : null)),
  wxa_media_check: settleMedia,
};

type Entry = Readonly<Record<string, unknown>>;

/** Books what each entry of the list says, where it says something and is about a template of ours. */
async function bookEach(
  { store, templates, now }: Needs,
  event: PushedEvent,
  changeOf: (entry: Entry, lasting: boolean) => CreditEvent['change'] | null,
): Promise<void> {
  const single = new Set(Object.values(templates).map(({ id }) => id));
  const lasting = new Set(Object.values(templates).map((pair) => pair.lasting?.id));
  const openid = String(event.FromUserName ?? '');
  for (const entry of entriesOf(event.List)) {
    const template = String(entry.TemplateId ?? '');
    const change = changeOf(entry, lasting.has(template));
    const isOurs = single.has(template) || lasting.has(template);
    if (change === null || openid === '' || !isOurs) continue;
    const key = [event.Event, openid, event.CreateTime, template, entry.MsgID ?? ''].join(':');
    await bookCredit(store, { key, openid, template, change, at: Number(event.CreateTime) * 1000 }, now());
  }
}

const entriesOf = (list: unknown): Entry[] =>
  (Array.isArray(list) ? list : [list]).filter((entry) => entry !== null && typeof entry === 'object');

/** The verdict on a picture or a voice: shown only when WeChat passed it; one that WeChat could not load, or wants a person to look at, is held. */
async function settleMedia(deps: Needs, { trace_id, errcode, result }: PushedEvent): Promise<void> {
  const { suggest } = (result ?? {}) as { suggest?: unknown };
  const passed = Number(errcode ?? 0) === 0 && suggest === 'pass';
  if (!(await settleTrace(deps, String(trace_id), passed))) throw new Error(`no file waits for ${trace_id}`);
}
