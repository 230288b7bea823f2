/** The people whom a visitor of the demo school can be: always there, always in the same place, whatever the seed. */

import type { ContactLimit, FamilyRole, PupilRow, Sex } from '../../cloudfunctions/_server/roster/pupil';
import { type Family, type FamilyPlan, makeFamily } from './family';
import { demoPhone, type Numbers } from './numbers';
import type { Random } from './random';
import { type Seat, seatAt } from './school';

/** One of the cast as the roster knows this person. */
export interface CastMember {
  readonly name: string;
  readonly role: FamilyRole;
  readonly phone: string;
  /** Their children's (or grandchildren's) 学号. */
  readonly studentNos: readonly string[];
}

export type Cast = {
  /** 夜班爸爸: night shift in Dongguan, daughter 小雨 in 三(2)班. */
  readonly nightFather: CastMember;
  /** 小雨's grandmother: has a smartphone, cannot read. */
  readonly grandmother: CastMember;
  /** 离异妈妈 of two, in two classes, by two fathers. */
  readonly divorcedMother: CastMember;
  /** Works nights too, and so wants the same time as 小雨's father. */
  readonly secondFather: CastMember;
  /** A grandfather with a plain phone only. */
  readonly plainPhoneGrandfather: CastMember;
};

/** A child of the cast: where it sits and the family it has. */
export interface CastPupil {
  readonly seat: Seat;
  readonly name: string;
  readonly sex: Sex;
  readonly family: Family;
  readonly contactLimit?: ContactLimit;
}

const PLAN: Omit<FamilyPlan, 'eldest'> = { careStatus: 'both_away', living: 'grandparents' };
const NIGHT = { kind: 'night', from: 20 * 60, to: 8 * 60 } as const;
const PHONES = {
  nightFather: demoPhone(1),
  grandmother: demoPhone(2),
  divorcedMother: demoPhone(3),
  secondFather: demoPhone(4),
  plainPhoneGrandfather: demoPhone(5),
  nightFatherWife: demoPhone(6),
  firstHusband: demoPhone(7),
  secondHusband: demoPhone(8),
  maternalGrandmother: demoPhone(9),
} as const;

const SEATS = {
  xiaoyu: seatAt(3, 2, 1),
  firstChild: seatAt(4, 1, 1),
  secondChild: seatAt(2, 3, 1),
  rival: seatAt(3, 4, 1),
  grandchild: seatAt(5, 1, 1),
} as const;

type Maker = { readonly random: Random; readonly numbers: Numbers };

function delegateOf(
  family: Family,
  who: Partial<NonNullable<PupilRow['delegate']>> & { name: string; relation: string },
) {
  const { registeredAddress: address } = family;
  return { ...(address !== undefined && { address }), ...who };
}

function xiaoyu(maker: Maker): CastPupil {
  const family = makeFamily(maker, { ...PLAN, eldest: 2017 }, { father: '林建国', mother: '陈秀芳' });
  const { legalGuardians: _, ...together } = family;
  const father = { ...family.father, workplace: '广东省东莞市', phone: PHONES.nightFather, shift: NIGHT };
  const mother = {
    ...family.mother,
    workplace: '广东省佛山市',
    phone: PHONES.nightFatherWife,
    shift: { kind: 'day' as const },
  };
  const grandmother = { name: '王桂兰', born: '1957-04-16' };
  const delegate = delegateOf(family, {
    ...{ ...grandmother, relation: '奶奶', age: 69, phone: PHONES.grandmother },
    ...{ idNumber: maker.numbers.idNumber(grandmother.born, 'female'), canRead: false, hasSmartphone: true },
  });
  const grandparents = { ...family.grandparents, paternalGrandmother: grandmother };
  return {
    ...{ seat: SEATS.xiaoyu, name: '林小雨', sex: 'female' },
    family: {
      ...together,
      father,
      mother,
      grandparents,
      delegate,
      delegated: true,
      guardianship: 'fair',
      assessment: 'fair',
    },
  };
}

