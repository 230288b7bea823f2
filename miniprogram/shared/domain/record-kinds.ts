/** The kinds of care records that come with the product, and how one is found among them and a school's own. */
import type { CallerRole } from '../access/permissions';
import { GROWTH_KINDS } from './record-kinds/growth';
import { LIFE_KINDS } from './record-kinds/life';
import { TALK_KINDS } from './record-kinds/talks';
import { VISIT_KINDS } from './record-kinds/visits';
import { kindFault, kindsFault } from './record-kinds-check';
import type { RecordKind } from './record-kinds-parts';

export * from './record-kinds-parts';

/** In the order of the chooser: what is written most comes first. */
export const RECORD_KINDS: readonly RecordKind[] = [...VISIT_KINDS, ...TALK_KINDS, ...LIFE_KINDS, ...GROWTH_KINDS];

const fault = kindsFault(RECORD_KINDS);
if (fault) throw new Error(`a kind of record that means nothing: ${fault.field} ${fault.rule}`);

const byId: ReadonlyMap<string, RecordKind> = new Map(RECORD_KINDS.map((kind) => [kind.id, kind]));

/** The row of a kind of the product or of a school's own; `undefined` for one that neither knows. */
export const recordKind = (id: string, own: readonly RecordKind[] = []): RecordKind | undefined =>
  byId.get(id) ?? own.find((kind) => kind.id === id);

/** What a school has set about kinds (School.recordKinds, `records.kinds`). */
interface SchoolKinds {
  readonly own: readonly RecordKind[];
  readonly hidden: readonly string[];
}

/** A school's own kinds that mean something: a stored row with a fault does not load, nor one of an id that is taken. */
export const ownKinds = (set: Pick<SchoolKinds, 'own'> | undefined): readonly RecordKind[] =>
  (set?.own ?? []).filter(
    (kind, i, all) =>
      kindFault(kind) === undefined && !byId.has(kind.id) && all.findIndex(({ id }) => id === kind.id) === i,
  );

/** What a kind counts for. */
export type Feeding = Pick<RecordKind, 'id' | 'feeds'>;

/** So many kinds that are gone are kept: more than a school drops while what was written with them counts. */
const ENDED = 100;

/** The kinds of a school that count for something and are not its own any more, with those that go now; newest first. */
export const endedKinds = (
  before: { readonly own: readonly Feeding[]; readonly ended?: readonly Feeding[] | undefined } | undefined,
  own: readonly Pick<RecordKind, 'id'>[],
): Feeding[] => {
  const all = [...(before?.own ?? []), ...(before?.ended ?? [])].map(({ id, feeds }) => ({ id, feeds }));
  return all.filter(({ id, feeds }) => feeds.length > 0 && !own.some((kind) => kind.id === id)).slice(0, ENDED);
};

/** A school's own kinds as they count: those that it has, and those that are gone. */
export const countedKinds = (
  set: (Pick<SchoolKinds, 'own'> & { readonly ended?: readonly Feeding[] | undefined }) | undefined,
): readonly Feeding[] => [...ownKinds(set), ...(set?.ended ?? [])];

/** What a school writes with: the product's kinds without those it hid, then its own. */
export const offeredKinds = (set: SchoolKinds | undefined): readonly RecordKind[] => [
  ...RECORD_KINDS.filter(({ id }) => !set?.hidden.includes(id)),
  ...ownKinds(set),
];

/** The ids of kinds of which an entry is such a deed: those that feed it, and the kind of that id itself. */
export const kindsOfDeed = (deed: string, own: readonly Feeding[] = []): readonly string[] =>
  [...(RECORD_KINDS as readonly Feeding[]), ...own]
    .filter(({ id, feeds }) => id === deed || feeds.includes(deed))
    .map(({ id }) => id);

/** The kind that answers a cadence first: one that the school uses and this person may write; empty where none does. */
export function kindFor(
  cadence: { readonly counts: readonly string[] },
  set: SchoolKinds | undefined,
  role: CallerRole | undefined,
): string {
  const wanted = new Set(cadence.counts.flatMap((deed) => kindsOfDeed(deed, ownKinds(set))));
  return offeredKinds(set).find(({ id, writers }) => wanted.has(id) && writers.some((one) => one === role))?.id ?? '';
}
