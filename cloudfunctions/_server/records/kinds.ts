import type { Output, OwnKind, ParsedInput } from '../../../miniprogram/shared/contract';
import {
  endedKinds,
  ownKinds,
  RECORD_KINDS,
  type RecordKind,
  recordKind,
} from '../../../miniprogram/shared/domain/record-kinds';
import { kindsFault } from '../../../miniprogram/shared/domain/record-kinds-check';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { School } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { isKept, schoolNow } from '../school/repository';

/** A kind to write with; of a school's own kind the row goes along with the record. */
export interface ToWrite {
  readonly kind: RecordKind;
  readonly own?: OwnKind;
}

/**
 * The kind that a caller writes with: no further read for the product's own. One that the school hid is still taken: it was written without a
 * network before that. @throws AppError `records.wrong-kind`: not there, or not for this role to write
 */
export async function kindToWrite(ctx: Ctx, id: string): Promise<ToWrite> {
  const found = recordKind(id) ? { kind: recordKind(id) } : await ownKind(ctx, id);
  const { kind, ...rest } = found;
  if (!kind?.writers.some((role) => role === ctx.role)) throw new AppError('records.wrong-kind');
  return { kind, ...rest };
}

async function ownKind(ctx: Ctx, id: string): Promise<{ kind?: RecordKind; own?: OwnKind }> {
  const kept = await ctx.schoolOf(ctx.reach.schoolId);
  // One that was saved a moment ago is not in what the instance keeps.
  const school = ownOf(kept.recordKinds, id) ? kept : await schoolNow(ctx);
  const own = ownOf(school.recordKinds, id);
  return own ? { kind: own, own } : {};
}

const ownOf = (set: { readonly own: readonly OwnKind[] } | undefined, id: string): OwnKind | undefined =>
  set && ownKinds(set).some((kind) => kind.id === id) ? set.own.find((kind) => kind.id === id) : undefined;

/** A school's own kinds that mean something, and what it hides. */
export function kindsOf({ recordKinds }: Pick<School, 'recordKinds'>): Output<'records.kinds'> {
  const good = ownKinds(recordKinds).map(({ id }) => id);
  return {
    own: (recordKinds?.own ?? []).filter(({ id }) => good.includes(id)),
    hidden: [...(recordKinds?.hidden ?? [])],
  };
}

/**
 * Replaces a school's own kinds and what it hides; of those that go stays what they count for.
 * @throws AppError `input.invalid` with `field` and `rule` of what means nothing, `common.stale` where another head saved meanwhile
 */
export async function saveKinds(
  { store, reach }: Ctx,
  { seen, own, hidden }: ParsedInput<'records.saveKinds'>,
): Promise<void> {
  const fault = kindsFault(own);
  if (fault) throw new AppError('input.invalid', { field: `own.${fault.field}`, rule: fault.rule });
  const known = hidden.filter((id) => RECORD_KINDS.some((kind) => kind.id === id));
  const asked = { own, hidden: [...new Set(known)] };
  await store.transact(async (tx) => {
    const school = await tx.get('schools', reach.schoolId);
    if (!school) throw new AppError('common.not-found');
    if (isKept(kindsOf(school), { seen, asked })) return;
    const ended = endedKinds(school.recordKinds, own);
    await tx.update('schools', school._id, { set: { recordKinds: { ...asked, ended } } });
  });
}
