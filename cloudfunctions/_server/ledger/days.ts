import type { Day } from '../../../miniprogram/shared/domain/calendar';
import type { Party } from '../../../miniprogram/shared/domain/ledger';
import type { Student } from '../data/documents';
import type { Store } from '../data/store';
import { DAY_FIELD } from './contacts';

/** Raises last days of contact, child → day: for each day one update for `null` and one for an earlier day. */
export async function raiseDays(store: Store, days: ReadonlyMap<string, Day>, party: Party): Promise<void> {
  const field = `contact.${DAY_FIELD[party]}` as const;
  for (const day of new Set(days.values())) {
    const ids = [...days].filter(([, its]) => its === day).map(([id]) => id);
    for (const before of [null, { lt: day }])
      await store.updateWhere('students', { _id: { in: ids }, [field]: before }, { set: { [field]: day } });
  }
}

/**
 * Takes entries back, one a child or none. The days are set first, to the latest of the other entries, and the entries removed
 * last, so that breaking off in between leaves something to repeat. A call that ends meanwhile may be set back with them, as it
 * was noted after the look at the other entries: so these are looked at once more.
 */
export async function takeBack(
  store: Store,
  children: readonly Student[],
  { entryIds, party }: { readonly entryIds: readonly string[]; readonly party: Party },
): Promise<void> {
  const [first] = children;
  if (!first) return;
  const field = DAY_FIELD[party];
  const of = { schoolId: first.schoolId, studentIds: children.map(({ _id }) => _id) };
  const before = await latestDays(store, of, entryIds, party);
  for (const { _id, contact } of children) {
    const day = before.get(_id) ?? null;
    if (day === contact[field]) continue;
    const path = `contact.${field}` as const;
    await store.updateWhere('students', { _id, [path]: contact[field] }, { set: { [path]: day } });
  }
  const after = await latestDays(store, of, entryIds, party);
  await raiseDays(store, new Map([...after].filter(([id, day]) => day !== before.get(id))), party);
  await store.removeWhere('contactEntries', { _id: { in: entryIds } });
}

/** Child → day of its latest contact, but for some entries. */
export async function latestDays(
  store: Store,
  { schoolId, studentIds }: { readonly schoolId: string; readonly studentIds: readonly string[] },
  butEntries: readonly string[],
  party: Party,
): Promise<ReadonlyMap<string, Day>> {
  const rows = await store.aggregate<'contactEntries', { readonly _id: string; readonly day: Day }>('contactEntries', [
    [
      'match',
      {
        schoolId,
        studentId: { $in: studentIds },
        with: party,
        _id: { $nin: butEntries },
      },
    ],
    ['group', { _id: '$studentId', day: { $max: '$day' } }],
    ['limit', Math.max(1, studentIds.length)],
  ]);
  return new Map(rows.map(({ _id, day }) => [_id, day]));
}
