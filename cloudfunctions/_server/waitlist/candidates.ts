import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { daysWithout } from '../../../miniprogram/shared/domain/ledger';
import { needOrder } from '../../../miniprogram/shared/domain/planner';
import { openOf } from '../calls/makeups';
import type { FamilyMember, Student, WaitlistEntry } from '../data/documents';
import { inParts } from '../data/parts';
import type { Store } from '../data/store';

/** Ids that one question names at most. */
const PART = 200;

/** A family that waits, with all that decides what it is offered. */
export interface Candidate {
  readonly entry: WaitlistEntry;
  readonly adult: FamilyMember;
  readonly children: readonly Student[];
  readonly credits: number;
}

/** The families of some entries; those who could not answer are left out. */
export async function candidatesOf(store: Store, waiting: readonly WaitlistEntry[]): Promise<Candidate[]> {
  const studentIds = [...new Set(waiting.flatMap((entry) => entry.studentIds))];
  const [adults, students, makeups] = await Promise.all([
    byId(store, 'familyMembers', [...new Set(waiting.map(({ adultId }) => adultId))]),
    byId(store, 'students', studentIds),
    byId(store, 'makeups', studentIds),
  ]);
  return waiting.flatMap((entry) => {
    const adult = adults.get(entry.adultId);
    const may = (id: string) => adult?.children.some((link) => link.studentId === id && link.mayContact) ?? false;
    const children = entry.studentIds.flatMap((id) => students.get(id) ?? []);
    const own = children.filter(({ _id, status }) => status === 'active' && may(_id));
    const credits = own.reduce((sum, { _id }) => sum + openOf(makeups.get(_id) ?? NO_CREDITS), 0);
    // Whoever has no WeChat bound could not answer.
    return adult?.openid && own.length > 0 ? [{ entry, adult, children: own, credits }] : [];
  });
}
const NO_CREDITS = { earned: [], spent: [] };

async function byId<C extends 'familyMembers' | 'students' | 'makeups'>(store: Store, collection: C, ids: string[]) {
  const parts = inParts(ids, PART);
  const docs = await Promise.all(
    parts.map((part) => store.list(collection, { where: { _id: { in: part } }, limit: PART })),
  );
  return new Map(docs.flat().map((doc) => [doc._id, doc] as const));
}

/** The neediest first, as in the plan; equal ones by the week's draw. */
export function inNeed(candidates: readonly Candidate[], seed: string, today: Day): Candidate[] {
  const households = candidates.map((candidate) => ({
    candidate,
    id: candidate.entry._id,
    days: Math.max(...candidate.children.map(({ contact }) => daysWithout(contact.childDay, today, contact.since))),
    credits: candidate.credits,
    usual: null,
    times: [],
  }));
  return needOrder(households, seed).map(({ candidate }) => candidate);
}
