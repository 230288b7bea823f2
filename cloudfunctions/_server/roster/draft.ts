/** A row while its cells are being read: everything may still be missing, and `birthDay` may lack its day. */
import type { ClassName } from './class-name';
import type { Caregiver, Grandparent, GrandparentKey, Parent, PupilRow } from './pupil';

/** An adult who is told together with how they are related to the child. */
export interface Member extends Caregiver {
  workplace?: string;
}

type Nested = 'father' | 'mother' | 'delegate' | 'grandparents' | 'classNo' | 'sheet' | 'row';

export interface Draft extends Partial<Omit<PupilRow, Nested>> {
  /** The 班级 cell. */
  schoolClass?: ClassName;
  /** `false`: the sheet has no column for the class. */
  classColumn?: boolean;
  father: Partial<Parent>;
  mother: Partial<Parent>;
  delegate: Partial<Caregiver>;
  grandparents: Record<GrandparentKey, Partial<Grandparent>>;
  /** 成员1, 成员2, then those of rows of their own. */
  members: Partial<Member>[];
}

export const emptyDraft = (): Draft => ({
  father: {},
  mother: {},
  delegate: {},
  members: [{}, {}],
  grandparents: { paternalGrandfather: {}, paternalGrandmother: {}, maternalGrandfather: {}, maternalGrandmother: {} },
});
