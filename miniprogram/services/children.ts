import { scopesOf } from '../shared/access/permissions';
import type { Output } from '../shared/contract';
import { call } from './call';
import { currentMembership, lastView } from './session';
import { recall, remember } from './storage';
import { now } from './time';

/** A child as it is chosen from a list. Nothing of its family is kept on the phone. */
export type KnownChild = Pick<Output<'contacts.list'>['children'][number], 'id' | 'name' | 'className' | 'tone'>;

interface Kept {
  readonly at: number;
  readonly children: readonly KnownChild[];
}

/** Lists come by the hundred; beyond so many pages (a whole large school) the rest is not kept on a phone. */
const PAGES = 15;
/** A list is taken for good so long, ms. */
const FRESH = 20 * 3_600_000;
const NOTHING: Kept = { at: 0, children: [] };

const key = (): string => `children:${currentMembership()?.id ?? ''}`;

/** The children whom the teacher looks after, as last heard: they are there at a door without a network. */
export function knownChildren(): readonly KnownChild[] {
  const home = lastView();
  // A volunteer opens no list: its home names the children it is paired with.
  if (home?.kind === 'volunteer') return home.children.map((child) => ({ ...child, tone: 'ok' as const }));
  return recall<Kept>(key(), NOTHING).children;
}

/** Fetches them when what is kept is older than a day. @throws AppError; what is kept stays. */
export async function refreshChildren(): Promise<void> {
  const role = currentMembership()?.role;
  if (role !== undefined && scopesOf(role, 'contacts.list').length === 0) return;
  const at = now();
  const kept = recall<Kept>(key(), NOTHING);
  if (at - kept.at < FRESH && kept.at <= at) return;
  const where = key();
  const children: KnownChild[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const answer = await call('contacts.list', after === undefined ? {} : { after });
    children.push(...answer.children.map(({ id, name, className, tone }) => ({ id, name, className, tone })));
    if (answer.next === null) break;
    after = answer.next;
  }
  remember(where, { at, children } satisfies Kept);
}
