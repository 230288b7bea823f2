/** The adults around one pupil of a roster, as the family members that we keep. */
import type { FamilyMember } from '../data/documents';
import type { Caregiver, FamilyRole, Grandparent, GrandparentKey, Parent, PupilRow } from './pupil';

/** One adult of one pupil. What is absent, the roster does not say. */
export interface AdultRow {
  readonly role: FamilyMember['role'];
  readonly name: string;
  readonly relation: string;
  readonly phone?: string;
  readonly workplace?: string;
  readonly shift?: FamilyMember['shift'];
  readonly canRead?: boolean;
  readonly hasSmartphone?: boolean;
  readonly legalGuardian?: boolean;
  /** Only ever false: a roster can tell of a limit, its silence lifts none. */
  readonly mayContact?: false;
}

const GRANDPARENTS: Readonly<Record<GrandparentKey, string>> = {
  paternalGrandfather: '爷爷',
  paternalGrandmother: '奶奶',
  maternalGrandfather: '外公',
  maternalGrandmother: '外婆',
};

/** Parents who live, then the caregiver; where none is named and the child lives with its grandparents, those. */
export function adultsOf(pupil: PupilRow): AdultRow[] {
  const { father, mother, delegate, living, grandparents } = pupil;
  const parents = [father && parentOf(pupil, 'father', father), mother && parentOf(pupil, 'mother', mother)];
  const atHome = delegate
    ? [caregiverOf(pupil, delegate)]
    : living === 'grandparents'
      ? (Object.keys(GRANDPARENTS) as GrandparentKey[]).map((key) => grandparentOf(pupil, key, grandparents[key]))
      : [];
  return [...parents, ...atHome].filter((adult) => adult !== undefined);
}

/** What the roster says of a person's rights: nothing, where it has no word of it. */
const rightsOf = ({ legalGuardians, contactLimit }: PupilRow, who: FamilyRole) => ({
  ...(legalGuardians && { legalGuardian: legalGuardians.includes(who) }),
  ...(contactLimit?.who.includes(who) && { mayContact: false as const }),
});

function parentOf(pupil: PupilRow, who: 'father' | 'mother', parent: Parent): AdultRow | undefined {
  if (parent.deceased) return undefined;
  const { name, workplace, shift, away } = parent;
  const phone = parent.phone ?? (away ? undefined : pupil.homePhone);
  return {
    role: 'parent',
    name,
    relation: who === 'father' ? '父亲' : '母亲',
    ...(phone !== undefined && { phone }),
    ...(workplace !== undefined && { workplace }),
    ...(shift && { shift: shift.kind }),
    ...rightsOf(pupil, who),
  };
}

function caregiverOf(pupil: PupilRow, { name, relation, canRead, hasSmartphone, ...rest }: Caregiver): AdultRow {
  const phone = rest.phone ?? pupil.homePhone;
  return {
    role: 'guardian',
    name,
    relation,
    ...(phone !== undefined && { phone }),
    ...(canRead !== undefined && { canRead }),
    ...(hasSmartphone !== undefined && { hasSmartphone }),
    ...rightsOf(pupil, 'delegate'),
  };
}

const grandparentOf = (pupil: PupilRow, key: GrandparentKey, grandparent?: Grandparent): AdultRow | undefined =>
  grandparent && {
    role: 'guardian',
    name: grandparent.name,
    relation: GRANDPARENTS[key],
    ...(pupil.homePhone !== undefined && { phone: pupil.homePhone }),
  };
