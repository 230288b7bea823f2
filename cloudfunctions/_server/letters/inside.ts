/** What letters say: the one place that opens them, for the two people of a letter alone. Nothing that serves staff imports this file (test/architecture.test.ts). */
import type { LetterInside } from '../../../miniprogram/shared/contract';
import { newFileKey, openFile } from '../data/crypto';
import type { Letter, LetterReport, LetterSealed, LetterVoice } from '../data/documents';
import type { Ctx, Deps } from '../kernel/deps';

type Opens = Pick<Deps, 'letterVault' | 'files'>;

/** The words of a letter as they are kept; `null` where there are none. */
export const sealedText = ({ letterVault }: Pick<Deps, 'letterVault'>, text: string): LetterSealed | null =>
  text === '' ? null : letterVault.seal(text);

/** A key for the voice of one letter, sealed. */
export const newVoiceKey = ({ letterVault }: Pick<Deps, 'letterVault'>): LetterSealed => letterVault.seal(newFileKey());
export const voiceKey = ({ letterVault }: Pick<Deps, 'letterVault'>, key: LetterSealed): string =>
  letterVault.open(key);

export const wordsOf = ({ letterVault }: Pick<Deps, 'letterVault'>, { text }: Pick<Letter, 'text'>): string =>
  text === null ? '' : letterVault.open(text);

/** The words and the sound of a letter, for its reader. A voice that is still checked, or was not let through, is not in it. */
export async function insideOf(
  deps: Opens,
  letter: Letter,
  as: { readonly from: string; readonly mine: boolean },
): Promise<LetterInside> {
  const voice = letter.voice && (await soundOf(deps, letter.voice));
  return { letterId: letter._id, ...as, at: letter.at, text: wordsOf(deps, letter), voice };
}

async function soundOf(deps: Opens, { key, fileId, seconds }: LetterVoice): Promise<LetterInside['voice']> {
  if (key === null || fileId === null) return null;
  return { dataUrl: dataUrlOf(openFile(voiceKey(deps, key), await deps.files.read(fileId))), seconds };
}

/** A sound that goes along in an answer, so that no link to it exists. The recorder writes mp3. */
const dataUrlOf = (bytes: Uint8Array): string => `data:audio/mpeg;base64,${Buffer.from(bytes).toString('base64')}`;

/** What a receiver hands over to the school: the words, and the key of the voice, under the school's key. */
export function handedOver({ vault, letterVault }: Ctx, { text, voice }: Letter): NonNullable<LetterReport['handed']> {
  return {
    text: text === null ? null : vault.seal(letterVault.open(text)),
    voiceKey: voice?.key ? vault.seal(letterVault.open(voice.key)) : null,
  };
}
