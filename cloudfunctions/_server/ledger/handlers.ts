import { weekOf as mondayOf } from '../../../miniprogram/shared/domain/calendar';
import { familyWeeks, lastWeeks, mayOwn, mayRoll } from '../../../miniprogram/shared/domain/ledger';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { classIn, studentIn } from '../contacts/repository';
import type { Student } from '../data/documents';
import { Duplicate } from '../data/store';
import { familyOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { concernIn, concernRow, noteConcern, settleConcern } from './concerns';
import { followUpOf, noteFollowUp } from './follow-ups';
import { sayContact, unsayContact } from './own';
import { remindParents } from './reminders';
import {
  classesWithin,
  concernsOf,
  entriesOf,
  entriesOfWeek,
  followUpsOf,
  leftBehindOf,
  menteesIn,
} from './repository';
import { callRoll } from './roll';
import { rowsOf } from './rows';
import { schoolLedger } from './school';

const ENTRIES_SHOWN = 50;
const MINE_SHOWN = 30;
const WEEKS_SHOWN = 12;
const PAGE = 1000;

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
    return { people: await remindParents(ctx, child) };
  },

  async 'ledger.child'(ctx, { studentId }) {
    const { store } = ctx;
    const child = await studentIn(store, ctx.reach, studentId);
    ctx.opened([child._id]);
    const forStaff = ctx.caller.kind === 'staff';
    const [entries, followUps, concerns] = await Promise.all([
      entriesOf(store, child, { limit: ENTRIES_SHOWN }),
      forStaff ? followUpsOf(store, child) : [],
      forStaff ? concernsOf(store, child) : [],
    ]);
    return {
      child: childRefOf(child),
      entries: entries.map(({ day, with: with_, way, saidBy }) => ({ day, with: with_, way, saidBy: saidBy.name })),
      followUps: followUps.map(({ day, kind, note, byName: by }) => ({ day, kind, note, by })),
      concerns: concerns.map(concernRow),
    };
  },

  async 'ledger.own'(ctx, { studentId, ...said }) {
    if (!mayOwn(said.day, ctx.today)) throw new AppError('input.invalid', { field: 'day', rule: 'own' });
    await sayContact(ctx, await studentIn(ctx.store, ctx.reach, studentId), said);
    return { done: true };
  },

  async 'ledger.unsay'(ctx, { studentId, ...said }) {
    await unsayContact(ctx, await studentIn(ctx.store, ctx.reach, studentId), said);
    return { done: true };
  },

  async 'ledger.mine'(ctx, { studentId }) {
    const { store, today } = ctx;
    const { person } = familyOf(ctx.caller);
    const child = await studentIn(store, ctx.reach, studentId);
    const from = lastWeeks(today, WEEKS_SHOWN).at(-1) ?? today;
    const entries = await entriesOf(store, child, { limit: PAGE, from });
    return {
      child: childRefOf(child),
      weeks: familyWeeks(entries, today, WEEKS_SHOWN),
      childDay: child.contact.childDay,
      caregiverDay: child.contact.caregiverDay,
      entries: entries.slice(0, MINE_SHOWN).map(({ day, with: with_, way, saidBy, adultId }) => ({
        day,
        with: with_,
        way,
        saidBy: saidBy.name,
        bySchool: saidBy.role !== 'parent' && saidBy.role !== 'guardian',
        byYou: adultId === person._id,
      })),
    };
  },

  async 'ledger.follow'(ctx, { requestKey, studentId, kind, note }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    const followUp = followUpOf(ctx, child, { _id: requestId('f', ctx.caller.openid, requestKey), kind, note });
    try {
      await ctx.store.transact((tx) => noteFollowUp(tx, followUp));
    } catch (error) {
      if (!(error instanceof Duplicate)) throw error;
    }
    return { done: true };
  },

  async 'ledger.worry'(ctx, { requestKey, studentId, kind, note }) {
    const child = await studentIn(ctx.store, ctx.reach, studentId);
    await noteConcern(ctx, child, { _id: requestId('w', ctx.caller.openid, requestKey), kind, note });
    return { done: true };
  },

  async 'ledger.settle'(ctx, { concernId, outcome }) {
    await settleConcern(ctx, await concernIn(ctx.store, ctx.reach, concernId), outcome);
    return { done: true };
  },

  'ledger.school': schoolLedger,
};

const childRefOf = ({ _id: id, name, className }: Student) => ({ id, name, className });
