/** A change of LETTER_KEYS: what is sealed under an older of the letters' keys goes under the newest (privacy/reseal.ts does the same for FIELD_KEYS). */
import type { Documents, Resealing } from '../data/documents';
import type { Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { resealed, type SealedFields } from '../privacy/sealed';

type Needs = Pick<Deps, 'store' | 'letterVault' | 'now'>;

const FIELDS = {
  letters: { text: null, 'voice.key': null },
  letterSecrets: { pictures: null },
} as const satisfies Record<string, SealedFields>;
type Name = keyof typeof FIELDS;
const NAMES = Object.keys(FIELDS) as Name[];

const SLICE = 50;
const RUN_MS = 15_000;

/** Looks at slices until the time is up; nothing to do while there is one key. Answers how many documents went under the newest key. */
export async function resealLetters(deps: Needs, until: number): Promise<number> {
  if (deps.letterVault.keys.length === 1) return 0;
  const end = Math.min(until, deps.now() + RUN_MS);
  let changed = 0;
  for (const name of NAMES) {
    let state = await stateOf(deps, name);
    while (!state.through && deps.now() < end) {
      const { renewed, next } = await slice(deps, name, state);
      changed += renewed;
      await deps.store.put('resealing', next);
      state = next;
    }
  }
  return changed;
}

/** How many documents still have to be looked at until no older key is needed. */
export async function lettersToReseal(deps: Needs): Promise<number> {
  if (deps.letterVault.keys.length === 1) return 0;
  let left = 0;
  for (const name of NAMES) {
    const { through, after, found } = await stateOf(deps, name);
    if (!through) left += await deps.store.count(name, { _id: { gt: found > 0 ? '' : after } });
  }
  return left;
}

async function stateOf({ store, letterVault, now }: Needs, name: Name): Promise<Resealing> {
  const [key] = letterVault.keys;
  const _id = `own:${name}`;
  const known = await store.get('resealing', _id);
  return known?.key === key ? known : { _id, key, after: '', found: 0, through: false, startedAt: now(), at: now() };
}

/** One slice and where the next begins. The end of a round that found something old begins another one. */
async function slice(
  deps: Needs,
  name: Name,
  state: Resealing,
): Promise<{ readonly renewed: number; readonly next: Resealing }> {
  const { store, letterVault } = deps;
  const docs: { readonly _id: string }[] = await store.list(name, {
    where: { _id: { gt: state.after } } as Where<Documents[Name]>,
    orderBy: [['_id', 'asc']],
    limit: SLICE,
  });
  let renewed = 0;
  for (const { _id } of docs) {
    const isOld = await store.transact(async (tx) => {
      const doc = await tx.get(name, _id);
      const set = doc && resealed(letterVault, FIELDS[name], doc as never);
      if (set) await tx.update(name, _id, { set: set as never });
      return set !== undefined;
    });
    if (isOld) renewed += 1;
  }
  const found = state.found + renewed;
  const last = docs.at(-1);
  const at = deps.now();
  if (docs.length === SLICE && last) return { renewed, next: { ...state, after: last._id, found, at } };
  return { renewed, next: { ...state, after: '', found: 0, through: found === 0, at } };
}
