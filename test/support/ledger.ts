import type { ContactEntry } from '../../cloudfunctions/_server/data/documents';
import { recordContact } from '../../cloudfunctions/_server/ledger/contacts';
import { weekOf } from '../../miniprogram/shared/domain/calendar';
import type { Backend } from './backend';
import { SCHOOL } from './builders';

/** The Tuesday of the backend's clock, and its Monday. */
export const TODAY = '2026-11-24';
export const MONDAY = '2026-11-23';

/** A call of 林小雨 at the centre, noted by the teacher on duty, with what a test cares about. */
export const anEntry = (over: Partial<ContactEntry> & Pick<ContactEntry, '_id' | 'day'>): ContactEntry => ({
  schoolId: SCHOOL,
  studentId: 's-yu',
  classId: 'c32',
  weekOf: weekOf(over.day),
  with: 'child',
  way: 'call_here',
  saidBy: { role: 'teacher', personId: 't-duty', name: '孙老师' },
  at: 0,
  ...over,
});

/** The ledger of a backend as tests look into it; `backend` is asked for anew each time, for each test starts its own. */
export function ledgerOf(backend: () => Backend) {
  const store = () => backend().deps.store;
  return {
    record: (over: Parameters<typeof anEntry>[0]) => store().transact((tx) => recordContact(tx, anEntry(over))),
    contactOf: async (id: string) => (await store().get('students', id))?.contact,
    entriesOf: (studentId: string) =>
      store().list('contactEntries', { where: { schoolId: SCHOOL, studentId }, limit: 50 }),
    roll: (notYet: string[], over: { classId?: string; weekOf?: string; by?: string } = {}) =>
      backend().reply(over.by ?? 'o-t-head', 'ledger.roll', {
        classId: over.classId ?? 'c32',
        weekOf: over.weekOf ?? MONDAY,
        notYet,
      }),
    messages: (studentId: string) =>
      store().list('outbox', { where: { schoolId: SCHOOL, refId: studentId }, limit: 50 }),
  };
}
