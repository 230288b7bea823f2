import { nextAllowed } from '../../../miniprogram/shared/domain/quiet';
import type { FamilyMember, Letter, OutboxMessage } from '../data/documents';
import { subscribeMessage, thing } from '../outbox/messages';

/** After a week nobody needs to be told any more: it stands in the box. */
const STALE_MS = 7 * 86_400_000;
const WORDS = {
  wrote: { thing1: '孩子给您写信了', thing3: '点开看看，听听' },
  anew: { thing1: '孩子看信的图案重新选了', thing3: '不放心的话，问问孩子和老师' },
} as const;

/** A word to a parent about its letters: neither the child's name nor what is said. */
export function letterMessage(
  about: keyof typeof WORDS,
  {
    _id,
    to,
    studentId,
    schoolId,
    from,
    now,
  }: {
    readonly _id: string;
    readonly to: Pick<FamilyMember, 'openid'>;
    readonly studentId: string;
    readonly schoolId: string;
    /** The school. */
    readonly from: string;
    readonly now: number;
  },
): OutboxMessage[] {
  if (to.openid === null) return [];
  const { thing1, thing3 } = WORDS[about];
  const message = subscribeMessage({
    _id,
    schoolId,
    kind: 'contact',
    to: to.openid,
    data: { thing1: thing(thing1), thing2: thing(from), thing3: thing(thing3) },
    page: `features/letters/pages/box/index?studentId=${studentId}`,
    dueAt: nextAllowed(now, false),
    staleAt: now + STALE_MS,
    refId: studentId,
  });
  return [message];
}

/** A parent learns of a child's letter; the child finds its own at the tablet. */
export const toldOf = (
  { _id, direction, studentId, schoolId }: Letter,
  to: Pick<FamilyMember, 'openid'>,
  from: string,
  now: number,
): OutboxMessage[] =>
  direction === 'to_child' ? [] : letterMessage('wrote', { _id: `letter:${_id}`, to, studentId, schoolId, from, now });
