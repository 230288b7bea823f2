import type { CallerRole } from '../access/permissions';

/** Who looks at a child's file: staff, or one of the child's family. */
export interface Viewer {
  readonly role: CallerRole;
  readonly personId: string;
}

interface Member {
  readonly personId: string;
  readonly role: 'parent' | 'guardian';
  /** For this child. */
  readonly legalGuardian: boolean;
}

const isFamily = (role: CallerRole): boolean => role === 'parent' || role === 'guardian';

/**
 * Whether a viewer may see how and where an adult on the file is to be found. Staff may. Of its own family a viewer sees itself
 * and the caregiver at home, of other parents only name and relation: parents may be divorced, or in fear of each other.
 */
export const seesContact = (viewer: Viewer, member: Member): boolean =>
  !isFamily(viewer.role) || viewer.personId === member.personId || member.role === 'guardian';

/**
 * Whether a viewer may see where the child lives and how its health is: staff, the caregiver, and parents who are legal
 * guardians, as another parent may not be meant to know.
 */
export const seesHome = (viewer: Viewer, members: readonly Member[]): boolean =>
  !isFamily(viewer.role) ||
  members.some((m) => m.personId === viewer.personId && (m.legalGuardian || m.role === 'guardian'));

/** Families are never shown the mark "left behind" (product.md section 6). */
export const seesCareStatus = (viewer: Viewer): boolean => !isFamily(viewer.role);
