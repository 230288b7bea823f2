import type { LetterEnvelope } from '../../shared/contract';

interface Page {
  readonly letters: readonly LetterEnvelope[];
  /** Where the older ones begin; `null` where there are none. */
  readonly next: number | null;
}

/** The newest letters, page by page until at least `most` are there: what was on the page before stays when it is drawn anew. */
export async function newestLetters<P extends Page>(most: number, fetch: (before?: number) => Promise<P>): Promise<P> {
  let all = await fetch();
  while (all.letters.length < most && all.next !== null) {
    const older = await fetch(all.next);
    all = { ...all, letters: [...all.letters, ...older.letters], next: older.next };
  }
  return all;
}
