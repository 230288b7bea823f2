import { climbsAt, isPhoneVain, LOOK, nextRung, type Rung } from '../../../miniprogram/shared/domain/ladder';
import { isQuiet, nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { coveredOf, reachedOf } from '../../../miniprogram/shared/domain/receipts';
import type { Receipt } from '../data/documents';
import { groupedBy } from '../data/parts';
import type { Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { oneByOne } from '../kernel/run-jobs';
import { isRelated } from '../outbox/facts';
import { insertMissing } from '../outbox/repository';
import { smsAbout } from './letters';

type Needs = Pick<Deps, 'store' | 'schoolOf' | 'now' | 'log'>;

/** How many receipts are looked at in one go: with the others of their families they stay under the limit of a list. */
const AT_ONCE = 150;
const LIST_LIMIT = 1000;
/** An SMS that could not leave within a day comes too late: the teacher is ringing up by then. */
const SMS_STALE_MS = 86_400_000;

/** What of a receipt decides about its family. */
const LINE = ['studentIds', 'asks', 'state', 'wantsCall', 'open', 'climbAt'] as const;
type Line = Pick<Receipt, '_id' | (typeof LINE)[number]>;

/**
 * The ladder of product.md section 5: brings those whom a rung did not reach in time to the next one. It stops where somebody of
 * the family has heard, where the person may not be told any more, and at the top. By day, unless it is urgent. It may be run
 * twice at once or cut short anywhere: a step is a compare-and-set, and the SMS of a receipt is the same one each time.
 * @returns how many receipts were changed
 */
export async function climb(deps: Needs, until: number): Promise<number> {
  const { store, now } = deps;
  const due = await store.list('receipts', {
    where: { open: true, climbAt: { lte: now() }, ...(isQuiet(now()) ? { urgent: true } : {}) },
    orderBy: [['climbAt', 'asc']],
    limit: AT_ONCE,
  });
  let changed = 0;
  await oneByOne(deps, [...groupedBy(due, ({ refId }) => refId).values()], until, async (receipts) => {
    changed += await climbOne(deps, receipts);
  });
  return changed;
}

/** The due receipts of one notice. */
async function climbOne(deps: Needs, due: readonly [Receipt, ...Receipt[]]): Promise<number> {
  const { store, schoolOf } = deps;
  const { schoolId } = due[0];
  const family = await familyLines(store, due[0], [...new Set(due.flatMap(({ studentIds }) => studentIds))]);
  const done = await stopFor(store, due, family);
  const barred = await barredOf(store, due);
  const still = due.filter(({ _id }) => !done.ids.has(_id));
  let changed =
    done.changed +
    (await stop(
      store,
      still.filter(({ _id }) => barred.has(_id)),
      NO_RIGHT,
    ));
  const climbers = still.filter(({ _id }) => !barred.has(_id));
  const { sms } = await schoolOf(schoolId);
  const steps = groupedBy(climbers, (receipt) => `${receipt.rung} ${rungAfter(receipt, sms.on)}`);
  for (const group of steps.values()) changed += await step(deps, group, rungAfter(group[0], sms.on));
  return changed;
}

/** The rung after a receipt's: one that can still do something. Who asked for a call is not written to. */
function rungAfter({ ways, rung, wantsCall, proofs, calls }: Receipt, smsOn: boolean): Rung | null {
  const isVain: Readonly<Record<Rung, boolean>> = {
    wechat: wantsCall,
    sms: wantsCall || !smsOn || proofs.sms !== undefined,
    call: isPhoneVain(calls.map(({ outcome }) => outcome)),
    visit: false,
  };
  return nextRung(
    ways.filter((way) => way === rung || !isVain[way]),
    rung,
  );
}

/** Brings receipts of one notice from one rung to the next. What leaves is written first, so that no step is without it. */
async function step(deps: Needs, receipts: readonly [Receipt, ...Receipt[]], to: Rung | null): Promise<number> {
  const { store, now } = deps;
  const [{ rung: from, urgent, deadline, sentAt }] = receipts;
  const at = now();
  const since = nextAllowed(at, urgent);
  if (to === 'sms') {
    const when = { dueAt: since, staleAt: since + SMS_STALE_MS };
    await insertMissing(
      store,
      receipts.map((receipt) => smsAbout(receipt, when)),
    );
  }
  const rung = to ?? from;
  const set = { rung, climbAt: climbsAt(rung, since, { urgent, deadline, sentAt }) };
  return store.updateWhere(
    'receipts',
    // Whose family hears this moment is not due any more.
    { _id: { in: receipts.map(({ _id }) => _id) }, open: true, rung: from, climbAt: { lte: at } },
    { set, inc: { version: 1 } },
  );
}

/** Whose person may not be in contact with any of the children any more, or left the roster. */
async function barredOf(store: Store, receipts: readonly Receipt[]): Promise<Set<string>> {
  const ids = [...new Set(receipts.map(({ personId }) => personId))];
  const people = await store.list('familyMembers', {
    where: { _id: { in: ids } },
    limit: ids.length,
    fields: ['children'],
  });
  const byId = new Map(people.map((person) => [person._id, person]));
  return new Set(receipts.filter((receipt) => !isRelated(receipt, byId.get(receipt.personId))).map(({ _id }) => _id));
}

type Stop = Partial<Pick<Receipt, 'covered' | 'open' | 'climbAt' | 'why'>>;
const COVERED: Stop = { covered: true, open: false, climbAt: null };
/** An answer may still be missing, but they have heard. */
const REACHED: Stop = { climbAt: null };
const NO_RIGHT: Stop = { open: false, climbAt: null, why: 'no_right' };

async function stop(store: Store, lines: readonly Pick<Receipt, '_id'>[], set: Stop): Promise<number> {
  if (lines.length === 0) return 0;
  // Whoever asks for a call this moment stays on the list.
  const where = {
    _id: { in: lines.map(({ _id }) => _id) },
    open: true,
    ...(set === NO_RIGHT ? {} : { wantsCall: false }),
  };
  return store.updateWhere('receipts', where, { set, inc: { version: 1 } });
}

/** Stops the ladder of those for whose children somebody did what is asked, or at least heard it. */
async function stopFor(
  store: Store,
  lines: readonly Line[],
  family: readonly Line[],
): Promise<{ readonly ids: ReadonlySet<string>; readonly changed: number }> {
  const covered = coveredOf(family);
  const reached = reachedOf(family);
  const isCovered = ({ _id, open }: Line) => open && covered.has(_id);
  const isReached = (line: Line) => !isCovered(line) && line.climbAt !== null && reached.has(line._id);
  const changed =
    (await stop(store, lines.filter(isCovered), COVERED)) + (await stop(store, lines.filter(isReached), REACHED));
  return { ids: new Set(lines.filter((line) => isCovered(line) || isReached(line)).map(({ _id }) => _id)), changed };
}

const familyLines = (
  store: Store,
  { schoolId, refId }: Pick<Receipt, 'schoolId' | 'refId'>,
  studentIds: readonly string[],
): Promise<Line[]> =>
  store.list('receipts', {
    where: { schoolId, refId, studentIds: { in: studentIds } },
    limit: LIST_LIMIT,
    fields: LINE,
  });

/**
 * After somebody did what a notice asks for, or heard it: nobody else of the family need be told any more. Two operations, and
 * one more where a grandmother has grandchildren in another family, too. Where this is cut short, the ladder does it in its time, or
 * `mendFamilies` for those who do not climb any more.
 * @returns for how many it stopped
 */
export async function coverFamily(
  store: Store,
  receipt: Pick<Receipt, '_id' | 'of' | 'schoolId' | 'refId' | 'studentIds'>,
): Promise<number> {
  if (receipt.of !== 'notice') return 0;
  const near = await familyLines(store, receipt, receipt.studentIds);
  const others = near.filter(({ _id, open }) => open && _id !== receipt._id);
  const further = new Set(others.flatMap(({ studentIds }) => studentIds));
  for (const id of receipt.studentIds) further.delete(id);
  const far = further.size > 0 ? await familyLines(store, receipt, [...further]) : [];
  return (await stopFor(store, others, [...near, ...far])).changed;
}

/** Who heard, or whose family did, and of whom an answer is still missing: open, and nothing brings the ladder there any more. */
const PAUSED = { open: true, climbAt: null, wantsCall: false } as const;
const isPaused = ({ open, climbAt, wantsCall }: Line): boolean => open && climbAt === null && !wantsCall;
/** So many rows come back at most; a county's schools have fewer notices in two weeks. */
const NOTICES = 1000;

/**
 * Does what a cut short `coverFamily` left undone: somebody signed or was told after the others of the family had stopped
 * climbing, so the ladder never looks at them again. For two weeks, as on the list of visits. One operation, and one for each
 * notice that somebody still has to answer.
 * @returns how many receipts were closed
 */
export async function mendFamilies(
  { store, now, log }: Pick<Needs, 'store' | 'now' | 'log'>,
  until: number,
): Promise<number> {
  const notices = await store.aggregate<'receipts', { readonly _id: Pick<Receipt, 'schoolId' | 'refId'> }>('receipts', [
    ['match', { ...PAUSED, sentAt: { $gte: now() - LOOK.until } }],
    ['group', { _id: { schoolId: '$schoolId', refId: '$refId' } }],
    ['limit', NOTICES],
  ]);
  let changed = 0;
  await oneByOne({ now, log }, notices, until, async ({ _id }) => {
    const lines = await allLines(store, _id);
    changed += (await stopFor(store, lines.filter(isPaused), lines)).changed;
  });
  return changed;
}

/** All receipts of a notice, however many, in one operation. */
async function allLines(store: Store, { schoolId, refId }: Pick<Receipt, 'schoolId' | 'refId'>): Promise<Line[]> {
  const fields = Object.fromEntries(['_id', ...LINE].map((field) => [field, `$${field}`]));
  const [found] = await store.aggregate<'receipts', { readonly lines: Line[] }>('receipts', [
    ['match', { schoolId, refId }],
    ['group', { _id: null, lines: { $push: fields } }],
  ]);
  return found?.lines ?? [];
}
