import { isThere } from '../../../miniprogram/shared/domain/letters';
import type { FamilyMember, Letter, Student } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { wordsOf } from './inside';
import { lettersWith, namesIn } from './repository';

const MOST = 1000;

/**
 * The letters between one parent and a child, newest first, for that parent's own copy of the data. What it did not open yet is not in it: opening
 * tells the child.
 */
export async function lettersToCopy(
  deps: Pick<Deps, 'store' | 'letterVault'>,
  child: Student,
  adult: FamilyMember,
): Promise<(Pick<Letter, 'at' | 'way'> & { readonly from: string; readonly text: string })[]> {
  const letters = await lettersWith(deps.store, child, [adult._id], MOST);
  return letters
    .filter((letter) => isThere(letter, 'adult') && letter.state !== 'taken_back')
    .filter(({ direction, state }) => direction === 'to_child' || state === 'opened')
    .map((letter) => ({
      at: letter.at,
      way: letter.way,
      from: namesIn(letter, child, adult).from,
      text: wordsOf(deps, letter),
    }));
}