/** One mother, two fathers: what the siblings share is the mother and her own mother, who looks after both. */
function siblings(maker: Maker): CastPupil[] {
  const base = makeFamily(maker, { ...PLAN, eldest: 2016 }, { father: '赵志强', mother: '周敏' });
  const other = makeFamily(maker, { ...PLAN, eldest: 2018 }, { father: '吴海波', mother: '周敏' });
  const mother = {
    ...base.mother,
    workplace: '浙江省宁波市',
    phone: PHONES.divorcedMother,
    shift: { kind: 'two_shift' as const },
  };
  const grandmother = { name: '郑玉珍', born: '1960-09-08' };
  const delegate = delegateOf(base, {
    ...{ ...grandmother, relation: '外婆', age: 65, phone: PHONES.maternalGrandmother },
    ...{ idNumber: maker.numbers.idNumber(grandmother.born, 'female'), canRead: true, hasSmartphone: true },
  });
  const shared = {
    ...{ mother, delegate, delegated: true, guardianship: 'fair', assessment: 'fair', legalGuardians: ['mother'] },
    ...{ registeredAddress: base.registeredAddress ?? '', currentAddress: base.currentAddress ?? '' },
  } satisfies Partial<Family>;
  const family = (own: Family, phone: string): Family => ({
    ...own,
    ...shared,
    father: { ...own.father, phone },
    grandparents: { ...own.grandparents, maternalGrandmother: grandmother },
  });
  return [
    {
      ...{ seat: SEATS.firstChild, name: '赵一鸣', sex: 'male', family: family(base, PHONES.firstHusband) },
      contactLimit: { who: ['father'], text: '父亲联系须经母亲同意' },
    },
    { seat: SEATS.secondChild, name: '吴思琪', sex: 'female', family: family(other, PHONES.secondHusband) },
  ];
}

function rival(maker: Maker): CastPupil {
  const family = makeFamily(maker, { ...PLAN, eldest: 2017 }, { father: '孙志勇' });
  const { legalGuardians: _, ...together } = family;
  const father = { ...family.father, workplace: '浙江省温州市', phone: PHONES.secondFather, shift: NIGHT };
  return { seat: SEATS.rival, name: '孙浩然', sex: 'male', family: { ...together, father } };
}

function grandchild(maker: Maker): CastPupil {
  const family = makeFamily(maker, { ...PLAN, eldest: 2015 }, { father: '李卫军' });
  const grandfather = { name: '李福田', born: '1953-11-02' };
  const delegate = delegateOf(family, {
    ...{ ...grandfather, relation: '爷爷', age: 72, phone: PHONES.plainPhoneGrandfather },
    ...{ idNumber: maker.numbers.idNumber(grandfather.born, 'male'), canRead: true, hasSmartphone: false },
  });
  const grandparents = { ...family.grandparents, paternalGrandfather: grandfather };
  return {
    ...{ seat: SEATS.grandchild, name: '李雨欣', sex: 'female' },
    family: { ...family, grandparents, delegate, delegated: true, guardianship: 'fair', assessment: 'fair' },
  };
}

export const makeCastPupils = (maker: Maker): CastPupil[] => [
  xiaoyu(maker),
  ...siblings(maker),
  rival(maker),
  grandchild(maker),
];

const numbersOf = (...seats: Seat[]) => seats.map(({ studentNo }) => studentNo);

export const CAST: Cast = {
  nightFather: { name: '林建国', role: 'father', phone: PHONES.nightFather, studentNos: numbersOf(SEATS.xiaoyu) },
  grandmother: { name: '王桂兰', role: 'delegate', phone: PHONES.grandmother, studentNos: numbersOf(SEATS.xiaoyu) },
  divorcedMother: {
    ...{ name: '周敏', role: 'mother', phone: PHONES.divorcedMother },
    studentNos: numbersOf(SEATS.firstChild, SEATS.secondChild),
  },
  secondFather: { name: '孙志勇', role: 'father', phone: PHONES.secondFather, studentNos: numbersOf(SEATS.rival) },
  plainPhoneGrandfather: {
    ...{ name: '李福田', role: 'delegate', phone: PHONES.plainPhoneGrandfather },
    studentNos: numbersOf(SEATS.grandchild),
  },
};
