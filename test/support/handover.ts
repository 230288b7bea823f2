import type { CollectionName } from '../../cloudfunctions/_server/data/documents';
import { filesFollow } from '../../cloudfunctions/_server/handover/followers';
import type { HandoverDraft } from '../../miniprogram/shared/contract';
import type { Backend } from './backend';
import { NOON } from './backend';
import { aBooking, key } from './booking';
import { aClass, aMember, aStaff, aStudent, SCHOOL, withAccounts } from './builders';
import { aSentNotice, toClasses } from './notices';
import { aReceipt } from './outbox';
import { littleSchool } from './shared-backend';

export const ADMIN = 'o-t-admin';
export const DRAWING = 'cloud://local.x/u/name.png';

/**
 * The little school with a last class, 六(1)班 of two children: one has a brother in 三(2)班, the other nobody. 三(2)班 has open receipts, a call
 * ahead, a free period and a group of its own.
 */
export async function schoolAtYearsEnd(backend: Backend): Promise<void> {
  await littleSchool(backend);
  const { store } = backend.deps;
  const place = { classId: 'c61', className: '六(1)班' };
  const [big, alone] = [
    aStudent({ _id: 's-big', name: '林大雨', ...place }),
    aStudent({ _id: 's-alone', name: '唐一', ...place }),
  ];
  const yu = aStudent();
  await store.insert('classes', aClass({ _id: 'c61', grade: 6, number: 1, name: '六(1)班', headTeacherId: 't-six' }));
  await store.insert('students', [big, alone]);
  await withAccounts(store, [
    aMember({ _id: 'm-both', name: '林大山' }, [yu, big]),
    aMember({ _id: 'm-alone', name: '唐父' }, [alone]),
    aStaff({ _id: 't-six', name: '陆老师', classIds: ['c61'] }),
    aStaff({ _id: 't-new', name: '新老师' }),
  ]);
  const call = { day: '2026-11-26', studentIds: ['s-yu'], classIds: ['c32'], adultId: 'm-father' };
  await store.insert('bookings', [
    aBooking({ _id: 'b-yu', ...call, from: 960, children: [{ id: 's-yu', name: '林小雨', className: '三(2)班' }] }),
    aBooking({
      ...{ _id: 'b-alone', ...call, from: 975, studentIds: ['s-alone'], classIds: ['c61'], adultId: 'm-alone' },
      children: [{ id: 's-alone', name: '唐一', className: '六(1)班' }],
    }),
  ]);
  await store.updateWhere(
    'schools',
    { _id: SCHOOL },
    {
      set: { freePeriods: [{ classId: 'c32', weekday: 4, from: 960, to: 1000 }] },
    },
  );
  await store.insert('noticeGroups', {
    ...{ _id: 'g1', schoolId: SCHOOL, ownerId: 't-head', name: '全班', at: NOON },
    audience: toClasses('c32'),
  });
  await store.insert('notices', [
    aSentNotice({
      _id: 'n-later',
      schoolId: SCHOOL,
      status: 'scheduled',
      classIds: ['c32'],
      audience: toClasses('c32'),
    }),
  ]);
  await store.insert('consents', {
    ...{ _id: 's-yu:photos:m-father', schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', memberId: 'm-father' },
    ...{ purpose: 'photos', answer: 'given', way: 'app', at: NOON, enteredBy: null, signedDay: null, before: [] },
  });
  // By the vault of this backend, as everywhere but in builders.
  for (const id of ['c32', 'c11', 'c61']) await filesFollow(backend.deps, SCHOOL, id);
}

/** An open receipt of 周小海's father. */
export const openReceipt = (backend: Backend): Promise<void> =>
  backend.deps.store.insert(
    'receipts',
    aReceipt(0, {
      ...{ _id: 'n-open:m-father2', schoolId: SCHOOL, refId: 'n-open', personId: 'm-father2', open: true },
      ...{ studentIds: ['s-hai'], classIds: ['c32'], classNames: ['三(2)班'], childNames: ['周小海'] },
    }),
  );

const PRESENT: readonly CollectionName[] = [
  ...(['schools', 'classes', 'students', 'familyMembers', 'staff', 'accounts', 'bookings'] as const),
  ...(['receipts', 'noticeGroups', 'notices', 'consents', 'proposals', 'delegations', 'contactConcerns'] as const),
];
/** What an undo need not bring back: marks of who wrote last. */
const MARKS = new Set(['changedAt', 'version', 'wasBound', 'byCodeOnly', 'hasSmartphone', 'toSign', 'stays']);

/** The school as people see it: all that there is now, without classes of earlier years. */
export async function schoolNow({ deps: { store } }: Backend): Promise<string> {
  const all = await Promise.all(
    PRESENT.map(async (name) => {
      const docs = await store.list(name, { where: {}, orderBy: [['_id', 'asc']], limit: 1000 });
      return docs
        .filter((doc) => !('past' in doc && doc.past === true))
        .map((doc) => {
          const fields = Object.entries(doc).filter(([field]) => !MARKS.has(field) && field !== 'past');
          return { collection: name, ...Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1))) };
        });
    }),
  );
  // Sealed twice, a text looks different.
  return JSON.stringify(all.flat(), null, 1).replaceAll(/"t1\.[\w-]+"/g, '"sealed"');
}

/** The proposed end of the year, changed as told. */
export async function yearOf(
  backend: Backend,
  change: (entry: HandoverDraft['classes'][number]) => Partial<HandoverDraft['classes'][number]> = () => ({}),
): Promise<HandoverDraft> {
  const { draft } = await backend.call(ADMIN, 'handover.propose', { kind: 'year' });
  return { ...draft, classes: draft.classes.map((entry) => ({ ...entry, ...change(entry) })) };
}

/** Begins a plan and has everybody sign. */
export async function signed(backend: Backend, draft: HandoverDraft): Promise<string> {
  const { id, signatures } = await backend.call(ADMIN, 'handover.begin', { key: key(), draft });
  if (id === null) throw new Error('it has no id');
  for (const { id: line, fromId, toId } of signatures)
    for (const [side, who] of [
      ['from', fromId],
      ['to', toId],
    ] as const)
      if (who !== null)
        await backend.call(`o-${who}`, 'handover.sign', { id, line, side, signature: DRAWING, note: '' });
  return id;
}
