/** From what the cells of a row say to one pupil: what follows from what, what contradicts what, and what is missing. */
import { isLeftBehind, type LeftBehindRule, NATIONAL_RULE } from '../../../miniprogram/shared/domain/left-behind';
import { type ClassName, className, gradeWord } from './class-name';
import { ageOn, schoolYearOf } from './dates';
import type { DoubtCode, DoubtFacts } from './doubts';
import type { Draft } from './draft';
import { birthDayOf, sexOf } from './id-number';
import type { Meanings } from './meanings';
import { placeMembers } from './members';
import type { Caregiver, GrandparentKey, Parent, PupilRow, Schooling } from './pupil';
import { AT_HOME, DECEASED } from './words';

/** What the reading depends on besides the file. */
export interface ReadOptions {
  /** `YYYY-MM-DD`: tells the school year, and who is over age. */
  readonly today: string;
  /** Who counts as left behind; without one the nation's definition. */
  readonly rule?: LeftBehindRule;
  /** What a person said of the columns. */
  readonly meanings?: Meanings;
}

/** Says a doubt about the row that is being settled. */
export type Raise = (code: DoubtCode, facts?: Partial<Omit<DoubtFacts, 'column'>>) => void;

const SEX_WORD = { male: '男', female: '女' };

function settleSex({ sex, idNumber }: Draft, raise: Raise) {
  const told = idNumber && sexOf(idNumber);
  if (sex && told && sex !== told) raise('sex.contradicts', { other: SEX_WORD[told] });
  return sex ?? told;
}

/** A date without its day is completed by the ID number when the two agree. */
function settleBirthDay({ birthDay, idNumber }: Draft, today: string, raise: Raise): string | undefined {
  const told = idNumber && birthDayOf(idNumber);
  if (birthDay && told && !told.startsWith(birthDay)) {
    raise('birthDay.contradicts', { value: birthDay, other: told });
    return undefined;
  }
  const settled = told ?? birthDay;
  if (!settled || settled.length === 10) {
    if (settled && settled > today) raise('birthDay.future', { value: settled });
    return settled;
  }
  raise('birthDay.noDay', { value: settled });
  return undefined;
}

/** A small school has one class a grade, and calls it 三年级. */
const isOnlyClass = ({ schoolClass, classColumn }: Draft) => schoolClass?.grade !== undefined || classColumn === false;

/** The 班级 cell, then the 年级 cell, then what the sheet's name or title says. */
function settleClass(draft: Draft, fallback: ClassName | undefined, raise: Raise): Required<ClassName> | undefined {
  const written = draft.schoolClass;
  const grade = written?.grade ?? draft.grade ?? fallback?.grade;
  const classNo = written?.classNo ?? fallback?.classNo ?? (isOnlyClass(draft) ? 1 : undefined);
  if (grade === undefined || classNo === undefined) return undefined;
  if (written?.classNo === undefined && fallback?.classNo === undefined) {
    raise('class.assumedOnly', { value: `${gradeWord(grade)}年级`, other: className(grade, classNo) });
  }
  if (draft.grade !== undefined && draft.grade !== grade) {
    raise('class.gradeMismatch', { value: gradeWord(draft.grade), other: className(grade, classNo) });
  }
  return { grade, classNo };
}

export function schoolingOf(grade: number): Schooling {
  return grade <= 6 ? 'primary' : grade <= 9 ? 'middle' : 'high';
}

/** A child starts at six; more than three years off is worth a look. */
function checkAge(birthDay: string, grade: number, today: string, raise: Raise): void {
  const age = ageOn(birthDay, `${schoolYearOf(today)}-08-31`);
  if (Math.abs(age - (grade + 5)) > 3) raise('grade.unlikelyAge', { value: String(age), other: gradeWord(grade) });
}

const isKnown = (person: object) => Object.keys(person).length > 0;

function settleParent(child: string, word: '父亲' | '母亲', draft: Partial<Parent>, raise: Raise): Parent | undefined {
  if (!isKnown(draft)) return undefined;
  const { workplace = '', ...rest } = draft;
  const deceased = DECEASED.test(workplace) || DECEASED.test(draft.name ?? '');
  const standIn = `${child}的${word}`;
  if (!draft.name) raise('adult.noName', { value: standIn, other: word });
  return {
    ...rest,
    name: (draft.name ?? standIn).replace(/[(（].*[)）]$/, ''),
    ...(workplace !== '' && !deceased && { workplace }),
    away: workplace !== '' && !deceased && !AT_HOME.test(workplace),
    ...(deceased && { deceased }),
  };
}

