/** How many letters one may write to the other a day. */
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { LETTERS_A_DAY } from '../../../miniprogram/shared/domain/letters';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { Letter, LetterSecret } from '../data/documents';
import type { Transaction } from '../data/store';
import { noSecret } from './secret';

type Pair = Pick<Letter, 'schoolId' | 'studentId' | 'adultId' | 'direction'>;

const keyOf = ({ direction, adultId }: Pair): string => `${direction}:${adultId}`;
const writtenOn = (secret: LetterSecret | undefined, day: Day): Readonly<Record<string, number>> =>
  secret?.written?.day === day ? secret.written.by : {};

/** @throws AppError `letters.too-many` */
export function requireRoom(secret: LetterSecret | undefined, pair: Pair, today: Day): void {
  if ((writtenOn(secret, today)[keyOf(pair)] ?? 0) >= LETTERS_A_DAY) throw new AppError('letters.too-many');
}

/**
 * Counts a letter of today, in the transaction that writes it: of two at once the later counts anew. One that is taken back still counts.
 * @throws AppError `letters.too-many`
 */
export async function countLetter(tx: Transaction, pair: Pair, today: Day): Promise<void> {
  const { studentId: _id, schoolId } = pair;
  const secret = await tx.get('letterSecrets', _id);
  requireRoom(secret, pair, today);
  const by = writtenOn(secret, today);
  const written = { day: today, by: { ...by, [keyOf(pair)]: (by[keyOf(pair)] ?? 0) + 1 } };
  if (secret) await tx.update('letterSecrets', _id, { set: { written } });
  else await tx.insert('letterSecrets', { ...noSecret({ _id, schoolId }, today), written });
}
