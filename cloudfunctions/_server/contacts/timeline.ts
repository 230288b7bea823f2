import type { FileChangeView, Output } from '../../../miniprogram/shared/contract';
import { type FieldKey, fieldOf, shown } from '../../../miniprogram/shared/domain/child-file';
import type { FileChange, Student } from '../data/documents';
import { pageByTime } from '../data/parts';
import type { Ctx } from '../kernel/deps';
import { isFieldKey } from './fields';
import { familyOfStudent, namesOfMembers, studentIn } from './repository';
import { type FieldChanges, type MovedKey, openChanges, type VersionKey } from './versions';
import { type FileViewer, maskedValue, viewerOf } from './viewing';

const PAGE = 30;
/** Of a conflict it is asked who was last, so the newest versions tell. */
const RECENT = 50;

/** A page of the versions of a child's file, newest first. */
export async function timelineOf(
  ctx: Ctx,
  studentId: string,
  before: number | undefined,
): Promise<Output<'contacts.timeline'>> {
  const student = await studentIn(ctx.store, ctx.reach, studentId);
  ctx.opened([studentId]);
  const [found, viewer, family] = await Promise.all([
    versionsOf(ctx, student, PAGE + 1, before),
    viewerOf(ctx, student),
    familyOfStudent(ctx.store, student),
  ]);
  // What one act did at one moment stays on one page.
  const { items: page, next } = pageByTime(found, PAGE);
  const names = await namesOfMembers(ctx.store, student.schoolId, {
    known: family,
    wanted: page.filter(({ subject }) => subject === 'member').map(({ subjectId }) => subjectId),
  });
  return { changes: page.map((change) => viewOf(ctx, change, studentId, viewer, names)), next };
}

const versionsOf = (ctx: Ctx, { _id, schoolId }: Student, limit: number, before?: number): Promise<FileChange[]> =>
  ctx.store.list('fileChanges', {
    where: { schoolId, studentIds: _id, ...(before === undefined ? {} : { at: { lt: before } }) },
    orderBy: [['at', 'desc']],
    limit,
  });

const MOVED: Readonly<
  Record<MovedKey, { readonly label: string; readonly words?: Readonly<Record<string, string>> } | null>
> = {
  // Its name says it.
  'pupil.classId': null,
  'pupil.className': { label: '班级' },
  'pupil.status': { label: '在不在校', words: { active: '在校', left: '离校' } },
  'pupil.left': null,
  'pupil.delegation': { label: '委托照护' },
  'member.role': { label: '在家里是', words: { parent: '父母', guardian: '照护人' } },
  'member.rightNote': { label: '依据' },
  'member.rosterShift': null,
  // The facts of the link say it, child by child.
  'member.children': null,
};

function viewOf(
  ctx: Ctx,
  change: FileChange,
  studentId: string,
  { rights }: FileViewer,
  names: ReadonlyMap<string, string>,
): FileChangeView {
  const lines: FileChangeView['lines'] = [];
  let hidden = 0;
  for (const [key, pair] of Object.entries(openChanges(ctx.vault, change)) as [VersionKey, Pair][]) {
    const line = lineOf(key, pair, studentId);
    if (!line) continue;
    if ((line.section === 'health' && !rights.health) || (line.section === 'aid' && !rights.aid)) hidden += 1;
    else lines.push({ label: line.label, before: line.before, after: line.after });
  }
  const { _id: id, at, byName, byRole, via, why, made, subject, subjectId } = change;
  const about = subject === 'pupil' ? '孩子' : (names.get(subjectId) ?? '');
  return { id, at, byName, byRole, via, why, about, made, lines, hidden };
}

type Pair = NonNullable<FieldChanges[VersionKey]>;

/** One line of a version; nothing for what is about another child of the same adult, or is said by another line. */
function lineOf(key: VersionKey, [before, after]: Pair, studentId: string) {
  const [field = '', child = studentId] = key.split('@');
  if (child !== studentId) return undefined;
  if (!isFieldKey(field)) {
    const moved = MOVED[field as MovedKey];
    const word = (value: string | null) => (value === null ? null : (moved?.words?.[value] ?? value));
    return moved ? { label: moved.label, section: null, before: word(before), after: word(after) } : undefined;
  }
  const { label, section } = fieldOf(field);
  return { label, section, before: said(field, before), after: said(field, after) };
}

const said = (field: FieldKey, value: string | null): string | null =>
  value === null ? null : shown(field, maskedValue(field, value));

/** Who changed which fact of a child's file last, as far as its newest versions tell: one read. */
export async function lastChanges(ctx: Ctx, studentId: string) {
  const versions = await ctx.store.list('fileChanges', {
    where: { schoolId: ctx.reach.schoolId, studentIds: studentId },
    orderBy: [['at', 'desc']],
    limit: RECENT,
  });
  const opened = versions.map((version) => ({ version, changes: openChanges(ctx.vault, version) }));
  return (subject: string, field: FieldKey): { readonly byName: string | null; readonly at: number | null } => {
    const keys: readonly VersionKey[] = [field, `${field}@${studentId}`];
    const last = opened.find(
      ({ version, changes }) => version.subjectId === subject && keys.some((key) => changes[key] !== undefined),
    );
    return { byName: last?.version.byName ?? null, at: last?.version.at ?? null };
  };
}
