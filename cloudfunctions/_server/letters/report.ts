import { isMine, type LetterSide, type ReportReason } from '../../../miniprogram/shared/domain/letters';
import type { LetterReport } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { handedOver } from './inside';
import { readable } from './open';
import { found } from './repository';

interface Told {
  readonly why: ReportReason;
  readonly words: string;
  readonly show: boolean;
}

/**
 * A reader says that something is wrong with a letter it opened. The letter itself reaches the school only where the reader hands it over, which it
 * may also do later. Saying it twice changes nothing.
 */
export async function reportLetter(
  ctx: Ctx,
  side: LetterSide,
  pair: Parameters<typeof readable>[2],
  id: string,
  told: Told,
): Promise<void> {
  await ctx.store.transact(async (tx) => {
    const letter = readable(await tx.get('letters', id), side, pair);
    found(!isMine(letter, side) && letter.state === 'opened');
    const handed = letter.report?.handed ?? (told.show ? handedOver(ctx, letter) : null);
    if (letter.report && handed === letter.report.handed) return;
    const report: LetterReport = letter.report
      ? { ...letter.report, handed, open: true }
      : {
          why: told.why,
          words: told.words === '' ? null : ctx.vault.seal(told.words),
          at: ctx.now(),
          open: true,
          handed,
          answer: null,
          answeredAt: null,
        };
    await tx.update('letters', id, { set: { report } });
  });
}
