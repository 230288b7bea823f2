import { type Role, scopesOf } from '../access/permissions';
import type { Output } from '../contract';
import { dayOf } from '../domain/calendar';
import { hasLeft, isOver, isUnsent } from '../domain/notices';
import { heldText, noticeWord, type Word } from './notices';
import { spokenDay } from './time';

type Sent = Output<'notices.sent'>['notices'][number];

/** Whether somebody of a role lets notices go. */
export const mayReview = (role: Role | undefined): boolean =>
  role !== undefined && scopesOf(role, 'notices.review').length > 0;

export interface SentRow extends Word {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  /** Who has heard is not the question: nobody has it yet, or it is over. */
  readonly boardless: boolean;
  /** It waits for the reader's own word. */
  readonly asksMe: boolean;
}

/** A notice and how it stands, in words. `instant` is now, ms; `reviews`: the reader is who lets notices go. */
export function sentRow(notice: Sent, instant: number, reviews: boolean): SentRow {
  const { noticeId, title, at, by, people, status, urgent } = notice;
  // The time of what waits for its hour stands in its word; of what was taken back before it left it is no matter.
  const isTimed = status === 'scheduled' || (status === 'recalled' && people === 0);
  const asksMe = reviews && status === 'review';
  const facts = [
    isTimed ? '' : spokenDay(dayOf(at), dayOf(instant)),
    by,
    hasLeft(notice) ? `发给 ${people} 人` : '',
    urgent ? '急事' : '',
    heldText(notice),
  ];
  return {
    key: noticeId,
    name: title,
    fact: facts.filter((fact) => fact !== '').join(' · '),
    ...noticeWord(notice, instant, reviews),
    boardless: isUnsent(status) || isOver(status),
    asksMe,
  };
}