function settleDelegate(child: string, draft: Draft, raise: Raise): Caregiver | undefined {
  const { delegate, delegated } = draft;
  if (!delegate.name && !delegate.phone && !delegate.idNumber) {
    if (delegated) raise('delegate.missing');
    return undefined;
  }
  const standIn = `${child}的${delegate.relation ?? '照护人'}`;
  const name = delegate.name ?? standIn;
  if (!delegate.name) raise('adult.noName', { value: standIn, other: '受委托人' });
  if (delegated === false) raise('delegate.contradicts');
  if (!delegate.relation) raise('delegate.noRelation', { value: name });
  return { ...delegate, name, relation: delegate.relation ?? '照护人' };
}

function settleGrandparents(draft: Draft): PupilRow['grandparents'] {
  const keys = Object.keys(draft.grandparents) as GrandparentKey[];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const { name, born } = draft.grandparents[key];
      return name ? [[key, { name, ...(born !== undefined && { born }) }]] : [];
    }),
  );
}

function settleCare(draft: Draft, father: Parent | undefined, mother: Parent | undefined, raise: Raise) {
  if (draft.careStatus) return draft.careStatus;
  if (!father?.away || !mother?.away) return 'not_left_behind';
  raise('care.assumedBothAway');
  return 'both_away';
}

function checkLeftBehind(pupil: PupilRow, { today, rule = NATIONAL_RULE }: ReadOptions, raise: Raise): void {
  if (!isLeftBehind(rule, { ...pupil, birthDay: null }, today)) return;
  const age = ageOn(pupil.birthDay, today);
  if (age >= rule.underAge) raise('care.overAge', { value: String(age), other: String(rule.underAge) });
  const { father, mother } = pupil;
  if (!father && !mother) raise('parent.noneKnown');
  else if (!father?.phone && !mother?.phone) raise('parent.noPhone');
  if (pupil.careStatus !== 'both_away') return;
  const home = [father?.workplace && !father.away && '父亲', mother?.workplace && !mother.away && '母亲'];
  const named = home.filter((word) => !!word).join('和');
  if (named) raise('care.parentHome', { other: named });
}

/**
 * Makes the pupil of one row, or says why it cannot. A row that raised an error makes no pupil (the caller looks at that). `fallback` is the class that
 * the sheet's name or title tells.
 */
export function settle(
  draft: Draft,
  at: Pick<PupilRow, 'sheet' | 'row'>,
  fallback: ClassName | undefined,
  options: ReadOptions,
  raise: Raise,
): PupilRow | undefined {
  placeMembers(draft, raise);
  const { name } = draft;
  const sex = settleSex(draft, raise);
  const birthDay = settleBirthDay(draft, options.today, raise);
  const inClass = settleClass(draft, fallback, raise);
  if (!name) raise('name.missing');
  if (!sex) raise('sex.missing');
  if (!draft.birthDay && !draft.idNumber) raise('birthDay.missing');
  if (!inClass) raise('class.missing');
  if (!name || !sex || !birthDay || !inClass) return undefined;

  if ((draft.grade ?? inClass.grade) === inClass.grade) checkAge(birthDay, inClass.grade, options.today, raise);
  const { schoolClass: _, classColumn: ______, ...told } = draft;
  const { father: __, mother: ___, delegate: ____, members: _____, ...rest } = told;
  const father = settleParent(name, '父亲', draft.father, raise);
  const mother = settleParent(name, '母亲', draft.mother, raise);
  const delegate = settleDelegate(name, draft, raise);
  const pupil: PupilRow = {
    ...rest,
    ...at,
    ...inClass,
    name,
    sex,
    birthDay,
    boarding: draft.boarding ?? false,
    schooling: draft.schooling ?? schoolingOf(inClass.grade),
    grandparents: settleGrandparents(draft),
    careStatus: settleCare(draft, father, mother, raise),
    ...(father && { father }),
    ...(mother && { mother }),
    ...(delegate && { delegate, delegated: true }),
  };
  checkLeftBehind(pupil, options, raise);
  return pupil;
}
