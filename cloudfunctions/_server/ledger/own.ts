import type { OwnContact } from '../../../miniprogram/shared/contract';
import { type Day, weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { type Party, partiesOf } from '../../../miniprogram/shared/domain/ledger';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { ContactEntry, Student } from '../data/documents';
import { Duplicate } from '../data/store';
import type { Caller, Ctx } from '../kernel/deps';
import { recordContact } from './contacts';
import { takeBack } from './days';

type Said = Pick<OwnContact, 'day' | 'with' | 'way'>;
type Speaker = Exclude<Caller, { readonly kind: 'stranger' }>;

/** Whoever says it is part of the name: two people may say the same, and each may take back what was said by him or her. */
const entryId = (studentId: string, { day, way }: Said, party: Party, by: string): string =>
  `own:${studentId}:${day}:${way}:${party}:${by}`;

/** Notes a contact that did not run through the school; what is there already stays. Each part may be repeated. */
export async function sayContact(ctx: Ctx, child: Student, said: Said): Promise<void> {
  const speaker = speakerOf(ctx.caller);
  for (const party of partiesOf(said.with)) {
    try {
      await ctx.store.transact((tx) => recordContact(tx, entryOf(ctx, child, said, { party, speaker })));
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
  }
}

/** Takes back what the caller said of a day; where nothing was said there is nothing to do. */
export async function unsayContact(ctx: Ctx, child: Student, said: Said): Promise<void> {
  const { store } = ctx;
  const { person } = speakerOf(ctx.caller);
  for (const party of partiesOf(said.with)) {
    const id = entryId(child._id, said, party, person._id);
    if (!(await store.get('contactEntries', id))) continue;
    // From whom the child heard is forgotten rather than looked up: nobody is named wrongly.
    if (party === 'child')
      await store.updateWhere('students', { _id: child._id }, { set: { 'contact.childBy': null } });
    await takeBack(store, [child], { entryIds: [id], party });
  }
}

function entryOf(
  ctx: Ctx,
  child: Student,
  said: Said,
  { party, speaker }: { readonly party: Party; readonly speaker: Speaker },
): ContactEntry {
  const { role, person } = speaker;
  const day: Day = said.day;
  return {
    _id: entryId(child._id, said, party, person._id),
    schoolId: child.schoolId,
    studentId: child._id,
    classId: child.classId,
    day,
    weekOf: mondayOf(day),
    with: party,
    way: said.way,
    saidBy: { role, personId: person._id, name: person.name },
    // A parent speaks of a call of his or her own; a caregiver or teacher may not know which parent it was.
    adultId: role === 'parent' ? person._id : null,
    at: ctx.now(),
  };
}

function speakerOf(caller: Caller): Speaker {
  if (caller.kind === 'stranger') throw new AppError('auth.forbidden');
  return caller;
}
