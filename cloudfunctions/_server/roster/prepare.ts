/** A roster read, and compared with what the school has. */
import { dayOf } from '../../../miniprogram/shared/domain/calendar';
import { ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterImport, School } from '../data/documents';
import type { Deps } from '../kernel/deps';
import { staffOfSchool } from '../school/repository';
import { type Files, filesOf } from './carry-out';
import { meaningsOf } from './meanings';
import { type Plan, planRoster } from './plan';
import { columnsOf, type ReadRoster, readRoster } from './read';

export type RosterDeps = Deps;

const CLASSES = 1000;

export interface Prepared {
  readonly roster: ReadRoster;
  readonly school: School;
  /** As they were read: what the plan was made against. */
  readonly files: Files;
  /** The plan under these decisions. */
  readonly plan: (decided: Pick<RosterImport, 'same' | 'leave'>) => Plan;
}

/**
 * Reads an import's file with what a person said of its columns, and what the school has: some twenty reads for 5,000 pupils.
 * @throws AppError as `readRoster` does.
 */
export async function prepare(
  deps: RosterDeps,
  imported: Pick<RosterImport, '_id' | 'schoolId' | 'fileId' | 'fileName' | 'columns'>,
  onRead: () => Promise<void> = async () => undefined,
): Promise<Prepared> {
  const { store, vault } = deps;
  const { schoolId, _id: importId } = imported;
  const school = await store.get('schools', schoolId);
  if (!school) throw new AppError('common.not-found');
  const today = dayOf(deps.now());
  const meanings = await meaningsOf(store, schoolId, imported.columns);
  const roster = await readRoster(deps, imported, { today, rule: ruleOn(school.leftBehindRules, today), meanings });
  await onRead();
  const [classes, staff, files] = await Promise.all([
    store.list('classes', { where: { schoolId }, limit: CLASSES }),
    staffOfSchool(store, schoolId),
    filesOf(store, schoolId),
  ]);
  const existing = {
    classes,
    staff,
    students: [...files.students.values()],
    members: [...files.members.values()],
  };
  const told = { pupils: roster.understood.pupils, columns: columnsOf(roster.understood) };
  return {
    roster,
    school,
    files,
    plan: (decided) => planRoster(told, existing, { school, importId, today, vault, ...decided }),
  };
}
