/** Families of the demo school: parents who work far away, grandparents at home, brothers and sisters in several classes. */
import type {
  Adult,
  AidKind,
  Caregiver,
  CareStatus,
  GrandparentKey,
  Guardianship,
  Living,
  Parent,
  PupilRow,
  Sex,
  Shift,
} from '../../cloudfunctions/_server/roster/pupil';
import { fullName, surname } from './names';
import type { Numbers } from './numbers';
import type { Random } from './random';
import { DEMO_SCHOOL, dayIn, demoAddress } from './school';

/** Everything that brothers and sisters share. */
export interface Family extends Omit<FamilyColumns, 'father' | 'mother'> {
  readonly surname: string;
  readonly father: Parent;
  readonly mother: Parent;
}
type FamilyColumns = Pick<
  PupilRow,
  | 'registeredAddress'
  | 'currentAddress'
  | 'father'
  | 'mother'
  | 'grandparents'
  | 'careStatus'
  | 'delegated'
  | 'delegate'
  | 'guardianship'
  | 'income'
  | 'aid'
  | 'assessment'
  | 'living'
  | 'legalGuardians'
>;

/** What makes a family, besides chance. */
export interface FamilyPlan {
  readonly careStatus: CareStatus;
  readonly living: Living;
  /** Year of birth of the eldest child in school. */
  readonly eldest: number;
}

const WORKPLACES: readonly (readonly [string, number])[] = [
  ['广东省东莞市', 22],
  ['广东省佛山市', 14],
  ['广东省深圳市', 12],
  ['广东省中山市', 6],
  ['浙江省温州市', 12],
  ['浙江省宁波市', 8],
  ['浙江省义乌市', 6],
  ['江苏省苏州市', 8],
  ['福建省泉州市', 7],
  ['上海市松江区', 5],
];
const AT_HOME: readonly (readonly [string, number])[] = [
  ['在家务农', 6],
  ['本镇', 3],
  ['本县', 2],
];

/** `from` and `to` are known for half of the families that know the shift at all. */
const SHIFTS: readonly (readonly [Shift, number])[] = [
  [{ kind: 'day' }, 24],
  [{ kind: 'day', from: 8 * 60, to: 20 * 60 }, 22],
  [{ kind: 'night' }, 8],
  [{ kind: 'night', from: 20 * 60, to: 8 * 60 }, 8],
  [{ kind: 'two_shift' }, 18],
  [{ kind: 'irregular' }, 20],
];

interface Maker {
  readonly random: Random;
  readonly numbers: Numbers;
}

function adult({ random, numbers }: Maker, name: string, sex: Sex, year: number): Adult & { born: string } {
  const born = dayIn(random, year);
  return { name, born, idNumber: numbers.idNumber(born, sex) };
}

function parent(maker: Maker, name: string, sex: Sex, year: number, away: boolean): Parent {
  const { random, numbers } = maker;
  const hasPhone = random.chance(away ? 0.985 : 0.97);
  return {
    ...adult(maker, name, sex, year),
    workplace: random.weighted(away ? WORKPLACES : AT_HOME),
    away,
    ...(hasPhone && { phone: numbers.phone() }),
    ...(hasPhone && random.chance(0.06) && { otherPhones: [numbers.phone()] }),
    ...(away && random.chance(0.8) && { shift: { ...random.weighted(SHIFTS) } }),
  };
}

/** Who is away, by care status: [father, mother]. */
function whoIsAway(random: Random, careStatus: CareStatus): readonly [boolean, boolean] {
  if (careStatus === 'both_away') return [true, true];
  if (careStatus === 'one_away_other_unable') return random.chance(0.8) ? [true, false] : [false, true];
  return random.weighted([
    [[false, false], 60],
    [[true, false], 33],
    [[false, true], 7],
  ] as const);
}

const OLD_PEOPLE: readonly { key: GrandparentKey; sex: Sex; relation: string; weight: number }[] = [
  { key: 'paternalGrandmother', sex: 'female', relation: '奶奶', weight: 48 },
  { key: 'paternalGrandfather', sex: 'male', relation: '爷爷', weight: 30 },
  { key: 'maternalGrandmother', sex: 'female', relation: '外婆', weight: 14 },
  { key: 'maternalGrandfather', sex: 'male', relation: '外公', weight: 8 },
];

/** Grandmothers keep their own surname, as is the custom; the mother's father gives her his. */
function grandparents(maker: Maker, father: string, mother: string, eldest: number): FamilyColumns['grandparents'] {
  const { random } = maker;
  const surnames = { paternalGrandfather: father, maternalGrandfather: mother };
  return Object.fromEntries(
    OLD_PEOPLE.filter(({ key }) => random.chance(key.startsWith('paternal') ? 0.92 : 0.7)).map(({ key, sex }) => {
      const family = key === 'paternalGrandfather' || key === 'maternalGrandfather' ? surnames[key] : surname(random);
      const name = fullName(random, family, sex, 'grandparent');
      return [key, { name, born: dayIn(random, eldest - random.int(44, 62)) }];
    }),
  );
}

const RELATIVES: readonly (readonly [string, Sex])[] = [
  ['姑姑', 'female'],
  ['叔叔', 'male'],
  ['伯伯', 'male'],
  ['舅舅', 'male'],
  ['姨妈', 'female'],
];

