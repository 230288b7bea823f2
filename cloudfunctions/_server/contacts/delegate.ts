/** 委托照护 of a child: written down, carried on, ended (未成年人保护法 22, 23). */
import type { Output, ParsedInput } from '../../../miniprogram/shared/contract';
import { stepsOf } from '../../../miniprogram/shared/domain/delegation';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import { CHILD_VIEW_WORDS } from '../../../miniprogram/shared/text/files';
import type { Delegation, Student } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { requestId } from '../kernel/request-id';
import { delegationsOf, latestOf } from './beside';
import { familyOfStudent, studentIn } from './repository';
import { type Linked, linkedTo } from './viewing';
import { versionOf } from './write-facts';

type Asked = ParsedInput<'contacts.delegate'>;

/**
 * Writes a delegation down. The same adult since the same day is the one that is there, carried on; any other one takes its place.
 * @throws AppError `contacts.disqualified`, `input.invalid`, `common.not-found` for an adult who is not on the child's file.
 */
export async function delegate(ctx: Ctx, input: Asked): Promise<Output<'contacts.delegate'>> {
  const student = await studentIn(ctx.store, ctx.reach, input.studentId);
  const [family, current] = await Promise.all([
    familyOfStudent(ctx.store, student),
    delegationsOf(ctx.store, student).then(latestOf),
  ]);
  const linked = linkedTo(student._id, family);
  requireFitting(ctx, input, linked);
  ctx.opened([student._id]);
  const same = current && isSame(current, input) ? current : undefined;
  const written = delegationOf(ctx, student, input, same);
  await write(ctx, student, written, { same, former: current, linked, key: input.key });
  await settle(ctx, student);
  return { id: written._id };
}

const isSame = (current: Delegation, { memberId, byId, since }: Asked): boolean =>
  current.memberId === memberId && current.byMemberId === byId && current.since === since;

/** The law names who cannot be given the care, and a court may have; who gives it is a legal guardian, and not the one who takes it. */
function requireFitting({ today }: Ctx, input: Asked, linked: readonly Linked[]): void {
  const { memberId, byId, since, until, villageToldDay } = input;
  const [to, by] = [memberId, byId].map((id) => linked.find(({ personId }) => personId === id));
  if (!to || !by) throw new AppError('common.not-found');
  if (input.disqualifiers.length > 0 || !to.link.mayContact) throw new AppError('contacts.disqualified');
  const invalid = (field: string, rule: string) => new AppError('input.invalid', { field, rule });
  if (to === by) throw invalid('memberId', 'other');
  if (!by.link.legalGuardian) throw invalid('byId', 'guardian');
  if (since > today) throw invalid('since', 'future');
  if (until !== null && until < since) throw invalid('until', 'order');
  if (villageToldDay !== null && villageToldDay > today) throw invalid('villageToldDay', 'future');
}

function delegationOf(ctx: Ctx, student: Student, input: Asked, same: Delegation | undefined): Delegation {
  const { memberId, since, until, childView, childWords, villageToldDay, villageWhom } = input;
  return {
    _id: same?._id ?? requestId('g', ctx.caller.openid, input.key),
    ...{ schoolId: student.schoolId, studentId: student._id, classId: student.classId },
    ...{ memberId, byMemberId: input.byId, since, until, childView },
    childWords: childWords ? ctx.vault.seal(childWords) : null,
    villageToldDay,
    villageWhom: villageWhom || null,
    ...{ endedDay: null, endedWhy: null, current: true },
    byId: staffOf(ctx.caller).person._id,
    at: same?.at ?? ctx.now(),
    open: stepsOf({ childView, villageToldDay }).length > 0,
  };
}

interface Writing {
  readonly same: Delegation | undefined;
  readonly former: Delegation | undefined;
  readonly linked: readonly Linked[];
  readonly key: string;
}

/** The delegation and its version, once for a request. */
function write(ctx: Ctx, { _id }: Student, after: Delegation, { same, former, linked, key }: Writing): Promise<void> {
  const act = { id: requestId('v', ctx.caller.openid, key), via: 'delegation', ref: after._id, why: null } as const;
  const said = (one: Delegation | undefined) => (one?.current ? inWords(one, linked) : null);
  const version = versionOf(ctx, act, [_id], _id, { 'pupil.delegation': [said(former), said(after)] });
  return ctx.store.transact(async (tx) => {
    if (await tx.get('fileChanges', version._id)) return;
    const { _id: id, ...set } = after;
    if (same) await tx.update('delegations', id, { set });
    else if (!(await tx.get('delegations', id))) await tx.insert('delegations', after);
    await tx.insert('fileChanges', version);
  });
}

/** A delegation as a version tells it. */
function inWords({ memberId, since, until, childView, villageToldDay }: Delegation, linked: readonly Linked[]): string {
  const name = linked.find(({ personId }) => personId === memberId)?.member.name ?? '';
  return [
    `${name}，${since} 起${until ? `，到 ${until}` : ''}`,
    childView ? `孩子：${CHILD_VIEW_WORDS[childView]}` : '',
    villageToldDay ? `${villageToldDay} 告诉了村里` : '',
  ]
    .filter(Boolean)
    .join('；');
}

/**
 * Of several current ones the last holds. Everybody who writes one down looks after it, so whoever comes last leaves one, however many write
 * at once.
 */
async function settle(ctx: Ctx, student: Student): Promise<void> {
  const all = await delegationsOf(ctx.store, student);
  const last = latestOf(all);
  const over = all.filter((one) => one !== last).map(({ _id }) => _id);
  if (over.length > 0) await end(ctx, over, '换了人照护');
}

const end = ({ store, today }: Ctx, ids: readonly string[], why: string): Promise<number> =>
  store.updateWhere(
    'delegations',
    { _id: { in: ids }, current: true },
    { set: { current: false, open: false, endedDay: today, endedWhy: why } },
  );

export async function endDelegation(ctx: Ctx, { id, why }: ParsedInput<'contacts.endDelegation'>): Promise<void> {
  const delegation = await ctx.store.get('delegations', id);
  if (!delegation) throw new AppError('common.not-found');
  const student = await studentIn(ctx.store, ctx.reach, delegation.studentId);
  ctx.opened([student._id]);
  await finish(ctx, student, delegation, why);
}

/** Ends the delegation to an adult who is no longer on the child's file. */
export async function endWith(ctx: Ctx, student: Student, personId: string, why: string): Promise<void> {
  for (const one of await delegationsOf(ctx.store, student))
    if (one.memberId === personId) await finish(ctx, student, one, why);
}

/** Ends one, with its version; nothing where it is over already. */
async function finish(ctx: Ctx, student: Student, delegation: Delegation, why: string): Promise<void> {
  const linked = linkedTo(student._id, await familyOfStudent(ctx.store, student));
  const act = { id: `${delegation._id}:end`, via: 'delegation', ref: delegation._id, why } as const;
  const version = versionOf(ctx, act, [student._id], student._id, {
    'pupil.delegation': [inWords(delegation, linked), null],
  });
  await ctx.store.transact(async (tx) => {
    const now = await tx.get('delegations', delegation._id);
    if (!now?.current) return;
    const set = { current: false, open: false, endedDay: ctx.today, endedWhy: why };
    await tx.update('delegations', delegation._id, { set });
    await tx.insert('fileChanges', version);
  });
}
