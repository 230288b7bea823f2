import type { LedgerRow } from '../../../miniprogram/shared/contract';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { daysWithout, isThisWeek, mostUrgentFirst, toneOf } from '../../../miniprogram/shared/domain/ledger';
import type { ContactEntry, Student } from '../data/documents';

/** Of several contacts in a week, the one that is shown is the one the school knows most about: the last of these. */
const BY_PROOF: readonly ContactEntry['way'][] = ['own_call', 'letter', 'visit_home', 'call_here'];

/** The ledger's rows of some children, most urgent first; `entries` are those of this week. */
export function rowsOf(students: readonly Student[], entries: readonly ContactEntry[], today: Day): LedgerRow[] {
  const told = entries
    .filter((entry) => entry.with === 'child')
    .sort((a, b) => BY_PROOF.indexOf(a.way) - BY_PROOF.indexOf(b.way));
  const ways = new Map(told.map((entry) => [entry.studentId, entry.way]));
  return students
    .map(({ _id: id, name, className, leftBehind, contact }) => ({
      id,
      name,
      className,
      leftBehind,
      childDay: contact.childDay,
      caregiverDay: contact.caregiverDay,
      remindedDay: contact.remindedDay,
      days: contact.childDay === null ? null : daysWithout(contact.childDay, today, contact.since),
      tone: toneOf(contact.childDay, today, contact.since),
      thisWeek: isThisWeek(contact.childDay, today),
      way: ways.get(id) ?? null,
      followed: contact.followed ?? null,
      worries: contact.worries ?? 0,
    }))
    .sort((a, b) => mostUrgentFirst(a, b) || a.name.localeCompare(b.name, 'zh'));
}
