import { lastView } from '../../services/session';
import { givenName } from '../../shared/text/names';

/** A child of the family as it is called at home; known without a network. */
export function calledName(studentId: string): string {
  const view = lastView();
  const child = view?.kind === 'family' ? view.children.find(({ id }) => id === studentId) : undefined;
  return child ? givenName(child.name) : '孩子';
}
