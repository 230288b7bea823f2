/** How far long work got: steps done of all; `of` is 0 while nobody knows. */
export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** How long between two looks at how far it got, ms. */
const EVERY = 1_500;
/** So many looks (a minute) at work that another call began; then it is asked for again, as that call may have died. */
const LOOKS = 40;

export const pause = (ms = EVERY): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits for `work` and looks now and then how far it got. A look that fails is none: the work itself answers. */
export function watched<T>(work: Promise<T>, look: () => Promise<unknown>): Promise<T> {
  let over = false;
  const end = () => {
    over = true;
  };
  work.then(end, end);
  void (async () => {
    for (;;) {
      await pause();
      if (over) return;
      await look().catch(() => undefined);
    }
  })();
  return work;
}

/** Waits while `isBusy` says so, for a minute at most. @throws what `isBusy` throws */
export async function waitWhile(isBusy: () => Promise<boolean>): Promise<void> {
  for (let look = 0; look < LOOKS && (await isBusy()); look += 1) await pause();
}

/** 0–100; null while nobody knows. */
export const percentOf = ({ done, of }: Progress): number | null =>
  of > 0 ? Math.min(100, Math.round((100 * done) / of)) : null;
