/** The dry run: a roster is read, compared, and what was found is kept page by page. It changes nothing of the school. */
import type { Input, Output } from '../../../miniprogram/shared/contract';
import { ruleOn } from '../../../miniprogram/shared/domain/left-behind';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { RosterImport } from '../data/documents';
import type { Ctx } from '../kernel/deps';
import { staffOf } from '../kernel/identify';
import { answerOf, keepPages } from './pages';
import { importIdOf } from './past';
import { digestOf } from './plan';
import { prepare } from './prepare';
import { foundIn, previewOf } from './preview';
import { errorsOf } from './read';

/** Read, compared, found, kept. */
const STEPS = 4;
const NOTHING_DECIDED = { same: [], leave: [] } as const;

/** The same request again gets the answer that it got. */
export async function readOnce(ctx: Ctx, input: Input<'roster.preview'>): Promise<Output<'roster.preview'>> {
  const { store } = ctx;
  const _id = importIdOf(ctx.caller.openid, input.key);
  const known = await store.get('imports', _id);
  if (known && known.status !== 'reading') {
    const answer = await answerOf(ctx, _id);
    if (!answer) throw new AppError('roster.changed');
    return answer;
  }
  const begun = begin(ctx, _id, input);
  await store.put('imports', begun);
  try {
    return await read(ctx, begun);
  } catch (error) {
    if (error instanceof AppError) await store.removeWhere('imports', { _id, status: 'reading' });
    if (error instanceof AppError && error.code === 'roster.unreadable') await forget(ctx, begun);
    throw error;
  }
}

const begin = (ctx: Ctx, _id: string, { fileId, fileName, columns = [] }: Input<'roster.preview'>): RosterImport => ({
  _id,
  schoolId: ctx.reach.schoolId,
  fileId,
  fileName,
  digest: '',
  status: 'reading',
  errors: 0,
  counts: { pupils: 0, familyMembers: 0, classes: 0 },
  columns,
  ...NOTHING_DECIDED,
  near: 0,
  seen: '',
  logged: false,
  takenBack: null,
  done: 0,
  of: STEPS,
  byId: staffOf(ctx.caller).person._id,
  byName: staffOf(ctx.caller).person.name,
  at: ctx.now(),
  appliedAt: null,
});

async function read(ctx: Ctx, begun: RosterImport): Promise<Output<'roster.preview'>> {
  const { store, today } = ctx;
  const { _id: importId, schoolId, at } = begun;
  const reached = (done: number) =>
    store.updateWhere('imports', { _id: importId, status: 'reading' }, { set: { done } });
  const {
    roster,
    school,
    files,
    plan: planFor,
  } = await prepare(ctx, begun, async () => {
    await reached(1);
  });
  const plan = planFor(NOTHING_DECIDED);
  await reached(2);
  const rule = ruleOn(school.leftBehindRules, today);
  const seen = { importId, understood: roster.understood, plan, files, rule, today };
  const found = foundIn(seen);
  const answer = previewOf(seen, found);
  await reached(3);
  await keepPages(ctx, { importId, schoolId, at }, found, answer);
  await store.updateWhere(
    'imports',
    { _id: importId, status: 'reading' },
    {
      set: {
        status: 'previewed',
        digest: roster.digest,
        errors: errorsOf(roster.understood),
        counts: { pupils: answer.pupils, familyMembers: answer.familyMembers, classes: answer.classes.length },
        near: plan.near.length,
        seen: digestOf(plan),
        done: STEPS,
        at: ctx.now(),
      },
    },
  );
  ctx.opened(
    [...new Set([...found.changes.map(({ studentId }) => studentId), ...found.gone.map(({ id }) => id)])].slice(
      0,
      OPENED,
    ),
  );
  return answer;
}

/** As many as the first pages name. */
const OPENED = 100;

/** What a phone calls a sheet. */
const SHEET = /\.(xlsx|xls|et|csv|txt)$/i;

/** A sheet that cannot be read is taken away: no import would name it, and it may hold every number in plain. */
async function forget(ctx: Ctx, { fileId }: RosterImport): Promise<void> {
  if (SHEET.test(fileId)) await ctx.files.remove(fileId);
}
