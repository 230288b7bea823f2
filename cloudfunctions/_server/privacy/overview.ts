import type { Output } from '../../../miniprogram/shared/contract';
import {
  type ConsentState,
  isGuardianOf,
  PURPOSES,
  type Purpose,
  stateOf,
} from '../../../miniprogram/shared/domain/consents';
import { eachOf } from '../contacts/repository';
import type { Consent, Staff } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { lettersToReseal } from '../letters/reseal';
import { leftToReseal } from './reseal';
import { COUNTY, runsOf } from './retain';
import { RETENTION } from './retention';

const PAGE = 1000;

type Counts = Record<Purpose, Record<ConsentState, number>>;

/** How many of a school's children may be photographed and so on; about a read for each five hundred children. */
export async function consentCounts(store: Store, schoolId: string): Promise<Counts> {
  const [students, members, consents] = await Promise.all([
    eachOf(store, 'students', schoolId, ['status']),
    eachOf(store, 'familyMembers', schoolId, ['children']),
    allConsents(store, schoolId),
  ]);
  const answers = groupedBy(consents, ({ studentId }) => studentId);
  const guardians = new Map<string, Set<string>>();
  for (const member of members)
    for (const { studentId } of member.children)
      if (isGuardianOf(studentId, member))
        guardians.set(studentId, (guardians.get(studentId) ?? new Set()).add(member._id));
  const counts = Object.fromEntries(
    PURPOSES.map((purpose) => [purpose, { given: 0, refused: 0, unasked: 0 }]),
  ) as Counts;
  for (const { _id, status } of students) {
    if (status !== 'active') continue;
    for (const purpose of PURPOSES)
      counts[purpose][stateOf(purpose, answers.get(_id) ?? [], guardians.get(_id) ?? new Set())] += 1;
  }
  return counts;
}

/** Every answer of a school, read a thousand at a time in the order of the children. */
async function allConsents(
  store: Store,
  schoolId: string,
): Promise<Pick<Consent, 'studentId' | 'purpose' | 'answer' | 'memberId'>[]> {
  const all: Consent[] = [];
  for (let after = ''; ; ) {
    const page = await store.list('consents', {
      where: { schoolId, studentId: { gt: after } },
      orderBy: [['studentId', 'asc']],
      limit: PAGE,
      fields: ['studentId', 'purpose', 'answer', 'memberId'],
    });
    const last = page.at(-1)?.studentId;
    if (page.length < PAGE || last === undefined) return [...all, ...page];
    // The last child's answers may go on behind the end of the page.
    const whole = page.filter(({ studentId }) => studentId !== last);
    all.push(...whole);
    after = whole.at(-1)?.studentId ?? last;
  }
}

/** Who answers for privacy at a school, if somebody was named. */
export async function officerOf(store: Store, schoolId: string): Promise<Staff | undefined> {
  const staff = await store.list('staff', {
    where: { schoolId, role: { in: ['teacher', 'counsellor', 'school_admin'] } },
    limit: PAGE,
  });
  return staff.find(({ officer, gone }) => officer === true && gone !== true);
}

/** The rows of the retention with what their last run did. */
export async function retentionState(store: Store, schoolId: string): Promise<Output<'privacy.overview'>['retention']> {
  const [own, county] = await Promise.all([runsOf(store, schoolId), runsOf(store, COUNTY)]);
  return RETENTION.map(({ id, per, what, keep, why }) => {
    const last = (per === 'county' ? county : own).get(id);
    return { what, keep, why, lastRun: last?.at ?? null, removed: last?.total ?? 0 };
  });
}

/** What the privacy officer sees first. */
export async function overview(ctx: Ctx): Promise<Output<'privacy.overview'>> {
  const { store, reach } = ctx;
  const { schoolId } = reach;
  const [counts, officer, openRequests, oldKey, oldLetterKey, retention] = await Promise.all([
    consentCounts(store, schoolId),
    officerOf(store, schoolId),
    store.count('privacyRequests', { schoolId, status: 'open' }),
    leftToReseal(ctx),
    lettersToReseal(ctx),
    retentionState(store, schoolId),
  ]);
  return {
    purposes: PURPOSES.map((purpose) => ({ purpose, ...counts[purpose] })),
    officer: officer?.name ?? null,
    openRequests,
    oldKey: oldKey + oldLetterKey,
    retention,
  };
}
