/** What may be wrong with a school's files (C1), and how complete they are. */
import type { Day } from './calendar';
import { type FieldKey, fieldOf, keysOf, type Subject } from './child-file';
import type { LeftBehindRule } from './left-behind';

export const CHECKS = [
  // 未保法 21
  'under8_alone',
  'under16_alone',
  // Parts that do not add up (表间勾稽).
  'id_digit',
  'id_birth',
  'id_sex',
  'same_id',
  'same_person',
  'over_age',
  'delegated_without_person',
  'left_behind_without_caregiver',
  'no_legal_guardian',
  'nobody_may_contact',
  // Telephones.
  'shared_phone',
  'silent_phone',
  'no_phone',
] as const;
export type Check = (typeof CHECKS)[number];

/** Values by field of the table; what was not read counts as nothing. */
export type Facts = { readonly [K in FieldKey]?: string | null };

export interface CheckedPupil {
  readonly id: string;
  readonly name: string;
  readonly classId: string;
  readonly className: string;
  /** By the definition of the day (domain/left-behind.ts). */
  readonly leftBehind: boolean;
  readonly facts: Facts;
}

/** An adult on file, with how it stands to each of its children. */
export interface CheckedAdult {
  readonly id: string;
  readonly role: 'parent' | 'guardian';
  readonly silentSince: Day | null;
  readonly facts: Facts;
  readonly children: readonly { readonly studentId: string; readonly facts: Facts }[];
}

/** One child's file as a whole. */
export interface CheckedFile {
  readonly pupil: CheckedPupil;
  readonly family: readonly { readonly adult: CheckedAdult; readonly link: Facts }[];
  /** To whom the care is given at present (委托照护), if written down. */
  readonly delegateId: string | null;
}

/** All that the checks look at. `pupils` in the order in which they are to be named. */
export interface FilesToCheck {
  readonly pupils: readonly CheckedPupil[];
  readonly adults: readonly CheckedAdult[];
  readonly delegations: readonly { readonly studentId: string; readonly memberId: string }[];
  /** The definition that holds today. */
  readonly rule: LeftBehindRule;
  readonly today: Day;
}

/** The files of the pupils, in their order; an adult's children elsewhere are left aside. */
export function filesOf({ pupils, adults, delegations }: FilesToCheck): CheckedFile[] {
  const families = new Map<string, { readonly adult: CheckedAdult; readonly link: Facts }[]>(
    pupils.map(({ id }) => [id, []]),
  );
  for (const adult of adults)
    for (const { studentId, facts } of adult.children) families.get(studentId)?.push({ adult, link: facts });
  const delegateOf = new Map(delegations.map(({ studentId, memberId }) => [studentId, memberId]));
  return pupils.map((pupil) => ({
    pupil,
    family: families.get(pupil.id) ?? [],
    delegateId: delegateOf.get(pupil.id) ?? null,
  }));
}

const isThere = (facts: Facts, key: FieldKey): boolean => (facts[key] ?? '') !== '';
const neededOf = (of: Subject): FieldKey[] => keysOf(of).filter((key) => fieldOf(key).needed !== undefined);
const NEEDED_OF_PUPIL = neededOf('pupil');
const NEEDED_OF_ADULTS = [...neededOf('member'), ...neededOf('link')];

/** What the completeness and the checks read of a document; nothing else need be opened. */
export const CHECKED_KEYS: readonly FieldKey[] = [
  ...NEEDED_OF_PUPIL,
  ...NEEDED_OF_ADULTS,
  ...(['member.morePhones', 'link.legalGuardian', 'link.mayContact'] as const),
];

/** Somebody has a telephone and may be in contact with the child. */
export const isReachable = ({ family }: CheckedFile): boolean =>
  family.some(({ adult, link }) => isThere(adult.facts, 'member.phone') && link['link.mayContact'] !== 'no');

/** An adult is with the child: a caregiver, or a parent who stayed. */
export const isCaredFor = ({ pupil, family }: CheckedFile): boolean => {
  const care = pupil.facts['pupil.careStatus'];
  return family.some(({ adult }) => adult.role === 'guardian') || care === 'one_away' || care === 'not_left_behind';
};

/**
 * The needed fields that a file lacks. One telephone in the family is enough, as a grandmother may have none; of name and relation each adult
 * has its own, and where there is no adult all of them are missing.
 */
export function missingIn(file: CheckedFile): FieldKey[] {
  const { pupil, family } = file;
  const own = NEEDED_OF_PUPIL.filter(
    (key) => (fieldOf(key).needed === 'all' || pupil.leftBehind) && !isThere(pupil.facts, key),
  );
  const adults = NEEDED_OF_ADULTS.filter((key) =>
    key === 'member.phone'
      ? !isReachable(file)
      : family.length === 0 || family.some(({ adult, link }) => !isThere({ ...adult.facts, ...link }, key)),
  );
  return [...own, ...adults];
}

/** 建档率 counts a file in which nothing needed is missing, and of a child left behind somebody at home is named. */
export const isComplete = (file: CheckedFile): boolean =>
  missingIn(file).length === 0 && (!file.pupil.leftBehind || isCaredFor(file));

/** How complete the files of one class are. */
export interface ClassCompleteness {
  readonly classId: string;
  readonly className: string;
  readonly pupils: number;
  readonly complete: number;
  readonly leftBehind: number;
  readonly leftBehindComplete: number;
  /** Most often missing first. */
  readonly missing: readonly { readonly field: FieldKey; readonly count: number }[];
}

/** Class by class, in the order in which their pupils come. */
export function completenessOf(files: readonly CheckedFile[]): ClassCompleteness[] {
  const classes = new Map<string, CheckedFile[]>();
  for (const file of files) {
    const own = classes.get(file.pupil.classId) ?? [];
    own.push(file);
    classes.set(file.pupil.classId, own);
  }
  return [...classes].map(([classId, own]) => {
    const count = (holds: (file: CheckedFile) => boolean) => own.filter(holds).length;
    const missing = own.map(missingIn);
    return {
      classId,
      className: own[0]?.pupil.className ?? '',
      pupils: own.length,
      complete: count(isComplete),
      leftBehind: count(({ pupil }) => pupil.leftBehind),
      leftBehindComplete: count((file) => file.pupil.leftBehind && isComplete(file)),
      missing: [...NEEDED_OF_PUPIL, ...NEEDED_OF_ADULTS]
        .map((field) => ({ field, count: missing.filter((keys) => keys.includes(field)).length }))
        .filter((line) => line.count > 0)
        .sort((a, b) => b.count - a.count),
    };
  });
}
