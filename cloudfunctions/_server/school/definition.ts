/** Who counts as left behind at a school today: the mark on the files goes by the definition that holds (domain/left-behind.ts). */
import { type Day, dayOf } from '../../../miniprogram/shared/domain/calendar';
import { CARE_STATUS } from '../../../miniprogram/shared/domain/child-file';
import { bornAfter, type CareStatus, countedStatuses, ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import type { School, Student } from '../data/documents';
import type { Store, Where } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';

/**
 * Marks the files as the definition of a day says: four statements, however many pupils there are. Who counts from now on has not been waited
 * for until today. May be repeated. Answers how many files changed.
 */
export async function recount(
  store: Store,
  { _id: schoolId, leftBehindRules }: Pick<School, '_id' | 'leftBehindRules'>,
  today: Day,
): Promise<number> {
  const rule = ruleOn(leftBehindRules, today);
  const limit = bornAfter(today, rule.underAge);
  const counted = countedStatuses(rule);
  const others = (Object.keys(CARE_STATUS) as CareStatus[]).filter((status) => !counted.includes(status));
  const mark = (leftBehind: boolean, statuses: readonly CareStatus[], born?: Where<Student>['birthDay']) =>
    store.updateWhere(
      'students',
      {
        schoolId,
        careStatus: { in: statuses },
        ...(born === undefined ? {} : { birthDay: born }),
        leftBehind: !leftBehind,
        status: 'active',
      },
      { set: { leftBehind, ...(leftBehind ? { 'contact.since': today } : {}) } },
    );
  const changed = await Promise.all([
    mark(false, others),
    mark(false, counted, { lte: limit }),
    mark(true, counted, { gt: limit }),
    mark(true, counted, null),
  ]);
  return changed.reduce((sum, n) => sum + n, 0);
}

const SCHOOLS = 1000;

/** Children grow out of the definition, and a new one begins on its day: for the timer, school by school. Answers how many files changed. */
export async function ageFiles(deps: Deps, until: number): Promise<number> {
  const { store, now } = deps;
  const schools = await store.list('schools', { where: {}, limit: SCHOOLS, fields: ['leftBehindRules'] });
  let changed = 0;
  await oneByOne(deps, schools, until, async (school) => {
    changed += await recount(store, school, dayOf(now()));
  });
  return changed;
}
