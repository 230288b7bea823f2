import { scopesOf } from '../shared/access/permissions';
import type { Input, Output } from '../shared/contract';
import type { Day } from '../shared/domain/calendar';
import { type Feeding, ownKinds, recordKind } from '../shared/domain/record-kinds';
import { call } from './call';
import { refreshChildren } from './children';
import { posts } from './outbox';
import { currentMembership } from './session';
import { recall, remember } from './storage';
import { now } from './time';

/*
 * What whoever writes a record must have at hand where there is no network, besides the children (`services/children`): the
 * school's own kinds, what was due the last time, the classes, and which kinds were written last.
 */

type Due = Output<'cadence.due'>;

/** A child of the due list, with what is due: 「月家访」, and which deeds answer it. */
export interface DueChild {
  readonly id: string;
  readonly name: string;
  readonly className: string;
  readonly duties: readonly {
    readonly what: string;
    readonly deeds: readonly string[];
    readonly state: 'overdue' | 'soon';
    /** What was done from this day on answers it. */
    readonly from: Day;
    /** How often it must still be done. */
    readonly left: number;
  }[];
}

export interface AtDoor {
  /** When all of it was fetched, ms; 0 for never. */
  readonly at: number;
  readonly kinds: Output<'records.kinds'>;
  readonly due: readonly DueChild[];
  readonly classes: readonly { readonly id: string; readonly name: string }[];
}

/** What was fetched a moment ago is not fetched again, ms. */
const FRESH = 10 * 60_000;
const MOST_USED = 4;
const NOTHING: AtDoor = { at: 0, kinds: { own: [], hidden: [] }, due: [], classes: [] };

const key = (what: string): string => `door:${currentMembership()?.id ?? ''}:${what}`;

/** As last heard. */
export const atDoor = (): AtDoor => recall<AtDoor>(key('known'), NOTHING);

/** Fetches all of it, and the children; each part that does not come stays as it was. Fails never: without a network the next time will do. */
export async function prepareDoor(): Promise<void> {
  const role = currentMembership()?.role;
  const where = key('known');
  const kept = atDoor();
  const isFresh = now() - kept.at < FRESH && kept.at <= now();
  if (role === undefined || scopesOf(role, 'records.write').length === 0) return;
  let came = true;
  const part = async <T>(fetch: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await fetch();
    } catch {
      came = false;
      return undefined;
    }
  };
  const [, kinds, due, classes] = await Promise.all([
    refreshChildren().catch(() => undefined),
    isFresh ? undefined : part(() => call('records.kinds', {})),
    isFresh || !scopesOf(role, 'cadence.read').some((scope) => scope === 'class' || scope === 'paired')
      ? undefined
      : part(async () => dueChildren(await call('cadence.due', { of: 'mine' }))),
    isFresh || scopesOf(role, 'school.read').length === 0
      ? undefined
      : part(async () => (await call('school.read', {})).classes.map(({ id, name }) => ({ id, name }))),
  ]);
  if (isFresh) return;
  // What was saved meanwhile is kept with what did not come, and that is asked for the next time, however soon.
  const last = recall<AtDoor>(where, NOTHING);
  remember(where, {
    at: came ? now() : last.at,
    kinds: kinds ?? last.kinds,
    due: due ? waiting(kinds ?? last.kinds).reduce(answered, due) : last.due,
    classes: classes ?? last.classes,
  } satisfies AtDoor);
}

/** The kinds that were written last on this phone, the latest first, by their ids. */
export const usedKinds = (): readonly string[] => recall<readonly string[]>(key('used'), []);

export const useKind = (kind: string): boolean =>
  remember(key('used'), [kind, ...usedKinds().filter((one) => one !== kind)].slice(0, MOST_USED));

/** A record of this kind and day was written about these children: until the school says anew, nothing is due of them that it answers. */
export function answerDue(kind: Feeding, children: readonly string[], day: Day): boolean {
  const kept = atDoor();
  return remember(key('known'), { ...kept, due: answered(kept.due, { kind, children, day }) } satisfies AtDoor);
}

/** A record as far as it answers what is due. */
interface Written {
  readonly kind: Feeding;
  readonly children: readonly string[];
  readonly day: Day;
}

const answered = (due: readonly DueChild[], { kind, children, day }: Written): readonly DueChild[] =>
  due.flatMap((child) => {
    if (!children.includes(child.id)) return child;
    const duties = child.duties
      .map((duty) => (day >= duty.from && isAnswered(duty, kind) ? { ...duty, left: duty.left - 1 } : duty))
      .filter(({ left }) => left > 0);
    return duties.length > 0 ? { ...child, duties } : [];
  });

/** The records that the school does not know yet when it says what is due. */
const waiting = (kinds: AtDoor['kinds']): Written[] =>
  posts.get().flatMap(({ method, state, as, input }) => {
    if (method !== 'records.write' || as !== currentMembership()?.id) return [];
    if (state !== 'queued' && state !== 'sending') return [];
    const { kind: id, studentIds, day } = input as Input<'records.write'>;
    const kind = recordKind(id, ownKinds(kinds as Parameters<typeof ownKinds>[0]));
    return kind ? [{ kind, children: studentIds, day }] : [];
  });

/** Whether a record of this kind answers what is due. */
export const isAnswered = ({ deeds }: DueChild['duties'][number], { id, feeds }: Feeding): boolean =>
  deeds.includes(id) || feeds.some((deed) => deeds.includes(deed));

/** One row a child, the most urgent first as the school says it, with all that is due. */
function dueChildren({ rows, cadences }: Due): DueChild[] {
  const asked = new Map(cadences.map((cadence) => [cadence.id, cadence]));
  const found = new Map<string, DueChild>();
  for (const { child, cadenceId, state, from, times, done } of rows) {
    const cadence = asked.get(cadenceId);
    if (!cadence || (state !== 'overdue' && state !== 'soon')) continue;
    const duty = { what: cadence.name, deeds: cadence.counts, state, from, left: times - done };
    found.set(child.id, { ...child, duties: [...(found.get(child.id)?.duties ?? []), duty] });
  }
  return [...found.values()];
}
