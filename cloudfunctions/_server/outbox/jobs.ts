import type { OutboxMessage } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { inFieldsOf, templateFor } from '../wechat/templates';
import { creditsLeft } from './credits';
import { type Facts, factsOf, obstacleTo } from './facts';
import { notTried, type Outcome, outcomeOf, TOO_LATE, UNKNOWN } from './outcomes';
import { provedOf } from './proofs';
import { claim, dueMessages, type Settled, settle, stuckMessages } from './repository';
import { sendText } from './sms';
import { byTurn, CLAIM_MS, takeTurns } from './turns';

type Needs = Pick<Deps, 'store' | 'wechat' | 'vault' | 'templates' | 'schoolOf' | 'now' | 'newId' | 'dice' | 'log'>;

/** How many messages a run claims at once: so many are in doubt at most when it is killed. */
const BATCH = 50;
/** How many users are written to at the same time; each of them gets one message at a time (43108). */
const USERS_AT_ONCE = 20;
/** How long a message waits that let another one to the same user go first, ms; the dice add as much at most. */
const YIELD_MS = 400;

/** What a run came to. */
export interface Sent {
  /** How many messages were seen to. */
  readonly done: number;
  /** Whether some may be left. */
  readonly more: boolean;
  /** When the first of those that were given back is due again. */
  readonly next: number | null;
}

/**
 * Sends what is due, each message once, whoever else runs at the same time: a message is claimed before it is sent, and
 * one that was claimed is never sent again.
 * @param limit how many messages at most; @param until when to stop beginning new ones (ms since the epoch).
 */
export async function sendDue(
  deps: Needs,
  { limit, until }: { readonly limit: number; readonly until: number },
): Promise<Sent> {
  const run = deps.newId();
  let done = 0;
  let next: number | null = null;
  const settled = async (some: readonly Settled[], facts: Facts) => {
    await settle(deps.store, some, facts, deps.now());
    for (const { outcome } of some) if (outcome.dueAt !== null) next = Math.min(next ?? outcome.dueAt, outcome.dueAt);
    done += some.length;
  };
  while (done < limit && deps.now() < until) {
    const due = await dueMessages(deps.store, deps.now(), Math.min(BATCH, limit - done));
    const facts = await factsOf(deps, due);
    const mine = await claim(deps.store, due, run, deps.now());
    const { turn, early } = await takeTurns(deps.store, mine, run, deps.now());
    const later = deps.now() + Math.round(YIELD_MS * (1 + deps.dice()));
    await settled(
      early.map(({ message, notBefore }) => ({ message, outcome: notTried(Math.max(later, notBefore)) })),
      facts,
    );
    await settled(await sendAll(deps, turn, until, facts), facts);
    if (due.length < BATCH) return { done, more: false, next };
  }
  return { done, more: true, next };
}

/** Several users at a time, the messages of each one after the other. */
async function sendAll(
  deps: Needs,
  messages: readonly OutboxMessage[],
  until: number,
  facts: Facts,
): Promise<Settled[]> {
  const waiting = byTurn(messages);
  const settled: Settled[] = [];
  const work = async () => {
    for (let own = waiting.shift(); own; own = waiting.shift()) {
      let first: number | null = null;
      for (const message of own) {
        // What goes first once more keeps the others behind it.
        const one: Settled =
          first === null ? await sendOne(deps, message, until, facts) : { message, outcome: notTried(first) };
        first ??= one.outcome.dueAt;
        settled.push(one);
      }
    }
  };
  await Promise.all(Array.from({ length: USERS_AT_ONCE }, work));
  return settled;
}

async function sendOne(deps: Needs, message: OutboxMessage, until: number, facts: Facts): Promise<Settled> {
  const now = deps.now();
  const left = (outcome: Outcome): Settled => ({ message, outcome });
  const inTheWay = obstacleTo(message, facts);
  if (inTheWay) return left(inTheWay);
  if (now > message.staleAt) return left(TOO_LATE);
  if (now >= until) return left(notTried(message.dueAt));
  try {
    if (message.way === 'subscribe') return await sendPush(deps, message, facts);
    const { links, people, schools } = facts;
    return left(
      await sendText(deps, message, {
        school: schools.get(message.schoolId),
        person: people.get(message.to),
        link: links.get(message.page),
      }),
    );
  } catch (error) {
    deps.log({ event: 'outbox.unknown', messageId: message._id, error: String(error) });
    return left(UNKNOWN);
  }
}

/** Which template it leaves with is decided now: the school may have gone over to long-term subscriptions since. */
async function sendPush(deps: Needs, message: OutboxMessage, { accounts, schools }: Facts): Promise<Settled> {
  const { to: openid, page, kind, schoolId } = message;
  const account = accounts.get(openid);
  const template = templateFor(deps.templates[kind], {
    longTerm: schools.get(schoolId)?.longTerm ?? false,
    left: (id) => (account ? creditsLeft(account, id) : 0),
  });
  const data = inFieldsOf(template, message.data);
  const { errcode } = await deps.wechat.sendSubscribe({ openid, templateId: template.id, page, data });
  return { message, outcome: outcomeOf(errcode, message.attempts, deps.now()), templateId: template.id };
}

const STUCK_AT_ONCE = 200;

/** Gives up on messages whose run was cut short: whether they left nobody knows, but where the receipt knows. Answers how many. */
export async function giveUpStuck(deps: Needs): Promise<number> {
  const { store, now } = deps;
  const stuck = await stuckMessages(store, now() - CLAIM_MS, STUCK_AT_ONCE);
  if (stuck.length === 0) return 0;
  const facts = await factsOf(deps, stuck);
  const settled = stuck.map((message) => ({ message, outcome: provedOf(message, facts) ?? UNKNOWN }));
  await settle(store, settled, facts, now());
  return stuck.length;
}
