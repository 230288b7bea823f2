import type { OutboxMessage } from '../data/documents';

type Draft = Pick<OutboxMessage, '_id' | 'schoolId' | 'kind' | 'to' | 'data' | 'page' | 'dueAt' | 'staleAt' | 'refId'> &
  Partial<Pick<OutboxMessage, 'urgent' | 'seat' | 'offer'>>;

/**
 * A message that waits to leave. It is written in the same transaction as the fact it tells of; `jobs` sends it, once.
 * `_id` is what makes it unique (what, to whom, which way). No name or private fact of a child goes into `data`.
 */
const messageBy = (way: OutboxMessage['way'], draft: Draft): OutboxMessage => ({
  way,
  urgent: false,
  order: draft.dueAt,
  status: 'queued',
  errcode: null,
  claimedAt: null,
  claimedBy: null,
  doneAt: null,
  attempts: 0,
  ...draft,
});

/** A subscribe message. @param draft `to` is the openid, `data` the template's fields (wechat/templates.ts). */
export const subscribeMessage = (draft: Draft): OutboxMessage => messageBy('subscribe', draft);

/** The page that a link in an SMS opens: the list of what the family was told. One link serves all (wechat's limits). */
const SMS_PAGE = 'pages/inbox/index';
/** So many characters of an SMS are ours (D). */
const SMS_CONTENT = 30;

/** An SMS about a notice. @param draft `to` is the person's id; @param title as a push text may have it. */
export const smsMessage = (draft: Omit<Draft, 'data' | 'page' | 'kind'>, title: string): OutboxMessage =>
  messageBy('sms', {
    ...draft,
    kind: 'notice',
    page: SMS_PAGE,
    data: { content: line(`学校通知：${title}`, SMS_CONTENT) },
  });

const THING = 20;

/** A text as a `thing` field takes it: one line of at most 20 characters, and never empty. */
export const thing = (text: string): string => line(text, THING);

function line(text: string, most: number): string {
  const characters = [...text.replace(/[\p{Cc}\s]+/gu, ' ').trim()];
  if (characters.length === 0) return '…';
  return characters.length <= most ? characters.join('') : `${characters.slice(0, most - 1).join('')}…`;
}
