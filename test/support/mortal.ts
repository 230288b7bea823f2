import type { Store, Transaction } from '../../cloudfunctions/_server/data/store';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';

/** A function to which something happens right before its first step of a kind. */
export function meanwhile(
  deps: Deps,
  isMoment: (step: keyof Store, collection: unknown, args: readonly unknown[]) => boolean,
  happens: () => Promise<unknown>,
): Deps {
  let happened = false;
  const store = new Proxy(deps.store, {
    get:
      (of, name: keyof Store) =>
      async (...args: readonly unknown[]) => {
        if (!happened && isMoment(name, args[0], args)) {
          happened = true;
          await happens();
        }
        return (of[name] as (...a: readonly unknown[]) => Promise<unknown>)(...args);
      },
  });
  return { ...deps, store };
}

/** A function that is stopped by the platform at its n-th step to the database: nothing of it happens any more. */
export function mortal(deps: Deps, steps: number, lostAnswer: boolean): Deps {
  let left = steps;
  const step = async <R>(work: () => Promise<R>): Promise<R> => {
    left -= 1;
    // The last step may still happen, without its answer being heard.
    if (left === 0 && lostAnswer) await work();
    if (left <= 0) throw new Error('stopped');
    return work();
  };
  const watched = <T extends object>(target: T): T =>
    new Proxy(target, {
      get:
        (of, name) =>
        (...args: readonly unknown[]) =>
          step(() => (Reflect.get(of, name) as (...a: readonly unknown[]) => Promise<unknown>)(...args)),
    });
  const store: Store = {
    ...watched(deps.store),
    ...Object.fromEntries(
      Object.keys(deps.store).map((name) => [name, Reflect.get(watched(deps.store), name) as unknown]),
    ),
    transact: (work) => step(() => deps.store.transact((tx: Transaction) => work(watched(tx)))),
  };
  return { ...deps, store };
}
