/** C2: what the school may enter of its own people and tablets, and who may leave. Pure. */

type StaffRole = 'teacher' | 'counsellor' | 'school_admin' | 'volunteer' | 'booth';

/** Somebody as the office enters them. Several roles are several entries of one WeChat. */
export interface StaffEntry {
  readonly role: StaffRole;
  readonly phone: string | null;
  readonly classIds: readonly string[];
  readonly menteeIds: readonly string[];
  readonly pointId: string | null;
  readonly officer: boolean;
}

/** What only some roles have: classes and mentees are a teacher's, a call point is a tablet's, the privacy office is of somebody who may read files. */
const HAVE: Readonly<Record<'classIds' | 'menteeIds' | 'pointId' | 'officer', readonly StaffRole[]>> = {
  classIds: ['teacher'],
  menteeIds: ['teacher'],
  pointId: ['booth'],
  officer: ['teacher', 'counsellor', 'school_admin'],
};

export interface StaffFault {
  readonly field: keyof StaffEntry;
  readonly rule: 'role' | 'phone' | 'missing';
}

/** The first thing that is wrong with an entry; a tablet needs its point. */
export function staffFault(entry: StaffEntry): StaffFault | undefined {
  const given = {
    classIds: entry.classIds.length > 0,
    menteeIds: entry.menteeIds.length > 0,
    pointId: entry.pointId !== null,
    officer: entry.officer,
  };
  for (const field of ['classIds', 'menteeIds', 'pointId', 'officer'] as const)
    if (given[field] && !HAVE[field].includes(entry.role)) return { field, rule: 'role' };
  if (entry.role === 'booth' && entry.pointId === null) return { field: 'pointId', rule: 'missing' };
  if (entry.phone !== null && !/^(1\d{10}|0\d{9,11})$/.test(entry.phone)) return { field: 'phone', rule: 'phone' };
  return undefined;
}

/** What still hangs on somebody who is to leave; all zero where nothing does. */
export interface StillNeeded {
  readonly classes: number;
  readonly mentees: number;
  /** Weekdays of the roster, and days to come that were swapped. */
  readonly duty: number;
}

export function stillNeeded(
  person: { readonly _id: string; readonly classIds: readonly string[]; readonly menteeIds: readonly string[] },
  school: {
    readonly duty: readonly { readonly staffIds: readonly string[] }[];
    readonly dutyDays: readonly { readonly day: string; readonly staffIds: readonly string[] }[];
  },
  today: string,
): StillNeeded {
  const on = ({ staffIds }: { readonly staffIds: readonly string[] }) => staffIds.includes(person._id);
  return {
    classes: person.classIds.length,
    mentees: person.menteeIds.length,
    duty: school.duty.filter(on).length + school.dutyDays.filter((day) => day.day >= today && on(day)).length,
  };
}
