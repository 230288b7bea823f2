/** A row while its cells are being read: everything may still be missing, and `birthDay` may lack its day. */
import type { ClassName } from './class-name';
import type { Caregiver, Grandparent, GrandparentKey, Parent, PupilRow } from './pupil';

type Nested = 'father' | 'mother' | 'delegate' | 'grandparents' | 'classNo' | 'sheet' | 'row';

export interface Draft extends Partial<Omit<PupilRow, Nested>> {
  /** The 班级 cell. */
  schoolClass?: ClassName;
  father: Partial<Parent>;
  mother: Partial<Parent>;
  delegate: Partial<Caregiver>;
  grandparents: Record<GrandparentKey, Partial<Grandparent>>;
}

export const emptyDraft = (): Draft => ({
  father: {},
  mother: {},
  delegate: {},
  grandparents: { paternalGrandfather: {}, paternalGrandmother: {}, maternalGrandfather: {}, maternalGrandmother: {} },
});
