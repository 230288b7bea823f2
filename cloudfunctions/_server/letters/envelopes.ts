import type { LetterEnvelope } from '../../../miniprogram/shared/contract';
import { isMine, isThere, type LetterSide, stateFor } from '../../../miniprogram/shared/domain/letters';
import type { FamilyMember, Letter, Student } from '../data/documents';
import { namesIn } from './repository';

/** The letters that one of the two sees, as envelopes. Of an adult who is not among `adults` there are none. */
export function envelopesFor(
  side: LetterSide,
  letters: readonly Letter[],
  child: Student,
  adults: readonly FamilyMember[],
): LetterEnvelope[] {
  return letters.flatMap((letter) => {
    const adult = adults.find(({ _id }) => _id === letter.adultId);
    if (!adult || !isThere(letter, side)) return [];
    const { _id: letterId, way, at } = letter;
    const hasVoice = way === 'voice' || way === 'both';
    const state = stateFor(letter, side);
    return { letterId, way, state, at, ...namesIn(letter, child, adult), mine: isMine(letter, side), hasVoice };
  });
}
