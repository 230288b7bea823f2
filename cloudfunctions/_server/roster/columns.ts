/**
 * The columns that we understand, as data: the national form's (农村留守儿童信息登记表, annex 1) in its order, then what this product asks beyond it.
 * A column reads a cell into a draft and writes a pupil back, so that what we export is what we read.
 */
import type { Cell } from './cell';
import type { DoubtCode } from './doubts';
import type { Draft } from './draft';
import type { Adult, Caregiver, GrandparentKey, Parent, PupilRow } from './pupil';
import * as values from './values';
import * as words from './words';

function numbered(n: string): string[] {
  return [`成员${n}`, `家庭成员${n}`, `家长${n}`, `监护人${n}`, `联系人${n}`];
}

/** Whom a column is about: the word in a group header (父亲 over 姓名, 电话 …) and in front of a title (父亲姓名). */
const SUBJECTS = {
  pupil: ['', '学生', '儿童', '留守儿童', '孩子', '本人', '基本信息', '基本情况'],
  father: ['父亲', '父', '爸爸'],
  mother: ['母亲', '母', '妈妈'],
  delegate: [
    ...['受委托人', '照护人', '受托人', '委托照护人', '被委托人'],
    ...['委托监护人', '临时监护人', '实际监护人', '代管人', '监护人'],
  ],
  paternalGrandfather: ['祖父', '爷爷'],
  paternalGrandmother: ['祖母', '奶奶'],
  maternalGrandfather: ['外祖父', '外公', '姥爷'],
  maternalGrandmother: ['外祖母', '外婆', '姥姥'],
  // Named together with how they are related: in sub-rows below the child, or as 成员1, 成员2 of the school-roll system.
  member1: ['家庭成员', '家庭主要成员', '主要家庭成员', '成员', '亲属', ...numbered('1'), ...numbered('一')],
  member2: [...numbered('2'), ...numbered('二')],
} as const satisfies Record<string, readonly string[]>;
type Subject = keyof typeof SUBJECTS;

export interface Column {
  readonly key: string;
  /** The national form's own title below its group; what we write. */
  readonly title: string;
  /** Title of the merged header above, '' for none. */
  readonly group: string;
  /** All spellings of the full title, without spaces and brackets. */
  readonly spellings: readonly string[];
  /** Says who the child is or where it sits: a cell that cannot be read is an error of the row. */
  readonly identity: boolean;
  /** Puts what the cell says into the draft; answers what to doubt. */
  take(draft: Draft, cell: Cell, context: values.ReadContext): Taken | undefined;
  /** The text to write for a pupil, '' for nothing. */
  show(pupil: PupilRow): string;
}
type Taken = { code: DoubtCode; other?: string };
type Titles = readonly [string, ...string[]];

interface Spec<T> {
  readonly kind: values.Kind<T>;
  readonly identity?: boolean;
  /** Titles that mean this column even without naming the person. */
  readonly alone?: readonly string[];
  readonly put: (draft: Draft, value: T) => void;
  readonly get: (pupil: PupilRow) => T | undefined;
}

export function column<T>(key: string, subject: Subject, titles: Titles, spec: Spec<T>): Column {
  const prefixes = SUBJECTS[subject];
  return {
    key,
    title: titles[0],
    group: prefixes[0] ?? '',
    spellings: [...prefixes.flatMap((prefix) => titles.map((title) => prefix + title)), ...(spec.alone ?? [])],
    identity: spec.identity ?? false,
    take(draft, cell, context) {
      const { value, doubt, other } = spec.kind.read(cell, context);
      if (value !== undefined) spec.put(draft, value);
      return doubt && { code: doubt, ...(other !== undefined && { other }) };
    },
    show(pupil) {
      const value = spec.get(pupil);
      return value === undefined ? '' : spec.kind.write(value);
    },
  };
}

/** A column of the pupil's own that is a field of the row. */
function own<K extends keyof Draft & keyof PupilRow>(
  key: K,
  titles: Titles,
  kind: values.Kind<NonNullable<PupilRow[K]>>,
  identity = false,
): Column {
  return column<NonNullable<PupilRow[K]>>(key, 'pupil', titles, {
    kind,
    identity,
    put: (draft, value) => Object.assign(draft, { [key]: value }),
    get: (pupil) => pupil[key] ?? undefined,
  });
}

interface People {
  father: Parent;
  mother: Parent;
  delegate: Caregiver;
}

