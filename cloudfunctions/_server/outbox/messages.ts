import type { OutboxMessage } from '../data/documents';

type Draft = Pick<
  OutboxMessage,
  '_id' | 'schoolId' | 'kind' | 'openid' | 'data' | 'page' | 'dueAt' | 'staleAt' | 'refId'
> &
  Partial<Pick<OutboxMessage, 'urgent' | 'seat' | 'offer'>>;

/**
 * A message that waits to leave. It is written in the same transaction as the fact it tells of; `jobs` sends it, once.
 * `_id` is what makes it unique (what, to whom, which way). No name or private fact of a child goes into `data`.
 */
export const subscribeMessage = (draft: Draft): OutboxMessage => ({
  way: 'subscribe',
  urgent: false,
  status: 'queued',
  errcode: null,
  claimedAt: null,
  claimedBy: null,
  doneAt: null,
  attempts: 0,
  ...draft,
});

const THING = 20;

/** A text as a `thing` field takes it: one line of at most 20 characters, and never empty. */
export function thing(text: string): string {
  const characters = [...text.replace(/[\p{Cc}\s]+/gu, ' ').trim()];
  if (characters.length === 0) return '…';
  return characters.length <= THING ? characters.join('') : `${characters.slice(0, THING - 1).join('')}…`;
}
