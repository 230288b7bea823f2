import type { Output } from '../../../../shared/contract';
import { type SentRow, sentRow } from '../../../../shared/text/sent-notices';

/** `instant` is now, ms; `reviews`: the reader is who lets notices go. */
export const rowsOf = (notices: Output<'notices.sent'>['notices'], instant: number, reviews: boolean): SentRow[] =>
  notices.map((notice) => sentRow(notice, instant, reviews));
