import type { ConcernEntry, ConcernRow } from '../../../miniprogram/shared/contract';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { LIMITS } from '../../../miniprogram/shared/limits';
import type { Concern, ConcernAdded, ConcernSaid, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { raise, raisedId } from './raise';
import { concernFor, concernsFor, concernToHandle, openConcerns } from './repository';

export const concernsHandlers: Handlers<'concerns'> = {
  async 'concerns.raise'(ctx, input) {
    // It opens no file; and who said something about whom is nothing that readers of the access log need to know.
    const { _id: concernId, at } = await raise(ctx, input);
    return { concernId, at };
  },

  async 'concerns.list'(ctx, { until }) {
    const { person } = staffOf(ctx.caller);
    const looksAfter = ctx.role === 'counsellor' || ctx.role === 'school_admin';
    const [{ concerns, more }, open] = await Promise.all([
      concernsFor(ctx, until),
      looksAfter ? openConcerns(ctx.store, person.schoolId) : null,
    ]);
    const children = await childrenOf(ctx, concerns);
    ctx.opened(idsOf(concerns));
    return { open, rows: concerns.map((concern) => rowOf(ctx, concern, children)), more };
  },

  async 'concerns.open'(ctx, { concernId }) {
    const { concern, mayHandle } = await concernFor(ctx, concernId);
    ctx.opened(idsOf([concern]));
    const said = saidIn(ctx, concern);
    const { taken, settled } = concern;
    const inHand = taken ?? settled;
    return {
      ...rowOf(ctx, concern, await childrenOf(ctx, [concern])),
      situation: situationOf(ctx, concern, said),
      words: said.words,
      phoneAt: said.phoneAt,
      recordId: concern.recordId,
      // Of the counsellor's work its author learns that it is in hand, and no more.
      takenBy: inHand && (mayHandle || concern.to === 'report') ? inHand.byName : null,
      takenAt: inHand?.at ?? null,
      entries: concern.entries.flatMap((entry) => entryFor(ctx, concern, { entry, mayHandle })),
      outcome:
        mayHandle && settled ? { at: settled.at, by: settled.byName, words: ctx.vault.open(settled.words) } : null,
      mayHandle,
    };
  },

  async 'concerns.tell'(ctx, { requestKey, concernId: told, raisedKey, ...added }) {
    const concernId = told ?? raisedId(ctx, raisedKey ?? '');
    await concernFor(ctx, concernId);
    const { person } = staffOf(ctx.caller);
    const entry = {
      id: requestId('e', ctx.caller.openid, requestKey),
      at: ctx.now(),
      byId: person._id,
      byName: person.name,
      said: ctx.vault.seal(JSON.stringify(added satisfies ConcernAdded)),
    };
    await ctx.store.transact(async (tx) => {
      const entries = (await tx.get('concerns', concernId))?.entries ?? [];
      if (entries.some(({ id }) => id === entry.id)) return;
      if (entries.length >= LIMITS.concernEntries)
        throw new AppError('input.invalid', { field: 'words', rule: 'full' });
      await tx.update('concerns', concernId, { set: { entries: [...entries, entry] } });
    });
    return { done: true };
  },

  async 'concerns.take'(ctx, { concernId }) {
    await concernToHandle(ctx, concernId);
    const byName = staffOf(ctx.caller).person.name;
    const taken = { at: ctx.now(), byName };
    await ctx.store.updateWhere('concerns', { _id: concernId, state: 'open' }, { set: { state: 'taken', taken } });
    return { done: true };
  },

  async 'concerns.settle'(ctx, { concernId, outcome }) {
    await concernToHandle(ctx, concernId);
    const { name: byName } = staffOf(ctx.caller).person;
    const settled = { at: ctx.now(), byName, words: ctx.vault.seal(outcome) };
    await ctx.store.transact(async (tx) => {
      const before = (await tx.get('concerns', concernId))?.settled;
      if (before && ctx.vault.open(before.words) === outcome) return;
      if (before) throw new AppError('common.stale');
      await tx.update('concerns', concernId, { set: { state: 'closed', settled } });
    });
    return { done: true };
  },
};

const idsOf = (concerns: readonly Concern[]): string[] => concerns.flatMap(({ studentId }) => studentId ?? []);

const saidIn = ({ vault }: Ctx, { said }: Concern): ConcernSaid => JSON.parse(vault.open(said)) as ConcernSaid;

/** As it was chosen at first or, where nobody did then, last. */
const situationOf = (ctx: Ctx, { entries }: Concern, { situation }: ConcernSaid): ConcernSaid['situation'] =>
  situation ?? entries.map((entry) => addedIn(ctx, entry).situation).findLast((one) => one !== null) ?? null;

const addedIn = ({ vault }: Ctx, { said }: Concern['entries'][number]): ConcernAdded =>
  JSON.parse(vault.open(said)) as ConcernAdded;

type Named = Pick<Student, '_id' | 'name' | 'className'>;

/** The children that concerns are about, by id, also those who left the school. */
async function childrenOf({ store }: Ctx, concerns: readonly Concern[]): Promise<Map<string, Named>> {
  const ids = [...new Set(idsOf(concerns))];
  const [first] = concerns;
  if (!first || ids.length === 0) return new Map();
  const found = await store.list('students', {
    where: { schoolId: first.schoolId, _id: { in: ids } },
    limit: 1000,
    fields: ['name', 'className'],
  });
  return new Map(found.map((child) => [child._id, child]));
}

function rowOf(ctx: Ctx, concern: Concern, children: ReadonlyMap<string, Named>): ConcernRow {
  const child = children.get(concern.studentId ?? '');
  return {
    concernId: concern._id,
    child: child ? { id: child._id, name: child.name, className: child.className } : null,
    who: saidIn(ctx, concern).who,
    to: concern.to,
    at: concern.at,
    by: concern.byName,
    mine: concern.byId === staffOf(ctx.caller).person._id,
    state: concern.state,
  };
}

/**
 * An entry for its reader: all of it for who looks after the concern; its author reads the own ones, and of a report also who was told when.
 */
function entryFor(
  ctx: Ctx,
  { to }: Concern,
  { entry, mayHandle }: { readonly entry: Concern['entries'][number]; readonly mayHandle: boolean },
): ConcernEntry[] {
  const { whom, day, minute, words } = addedIn(ctx, entry);
  const mine = entry.byId === staffOf(ctx.caller).person._id;
  const mayRead = mine || mayHandle;
  // One that only says the situation is read there.
  if (whom === null && words === '') return [];
  if (!mayRead && (to !== 'report' || whom === null)) return [];
  return [{ at: entry.at, by: entry.byName, mine, whom, day, minute, words: mayRead ? words : '' }];
}
