import { RUNGS } from '../../../miniprogram/shared/domain/ladder';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { climb } from '../../../miniprogram/shared/domain/receipts';
import type { OutboxMessage, Proof, Receipt } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store } from '../data/store';
import type { Facts } from './facts';
import { type Outcome, proved } from './outcomes';
import type { Settled } from './repository';

/** What a proof of each way makes of a receipt's state, where that was less. */
const STATES = { wechat: 'sent', sms: 'texted' } as const;

/** What one outcome teaches a receipt. */
interface Lesson {
  readonly receiptId: string;
  /** The state that it was found in, and the one that it has now. */
  readonly from: Receipt['state'];
  readonly state: Receipt['state'];
  readonly way: keyof typeof STATES;
  readonly outcome: Proof['outcome'];
  readonly why: string | null;
  /** When the ladder goes on because of it; `null` where it goes on as it would have. */
  readonly climbAt: number | null;
}

/**
 * Writes the proof of each message into its receipt. The state only climbs. What did not arrive, or may not have, lets the
 * ladder go on at once where it stands on that way, by day unless it is urgent.
 */
export async function noteReceipts(
  store: Store,
  settled: readonly Settled[],
  facts: Facts,
  now: number,
): Promise<void> {
  const lessons = settled.flatMap((one) => lessonOf(one, facts, now) ?? []);
  for (const group of groupedBy(lessons, ({ receiptId: _, ...lesson }) => JSON.stringify(lesson)).values()) {
    const { from, state, way, outcome, why, climbAt } = group[0];
    const proof: Proof = { at: now, outcome, why };
    const proved = { [`proofs.${way}`]: proof };
    const ids = { in: group.map(({ receiptId }) => receiptId) };
    const taught = await store.updateWhere(
      'receipts',
      { _id: ids, state: from, ...(climbAt === null ? {} : { open: true }) },
      {
        set: {
          ...proved,
          why,
          ...(state === from ? {} : { state, at: now }),
          ...(climbAt === null ? {} : { climbAt }),
        },
        inc: { version: 1 },
      },
    );
    // Somebody did something meanwhile: then the proof is all there is to learn.
    if (taught < group.length) await store.updateWhere('receipts', { _id: ids }, { set: proved, inc: { version: 1 } });
  }
}

/** The outcome of a claimed message that its receipt learned since it was claimed, where its run was cut short after that. */
export function provedOf(message: OutboxMessage, facts: Facts): Outcome | undefined {
  const proof = facts.receipts.get(message.refId)?.proofs[wayOf(message)];
  if (!proof || proof.outcome === 'relayed' || message.claimedAt === null) return undefined;
  return proof.at >= message.claimedAt ? proved(proof.outcome) : undefined;
}

const wayOf = ({ way }: Pick<OutboxMessage, 'way'>): keyof typeof STATES => (way === 'sms' ? 'sms' : 'wechat');

function lessonOf({ message, outcome }: Settled, facts: Facts, now: number): Lesson | undefined {
  const receipt = facts.receipts.get(message.refId);
  if (message.kind !== 'notice' || !receipt || outcome.receipt === null) return undefined;
  const way = wayOf(message);
  const stands = RUNGS.indexOf(receipt.rung) <= RUNGS.indexOf(way) && receipt.open && receipt.climbAt !== null;
  return {
    receiptId: receipt._id,
    from: receipt.state,
    state: climb(receipt.state, outcome.receipt === 'sent' ? STATES[way] : outcome.receipt),
    way,
    outcome: outcome.receipt,
    why: outcome.why,
    climbAt: stands && outcome.receipt !== 'sent' ? nextAllowed(now, receipt.urgent) : null,
  };
}
