import type { Voice } from '../../form';

/** One recorder of the list: with a voice, or the empty one at the end. */
export interface Slot extends Voice {
  readonly key: string;
}

let made = 0;
const emptySlot = (): Slot => {
  made += 1;
  return { key: `voice-${made}`, path: '', seconds: 0 };
};

/**
 * A recorder for each voice, and an empty one where there is room. A recorder keeps its place and key, so that the one in which somebody just
 * spoke stays the one that shows it.
 */
export function slotsOf(voices: readonly Voice[], most: number, shown: readonly Slot[]): Slot[] {
  const empty = shown.find(({ path }) => path === '');
  const full = voices.map((voice) => ({ ...(shown.find(({ path }) => path === voice.path) ?? emptySlot()), ...voice }));
  return full.length < most ? [...full, empty ?? emptySlot()] : full;
}

/** The slots after one of them was spoken into (`voice`) or emptied (`null`). */
export const withVoice = (slots: readonly Slot[], key: string, voice: Voice | null): Slot[] =>
  slots.flatMap((slot) => (slot.key !== key ? slot : voice ? { ...slot, ...voice } : []));

export const voicesOf = (slots: readonly Slot[]): Voice[] =>
  slots.filter(({ path }) => path !== '').map(({ path, seconds }) => ({ path, seconds }));
