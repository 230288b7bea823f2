import { type Role, scopesOf } from '../../../miniprogram/shared/access/permissions';
import type { ParsedInput } from '../../../miniprogram/shared/contract';
import type { Day } from '../../../miniprogram/shared/domain/calendar';
import { type Known, settingsFault } from '../../../miniprogram/shared/domain/school-settings';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { classesOf, schoolNow, staffOfSchool, withPointIds } from './repository';

/** Some of a school's settings, as its headteacher changed them. */
export type Draft = ParsedInput<'school.configure'>;

/** The settings of a school as its page shows them. */
export function settingsOf(school: School) {
  const { term, walkInShare, planning } = school;
  const { slotMinutes, changeoverMinutes, noticeMinutes, cutoffMinutes, horizonDays, weeklyQuota } = school;
  return {
    points: [...school.points],
    windows: [...school.windows],
    exceptions: school.exceptions.map((e) => ({ ...e, hours: [...e.hours] })),
    freePeriods: [...school.freePeriods],
    duty: school.duty.map((d) => ({ ...d, staffIds: [...d.staffIds] })),
    term: { ...term },
    yearsTold: [...school.yearsTold],
    slotMinutes,
    changeoverMinutes,
    noticeMinutes,
    cutoffMinutes,
    horizonDays,
    weeklyQuota,
    walkInShare,
    channels: { phone: [...school.channels.phone], video: [...school.channels.video] },
    planning,
    sms: { ...school.sms },
    longTerm: school.longTerm,
    leftBehindRules: [...school.leftBehindRules],
    keepYears: school.keepYears,
  };
}

/** A school with a draft laid over it, nothing saved; points without an id are called `new.0`, `new.1`, … */
export async function drafted(ctx: Ctx, draft: Draft): Promise<School> {
  const school = await schoolNow(ctx);
  check(school, draft, await knownFor(ctx, school, draft));
  const points = draft.points?.map((point, i) => ({ ...point, id: point.id ?? `new.${i}` }));
  return { ...school, ...changesOf(draft), ...(points && { points }) };
}

/**
 * Saves a draft. What it does not name stays, also where another administrator changes it at this moment; days that are over
 * are forgotten. Answers the school as it is then.
 * @throws AppError `input.invalid` with `field` and `rule`; `common.stale` where both add call points.
 */
export async function saveDraft(ctx: Ctx, draft: Draft): Promise<School> {
  const seen = await schoolNow(ctx);
  const known = await knownFor(ctx, seen, draft);
  check(seen, draft, known);
  const points = draft.points && (await withPointIds(ctx.store, seen, draft.points));
  return ctx.store.transact(async (tx) => {
    const before = await tx.get('schools', seen._id);
    if (!before) throw new AppError('common.not-found');
    check(before, draft, known);
    if (points && JSON.stringify(before.points) !== JSON.stringify(seen.points)) throw new AppError('common.stale');
    const after = { ...before, ...changesOf(draft), ...(points && { points }) };
    const set = {
      ...changesOf(draft),
      ...(points && { points }),
      ...withoutPast(after, ctx.today),
      ...pastTermsOf(before, after.term),
      changedAt: ctx.now(),
    };
    await tx.update('schools', before._id, { set });
    return { ...after, ...set };
  });
}

/** What a draft names. The contract gives weekdays as numbers from 1 to 7. */
const changesOf = (draft: Draft): Partial<School> =>
  Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined));

/** Terms of the past that a page offers beside the one of today. */
const PAST_TERMS = 19;

/** A term that begins after the last one ended is a new one, and the last stays to look back at; any other is the same one put right. */
export const pastTermsOf = (
  { term: last, pastTerms = [] }: Pick<School, 'term' | 'pastTerms'>,
  term: School['term'],
): Pick<School, 'pastTerms'> => (term.from > last.to ? { pastTerms: [last, ...pastTerms].slice(0, PAST_TERMS) } : {});

/** Days that are over decide nothing any more; those on which the term differed do until it ends, for cadences (domain/cadence-windows.ts). */
export const withoutPast = (
  { term, exceptions, closures, dutyDays }: Pick<School, 'term' | 'exceptions' | 'closures' | 'dutyDays'>,
  today: Day,
) => {
  const from = <T extends { readonly day: Day }>(first: Day, days: readonly T[]) =>
    days.filter(({ day }) => day >= first);
  return {
    exceptions: from(term.from < today && today <= term.to ? term.from : today, exceptions),
    closures: from(today, closures),
    dutyDays: from(today, dutyDays),
  };
};

function check(school: School, draft: Draft, known: Omit<Known, 'pointIds'>): void {
  const pointIds = school.points.map(({ id }) => id);
  const fault = settingsFault({ ...settingsOf(school), ...changesOf(draft) }, { ...known, pointIds });
  if (fault) throw new AppError('input.invalid', { ...fault });
}

/** Whom a draft may name. What the school has set already is not asked again: somebody may have left since. */
async function knownFor({ store, reach }: Ctx, school: School, draft: Draft): Promise<Omit<Known, 'pointIds'>> {
  const [classes, staff] = await Promise.all([
    draft.freePeriods ? classesOf(store, reach) : [],
    draft.duty ? staffOfSchool(store, school._id) : [],
  ]);
  return {
    classIds: draft.freePeriods ? classes.map(({ _id }) => _id) : school.freePeriods.map(({ classId }) => classId),
    staffIds: draft.duty
      ? staff.filter(({ role }) => canBeOnDuty(role)).map(({ _id }) => _id)
      : school.duty.flatMap(({ staffIds }) => staffIds),
  };
}

/** Who may run the calls of a day. */
export const canBeOnDuty = (role: Role): boolean => scopesOf(role, 'calls.run').length > 0;
