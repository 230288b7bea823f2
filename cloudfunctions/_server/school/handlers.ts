import { daysFrom } from '../../../miniprogram/shared/domain/calendar';
import { previewOf } from '../../../miniprogram/shared/domain/week-preview';
import { heal } from '../booking/heal';
import { obstructedCalls } from '../booking/touched';
import type { Handlers } from '../kernel/serve';
import { capacityOfSchool } from './capacity';
import { recount } from './definition';
import { classesOf, classSizes, schoolNow, staffOfSchool } from './repository';
import { holidaysFrom, rulesOf, yearsAsked } from './rules';
import { drafted, saveDraft, settingsOf } from './settings';

const HOLIDAYS_SHOWN_DAYS = 200;
const PREVIEW_DAYS = 14;

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
      classes: classes.map(({ _id, name, grade, headTeacherId }) => ({
        id: _id,
        name,
        grade,
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

  async 'school.configure'(ctx, draft) {
    const school = await saveDraft(ctx, draft);
    if (draft.leftBehindRules) await recount(ctx.store, school, ctx.today);
    const { moved, cancelled } = await heal(ctx, school);
    if (moved + cancelled > 0) await ctx.wake();
    return { moved, cancelled };
  },

  async 'school.preview'(ctx, draft) {
    const school = await drafted(ctx, draft);
    const rules = rulesOf(school);
    return {
      days: daysFrom(ctx.today, PREVIEW_DAYS).map((day) => previewOf(rules, day)),
      touched: (await obstructedCalls(ctx, school)).length,
    };
  },

  async 'school.capacity'(ctx) {
    const school = await schoolNow(ctx);
    const { gains, noTime, ...rest } = await capacityOfSchool(ctx.store, school, ctx.today);
    return {
      ...rest,
      noTime: [...noTime],
      gains: gains.map(({ addition, reached }) => ({ weekday: null, from: null, ...addition, reached })),
    };
  },
};
