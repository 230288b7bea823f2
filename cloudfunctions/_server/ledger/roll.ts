import { type Day, weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { rollDay } from '../../../miniprogram/shared/domain/ledger';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { ContactEntry, SchoolClass, Student } from '../data/documents';
import { Conflict, Duplicate } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { raiseDays, takeBack } from './days';
import { leftBehindOf } from './repository';

/** What a teacher said of a class and a week (its Monday). */
interface Roll {
  readonly klass: SchoolClass;
  readonly weekOf: Day;
  readonly notYet: readonly string[];
}

const entryId = (studentId: string, weekOf: Day): string => `roll:${studentId}:${weekOf}`;

/**
 * Calls the roll of a class, or corrects it. Each step may be repeated, so a roll that broke off half-way is mended by
 * sending it again: entries have one name per child and week, days are only raised or set back to what other entries say.
 */
export async function callRoll(ctx: Ctx, roll: Roll): Promise<{ contacted: number; notYet: number }> {
  const { store, today } = ctx;
  const { klass, weekOf } = roll;
  const children = await leftBehindOf(store, klass);
  if (roll.notYet.some((id) => !children.some((child) => child._id === id))) throw new AppError('common.not-found');
  const notYet = children.filter((child) => roll.notYet.includes(child._id));
  const contacted = children.filter((child) => !roll.notYet.includes(child._id));
  const said = await rollEntries(ctx, children, weekOf);
  await raiseToEntries(ctx, contacted, await addEntries(ctx, contacted, weekOf, said));
  const toTakeBack = notYet.filter((child) => said.has(entryId(child._id, weekOf)));
  await takeBack(store, toTakeBack, {
    entryIds: toTakeBack.map(({ _id }) => entryId(_id, weekOf)),
    party: 'child',
  });
  await store.put('classRolls', {
    _id: `${klass._id}:${weekOf}`,
    schoolId: klass.schoolId,
    classId: klass._id,
    weekOf,
    day: today,
    by: staffOf(ctx.caller).person._id,
    notYet: notYet.map(({ _id }) => _id),
  });
  if (weekOf === mondayOf(today)) await noteOnStaff(ctx, roll);
  return { contacted: contacted.length, notYet: notYet.length };
}

type Entries = ReadonlyMap<string, ContactEntry>;

/** What earlier rolls of this week said, by entry id. */
async function rollEntries({ store }: Ctx, children: readonly Student[], weekOf: Day): Promise<Entries> {
  if (children.length === 0) return new Map();
  const ids = children.map(({ _id }) => entryId(_id, weekOf));
  const entries = await store.list('contactEntries', { where: { _id: { in: ids } }, limit: ids.length });
  return new Map(entries.map((entry) => [entry._id, entry]));
}

const TRIES = 3;

/** Adds what is missing and answers all entries of these children. Those said earlier in the week keep their day. */
async function addEntries(ctx: Ctx, children: readonly Student[], weekOf: Day, known: Entries): Promise<Entries> {
  let said = known;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const missing = children.filter((child) => !said.has(entryId(child._id, weekOf)));
    const fresh = missing.map((child) => rollEntry(ctx, child, weekOf));
    if (fresh.length === 0) return said;
    try {
      await ctx.store.insert('contactEntries', fresh);
      return new Map([...said, ...fresh.map((entry): [string, ContactEntry] => [entry._id, entry])]);
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
      said = await rollEntries(ctx, children, weekOf); // somebody calls the same roll at this moment
    }
  }
  throw new Conflict();
}

function rollEntry(ctx: Ctx, child: Student, weekOf: Day): ContactEntry {
  const { role, person } = staffOf(ctx.caller);
  return {
    _id: entryId(child._id, weekOf),
    schoolId: child.schoolId,
    studentId: child._id,
    classId: child.classId,
    day: rollDay(weekOf, ctx.today),
    weekOf,
    with: 'child',
    way: 'own_call',
    saidBy: { role, personId: person._id, name: person.name },
    at: ctx.now(),
  };
}

/**
 * Raises the last day of contact where it is earlier than the entry's. The database looks, not the children as they were read: a day may be set
 * back at this moment, by who did not see the entry yet.
 */
function raiseToEntries(ctx: Ctx, children: readonly Student[], entries: Entries): Promise<void> {
  const days = [...entries.values()].flatMap(({ studentId, day }): [string, Day][] =>
    children.some(({ _id }) => _id === studentId) ? [[studentId, day]] : [],
  );
  return raiseDays(ctx.store, new Map(days), 'child');
}

/** Notes on the class teacher, and on who called the roll, that this week is done: their home page reads it there. */
async function noteOnStaff({ store, caller }: Ctx, { klass, weekOf }: Roll): Promise<void> {
  const ids = new Set([staffOf(caller).person._id, ...(klass.headTeacherId ? [klass.headTeacherId] : [])]);
  await store.updateWhere('staff', { _id: { in: [...ids] } }, { set: { [`rolled.${klass._id}`]: weekOf } });
}
