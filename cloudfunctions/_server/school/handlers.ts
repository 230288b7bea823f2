import type { Weekday } from '../../../miniprogram/shared/domain/calendar';
import { settingsFault } from '../../../miniprogram/shared/domain/school-settings';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import type { Handlers } from '../kernel/serve';
import { classesOf, classSizes, staffOfSchool, withPointIds } from './repository';

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
      points: [...school.points],
      windows: [...school.windows],
      slotMinutes: school.slotMinutes,
      duty: school.duty.map(({ weekday, staffIds }) => ({
        weekday,
        names: staffIds.flatMap((id) => nameOf.get(id) ?? []),
      })),
    };
  },

  async 'school.configure'(ctx, input) {
    const school = await schoolNow(ctx);
    const fault = settingsFault(
      input,
      school.points.map(({ id }) => id),
    );
    if (fault) throw new AppError('input.invalid', { ...fault });
    const points = await withPointIds(ctx.store, school, input.points);
    const windows = input.windows.map((window) => ({ ...window, weekday: window.weekday as Weekday }));
    await ctx.store.updateWhere(
      'schools',
      { _id: school._id },
      { set: { points, windows, slotMinutes: input.slotMinutes } },
    );
    return { points: points.length, windows: windows.length };
  },
};

/** The settings as they are now: whoever changes them must not see those of half a minute ago. */
async function schoolNow({ store, reach }: Ctx): Promise<School> {
  const school = await store.get('schools', reach.schoolId);
  if (!school) throw new AppError('common.not-found');
  return school;
}
