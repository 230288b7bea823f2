import { hideSmall, type SchoolCounts } from '../../../miniprogram/shared/domain/statistics';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { countsOf, schoolsOf } from './repository';

const NOBODY: SchoolCounts = { pupils: 0, leftBehind: 0, filed: 0, thisWeek: 0, amber: 0, red: 0 };

export const statisticsHandlers: Handlers<'statistics'> = {
  async 'statistics.county'(ctx) {
    const { county } = staffOf(ctx.caller).person;
    if (!county) throw new AppError('common.not-found');
    const schools = await schoolsOf(ctx.store, county);
    const counts = await countsOf(
      ctx.store,
      schools.map(({ _id }) => _id),
      ctx.today,
    );
    return {
      county,
      schools: schools
        .map(({ _id, name }) => ({ name, ...hideSmall(counts.get(_id) ?? NOBODY) }))
        .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN')),
    };
  },
};
