import type { CallerRole } from '../access/permissions';
import { type FieldKey, fieldOf, type Section } from './child-file';

/** Who looks at a child's file: staff, or one of the child's family. */
export interface Viewer {
  readonly role: CallerRole;
  readonly personId: string;
}

/** Which permissions of a viewer reach the child whose file it is. */
export interface Rights {
  readonly edit: boolean;
  readonly propose: boolean;
  readonly health: boolean;
  readonly aid: boolean;
  /** To change who is a legal guardian and who may be in contact. */
  readonly rights: boolean;
}

/** An adult on the file. */
export interface Member {
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

/** What the school notes of a family's situation is its own word, not the family's to read. */
const SCHOOLS_OWN: readonly FieldKey[] = ['pupil.careStatus', 'pupil.guardianship', 'pupil.assessment'];
/** Of the caregiver's facts, those that are nobody's but its own. */
const CAREGIVERS_OWN: readonly FieldKey[] = ['member.birthDay', 'member.idNumber'];
const NAMED: readonly FieldKey[] = ['member.name', 'link.relation'];

export type May = 'see' | 'propose' | 'edit';

/** What a file tells of whom: the child's own facts, or those of an adult on it. */
export type About = Member | 'child';

/**
 * What a viewer may do with one fact of a file; `undefined` where it may not even see it. Families see and propose, of what is their own or
 * their home's; whoever of the staff may not edit but propose (a mentor), proposes.
 */
export function mayWith(
  viewer: Viewer & { readonly rights: Rights },
  key: FieldKey,
  about: About,
  members: readonly Member[],
): May | undefined {
  const { section, proposes } = fieldOf(key);
  if (isFamily(viewer.role)) {
    if (!familySees(viewer, key, about, members)) return undefined;
    return proposes !== undefined && viewer.rights.propose && proposable(viewer, proposes, about) ? 'propose' : 'see';
  }
  const { rights } = viewer;
  if ((section === 'health' && !rights.health) || (section === 'aid' && !rights.aid)) return undefined;
  if (section === 'rights') return rights.edit && rights.rights ? 'edit' : 'see';
  return rights.edit ? 'edit' : rights.propose ? 'propose' : 'see';
}

const isSelf = (viewer: Viewer, about: About): boolean => about !== 'child' && about.personId === viewer.personId;

function familySees(viewer: Viewer, key: FieldKey, about: About, members: readonly Member[]): boolean {
  const spec = fieldOf(key);
  if (about === 'child') return !SCHOOLS_OWN.includes(key) && (!isOfHome(spec) || seesHome(viewer, members));
  if (isSelf(viewer, about) || NAMED.includes(key)) return true;
  return spec.section === 'person' && !CAREGIVERS_OWN.includes(key) && seesContact(viewer, about);
}

const HOME: readonly Section[] = ['home', 'health', 'aid'];

/** Numbers by which others could pass for the child are the home's, too. */
const isOfHome = ({ section, masked }: ReturnType<typeof fieldOf>): boolean =>
  HOME.includes(section) || masked === true;

const proposable = (viewer: Viewer, proposes: 'self' | 'home', about: About): boolean =>
  proposes === 'home' ? about === 'child' : isSelf(viewer, about);
