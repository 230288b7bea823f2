import type { FamilyItem, Output } from '../shared/contract';
import { currentMembership } from './session';
import { recall, remember } from './storage';

/*
 * What the school told and was read on this phone can be read again without a network: the list, and the last notices in full.
 * Their voices are kept by `sounds`. It belongs to the membership in use.
 */

/** So many opened notices are kept, the last ones; their texts have at most 1,000 characters. */
const MOST = 12;

export interface KeptNotice {
  readonly opened: Output<'notices.open'>;
  /** The notice's own id, where a card in the class's group led to it. */
  readonly noticeId?: string;
  /** Letters of the outbox that the school had when it was asked: later ones count on top of what it said. */
  readonly known: readonly string[];
}
interface Kept {
  readonly list: readonly FamilyItem[];
  readonly opened: readonly KeptNotice[];
}

const key = (): string => `notices:${currentMembership()?.id ?? ''}`;
const kept = (): Kept => recall<Kept>(key(), { list: [], opened: [] });

/** The notice as it was when it was last fetched; by its receipt, or by the notice's own id. */
export const keptNotice = (id: string): KeptNotice | undefined =>
  kept().opened.find(({ opened, noticeId }) => opened.receiptId === id || noticeId === id);

export function keepNotice(notice: KeptNotice): void {
  const { list, opened } = kept();
  const others = opened.filter((one) => one.opened.receiptId !== notice.opened.receiptId);
  remember(key(), { list, opened: [notice, ...others].slice(0, MOST) } satisfies Kept);
}

/** The list as the school last sent it, newest first, with what was opened since: a message may have led past the list. */
export function keptList(): readonly FamilyItem[] {
  const { list, opened } = kept();
  const items = new Map([...list, ...opened.map((one) => one.opened)].map((item) => [item.receiptId, item]));
  return [...items.values()].sort((a, b) => b.at - a.at);
}

export function keepList(list: readonly FamilyItem[]): void {
  // The list is newer than what was opened before it.
  const opened = kept().opened.map((one) => {
    const item = list.find(({ receiptId }) => receiptId === one.opened.receiptId);
    return item ? { ...one, opened: { ...one.opened, ...item } } : one;
  });
  remember(key(), { list, opened } satisfies Kept);
}
