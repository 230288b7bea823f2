import { weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { mayRoll } from '../../../miniprogram/shared/domain/ledger';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { classIn, studentIn } from '../contacts/repository';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { remindParents } from './reminders';
import { classesWithin, entriesOf, entriesOfWeek, leftBehindOf, menteesIn } from './repository';
import { callRoll } from './roll';
import { rowsOf } from './rows';

const ENTRIES_SHOWN = 50;

const later = async (): Promise<never> => {
  throw new AppError('system.version');
};

export const ledgerHandlers: Handlers<'ledger'> = {
  async 'ledger.class'(ctx, { classId: asked, mentees = false }) {
    const { store, reach, today } = ctx;
    const weekOf = mondayOf(today);
    const classes = await classesWithin(store, reach);
    const chosen = asked !== undefined ? classes.find(({ _id }) => _id === asked) : mentees ? undefined : classes[0];
    if (asked !== undefined && !chosen) throw new AppError('common.not-found');
    const students = chosen ? await leftBehindOf(store, chosen) : await menteesIn(store, reach);
    const [entries, roll] = await Promise.all([
      entriesOfWeek(store, students, weekOf),
      chosen && store.get('classRolls', `${chosen._id}:${weekOf}`),
    ]);
    return {
      weekOf,
      classes: classes.map(({ _id: id, name }) => ({ id, name })),
      classId: chosen?._id ?? null,
      mentees: reach.all ? 0 : reach.studentIds.length,
      rolledDay: roll?.day ?? null,
      rows: rowsOf(students, entries, today),
    };
  },

  async 'ledger.roll'(ctx, { classId, weekOf, notYet }) {
    if (!mayRoll(weekOf, ctx.today)) throw new AppError('input.invalid', { field: 'weekOf', rule: 'week' });
    const klass = await classIn(ctx.store, ctx.reach, classId);
    return callRoll(ctx, { klass, weekOf, notYet });
  },

  async 'ledger.remind'(ctx, { studentId }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    if (child.contact.remindedDay === ctx.today) throw new AppError('ledger.reminded-today');
    return { people: await remindParents(ctx, child, staffOf(ctx.caller).person.name) };
  },

  async 'ledger.child'(ctx, { studentId }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    const entries = await entriesOf(ctx.store, child, ENTRIES_SHOWN);
    return {
      child: { id: child._id, name: child.name, className: child.className },
      entries: entries.map(({ day, with: with_, way, saidBy }) => ({ day, with: with_, way, saidBy: saidBy.name })),
      followUps: [],
      concerns: [],
    };
  },

  'ledger.own': later,
  'ledger.mine': later,
  'ledger.follow': later,
  'ledger.worry': later,
  'ledger.settle': later,
  'ledger.school': later,
};
