import type { OutboxMessage } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Deps } from '../kernel/deps';
import { inFieldsOf } from '../wechat/templates';
import { notTried, type Outcome, outcomeOf, TOO_LATE, UNKNOWN } from './outcomes';
import { claim, dueMessages, factsOf, obstacleTo, type Settled, settle, stuckMessages } from './repository';

type Needs = Pick<Deps, 'store' | 'wechat' | 'templates' | 'now' | 'newId' | 'log'>;

/** How many messages a run claims at once: so many are in doubt at most when it is killed. */
const BATCH = 25;
/** How many users are written to at the same time; each of them gets one message at a time (43108). */
const USERS_AT_ONCE = 5;

/**
 * Sends what is due, each message once, whoever else runs at the same time: a message is claimed before it is sent, and
 * one that was claimed is never sent again.
 * @param limit how many messages at most; @param until when to stop beginning new ones (ms since the epoch).
 * @returns how many were seen to, and whether some may be left.
 */
export async function sendDue(
  deps: Needs,
  { limit, until }: { readonly limit: number; readonly until: number },
): Promise<{ readonly done: number; readonly more: boolean }> {
  const run = deps.newId();
  let done = 0;
  while (done < limit && deps.now() < until) {
    const due = await dueMessages(deps.store, deps.now(), Math.min(BATCH, limit - done));
    const mine = await claim(deps.store, due, run, deps.now());
    const facts = await factsOf(deps.store, mine);
    const settled = await sendAll(deps, mine, until, (message) => obstacleTo(message, facts));
    await settle(deps.store, settled, facts, deps.templates, deps.now());
    done += settled.length;
    if (due.length < BATCH) return { done, more: false };
  }
  return { done, more: true };
}

/** Several users at a time, the messages of each one after the other. */
async function sendAll(
  deps: Needs,
  messages: readonly OutboxMessage[],
  until: number,
  obstacle: (message: OutboxMessage) => Outcome | undefined,
): Promise<Settled[]> {
  const waiting = [...groupedBy(messages, ({ openid }) => openid).values()];
  const settled: Settled[] = [];
  const work = async () => {
    for (let own = waiting.shift(); own; own = waiting.shift())
      for (const message of own) settled.push({ message, outcome: await sendOne(deps, message, until, obstacle) });
  };
  await Promise.all(Array.from({ length: USERS_AT_ONCE }, work));
  return settled;
}

async function sendOne(
  deps: Needs,
  message: OutboxMessage,
  until: number,
  obstacle: (message: OutboxMessage) => Outcome | undefined,
): Promise<Outcome> {
  const now = deps.now();
  const inTheWay = obstacle(message);
  if (inTheWay) return inTheWay;
  if (now > message.staleAt) return TOO_LATE;
  if (now >= until) return notTried(message.dueAt);
  const { openid, page } = message;
  const template = deps.templates[message.kind];
  try {
    const data = inFieldsOf(template, message.data);
    const { errcode } = await deps.wechat.sendSubscribe({ openid, templateId: template.id, page, data });
    return outcomeOf(errcode, message.attempts, deps.now());
  } catch (error) {
    deps.log({ event: 'outbox.unknown', messageId: message._id, error: String(error) });
    return UNKNOWN;
  }
}

/** A function runs a minute at most, so what was claimed two minutes ago was left by a run that is gone. */
const CLAIM_MS = 2 * 60_000;
const STUCK_AT_ONCE = 200;

/** Gives up on messages whose run was cut short: whether they left nobody knows. Answers how many. */
export async function giveUpStuck({ store, templates, now }: Needs): Promise<number> {
  const stuck = await stuckMessages(store, now() - CLAIM_MS, STUCK_AT_ONCE);
  if (stuck.length === 0) return 0;
  const settled = stuck.map((message) => ({ message, outcome: UNKNOWN }));
  await settle(store, settled, await factsOf(store, stuck), templates, now());
  return stuck.length;
}
