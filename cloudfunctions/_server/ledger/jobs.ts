import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { isDueToRemind, turningDays } from '../../../miniprogram/shared/domain/ledger';
import type { FamilyMember, OutboxMessage, Student } from '../data/documents';
import { inParts } from '../data/parts';
import { Conflict, Duplicate, type Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { contactMessages, reachableParents } from './reminders';

const PAGE = 1000;
/** Children whose families are read together; twelve adults each stay under a page. */
const CHUNK = 80;
const TRIES = 3;

/**
 * Asks the parents of every child that turned amber (7 days) or red (14 days) today or yesterday to call, in the school's
 * name. May run as often as it likes: a message has one name per child, parent and day, and a child whose parents were
 * reminded since it turned is left out. Answers how many messages were new.
 */
export async function remindAmber(
  deps: Pick<Deps, 'store' | 'now' | 'schoolOf'>,
  schoolId: string,
): Promise<{ readonly messages: number }> {
  const { store } = deps;
  const today = dayOf(deps.now());
  const school = await deps.schoolOf(schoolId);
  const due = (await turning(store, schoolId, today)).filter((child) => isDueToRemind(child.contact, today));
  let written = 0;
  for (const children of inParts(due, CHUNK)) {
    const family = await familiesOf(store, schoolId, children);
    const reached = children.filter(({ _id }) => reachableParents(family, _id).length > 0);
    const messages = reached.flatMap((child) =>
      contactMessages(child, reachableParents(family, child._id), school.name, deps.now()),
    );
    written += await insertMissing(store, messages);
    if (reached.length > 0) await markReminded(store, reached, today);
  }
  return { messages: written };
}

/**
 * Left-behind children whose last contact, or the begin of counting, lies on one of the days that make them turn. After an
 * import that may be all of a school, so they are read page by page.
 */
async function turning(store: Store, schoolId: string, today: string): Promise<Student[]> {
  const days = turningDays(today);
  const children: Student[] = [];
  for (let after = ''; ; ) {
    const page = await store.list('students', {
      where: { schoolId, leftBehind: true, status: 'active', _id: { gt: after } },
      anyOf: [{ 'contact.childDay': { in: days } }, { 'contact.childDay': null, 'contact.since': { in: days } }],
      orderBy: [['_id', 'asc']],
      limit: PAGE,
    });
    children.push(...page);
    const last = page.at(-1);
    if (page.length < PAGE || !last) return children;
    after = last._id;
  }
}

const familiesOf = (store: Store, schoolId: string, children: readonly Student[]): Promise<FamilyMember[]> =>
  store.list('familyMembers', {
    where: { schoolId, role: 'parent', studentIds: { in: children.map(({ _id }) => _id) } },
    limit: PAGE,
  });

/** Inserts those messages that are not there yet; answers how many. */
async function insertMissing(store: Store, messages: readonly OutboxMessage[]): Promise<number> {
  if (messages.length === 0) return 0;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const there = await store.list('outbox', {
      where: { _id: { in: messages.map(({ _id }) => _id) } },
      limit: PAGE,
      fields: ['status'],
    });
    const missing = messages.filter(({ _id }) => !there.some((message) => message._id === _id));
    if (missing.length === 0) return 0;
    try {
      await store.insert('outbox', missing);
      return missing.length;
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error; // another run of this job writes the same ones
    }
  }
  throw new Conflict();
}

const markReminded = (store: Store, children: readonly Student[], today: string): Promise<number> =>
  store.updateWhere(
    'students',
    { _id: { in: children.map(({ _id }) => _id) } },
    { set: { 'contact.remindedDay': today } },
  );
