import type { Input } from '../../../../shared/contract';

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

/** What goes to the school; the voice is a local path, which the outbox replaces when it is uploaded. */
export const letterInput = ({ requestKey, text, voice }: LetterForm, studentId: string): Input<'letters.write'> => ({
  requestKey,
  studentId,
  text: text.trim(),
  voice: voice && { fileId: voice.path, seconds: voice.seconds },
});
