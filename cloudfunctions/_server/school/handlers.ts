import type { Weekday } from '../../../miniprogram/shared/domain/calendar';
import { settingsFault } from '../../../miniprogram/shared/domain/school-settings';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { School } from '../data/documents';
import type { Handlers } from '../kernel/serve';
import { classesOf, classSizes, schoolNow, staffOfSchool, withPointIds } from './repository';
import { holidaysFrom, yearsAsked } from './rules';

const HOLIDAYS_SHOWN_DAYS = 200;

const later = async (): Promise<never> => {
  throw new AppError('system.version');
};

export const schoolHandlers: Handlers<'school'> = {
  async 'school.read'(ctx) {
    const { store, reach } = ctx;
    const [school, classes, sizes, staff] = await Promise.all([
      schoolNow(ctx),
      classesOf(store, reach),
      classSizes(store, reach.schoolId),
      staffOfSchool(store, reach.schoolId),
    ]);
    const nameOf = new Map(staff.map(({ _id, name }) => [_id, name]));
    return {
      name: school.name,
      classes: classes.map(({ _id, name, headTeacherId }) => ({
        id: _id,
        name,
        headTeacher: (headTeacherId && nameOf.get(headTeacherId)) || null,
        pupils: sizes.get(_id) ?? 0,
      })),
      staff: staff.map(({ _id: id, name, role }) => ({ id, name, role })),
      settings: settingsOf(school),
      duty: school.duty.map(({ weekday, staffIds }) => ({
        weekday,
        names: staffIds.flatMap((id) => nameOf.get(id) ?? []),
      })),
      holidays: holidaysFrom(ctx.today, HOLIDAYS_SHOWN_DAYS),
      yearsAsked: yearsAsked(school, ctx.today),
    };
  },

  async 'school.configure'(ctx, input) {
    const school = await schoolNow(ctx);
    const next = withDraft(settingsOf(school), input);
    const fault = settingsFault(
      next,
      school.points.map(({ id }) => id),
    );
    if (fault) throw new AppError('input.invalid', { ...fault });
    const points = await withPointIds(ctx.store, school, next.points);
    const windows = next.windows.map((window) => ({ ...window, weekday: window.weekday as Weekday }));
    await ctx.store.updateWhere('schools', { _id: school._id }, { set: { ...next, points, windows } });
    return { moved: 0, cancelled: 0 };
  },

  'school.preview': later,
  'school.capacity': later,
};

/** A draft laid over what is set: what it does not name stays. */
const withDraft = <T extends object>(settings: T, draft: { readonly [K in keyof T]?: unknown }): T => ({
  ...settings,
  ...Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)),
});

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
  };
}
