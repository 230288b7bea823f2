import { currentMembership } from './session';
import { forget, recall, remember } from './storage';

/*
 * 「放心不下」: what was written about a child goes along to the page where one tells the counsellor or reports it, so that
 * nothing is typed twice. It waits in the phone's storage, not in an address, and is taken once.
 */

export interface Worry {
  /** By name: the page where one tells may not know it otherwise. */
  readonly child: { readonly id: string; readonly name: string; readonly className: string };
  /** What was written so far. */
  readonly words: string;
  /** The key with which the record is written, or will be; empty where there is none. */
  readonly recordKey: string;
}

/** Kept like a draft: it belongs to the membership in use and goes with it. */
const key = (): string => `draft:${currentMembership()?.id ?? ''}:worry`;

/** Before the page of concerns is opened. Answers false where the phone has no room: then it is opened without the words. */
export const carryWorry = (worry: Worry): boolean => remember(key(), worry);

/** What was carried for this child, once; undefined where nothing was. */
export function takeWorry(studentId: string): Worry | undefined {
  const worry = recall<Worry | undefined>(key(), undefined);
  if (worry?.child.id !== studentId) return undefined;
  forget(key());
  return worry;
}
