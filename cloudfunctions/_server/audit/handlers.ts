import type { Handlers } from '../kernel/serve';
import { entriesOf, namesOf } from './repository';

const PAGE = 50;

export const auditHandlers: Handlers<'audit'> = {
  async 'audit.list'(ctx, { studentId, before }) {
    const { entries, next } = await entriesOf(ctx.store, ctx.reach, { studentId, before, limit: PAGE });
    const names = await namesOf(ctx.store, ctx.reach, [...new Set(entries.flatMap((entry) => entry.studentIds))]);
    return {
      entries: entries.map(({ _id, at, byName, byRole, method, studentIds, reason }) => ({
        id: _id,
        at,
        byName,
        byRole,
        method,
        children: studentIds.map((id) => names.get(id) ?? { id, name: '', className: '' }),
        reason,
      })),
      next,
    };
  },
};
