import type { Output } from '../../../miniprogram/shared/contract';
import { addDays, daysFrom } from '../../../miniprogram/shared/domain/calendar';
import { swappedDays, swapVerdict } from '../../../miniprogram/shared/domain/duty';
import { dutyOn, hoursOf } from '../../../miniprogram/shared/domain/slots';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { DutySwap, School } from '../data/documents';
import type { Transaction } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { schoolNow, staffOfSchool } from '../school/repository';
import { rulesOf } from '../school/rules';
import { canBeOnDuty, withoutPast } from '../school/settings';
import { colleague, swapOf, swapsFrom } from './repository';

const DAYS = 28;
const SWAPS_SHOWN = 50;

export const dutyHandlers: Handlers<'duty'> = {
  /** The duties of the open days of four weeks, and the swaps that concern days to come; those that no longer go with the roster are not shown. */
  async 'duty.read'(ctx) {
    const { store, today, reach } = ctx;
    const me = staffOf(ctx.caller).person._id;
    const [school, staff, swaps] = await Promise.all([
      schoolNow(ctx),
      staffOfSchool(store, reach.schoolId),
      swapsFrom(store, reach.schoolId, today),
    ]);
    const rules = rulesOf(school);
    const open = daysFrom(today, DAYS).filter((day) => !('closed' in hoursOf(rules, day)));
    return {
      days: open.map((day) => {
        const ids = dutyOn(rules, day);
        return {
          day,
          people: staff.filter(({ _id }) => ids.includes(_id)).map(({ _id: id, name }) => ({ id, name })),
          mine: ids.includes(me),
          swapped: rules.dutyDays.some((swapped) => swapped.day === day),
        };
      }),
      swaps: swaps
        .filter((swap) => swap.status !== 'asked' || swapVerdict(school, swap, today) === 'ok')
        .slice(0, SWAPS_SHOWN)
        .map((swap) => shown(swap, me)),
      staff: staff
        .filter(({ _id, role }) => canBeOnDuty(role) && _id !== me)
        .map(({ _id: id, name }) => ({ id, name })),
    };
  },

  async 'duty.ask'(ctx, { day, otherId, inReturn }) {
    const { person: me } = staffOf(ctx.caller);
    const other = await colleague(ctx.store, ctx.reach.schoolId, otherId);
    const parts = { askerId: me._id, otherId, day, inReturn };
    const asked: DutySwap = {
      _id: [me._id, day, otherId, inReturn ?? 'none'].join(':'),
      schoolId: ctx.reach.schoolId,
      ...parts,
      askerName: me.name,
      otherName: other.name,
      status: 'asked',
      at: ctx.now(),
      answeredAt: null,
    };
    return ctx.store.transact(async (tx) => {
      check(await schoolIn(tx, ctx), parts, ctx.today);
      const before = await tx.get('dutySwaps', asked._id);
      if (before?.status === 'asked') return shown(before, me._id);
      const { _id, ...set } = asked;
      if (before) await tx.update('dutySwaps', _id, { set });
      else await tx.insert('dutySwaps', asked);
      return shown(asked, me._id);
    });
  },

  async 'duty.answer'(ctx, { swapId, agree }) {
    const me = staffOf(ctx.caller).person._id;
    const status = agree ? 'agreed' : 'declined';
    return settle(ctx, swapId, { otherId: me }, status, async (tx, swap) => {
      if (!agree) return;
      const school = await schoolIn(tx, ctx);
      check(school, swap, ctx.today);
      const { dutyDays } = withoutPast({ ...school, dutyDays: swappedDays(school, swap) }, ctx.today);
      await tx.update('schools', school._id, { set: { dutyDays } });
    });
  },

  async 'duty.withdraw'(ctx, { swapId }) {
    return settle(ctx, swapId, { askerId: staffOf(ctx.caller).person._id }, 'withdrawn');
  },
};

/** Settles a swap once: the same answer again changes nothing, another one is `duty.settled`. */
async function settle(
  ctx: Ctx,
  swapId: string,
  part: Partial<Pick<DutySwap, 'askerId' | 'otherId'>>,
  status: DutySwap['status'],
  also: (tx: Transaction, swap: DutySwap) => Promise<void> = async () => undefined,
): Promise<Output<'duty.answer'>> {
  return ctx.store.transact(async (tx) => {
    const swap = await swapOf(tx, swapId, { ...part, schoolId: ctx.reach.schoolId });
    const me = staffOf(ctx.caller).person._id;
    if (swap.status === status) return shown(swap, me);
    if (swap.status !== 'asked') throw new AppError('duty.settled');
    await also(tx, swap);
    const set = { status, answeredAt: ctx.now() };
    await tx.update('dutySwaps', swapId, { set });
    return shown({ ...swap, ...set }, me);
  });
}

async function schoolIn(tx: Pick<Transaction, 'get'>, { reach }: Ctx): Promise<School> {
  const school = await tx.get('schools', reach.schoolId);
  if (!school) throw new AppError('common.not-found');
  return school;
}

function check(school: School, swap: Parameters<typeof swapVerdict>[1], today: string): void {
  const last = addDays(today, DAYS);
  if (swap.day > last || (swap.inReturn ?? '') > last)
    throw new AppError('input.invalid', { field: 'day', rule: 'far' });
  const verdict = swapVerdict(school, swap, today);
  if (verdict === 'past') throw new AppError('input.invalid', { field: 'day', rule: 'past' });
  if (verdict === 'not_theirs') throw new AppError('duty.not-yours');
}

function shown(swap: DutySwap, me: string): Output<'duty.ask'> {
  const { _id: id, askerId, otherId, askerName: asker, otherName: other, day, inReturn, status } = swap;
  const mine = otherId === me ? 'asked_me' : askerId === me ? 'asked_by_me' : 'others';
  return { id, asker, other, day, inReturn, status, mine };
}
