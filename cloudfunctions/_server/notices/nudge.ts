import { mayNudge, nudgeFrom, nudgeLeft } from '../../../miniprogram/shared/domain/board';
import { isOver, isUnsent, NUDGES } from '../../../miniprogram/shared/domain/notices';
import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import { AppError } from '../../../miniprogram/shared/errors/catalogue';
import type { OutboxMessage, Receipt } from '../data/documents';
import { groupedBy, inParts } from '../data/parts';
import { Duplicate, type Store } from '../data/store';
import type { Ctx } from '../kernel/deps';
import { requestId } from '../kernel/request-id';
import type { Handlers } from '../kernel/serve';
import { isRelated } from '../outbox/facts';
import { insertMissing } from '../outbox/repository';
import { pushAbout } from './letters';
import { mayBePushed } from './reach';
import { inClasses } from './repository';
import { noticeIn } from './sent';

const FIELDS = [
  '_id',
  'schoolId',
  'personId',
  'studentIds',
  'urgent',
  'push',
  'from',
  'asks',
  'ways',
  'open',
  'covered',
  'nudges',
  'nudgedAt',
] as const;
type Line = Pick<Receipt, (typeof FIELDS)[number]>;
const FIRST_CLASS = { $arrayElemAt: ['$classIds', 0] };

/**
 * Reminds those of the caller's classes who have not heard once more by WeChat. The same request counts once: the moment of its
 * first try is kept, and who was reminded at that moment was reminded by it. Two requests at once remind nobody twice, as the nth
 * reminder of a receipt is one message.
 */
export const nudge: Handlers<'notices'>['notices.nudge'] = async (ctx, { requestKey, noticeId }) => {
  const { store } = ctx;
  const key = requestId('u', ctx.caller.openid, requestKey);
  const [notice, begun, lines] = await Promise.all([
    noticeIn(ctx, noticeId),
    store.get('seenEvents', key),
    unheardLines(ctx, noticeId),
  ]);
  if (isUnsent(notice.status)) throw new AppError('notices.not-left');
  if (isOver(notice.status)) throw new AppError('notices.over');
  const at = begun?.at ?? ctx.now();
  const before = begun ? lines.filter(({ nudgedAt }) => nudgedAt === at).map(({ _id }) => _id) : [];
  const ready = lines.filter((line) => mayNudge(line) && nudgeFrom(line) <= at);
  if (before.length + ready.length === 0) throw refusal(lines, at);
  if (!begun) await keep(store, key, at);
  const reminded = [...before, ...(await remind(ctx, ready, at))];
  if (reminded.length === 0) throw new AppError('notices.nobody-to-nudge');
  await ctx.wake();
  return { people: reminded.length, left: leftAfter(lines, reminded, at) };
};

/**
 * Those of the reach for whom it is open, by the class of the first child: a school has fewer of these than rows come back, though
 * not fewer pairs of brothers' and sisters' classes. Who asked for a call gets one.
 */
async function unheardLines({ store, reach }: Ctx, refId: string): Promise<Line[]> {
  const classes = await store.aggregate<'receipts', { readonly lines: Line[] }>('receipts', [
    ['match', { ...inClasses(reach), refId, of: 'notice', open: true, covered: false, wantsCall: false }],
    ['group', { _id: FIRST_CLASS, lines: { $push: Object.fromEntries(FIELDS.map((field) => [field, `$${field}`])) } }],
  ]);
  return classes.flatMap(({ lines }) => lines);
}

function refusal(lines: readonly Line[], now: number): AppError {
  const { next } = nudgeLeft(lines, now);
  if (next !== null) return new AppError('notices.nudge-later', { from: next });
  const isEnough = lines.some(({ ways, nudges }) => ways.includes('wechat') && nudges >= NUDGES.most);
  return new AppError(isEnough ? 'notices.nudged-enough' : 'notices.nobody-to-nudge');
}

/** The same request at the same moment may have been faster. */
async function keep(store: Store, _id: string, at: number): Promise<void> {
  try {
    await store.insert('seenEvents', { _id, at });
  } catch (error) {
    if (!(error instanceof Duplicate)) throw error;
  }
}

const PART = 200;

/** Writes the reminders, then how often each person was reminded. Answers whose receipts. */
async function remind(ctx: Ctx, lines: readonly Line[], at: number): Promise<string[]> {
  const { store } = ctx;
  const reminded: string[] = [];
  for (const part of inParts(lines, PART)) {
    const letters = await lettersTo(ctx, part, at);
    await insertMissing(
      store,
      letters.map(({ message }) => message),
    );
    for (const [nudges, group] of groupedBy(letters, ({ line }) => line.nudges)) {
      const ids = group.map(({ line }) => line._id);
      await store.updateWhere(
        'receipts',
        { _id: { in: ids }, nudges },
        { set: { nudgedAt: at }, inc: { nudges: 1, version: 1 } },
      );
      reminded.push(...ids);
    }
  }
  return reminded;
}

/**
 * The nth reminder to each who is bound, allowed one more message and may still be in contact with a child. Nobody's reminders
 * are used up by what WeChat would refuse.
 */
async function lettersTo(ctx: Ctx, lines: readonly Line[], at: number) {
  const { store, reach } = ctx;
  const ids = lines.map(({ personId }) => personId);
  const people = await store.list('familyMembers', {
    where: { _id: { in: ids } },
    limit: ids.length,
    fields: ['openid', 'children'],
  });
  const byId = new Map(people.map((person) => [person._id, person]));
  const openids = people.flatMap(({ openid }) => openid ?? []);
  const pushable = await mayBePushed(ctx, reach.schoolId, openids);
  return lines.flatMap((line): { readonly line: Line; readonly message: OutboxMessage }[] => {
    const person = byId.get(line.personId);
    if (!person?.openid || !pushable.has(person.openid) || !isRelated(line, person)) return [];
    const id = `nudge:${line.nudges + 1}:${line._id}`;
    const dueAt = nextAllowed(at, line.urgent);
    return [{ line, message: pushAbout(line, person.openid, id, { dueAt, staleAt: dueAt + NUDGES.apart }) }];
  });
}

function leftAfter(lines: readonly Line[], reminded: readonly string[], at: number): number {
  const now = new Set(reminded);
  const after = lines.map((line) =>
    now.has(line._id) && line.nudgedAt !== at ? { ...line, nudges: line.nudges + 1, nudgedAt: at } : line,
  );
  return nudgeLeft(after, at).left;
}