/** An old person at home: seldom with a smartphone, often unable to read, sometimes without any phone. */
function oldCaregiver(maker: Maker, old: FamilyColumns['grandparents'], address: string): Caregiver | undefined {
  const { random, numbers } = maker;
  const alive = OLD_PEOPLE.filter(({ key }) => old[key]);
  if (alive.length === 0) return undefined;
  const { key, sex, relation } = random.weighted(alive.map((person) => [person, person.weight] as const));
  const { name, born = '' } = old[key] ?? { name: '' };
  const age = DEMO_SCHOOL.schoolYear - Number(born.slice(0, 4));
  const hasSmartphone = random.chance(age > 70 ? 0.35 : 0.65);
  const hasPhone = hasSmartphone || random.chance(0.88);
  return {
    ...{ name, relation, born, age, address, hasSmartphone, idNumber: numbers.idNumber(born, sex) },
    canRead: random.chance((age > 70 ? 0.55 : 0.75) - (sex === 'female' ? 0.2 : 0)),
    ...(hasPhone && { phone: numbers.phone() }),
  };
}

function youngerCaregiver(maker: Maker, relation: string, name: string, sex: Sex, address: string): Caregiver {
  const { random, numbers } = maker;
  const person = adult(maker, name, sex, random.int(1968, 1992));
  return { ...person, relation, address, phone: numbers.phone(), canRead: true, hasSmartphone: random.chance(0.93) };
}

function caregiver(
  maker: Maker,
  living: Living,
  names: { father: string; mother: string },
  old: FamilyColumns['grandparents'],
  address: string,
): Caregiver | undefined {
  const { random } = maker;
  if (living === 'alone' || living === 'parents') return undefined;
  if (living === 'proxy_parent') {
    const sex = random.chance(0.7) ? 'female' : 'male';
    return youngerCaregiver(maker, '代管家长', fullName(random, surname(random), sex, 'parent'), sex, address);
  }
  const grand = living === 'relatives' ? undefined : oldCaregiver(maker, old, address);
  if (grand) return grand;
  const [relation, sex] = random.pick(RELATIVES);
  const side = relation === '舅舅' || relation === '姨妈' ? names.mother : names.father;
  return youngerCaregiver(maker, relation, fullName(random, side, sex, 'parent'), sex, address);
}

function guardianshipOf(random: Random, plan: FamilyPlan, delegate: Caregiver | undefined): Guardianship {
  if (plan.living === 'alone') return 'none';
  if (plan.careStatus === 'one_away_other_unable') return 'parents_unable';
  if (delegate && !delegate.canRead && random.chance(0.3)) return 'delegate_unable';
  return random.chance(0.4) ? 'good' : 'fair';
}

const AID: readonly (readonly [AidKind[], number])[] = [
  [[], 84],
  [['minimum_living'], 8],
  [['temporary'], 3],
  [['medical'], 2],
  [['housing'], 1],
  [['minimum_living', 'medical'], 2],
];

/** A separated couple: one of them has the custody, and the other's address and phone are often not known to the school. */
function separate(random: Random, father: Parent, mother: Parent): Pick<FamilyColumns, 'legalGuardians'> {
  const custody = random.chance(0.6) ? 'father' : 'mother';
  const other = custody === 'father' ? mother : father;
  if (random.chance(0.5)) {
    delete other.phone;
    delete other.otherPhones;
  }
  return { legalGuardians: [custody] };
}

/** The names of a plan's family can be given, for the cast. */
export function makeFamily(
  maker: Maker,
  plan: FamilyPlan,
  given: { readonly father?: string; readonly mother?: string } = {},
): Family {
  const { random } = maker;
  const names = {
    father: given.father?.charAt(0) ?? surname(random),
    mother: given.mother?.charAt(0) ?? surname(random),
  };
  const [fatherAway, motherAway] = whoIsAway(random, plan.careStatus);
  const fatherName = given.father ?? fullName(random, names.father, 'male', 'parent');
  const motherName = given.mother ?? fullName(random, names.mother, 'female', 'parent');
  const father = parent(maker, fatherName, 'male', plan.eldest - random.int(23, 33), fatherAway);
  const mother = parent(maker, motherName, 'female', plan.eldest - random.int(21, 30), motherAway);
  const old = grandparents(maker, names.father, names.mother, plan.eldest);
  const address = demoAddress(random);
  const leftBehind = plan.careStatus !== 'not_left_behind';
  const delegate = leftBehind ? caregiver(maker, plan.living, names, old, address) : undefined;
  const guardianship = leftBehind ? guardianshipOf(random, plan, delegate) : undefined;
  const separated = random.chance(0.07) ? separate(random, father, mother) : {};
  return {
    ...{ surname: names.father, father, mother, grandparents: old, careStatus: plan.careStatus, living: plan.living },
    ...{ registeredAddress: address, currentAddress: address, aid: random.weighted(AID).slice() },
    income: fatherAway || motherAway ? '务工' : random.pick(['务农', '务工', '经商']),
    ...(leftBehind && { delegated: delegate !== undefined, assessment: assessmentOf(guardianship) }),
    ...(delegate && { delegate }),
    ...(guardianship && { guardianship }),
    ...separated,
  };
}

function assessmentOf(guardianship: Guardianship | undefined) {
  if (guardianship === 'none' || guardianship === 'delegate_unable') return 'poor';
  return guardianship === 'good' ? 'good' : 'fair';
}
