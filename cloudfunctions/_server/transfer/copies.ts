import { type FieldChanges, openChanges, sealChanges, type VersionKey } from '../contacts/versions';
import type { CareRecord, Consent, Delegation, FileChange, Student } from '../data/documents';
import { idOf } from '../data/ids';
import type { Ctx } from '../kernel/deps';
import { orderOf } from '../records/repository';

/** Who is who at the new school. */
export interface Ids {
  readonly studentId: string;
  /** Adult there → adult here. */
  readonly memberIds: ReadonlyMap<string, string>;
  readonly schoolId: string;
  readonly classId: string;
  readonly transferId: string;
}

export interface Copies {
  readonly delegations: readonly Delegation[];
  readonly consents: readonly Consent[];
  readonly fileChanges: readonly FileChange[];
  readonly records: readonly CareRecord[];
}

/** The platform's largest answer. */
const MOST = 1000;

/** What else belongs to a child's file, as the new school keeps it: four reads. */
export async function copiesOf({ store, vault }: Ctx, student: Student, ids: Ids): Promise<Copies> {
  const { _id: studentId, schoolId } = student;
  const where = { schoolId, studentId };
  const [delegations, consents, versions, records] = await Promise.all([
    store.list('delegations', { where, limit: MOST }),
    store.list('consents', { where, limit: MOST }),
    store.list('fileChanges', { where: { schoolId, studentIds: studentId }, orderBy: [['at', 'desc']], limit: MOST }),
    store.list('records', { where: { schoolId, studentIds: studentId }, orderBy: [['order', 'desc']], limit: MOST }),
  ]);
  const id = (old: { readonly _id: string }) => idOf(vault, ['transfer', ids.transferId, old._id]);
  const here = { schoolId: ids.schoolId, studentId: ids.studentId, classId: ids.classId };
  const member = (old: string) => ids.memberIds.get(old) ?? old;
  return {
    delegations: delegations.map((old) => ({
      ...old,
      ...here,
      _id: id(old),
      memberId: member(old.memberId),
      byMemberId: member(old.byMemberId),
    })),
    consents: consents.map((old) => ({
      ...old,
      ...here,
      _id: `${ids.studentId}:${old.purpose}:${member(old.memberId)}`,
      memberId: member(old.memberId),
    })),
    fileChanges: versions.map((old) => ({
      ...old,
      _id: id(old),
      schoolId: ids.schoolId,
      studentIds: [ids.studentId],
      subjectId: old.subjectId === studentId ? ids.studentId : member(old.subjectId),
      changes: sealChanges(vault, ofChild(openChanges(vault, old), studentId, ids.studentId)),
    })),
    records: records.map((old) => recordOf(old, { _id: id(old), ids })),
  };
}

/** A record as it concerns one child: who else it was about stays behind, as do pictures of others, and a plan of the old school. */
const recordOf = (old: CareRecord, { _id, ids }: { readonly _id: string; readonly ids: Ids }): CareRecord => ({
  ...old,
  _id,
  schoolId: ids.schoolId,
  studentIds: [ids.studentId],
  classIds: [ids.classId],
  order: orderOf({ ...old, _id }),
  ...(old.studentIds.length > 1 ? { photos: [] } : {}),
  goal: null,
});

/** A version as it concerns one child: what was between an adult and a brother or sister stays behind. */
function ofChild(changes: FieldChanges, studentId: string, as: string): FieldChanges {
  const entries = Object.entries(changes) as [VersionKey, FieldChanges[VersionKey]][];
  return Object.fromEntries(
    entries.flatMap(([key, change]) => {
      const [field, child] = key.split('@');
      if (child === undefined) return key === 'member.children' ? [] : [[key, change]];
      return child === studentId ? [[`${field}@${as}`, change]] : [];
    }),
  );
}
