/**
 * What a child's file holds (C1), as data. Reading, editing, proposing, comparing, the versions, the checks and the export all go by this
 * table; a new fact is a new row. A value travels as text or `null`: a day as YYYY-MM-DD, yes and no as `yes` and `no`, a choice as its code.
 */

/** Whose fact it is: the pupil's, an adult's of the family, or of how one adult stands to one child. */
export const SUBJECTS = ['pupil', 'member', 'link'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Parts of a file. `health`, `aid` and `rights` have permissions of their own (`contacts.health` …). */
export const SECTIONS = ['pupil', 'home', 'schooling', 'person', 'health', 'aid', 'rights'] as const;
export type Section = (typeof SECTIONS)[number];

export type FieldKind = 'text' | 'day' | 'idNumber' | 'phone' | 'yesNo' | 'choice';

export interface FieldSpec {
  readonly of: Subject;
  readonly label: string;
  readonly kind: FieldKind;
  readonly section: Section;
  /** Most characters of a text. */
  readonly max?: number;
  /** Of a choice: code → word. */
  readonly words?: Readonly<Record<string, string>>;
  /** Encrypted in the database. */
  readonly sealed?: true;
  /** Shown in part; the whole is opened with a reason, and logged. */
  readonly masked?: true;
  /** A file without it is not complete: of every pupil, or of those left behind. */
  readonly needed?: 'all' | 'leftBehind';
  /** Who of the family may propose a change: the adult of their own facts, or whoever may see where the child lives. */
  readonly proposes?: 'self' | 'home';
  /** May not be empty. */
  readonly kept?: true;
}

export const SEX = { male: '男', female: '女' } as const;
export const CARE_STATUS = {
  both_away: '父母双方外出',
  one_away_other_unable: '一方外出，另一方无监护能力',
  one_away: '一方外出，另一方在家照看',
  not_left_behind: '父母都在家',
} as const;
export const LIVING = {
  parents: '和父母住',
  boarding: '住在学校',
  grandparents: '和爷爷奶奶或外公外婆住',
  relatives: '和亲戚住',
  proxy_parent: '和代管家长住',
  alone: '自己住',
} as const;
export const SCHOOLING = {
  kindergarten: '幼儿园',
  not_in_kindergarten: '未入园',
  primary: '小学',
  middle: '初中',
  high: '高中',
  vocational: '中职',
  dropout: '辍学',
  not_in_school: '不在学',
} as const;
export const GUARDIANSHIP = {
  none: '无人监护',
  parents_unable: '父母无监护能力',
  delegate_unable: '受托人能力不足',
  fair: '一般',
  good: '较好',
} as const;
export const ASSESSMENT = { good: '较好', fair: '一般', poor: '差' } as const;
export const SHIFT = {
  day: '白班',
  night: '夜班',
  two_shift: '倒班',
  irregular: '班次不固定',
  unknown: '还不知道',
} as const;

/** `subject.property`; the property's name is the document's. */
export const FILE_FIELDS = {
  'pupil.name': { of: 'pupil', label: '姓名', kind: 'text', section: 'pupil', max: 30, needed: 'all', kept: true },
  'pupil.sex': { of: 'pupil', label: '性别', kind: 'choice', section: 'pupil', words: SEX, needed: 'all', kept: true },
  'pupil.birthDay': { of: 'pupil', label: '出生日期', kind: 'day', section: 'pupil', needed: 'all' },
  'pupil.idNumber': {
    ...{ of: 'pupil', label: '身份证号', kind: 'idNumber', section: 'pupil' },
    ...{ sealed: true, masked: true, needed: 'all' },
  },
  'pupil.ethnicity': { of: 'pupil', label: '民族', kind: 'text', section: 'pupil', max: 12 },
  'pupil.studentNo': { of: 'pupil', label: '学籍号', kind: 'text', section: 'pupil', max: 30 },
  'pupil.registered': { of: 'pupil', label: '登记了户口', kind: 'yesNo', section: 'pupil' },
  'pupil.registeredAddress': {
    ...{ of: 'pupil', label: '户籍地', kind: 'text', section: 'home', max: 100 },
    ...{ sealed: true, proposes: 'home' },
  },
  'pupil.address': {
    ...{ of: 'pupil', label: '现在的住址', kind: 'text', section: 'home', max: 100 },
    ...{ sealed: true, needed: 'all', proposes: 'home' },
  },
  'pupil.living': {
    ...{ of: 'pupil', label: '和谁住', kind: 'choice', section: 'home', words: LIVING },
    ...{ needed: 'leftBehind', proposes: 'home' },
  },
  'pupil.boarding': { of: 'pupil', label: '住校', kind: 'yesNo', section: 'schooling', needed: 'all', kept: true },
  'pupil.schooling': { of: 'pupil', label: '就学状况', kind: 'choice', section: 'schooling', words: SCHOOLING },
  'pupil.careStatus': {
    ...{ of: 'pupil', label: '父母外出情况', kind: 'choice', section: 'home', words: CARE_STATUS },
    ...{ needed: 'all', kept: true },
  },
  'pupil.guardianship': { of: 'pupil', label: '监护类型', kind: 'choice', section: 'home', words: GUARDIANSHIP },
  'pupil.assessment': { of: 'pupil', label: '监护情况评估', kind: 'choice', section: 'home', words: ASSESSMENT },
  'pupil.health': {
    ...{ of: 'pupil', label: '身体状况', kind: 'text', section: 'health', max: 200 },
    ...{ sealed: true, needed: 'leftBehind', proposes: 'home' },
  },
  'pupil.income': { of: 'pupil', label: '经济来源', kind: 'text', section: 'aid', max: 40, sealed: true },
  'pupil.aid': { of: 'pupil', label: '救助', kind: 'text', section: 'aid', max: 60, sealed: true },
  'member.name': { of: 'member', label: '姓名', kind: 'text', section: 'person', max: 30, needed: 'all', kept: true },
  'member.phone': {
    ...{ of: 'member', label: '电话', kind: 'phone', section: 'person' },
    ...{ sealed: true, masked: true, needed: 'all', proposes: 'self' },
  },
  'member.morePhones': {
    ...{ of: 'member', label: '别的电话', kind: 'text', section: 'person', max: 60 },
    ...{ sealed: true, masked: true, proposes: 'self' },
  },
  'member.workplace': {
    ...{ of: 'member', label: '在哪里务工', kind: 'text', section: 'person', max: 60 },
    ...{ sealed: true, proposes: 'self' },
  },
  'member.occupation': { of: 'member', label: '做什么', kind: 'text', section: 'person', max: 30, proposes: 'self' },
  'member.shift': { of: 'member', label: '班次', kind: 'choice', section: 'person', words: SHIFT, kept: true },
  'member.address': {
    ...{ of: 'member', label: '住址', kind: 'text', section: 'person', max: 100 },
    ...{ sealed: true, proposes: 'self' },
  },
  'member.birthDay': { of: 'member', label: '出生日期', kind: 'day', section: 'person' },
  'member.idNumber': {
    ...{ of: 'member', label: '身份证号', kind: 'idNumber', section: 'person' },
    ...{ sealed: true, masked: true },
  },
  'member.health': {
    ...{ of: 'member', label: '身体状况', kind: 'text', section: 'health', max: 100 },
    ...{ sealed: true, proposes: 'self' },
  },
  'member.canRead': { of: 'member', label: '识字', kind: 'yesNo', section: 'person', kept: true },
  'member.hasSmartphone': { of: 'member', label: '有智能手机', kind: 'yesNo', section: 'person', kept: true },
  'link.relation': {
    of: 'link',
    label: '和孩子的关系',
    kind: 'text',
    section: 'person',
    max: 10,
    needed: 'all',
    kept: true,
  },
  'link.legalGuardian': { of: 'link', label: '法定监护人', kind: 'yesNo', section: 'rights', kept: true },
  'link.mayContact': { of: 'link', label: '可以和孩子联系', kind: 'yesNo', section: 'rights', kept: true },
} as const satisfies Record<string, FieldSpec>;

export type FieldKey = keyof typeof FILE_FIELDS;
export const FIELD_KEYS = Object.keys(FILE_FIELDS) as FieldKey[];

/** A field's row, with everything that a row may say. */
export const fieldOf = (key: FieldKey): FieldSpec => FILE_FIELDS[key];

/** The keys of a subject, in the order of the table. */
export const keysOf = (of: Subject): FieldKey[] => FIELD_KEYS.filter((key) => FILE_FIELDS[key].of === of);

/** A value as people read it; empty for nothing, and for a code that this version does not know. */
export function shown(key: FieldKey, value: string | null): string {
  if (value === null) return '';
  const { kind, words } = fieldOf(key);
  if (kind === 'yesNo') return value === 'yes' ? '是' : '否';
  return kind === 'choice' ? (words?.[value] ?? '') : value;
}

/** Why a contact right ended or was given back. */
export const RIGHT_REASONS = {
  court: '法院的决定',
  protection: '人身安全保护令',
  guardian: '监护人书面要求',
  school: '学校的决定',
} as const;
export type RightReason = keyof typeof RIGHT_REASONS;
