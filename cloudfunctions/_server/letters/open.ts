import { isMine, isThere, type LetterSide } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { FamilyMember, Letter, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { deliver } from './delivery';
import { insideOf } from './inside';
import { found, namesIn } from './repository';

type Pair = { readonly child: Student; readonly adult: FamilyMember };

/** A letter that its reader may open: what it says. The first opening by who gets it is its delivery. */
export async function openLetter(ctx: Ctx, side: LetterSide, { child, adult }: Pair, id: string) {
  const letter = await ctx.store.transact(async (tx) => {
    const one = readable(await tx.get('letters', id), side, { child, adult });
    if (isMine(one, side) || one.state !== 'waiting') return one;
    const openedAt = ctx.now();
    await tx.update('letters', id, { set: { state: 'opened', openedAt } });
    await deliver(tx, one, {
      child,
      day: ctx.today,
      at: openedAt,
      saidBy: { role: adult.role, personId: adult._id, name: adult.name },
    });
    return { ...one, state: 'opened' as const, openedAt };
  });
  const { from } = namesIn(letter, child, adult);
  return insideOf(ctx, letter, { from, mine: isMine(letter, side) });
}

/** A letter of these two that this side may read. */
export function readable(letter: Letter | undefined, side: LetterSide, { child, adult }: Pair): Letter {
  const isTheirs = letter?.studentId === child._id && letter.adultId === adult._id;
  const one = found(isTheirs && isThere(letter, side) && letter);
  if (one.state === 'taken_back') throw new AppError('common.not-found');
  return one;
}
