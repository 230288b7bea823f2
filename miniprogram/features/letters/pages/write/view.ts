import type { Input } from '../../../../shared/contract';
import { LIMITS } from '../../../../shared/limits';

/** A letter as it was begun; it is also the draft. */
export interface LetterForm {
  /** One letter, one key: however often it is sent. */
  readonly requestKey: string;
  readonly text: string;
  /** A kept local file. */
  readonly voice: { readonly path: string; readonly seconds: number } | null;
}

export const emptyLetter = (requestKey: string): LetterForm => ({ requestKey, text: '', voice: null });

export const isBegun = ({ text, voice }: LetterForm): boolean => text.trim() !== '' || voice !== null;

/** No more words go in: what is pasted or dictated beyond is cut off, and the writer must know. */
export const isFull = ({ text }: LetterForm): boolean => text.length >= LIMITS.letterText;

/** What goes to the school; the voice is a local path, which the outbox replaces when it is uploaded. */
export const letterInput = ({ requestKey, text, voice }: LetterForm, studentId: string): Input<'letters.write'> => ({
  requestKey,
  studentId,
  text: text.trim(),
  voice: voice && { fileId: voice.path, seconds: voice.seconds },
});

/**
 * What the school did not take comes back into the form, under a new key, for the old one has its answer; what was begun meanwhile
 * stands after it, and of two voices the newer stays.
 */
export function mended(refused: Input<'letters.write'>, begun: LetterForm, requestKey: string): LetterForm {
  const { text, voice } = refused;
  return {
    requestKey,
    text: [text, begun.text].filter((part) => part.trim() !== '').join('\n'),
    voice: begun.voice ?? (voice ? { path: voice.fileId, seconds: voice.seconds } : null),
  };
}
