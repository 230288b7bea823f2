import { call } from '../../../services/call';
import { draftOf } from '../../../services/drafts';
import { currentMembership, ensureSession } from '../../../services/session';
import type { Output } from '../../../shared/contract';

export type School = Output<'school.read'>;
type Kept = School['settings'];

/** A school's settings as they are written: a call point that is new has no id, and a name may still be empty. */
export interface Settings extends Omit<Kept, 'points'> {
  points: { id?: string | undefined; name: string; kind: 'phone' | 'video' }[];
}
export type Part = keyof Settings;
/** What was changed and not kept yet; what it does not name stays. */
export type Changes = Partial<Settings>;

/** For a moment before the school is known. */
export const NO_SCHOOL: School = {
  name: '',
  classes: [],
  staff: [],
  settings: {
    points: [],
    windows: [],
    exceptions: [],
    freePeriods: [],
    duty: [],
    term: { name: '', from: '', to: '' },
    yearsTold: [],
    slotMinutes: 15,
    changeoverMinutes: 0,
    noticeMinutes: 0,
    cutoffMinutes: 0,
    horizonDays: 14,
    weeklyQuota: 1,
    walkInShare: 0,
    channels: { phone: ['phone'], video: ['phone'] },
    planning: null,
    sms: { on: false, capFen: 0, feeFen: 5 },
    longTerm: false,
    leftBehindRules: [],
    keepYears: 3,
  },
  duty: [],
  holidays: [],
  yearsAsked: [],
};

let known: { readonly as: string | undefined; readonly school: School } | undefined;

/** The school as it is now. @throws AppError */
export async function readSchool(): Promise<School> {
  await ensureSession();
  const school = await call('school.read', {});
  known = { as: currentMembership()?.id, school };
  return school;
}

/** The school as it was read last: a page that is opened from another one need not wait. @throws AppError */
export const knownSchool = async (): Promise<School> =>
  known && known.as === currentMembership()?.id ? known.school : readSchool();

/** What is being changed on all pages of the settings together. It is kept on the phone until it is saved or given up. */
export const changesDraft = () => draftOf<Changes>('school-setup');

/** The settings as they would be. */
export const settingsWith = (school: School, changes: Changes): Settings => ({ ...school.settings, ...changes });

/** The changes with one more; what is again as the school has it is no change. */
export function withChange(school: School, changes: Changes, more: Changes): Changes {
  const kept: Partial<Record<Part, unknown>> = school.settings;
  const all = Object.entries({ ...changes, ...more }) as [Part, unknown][];
  return Object.fromEntries(all.filter(([part, value]) => JSON.stringify(value) !== JSON.stringify(kept[part])));
}