const PERSON_OF: { readonly [P in keyof People]: (pupil: PupilRow) => People[P] | undefined } = {
  father: ({ father }) => father,
  mother: ({ mother }) => mother,
  delegate: ({ delegate }) => delegate,
};

/** A column about a parent or the caregiver. */
function of<P extends keyof People, K extends keyof People[P] & string>(
  who: P,
  key: K,
  titles: Titles,
  kind: values.Kind<NonNullable<People[P][K]>>,
  alone: readonly string[] = [],
): Column {
  return column<NonNullable<People[P][K]>>(`${who}.${key}`, who, titles, {
    kind,
    alone,
    put: (draft, value) => Object.assign(draft[who], { [key]: value }),
    get: (pupil) => PERSON_OF[who](pupil)?.[key] ?? undefined,
  });
}

export const NAME: Titles = ['姓名', '名字'];
export const BORN: Titles = ['出生日期', '出生年月', '出生年月日', '生日'];
export const ID_NUMBER: Titles = [
  ...(['身份证号', '身份证号码', '身份证', '身份证件号', '身份证件号码'] as const),
  ...['公民身份号码', '证件号码', '居民身份证号'],
];
export const PHONE: Titles = ['联系电话', '电话', '手机', '手机号', '手机号码', '电话号码', '联系方式'];
export const WORKPLACE: Titles = [
  ...(['务工地点', '务工地', '务工地址', '打工地点', '打工地'] as const),
  ...['工作地点', '工作单位', '外出务工地点', '外出地点', '务工省市'],
];

export const RELATION = ['与儿童关系', '与学生关系', '与孩子关系', '与本人关系', '与留守儿童关系'];

function phonesOf(who: keyof People): Column {
  return column(`${who}.phone`, who, PHONE, {
    kind: values.phones,
    put: (draft, [phone, ...others]) =>
      Object.assign(draft[who], phone && { phone }, others.length > 0 && { otherPhones: others }),
    get: (pupil) => numbersOf(pupil[who]),
  });
}

const numbersOf = (adult: Adult | undefined) =>
  adult?.phone ? [adult.phone, ...(adult.otherPhones ?? [])] : undefined;

const pupilColumns: readonly Column[] = [
  own('name', NAME, values.personName, true),
  own('sex', ['性别'], values.word(words.SEX), true),
  own('ethnicity', ['民族'], values.ethnicity),
  own('birthDay', BORN, values.date, true),
  own('idNumber', ID_NUMBER, values.idNumber, true),
  own('householdRegistered', ['是否登记户口', '是否登记户籍', '有无户口', '是否有户口'], values.word(words.YES_NO)),
  own('registeredAddress', ['户籍地', '户籍地址', '户口所在地', '户籍所在地', '户籍'], values.text(100)),
  own(
    'currentAddress',
    ['现居住地', '现居住地址', '现住址', '家庭住址', '家庭地址', '住址', '居住地址', '地址'],
    values.text(100),
  ),
  own('health', ['身体状况', '健康状况', '身体健康状况', '健康情况'], values.health),
  own(
    'boarding',
    ['是否寄宿', '是否住校', '寄宿', '住校', '是否寄宿生', '是否住宿', '就读方式'],
    values.word(words.BOARDING),
  ),
  own('schooling', ['就学状况', '就学情况', '就读情况', '就读状况'], values.word(words.SCHOOLING)),
];

const GRANDPARENTS: readonly GrandparentKey[] = [
  'paternalGrandfather',
  'paternalGrandmother',
  'maternalGrandfather',
  'maternalGrandmother',
];
const grandparentColumns: readonly Column[] = GRANDPARENTS.flatMap((who) => [
  column(`${who}.name`, who, NAME, {
    kind: values.personName,
    put: (draft, name) => Object.assign(draft.grandparents[who], { name }),
    get: (pupil) => pupil.grandparents[who]?.name,
  }),
  column(`${who}.born`, who, BORN, {
    kind: values.date,
    put: (draft, born) => Object.assign(draft.grandparents[who], { born }),
    get: (pupil) => pupil.grandparents[who]?.born,
  }),
]);

