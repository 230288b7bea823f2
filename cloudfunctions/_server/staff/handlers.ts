import { checkStateOf } from '../../../miniprogram/shared/domain/pairing';
import { stillNeeded } from '../../../miniprogram/shared/domain/staff';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { keepAnAdmin, otherAdmins } from '../accounts/admins';
import type { OwnStaff } from '../accounts/people';
import { isOwn } from '../accounts/people';
import { endCodes } from '../accounts/phone';
import { maskPhone } from '../data/crypto';
import { byIds } from '../data/reads';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { partFrom } from '../pairing/save';
import { classesOf, schoolNow, staffOfSchool } from '../school/repository';
import { saveStaff } from './save';

export const staffHandlers: Handlers<'staff'> = {
  async 'staff.list'(ctx) {
    const { store, reach, vault } = ctx;
    const me = staffOf(ctx.caller).person._id;
    const [school, classes, staff] = await Promise.all([
      schoolNow(ctx),
      classesOf(store, reach),
      staffOfSchool(store, reach.schoolId),
    ]);
    const own = staff.filter(isOwn);
    const mentees = await byIds(
      store,
      'students',
      own.flatMap(({ menteeIds }) => menteeIds),
      ['name', 'className', 'status'],
    );
    const shown = (person: OwnStaff) => ({
      id: person._id,
      name: person.name,
      role: person.role,
      phoneMasked: person.phone && maskPhone(vault.open(person.phone)),
      classIds: [...person.classIds],
      mentees: person.menteeIds.flatMap((id) => {
        const child = mentees.get(id);
        return child?.status === 'active' ? [{ id, name: child.name, className: child.className }] : [];
      }),
      sex: person.sex ?? null,
      village: person.village ?? null,
      checkedUntil: person.checkedUntil ?? null,
      check: checkStateOf(person.role, person.checkedUntil, ctx.today),
      pointId: person.pointId,
      officer: person.officer === true,
      bound: person.openid !== null,
      me: person._id === me,
    });
    return {
      staff: own.map(shown),
      classes: classes.map(({ _id: id, name, headTeacherId }) => ({ id, name, headTeacherId })),
      points: school.points.map(({ id, name }) => ({ id, name })),
    };
  },

  'staff.save': async (ctx, input) => ({ id: await saveStaff(ctx, input) }),

  async 'staff.remove'(ctx, { id }) {
    const { store, reach } = ctx;
    const person = await store.get('staff', id);
    if (person?.schoolId !== reach.schoolId || person.role === 'bureau') throw new AppError('common.not-found');
    const others = person.role === 'school_admin' ? await otherAdmins(store, reach.schoolId, id) : undefined;
    await store.transact(async (tx) => {
      const [now, school] = [await tx.get('staff', id), await tx.get('schools', reach.schoolId)];
      if (!now || !school || now.gone) return;
      const needed = stillNeeded(now, school, ctx.today);
      if (Object.values(needed).some((n) => n > 0)) throw new AppError('staff.still-needed', { ...needed });
      if (others) await keepAnAdmin(tx, others);
      const account = now.openid === null ? undefined : await tx.get('accounts', now.openid);
      if (account) {
        const memberships = account.memberships.filter((membership) => membership.id !== id);
        await tx.update('accounts', account._id, { set: { memberships } });
      }
      await partFrom(tx, now, now.menteeIds, {
        ...{ day: ctx.today, at: ctx.now(), byId: staffOf(ctx.caller).person._id, ref: id, why: 'mentor_left' },
      });
      await tx.update('staff', id, {
        set: { gone: true, openid: null, officer: false, pointId: null, toSign: null },
      });
    });
    // Nobody can be bound to who is gone, whatever code is around.
    await endCodes(ctx, [person]);
    return { done: true };
  },
};
