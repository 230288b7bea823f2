/**
 * One pupil as a school's roster tells it, after reading. The field names follow the national form
 * 农村留守儿童信息登记表 (annex 1); the last group is what this product asks beyond it.
 *
 * Days are `YYYY-MM-DD`. `born` of an adult may be less exact: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
 * Phones are digits only. Everything is plain JSON.
 */
import type { CareStatus } from '../../../miniprogram/shared/domain/left-behind';
import type { ShiftKind } from '../../../miniprogram/shared/domain/shifts';

export type Sex = 'male' | 'female';

export type { CareStatus } from '../../../miniprogram/shared/domain/left-behind';

export type Schooling =
  | 'kindergarten'
  | 'not_in_kindergarten'
  | 'primary'
  | 'middle'
  | 'high'
  | 'vocational'
  | 'dropout'
  | 'not_in_school';

export type Living = 'parents' | 'boarding' | 'grandparents' | 'relatives' | 'proxy_parent' | 'alone';
export type Guardianship = 'none' | 'parents_unable' | 'delegate_unable' | 'fair' | 'good';
export type AidKind = 'minimum_living' | 'temporary' | 'medical' | 'housing' | 'other';
export type Assessment = 'good' | 'fair' | 'poor';
export type FamilyRole = 'father' | 'mother' | 'delegate';

/** 身体状况: `detail` is the kind and degree of a disability, or the illness, as written. */
export interface Health {
  state: 'healthy' | 'disabled' | 'ill';
  detail?: string;
}

/** 班次; `from` and `to` are minutes since midnight, and `to` may be before `from` when the shift ends next morning. */
export interface Shift {
  kind: Exclude<ShiftKind, 'unknown'>;
  from?: number;
  to?: number;
}

/** `phone` is the first number of the cell, `otherPhones` the rest in the written order. */
export interface Adult {
  name: string;
  born?: string;
  phone?: string;
  otherPhones?: string[];
  idNumber?: string;
}

/** 父亲 / 母亲. `away`: works outside the home county as far as the roster tells. */
export interface Parent extends Adult {
  workplace?: string;
  away: boolean;
  deceased?: true;
  shift?: Shift;
}

/** 受委托人, the caregiver at home. `relation` is in the child's words: 奶奶, 姑姑, 邻居. */
export interface Caregiver extends Adult {
  relation: string;
  address?: string;
  /** Years, when the roster gives an age instead of a date. */
  age?: number;
  canRead?: boolean;
  hasSmartphone?: boolean;
}

export type GrandparentKey =
  | 'paternalGrandfather'
  | 'paternalGrandmother'
  | 'maternalGrandfather'
  | 'maternalGrandmother';
export interface Grandparent {
  name: string;
  born?: string;
}

/** 联系限制: whose contact with the child is limited, and how, in the school's words. */
export interface ContactLimit {
  who: FamilyRole[];
  text: string;
}

export interface PupilRow {
  /** Name of the sheet and number of the row as Excel shows them, for talking about this pupil. */
  sheet: string;
  row: number;

  name: string;
  sex: Sex;
  birthDay: string;
  ethnicity?: string;
  idNumber?: string;
  householdRegistered?: boolean;
  registeredAddress?: string;
  currentAddress?: string;
  health?: Health;
  boarding: boolean;
  schooling: Schooling;
  school?: string;
  /** 1–6 primary, 7–9 middle, 10–12 high. */
  grade: number;
  classNo: number;
  studentNo?: string;
  father?: Parent;
  mother?: Parent;
  grandparents: Partial<Record<GrandparentKey, Grandparent>>;
  careStatus: CareStatus;
  /** 有无委托照护; absent when the roster does not say. */
  delegated?: boolean;
  delegate?: Caregiver;
  guardianship?: Guardianship;
  income?: string;
  /** Absent when the roster does not say; empty when it says there is none. */
  aid?: AidKind[];
  assessment?: Assessment;

  living?: Living;
  /** 法定监护人; absent when the roster does not say (then the parents are, by 民法典 27). */
  legalGuardians?: FamilyRole[];
  contactLimit?: ContactLimit;
  homePhone?: string;
  /** Further numbers of the family, in the written order. */
  otherHomePhones?: string[];
}