const parentColumns: readonly Column[] = (['father', 'mother'] as const).flatMap((who) => [
  // A column that is called 父亲 and no more holds his name; above columns of its own the word is a group.
  of(who, 'name', NAME, values.personName, SUBJECTS[who]),
  of(who, 'born', BORN, values.date),
  column(`${who}.workplace`, who, WORKPLACE, {
    kind: values.text(60),
    put: (draft, workplace) => Object.assign(draft[who], { workplace }),
    get: (pupil) => (pupil[who]?.deceased ? '已故' : pupil[who]?.workplace),
  }),
  phonesOf(who),
  of(who, 'idNumber', ID_NUMBER, values.idNumber),
]);

const placeColumns: readonly Column[] = [
  own('careStatus', ['留守类型', '是否留守', '是否留守儿童', '留守情况', '留守状况'], values.word(words.CARE)),
  own('delegated', ['有无委托照护', '有无委托', '是否委托照护', '是否委托', '委托照护'], values.word(words.HAS)),
  own('school', ['学校', '学校名称', '就读学校', '所在学校'], values.text(40)),
  own('grade', ['年级', '所在年级', '就读年级'], values.grade, true),
  column('class', 'pupil', ['班级', '班', '班别', '所在班级', '年级班级', '班级名称', '就读班级'], {
    kind: values.schoolClass,
    identity: true,
    put: (draft, schoolClass) => Object.assign(draft, { schoolClass }),
    get: ({ grade, classNo }) => ({ grade, classNo }),
  }),
  own('studentNo', ['学号', '学籍号', '全国学籍号', '学籍号码'], values.text(30)),
];

const delegateColumns: readonly Column[] = [
  of('delegate', 'name', NAME, values.personName, SUBJECTS.delegate),
  phonesOf('delegate'),
  of('delegate', 'idNumber', ID_NUMBER, values.idNumber),
  of('delegate', 'relation', ['与儿童关系', '关系', ...RELATION.slice(1)], values.text(10), RELATION),
  of('delegate', 'address', ['住址', '地址', '家庭住址', '现住址', '居住地址'], values.text(100)),
];

const judgementColumns: readonly Column[] = [
  own('guardianship', ['监护类型', '监护情况', '监护状况'], values.word(words.GUARDIANSHIP)),
  own('income', ['经济来源', '家庭经济来源', '主要经济来源'], values.text(40)),
  own('aid', ['救助', '救助情况', '享受救助', '救助类型', '享受救助情况', '社会救助'], values.words(words.AID)),
  own('assessment', ['监护情况评估', '评估', '监护评估'], values.word(words.ASSESSMENT)),
];

/** Beyond the national form. */
const ownColumns: readonly Column[] = [
  own('living', ['居住方式', '居住情况', '与谁同住', '现与谁居住', '居住状况'], values.word(words.LIVING)),
  of('delegate', 'age', ['年龄'], values.age),
  of('delegate', 'born', BORN, values.date),
  of('delegate', 'canRead', ['能否识字', '是否识字', '识字', '识字情况'], values.word(words.CAN_READ)),
  of('delegate', 'hasSmartphone', ['有无智能手机', '智能手机', '是否有智能手机', '有无微信'], values.word(words.HAS)),
  of('father', 'shift', ['班次', '上班时间', '工作班次'], values.shift),
  of('mother', 'shift', ['班次', '上班时间', '工作班次'], values.shift),
  own('legalGuardians', ['法定监护人', '监护权', '监护权归属'], values.guardians),
  own('contactLimit', ['联系限制', '探视限制', '通话限制'], values.contactLimit),
  column('homePhone', 'pupil', ['家庭电话', '家长电话', ...PHONE, '家长联系电话', '家庭联系电话'], {
    kind: values.phones,
    put: (draft, [homePhone, ...otherHomePhones]) =>
      Object.assign(draft, homePhone && { homePhone }, otherHomePhones.length > 0 && { otherHomePhones }),
    get: ({ homePhone, otherHomePhones = [] }) => (homePhone ? [homePhone, ...otherHomePhones] : undefined),
  }),
];

/** Every column we understand, in the order in which we write them. */
export const COLUMNS: readonly Column[] = [
  ...pupilColumns,
  ...grandparentColumns,
  ...parentColumns,
  ...placeColumns,
  ...delegateColumns,
  ...judgementColumns,
  ...ownColumns,
];

/** Titles that mean nothing to us and are no surprise either: they are not reported as unrecognised. */
export const SILENT_TITLES: readonly string[] = ['序号', '编号', '签名', '监护人签名', '填表人', '备注'];
