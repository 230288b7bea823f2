/** C2: what the school may enter of its own people and tablets, and who may leave. Pure. */

type StaffRole = 'teacher' | 'counsellor' | 'school_admin' | 'volunteer' | 'booth';

/** Somebody as the office enters them. Several roles are several entries of one WeChat. */
export interface StaffEntry {
  readonly role: StaffRole;
  readonly phone: string | null;
  readonly classIds: readonly string[];
  readonly pointId: string | null;
  readonly officer: boolean;
  /** Until when a volunteer's background check holds. */
  readonly checkedUntil: string | null;
}

/**
 * What only some roles have: classes are a teacher's, a call point is a tablet's, the privacy office is of somebody who may read files, a
 * background check is shown by volunteers (of staff the school asks when it takes them on).
 */
const HAVE: Readonly<Record<'classIds' | 'pointId' | 'officer' | 'checkedUntil', readonly StaffRole[]>> = {
  classIds: ['teacher'],
  pointId: ['booth'],
  officer: ['teacher', 'counsellor', 'school_admin'],
  checkedUntil: ['volunteer'],
};

export interface StaffFault {
  readonly field: keyof StaffEntry;
  readonly rule: 'role' | 'phone' | 'missing';
}

/** The first thing that is wrong with an entry; a tablet needs its point. */
export function staffFault(entry: StaffEntry): StaffFault | undefined {
  const given = {
    classIds: entry.classIds.length > 0,
    pointId: entry.pointId !== null,
    officer: entry.officer,
    checkedUntil: entry.checkedUntil !== null,
  };
  for (const field of ['classIds', 'pointId', 'officer', 'checkedUntil'] as const)
    if (given[field] && !HAVE[field].includes(entry.role)) return { field, rule: 'role' };
  if (entry.role === 'booth' && entry.pointId === null) return { field: 'pointId', rule: 'missing' };
  if (entry.phone !== null && !/^(1\d{10}|0\d{9,11})$/.test(entry.phone)) return { field: 'phone', rule: 'phone' };
  return undefined;
}

/** What still hangs on somebody who is to leave and needs another hand; all zero where nothing does. Pairs end with the leaving. */
export interface StillNeeded {
  readonly classes: number;
  /** Weekdays of the roster, and days to come that were swapped. */
  readonly duty: number;
}

export function stillNeeded(
  person: { readonly _id: string; readonly classIds: readonly string[] },
  school: {
    readonly duty: readonly { readonly staffIds: readonly string[] }[];
    readonly dutyDays: readonly { readonly day: string; readonly staffIds: readonly string[] }[];
  },
  today: string,
): StillNeeded {
  const on = ({ staffIds }: { readonly staffIds: readonly string[] }) => staffIds.includes(person._id);
  return {
    classes: person.classIds.length,
    duty: school.duty.filter(on).length + school.dutyDays.filter((day) => day.day >= today && on(day)).length,
  };
}
