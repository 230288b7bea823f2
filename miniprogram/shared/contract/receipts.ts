import * as v from 'valibot';
import { RUNGS } from '../domain/ladder';
import { ASKS } from '../domain/notices';
import { LIMITS } from '../limits';
import { fileId, text } from './shapes';

export const asks = v.picklist(ASKS);
export const rung = v.picklist(RUNGS);
/** One of the answers that a notice offers. */
export const choice = text(LIMITS.choice);

/**
 * What is proved for one person (product.md section 5), the strongest proof so far. `queued`: nothing yet; `sent`,
 * `texted`: WeChat, the SMS service took it; `refused`: the last way failed; `unknown`: nobody knows whether it
 * arrived; `relayed`: a neighbour told it on from paper; `opened`, `heard`, `confirmed`, `answered`, `signed`: the person
 * itself; `called`, `visited`: a teacher told it.
 */
export const receiptState = v.picklist([
  'queued',
  'sent',
  'texted',
  'refused',
  'unknown',
  'relayed',
  'opened',
  'heard',
  'confirmed',
  'called',
  'visited',
  'answered',
  'signed',
]);
export type ReceiptState = v.InferOutput<typeof receiptState>;

export const voice = v.strictObject({
  fileId,
  seconds: v.pipe(v.number(), v.minValue(1), v.maxValue(LIMITS.voiceSeconds)),
});
