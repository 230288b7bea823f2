import { call, isSilence } from '../../services/call';
import { asAppError } from '../../services/feedback';
import { newId } from '../../services/ids';
import { type Post, post } from '../../services/outbox';
import type { Input } from '../../shared/contract';

type Told = Input<'notices.told'>;
/** What the sheet asks for. */
export type Outcome = Pick<Told, 'outcome' | 'choice' | 'note'>;

/**
 * Notes what came of a call or a visit. At a door in the village there is often no network: then it waits on this phone and is
 * sent later, once, for it keeps its key. True when the school has it. @throws AppError when the school refuses it
 */
export async function noteOutcome(told: Omit<Told, 'requestKey'>, who: string): Promise<boolean> {
  const requestKey = newId();
  const input: Told = { ...told, requestKey };
  try {
    await call('notices.told', input, { requestId: requestKey });
    return true;
  } catch (failure) {
    if (!isSilence(asAppError(failure).code)) throw failure;
    const about = told.receiptId;
    await post({ clientId: requestKey, method: 'notices.told', input, title: `和${who}说的结果`, about });
    return false;
  }
}

/** Receipts of which an outcome waits on this phone for the network. */
export const waitingOutcomes = (letters: readonly Post[]): ReadonlySet<string> =>
  new Set(
    letters
      .filter(({ method, state }) => method === 'notices.told' && (state === 'queued' || state === 'sending'))
      .map(({ input }) => (input as Told).receiptId),
  );
