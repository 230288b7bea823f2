import type { HomeView } from '../../../miniprogram/shared/contract';
import { minuteOf } from '../../../miniprogram/shared/domain/calendar';
import { isAhead } from '../../../miniprogram/shared/domain/calls';
import { heardLastFrom, isThisWeek, toneOf } from '../../../miniprogram/shared/domain/ledger';
import { bookingsAhead } from '../booking/repository';
import { ticketOf } from '../booking/tickets';
import { studentsIn } from '../contacts/repository';
import type { FamilyMember, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { unopenedBy } from '../letters/repository';
import { familyItems } from '../notices/repository';

/** Among so many of a family's newest things the first screen looks for what waits; it shows a few, the rest is one tap further. */
const ITEMS = 20;

/** When do we talk next, what is the child's news, is there something to hear: three reads, and one of a parent's for the letters of its children. */
export async function familyHome(ctx: Ctx, person: FamilyMember, role: 'parent' | 'guardian'): Promise<HomeView> {
  const { store, reach, today } = ctx;
  const now = minuteOf(ctx.now());
  const [students, bookings, items, letters] = await Promise.all([
    studentsIn(store, reach, { limit: 20 }),
    bookingsAhead(store, reach, today),
    familyItems(store, reach, person._id, ITEMS),
    role === 'parent' ? unopenedBy(store, person) : new Map<string, number>(),
  ]);
  return {
    kind: 'family',
    role,
    name: person.name,
    children: students.map(({ _id, name, className, contact }) => ({
      id: _id,
      name,
      className,
      childDay: contact.childDay,
      caregiverDay: contact.caregiverDay,
      thisWeek: isThisWeek(contact.childDay, today),
      tone: toneOf(contact.childDay, today, contact.since),
      byYou: heardLastFrom(contact, person._id),
      letters: letters.get(_id) ?? 0,
    })),
    calls: bookings
      .filter((b) => isAhead(b.status) && (b.day > today || b.to > now || b.status === 'in_call'))
      .map((booking) => ticketOf(booking, ctx)),
    items,
    asksConsent: asksConsent(person, students),
  };
}

/** A child at the school for whom its legal guardian was not asked yet; whom was asked for stands on the person's own document. */
function asksConsent({ children, askedFor = [] }: FamilyMember, here: readonly Student[]): string | null {
  const guarded = children.filter(({ legalGuardian, mayContact }) => legalGuardian && mayContact);
  const unasked = guarded.find(({ studentId: id }) => !askedFor.includes(id) && here.some(({ _id }) => _id === id));
  return unasked?.studentId ?? null;
}
