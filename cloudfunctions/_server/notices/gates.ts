import { gateOf } from '../../../miniprogram/shared/domain/notices';
import type { Notice } from '../data/documents';

/** What is younger than this a request may still be busy with, ms. */
export const BUSY_MS = 30_000;

/** Where a notice stands that has not left: the first of its gates that is closed, and when `jobs` looks after it. */
export function standingOf(
  notice: Omit<Notice, 'status' | 'dueAt'>,
  now: number,
): Pick<Notice, 'status' | 'sentAt' | 'dueAt'> {
  const { review, voice, pictures, asks, urgent, sentAt } = notice;
  const gates = { asks, urgent, review: review?.state ?? null, voice: voice?.state ?? null, sendAt: sentAt };
  const status = gateOf({ ...gates, pictures: pictures.map(({ state }) => state) }, now);
  if (status === 'sending') return { status, sentAt: Math.max(sentAt, now), dueAt: now + BUSY_MS };
  return { status, sentAt, dueAt: status === 'scheduled' ? sentAt : null };
}
