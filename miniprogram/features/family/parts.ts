import { type FieldKey, fieldOf } from '../../shared/domain/child-file';

/** The parts of a file that a family can change: what is told of the child, where it lives, and the reader's own. */
export const PARTS = ['child', 'home', 'me'] as const;
export type Part = (typeof PARTS)[number];

/** Which facts belong to which part. */
export function isAbout(part: Part, field: FieldKey): boolean {
  const { of, section } = fieldOf(field);
  if (of !== 'pupil') return part === 'me';
  return part === (section === 'home' ? 'home' : 'child');
}
