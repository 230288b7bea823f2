/**
 * A change of keys: everything that is sealed or hashed under an older key goes under the newest, so that the older can be taken out. The job
 * walks through each collection, a slice a run; a collection is through after a round that found nothing old. Cut off anywhere it goes on where it was.
 */
import { findAnew } from '../contacts/find-anew';
import type { Documents, FamilyMember, Resealing, Student } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store, Transaction, Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { resealed, SEALED, SEALED_COLLECTIONS, type SealedCollection, type SealedFields } from './sealed';

type Needs = Pick<Deps, 'store' | 'vault' | 'now'>;
type AnyDoc = Documents[SealedCollection];

/** Documents that are looked at in one go. */
const SLICE = 50;
/** The adults around so many children. */
const ADULTS = 1000;

const fieldsOf = (collection: SealedCollection): SealedFields => SEALED[collection] as SealedFields;

/** How long one run goes on: others have to do their work, too. */
const RUN_MS = 15_000;

/** Looks at slices until the time is up; nothing to do while there is one key. Answers how many documents went under the newest key. */
export async function reseal(deps: Needs, until: number): Promise<number> {
  if (deps.vault.keys.length === 1) return 0;
  const end = Math.min(until, deps.now() + RUN_MS);
  let changed = 0;
  for (const collection of SEALED_COLLECTIONS) {
    let state = await stateOf(deps, collection);
    while (!state.through && deps.now() < end) {
      const { found, next } = await slice(deps, collection, state);
      changed += found;
      await deps.store.put('resealing', next);
      state = next;
    }
  }
  return changed;
}

/** How far a collection came with the newest key. */
async function stateOf({ store, vault, now }: Needs, collection: SealedCollection): Promise<Resealing> {
  const [key] = vault.keys;
  const known = await store.get('resealing', collection);
  if (known?.key === key) return known;
  return { _id: collection, key, after: '', found: 0, through: false, startedAt: now(), at: now() };
}

/** One slice and where the next begins. The end of a round that found something old begins another one. */
async function slice(
  deps: Needs,
  collection: SealedCollection,
  state: Resealing,
): Promise<{ readonly found: number; readonly next: Resealing }> {
  const docs = await pageOf(deps.store, collection, state.after);
  const renew = await renewalOf(deps, collection, docs);
  let found = 0;
  for (const { _id } of docs.filter((doc) => renew(doc) !== undefined)) {
    await deps.store.transact((tx) => write(tx, collection, _id, renew));
    found += 1;
  }
  const at = deps.now();
  const sum = state.found + found;
  const last = docs.at(-1);
  if (docs.length === SLICE && last) return { found, next: { ...state, after: last._id, found: sum, at } };
  return { found, next: { ...state, after: '', found: 0, through: sum === 0, at } };
}

const pageOf = (store: Store, collection: SealedCollection, after: string): Promise<AnyDoc[]> =>
  store.list(collection, {
    where: { _id: { gt: after } } as Where<AnyDoc>,
    orderBy: [['_id', 'asc']],
    limit: SLICE,
  });

type Renewal = (doc: AnyDoc) => Readonly<Record<string, unknown>> | undefined;

/** What has to change in a document of this slice. A pupil is also found by hashes, which are made of its adults' numbers. */
async function renewalOf(deps: Needs, collection: SealedCollection, docs: readonly AnyDoc[]): Promise<Renewal> {
  const { store, vault } = deps;
  const sealed: Renewal = (doc) => resealed(vault, fieldsOf(collection), doc as never);
  if (collection !== 'students') return sealed;
  const students = docs as readonly Student[];
  const adults = await adultsOf(store, students);
  return (doc) => {
    const student = doc as Student;
    const mine = adults.filter(({ studentIds }) => studentIds.includes(student._id));
    const keys = student.left?.how === 'erased' ? student.keys : findAnew(vault, student, mine).keys;
    const same = keys.length === student.keys.length && keys.every((key) => student.keys.includes(key));
    const set = { ...sealed(doc), ...(same ? {} : { keys }) };
    return Object.keys(set).length > 0 ? set : undefined;
  };
}

async function adultsOf(store: Store, students: readonly Student[]): Promise<FamilyMember[]> {
  const found: FamilyMember[] = [];
  for (const [schoolId, group] of groupedBy(students, (student) => student.schoolId)) {
    const studentIds = { in: group.map(({ _id }) => _id) };
    found.push(...(await store.list('familyMembers', { where: { schoolId, studentIds }, limit: ADULTS })));
  }
  return found;
}

/** Writes one document as it stands now. One whose `_id` is a hash moves to its new `_id`. */
async function write(tx: Transaction, collection: SealedCollection, _id: string, renew: Renewal): Promise<void> {
  const doc = await tx.get(collection, _id);
  const set = doc && renew(doc);
  if (!set) return;
  if (typeof set._id !== 'string') {
    await tx.update(collection, _id, { set: set as never });
    return;
  }
  await tx.insert(collection, { ...doc, ...set } as never);
  await tx.remove(collection, _id);
}

/** How many documents of the environment still have to be looked at until no older key is needed. */
export async function leftToReseal(deps: Needs): Promise<number> {
  if (deps.vault.keys.length === 1) return 0;
  let left = 0;
  for (const collection of SEALED_COLLECTIONS) {
    const { through, after, found } = await stateOf(deps, collection);
    // A round that found something is followed by one that makes sure.
    const from = found > 0 ? '' : after;
    if (!through) left += await deps.store.count(collection, { _id: { gt: from } } as Where<AnyDoc>);
  }
  return left;
}
