/** The adults around one pupil of a roster, as the family members that we keep. */
import type { FamilyMember } from '../data/documents';
import type { Adult, Caregiver, FamilyRole, Grandparent, GrandparentKey, Parent, PupilRow } from './pupil';

/** One adult of one pupil. What is absent, the roster does not say. */
export interface AdultRow {
  readonly role: FamilyMember['role'];
  readonly name: string;
  readonly relation: string;
  readonly phone?: string;
  readonly morePhones?: readonly string[];
  readonly workplace?: string;
  readonly shift?: FamilyMember['shift'];
  readonly address?: string;
  /** YYYY, YYYY-MM or YYYY-MM-DD. */
  readonly born?: string;
  /** In years, where the roster gives no date. */
  readonly age?: number;
  readonly idNumber?: string;
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
const GRANDPARENT_KEYS = Object.keys(GRANDPARENTS) as GrandparentKey[];

/** Parents who live, then the caregiver; where none is named and the child lives with its grandparents, those. */
export function adultsOf(pupil: PupilRow): AdultRow[] {
  const { father, mother, delegate, living, grandparents } = pupil;
  const parents = [father && parentOf(pupil, 'father', father), mother && parentOf(pupil, 'mother', mother)];
  const atHome = delegate
    ? [caregiverOf(pupil, delegate)]
    : living === 'grandparents'
      ? GRANDPARENT_KEYS.map((key) => grandparentOf(pupil, key, grandparents[key]))
      : [];
  return [...parents, ...atHome].filter((adult) => adult !== undefined);
}

/** What the roster says of a person's rights: nothing, where it has no word of it. */
const rightsOf = ({ legalGuardians, contactLimit }: PupilRow, who: FamilyRole) => ({
  ...(legalGuardians && { legalGuardian: legalGuardians.includes(who) }),
  ...(contactLimit?.who.includes(who) && { mayContact: false as const }),
});

/** An adult's own numbers; where there are none and the family's is this adult's too, those. */
function phonesOf({ phone, otherPhones }: Adult, home: Pick<PupilRow, 'homePhone' | 'otherHomePhones'>) {
  const [first, others] = phone === undefined ? [home.homePhone, home.otherHomePhones] : [phone, otherPhones];
  return {
    ...(first !== undefined && { phone: first }),
    ...(others !== undefined && others.length > 0 && { morePhones: others }),
  };
}

function parentOf(pupil: PupilRow, who: 'father' | 'mother', parent: Parent): AdultRow | undefined {
  if (parent.deceased) return undefined;
  const { name, workplace, shift, away, born, idNumber } = parent;
  return {
    role: 'parent',
    name,
    relation: who === 'father' ? '父亲' : '母亲',
    ...phonesOf(parent, away ? {} : pupil),
    ...(workplace !== undefined && { workplace }),
    ...(shift && { shift: shift.kind }),
    ...(born !== undefined && { born }),
    ...(idNumber !== undefined && { idNumber }),
    ...rightsOf(pupil, who),
  };
}

/** A grandmother who keeps the child stands in two places of the form; her birth date often only in the other one. */
function caregiverOf(pupil: PupilRow, caregiver: Caregiver): AdultRow {
  const { phone: _, otherPhones: __, name, relation, ...rest } = caregiver;
  const self = GRANDPARENT_KEYS.map((key) => pupil.grandparents[key]).find((one) => one?.name === name);
  return {
    role: 'guardian',
    name,
    relation,
    ...(self?.born !== undefined && { born: self.born }),
    ...rest,
    ...phonesOf(caregiver, pupil),
    ...rightsOf(pupil, 'delegate'),
  };
}

const grandparentOf = (pupil: PupilRow, key: GrandparentKey, grandparent?: Grandparent): AdultRow | undefined =>
  grandparent && {
    role: 'guardian',
    name: grandparent.name,
    relation: GRANDPARENTS[key],
    ...(grandparent.born !== undefined && { born: grandparent.born }),
    ...phonesOf({ name: grandparent.name }, pupil),
  };
