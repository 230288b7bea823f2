import type { HomeView } from '../../../shared/contract';
import { givenName } from '../../../shared/text/names';

/** What the home of a family is made of; the panels of parents and of caregivers show it in their own way. */
export type FamilyView = Extract<HomeView, { kind: 'family' }>;
export type FamilyChild = FamilyView['children'][number];

/** The question that waits for a legal guardian: what the school may do for a child. Null where nothing is asked. */
export interface ConsentAsked {
  readonly id: string;
  readonly name: string;
}
export function consentAsked({ asksConsent, children }: FamilyView): ConsentAsked | null {
  if (!asksConsent) return null;
  const child = children.find(({ id }) => id === asksConsent);
  return { id: asksConsent, name: child ? givenName(child.name) : '孩子' };
}
