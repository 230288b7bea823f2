import type { Output } from '../../../miniprogram/shared/contract';
import { type PairingKindId, pairFault } from '../../../miniprogram/shared/domain/pairing';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { ownStaff } from '../accounts/people';
import { studentIn } from '../contacts/repository';
import type { Pairing } from '../data/documents';
import { byIds } from '../data/reads';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import type { Handlers } from '../kernel/serve';
import { board, propose, refOf } from './board';
import { pupilHandlers } from './pupils';
import { pairsOfChild, pairsOfMentor } from './repository';
import { actOf, pairingIn } from './requests';
import { endPairing, type PairAct, pairWith } from './save';

/** Mentors whose pairs are on their way at a time. */
const AT_ONCE = 6;

export const pairingHandlers: Handlers<'pairing'> = {
  ...pupilHandlers,
  'pairing.board': board,
  'pairing.propose': propose,

  async 'pairing.configure'({ store, reach, now }, { load }) {
    const set = { mentorLoad: load, changedAt: now() };
    await store.updateWhere('schools', { _id: reach.schoolId }, { set });
    return { done: true };
  },

  async 'pairing.pair'(ctx, { requestKey, pairs, onlyAlone }) {
    const byMentor = new Map<string, Wanted[]>();
    for (const { mentorId, studentId, kind } of pairs)
      byMentor.set(mentorId, [...(byMentor.get(mentorId) ?? []), { studentId, kind }]);
    await requireAble(ctx, byMentor);
    const act = actOf(ctx, requestKey, 'other');
    const outcome: string[] = [];
    const queue = byMentor.entries();
    const work = async () => {
      for (const [mentorId, wanted] of queue) outcome.push(...(await pairOne(ctx, mentorId, wanted, act, onlyAlone)));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const taken = outcome.filter((one) => one === 'taken' || one === 'not-here').length;
    return { made: outcome.length - taken, taken };
  },

  async 'pairing.end'(ctx, { requestKey, pairingId, why, note, next }) {
    const pairing = await pairingIn(ctx, pairingId);
    if (!pairing.adult) throw new AppError('common.not-found');
    const wanted = next && { studentId: pairing.studentId, kind: next.kind };
    if (next && wanted) await requireAble(ctx, new Map([[next.mentorId, [wanted]]]));
    const act = actOf(ctx, requestKey, why);
    const left = note ? ctx.vault.seal(note) : undefined;
    await ctx.store.transact(async (tx) => {
      const now = await tx.get('pairings', pairingId);
      if (now?.to === null) await endPairing(tx, now, act, left);
      const successor = next ? await tx.get('staff', next.mentorId) : undefined;
      if (!successor || !wanted) return;
      requireRight(ctx, successor, [wanted]);
      await pairWith(tx, successor, [wanted], act);
    });
    return { done: true };
  },

  async 'pairing.note'(ctx, { pairingId, note }) {
    const pairing = await pairingIn(ctx, pairingId);
    const { _id } = staffOf(ctx.caller).person;
    const isTheirs = pairing.mentorId === _id && ctx.reach.studentIds.includes(pairing.studentId);
    if (!ctx.reach.all && !isTheirs) throw new AppError('common.not-found');
    const where = { _id: pairingId, ...(ctx.reach.all ? {} : { to: null }) };
    if ((await ctx.store.updateWhere('pairings', where, { set: { handover: ctx.vault.seal(note) } })) === 0)
      throw new AppError('common.not-found');
    return { done: true };
  },

  async 'pairing.history'(ctx, { studentId }) {
    const { store, reach, role } = ctx;
    const student = await studentIn(store, reach, studentId);
    const rows = await pairsOfChild(store, student);
    ctx.opened([studentId]);
    const mayPairPupils = reach.all || reach.classIds.includes(student.classId);
    const mayEnd = ({ adult, to }: Pairing) => to === null && (adult ? reach.all : mayPairPupils);
    return {
      child: refOf(student),
      rows: rows.map((row) => ({ ...rowFor(ctx, row, rows), mayEnd: mayEnd(row) })),
      mayPair: role === 'school_admin',
      mayPairPupils,
    };
  },

  async 'pairing.ofMentor'(ctx, { mentorId }) {
    const { store, reach } = ctx;
    const person = await ownStaff(store, reach.schoolId, mentorId);
    if (!person) throw new AppError('common.not-found');
    const rows = await pairsOfMentor(store, reach, mentorId);
    const children = await byIds(
      store,
      'students',
      rows.map(({ studentId }) => studentId),
      ['name', 'className'],
    );
    ctx.opened([...children.keys()]);
    return {
      name: person.name,
      rows: rows.map((row) => {
        const child = children.get(row.studentId);
        return { ...rowFor(ctx, row, [row]), child: child ? refOf(child) : null };
      }),
    };
  },
};

interface Wanted {
  readonly studentId: string;
  readonly kind: PairingKindId;
}

/** All of a request is looked at before any of it is done. */
async function requireAble(ctx: Ctx, byMentor: ReadonlyMap<string, readonly Wanted[]>): Promise<void> {
  const { store, reach } = ctx;
  const [people, children] = [
    await byIds(store, 'staff', [...byMentor.keys()]),
    await byIds(
      store,
      'students',
      [...byMentor.values()].flat().map(({ studentId }) => studentId),
      ['schoolId', 'status'],
    ),
  ];
  for (const [mentorId, wanted] of byMentor) {
    const person = people.get(mentorId);
    const isHere = ({ studentId }: Wanted) => children.get(studentId)?.schoolId === reach.schoolId;
    if (person?.schoolId !== reach.schoolId || !wanted.every(isHere)) throw new AppError('common.not-found');
    requireRight(ctx, person, wanted);
  }
}

/** @throws AppError `common.not-found` for who is gone, `input.invalid`, `pairing.unchecked` */
function requireRight({ today }: Ctx, person: Parameters<typeof pairWith>[1], wanted: readonly Wanted[]): void {
  if (person.gone) throw new AppError('common.not-found');
  for (const { kind } of wanted) {
    const fault = pairFault(kind, person, today);
    if (fault === 'role') throw new AppError('input.invalid', { field: 'kind', rule: 'role' });
    if (fault) throw new AppError('pairing.unchecked');
  }
}

/** One mentor's pairs in one transaction: all of them, or none. */
const pairOne = (
  { store, ...ctx }: Ctx,
  mentorId: string,
  wanted: readonly Wanted[],
  act: PairAct,
  onlyAlone: boolean,
) =>
  store.transact(async (tx) => {
    const person = await tx.get('staff', mentorId);
    if (!person) throw new AppError('common.not-found');
    requireRight({ store, ...ctx }, person, wanted);
    return pairWith(tx, person, wanted, act, onlyAlone);
  });

type Row = Output<'pairing.history'>['rows'][number];

/** A pair for its reader: what a mentor left is for the office, for itself, and for whoever stands beside the child after it. */
function rowFor(ctx: Ctx, row: Pairing, ofChild: readonly Pairing[]): Row {
  const { _id: own } = staffOf(ctx.caller).person;
  const { reach, vault } = ctx;
  const mine = row.mentorId === own;
  const comesAfter = ({ mentorId, adult, from, to }: Pairing) =>
    mentorId === own && adult && to === null && row.to !== null && from >= row.to;
  const succeeds = ofChild.some(comesAfter);
  const isOffice = reach.all;
  const mayRead = isOffice || ((mine || succeeds) && reach.studentIds.includes(row.studentId));
  return {
    ...{ pairingId: row._id, child: null, kind: row.kind, mentorId: row.mentorId, mentorName: row.mentorName },
    ...{ from: row.from, to: row.to, endedWhy: row.endedWhy },
    note: mayRead && row.handover ? vault.open(row.handover) : null,
    mayNote: row.adult && (isOffice || (mine && row.to === null && reach.studentIds.includes(row.studentId))),
    mayEnd: isOffice && row.to === null,
  };
}
