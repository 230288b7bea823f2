import type { ChangeReason } from '../../../miniprogram/shared/contract';
import { addDays, dayOf, instantOf } from '../../../miniprogram/shared/domain/calendar';
import { overlaps } from '../../../miniprogram/shared/domain/ranges';
import type { Pupil, SlotRules } from '../../../miniprogram/shared/domain/slots';
import { obstacleTo } from '../../../miniprogram/shared/domain/standing';
import type { Booking, School } from '../data/documents';
import { byIds } from '../data/reads';
import type { Store } from '../data/store';
import type { Deps } from '../kernel/deps';
import { rulesOf } from '../school/rules';
import { heldBetween } from './repository';

const FIELDS = [
  'pointId',
  'day',
  'from',
  'to',
  'studentIds',
  'adultId',
  'status',
  'seat',
  'origin',
  'why',
  'channel',
] as const;
export type HeldCall = Pick<Booking, '_id' | (typeof FIELDS)[number]>;

/** A call that cannot take place as it is booked. */
export interface Touched {
  readonly call: HeldCall;
  readonly why: ChangeReason;
  /** Whose free time another point must suit. */
  readonly pupils: readonly Pupil[];
}

/** No call is booked further ahead: the longest horizon is four weeks. */
const AHEAD_DAYS = 35;

/** States in which a call can still be given another point or be called off. */
const HEALABLE: readonly Booking['status'][] = ['booked', 'checked_in', 'offered'];

/** Whether a call is still to come. One whose minutes are over is closed by another job. */
export const isHealable = (call: Pick<Booking, 'status' | 'day' | 'to'>, now: number): boolean =>
  HEALABLE.includes(call.status) && instantOf(call.day, call.to) > now;

/**
 * The calls ahead that cannot take place under a school's present rules or the families' present rights, in order of time,
 * and all that hold a point: three to five reads.
 * @param why the reason of calls at points that are out of use; without it the school's disruptions tell.
 */
export async function touchedCalls(
  deps: Pick<Deps, 'store' | 'now'>,
  school: School,
  why?: ChangeReason,
): Promise<{ readonly touched: readonly Touched[]; readonly held: readonly HeldCall[] }> {
  const { store } = deps;
  const held = await heldCalls(deps, school);
  const ahead = held.filter((call) => isHealable(call, deps.now()));
  const [judged, hasRight] = await Promise.all([judge(store, rulesOf(school), ahead), rightsOf(store, ahead)]);
  const isAnyOut = judged.some(({ obstacle }) => obstacle === 'out');
  const reasonOf = isAnyOut && why === undefined ? await closureReasons(deps, school) : () => why;
  const touched = judged.flatMap(({ call, pupils, obstacle }): Touched[] => {
    if (!hasRight(call)) return [{ call, pupils, why: 'no_right' }];
    if (obstacle === null) return [];
    return [{ call, pupils, why: obstacle === 'out' ? (reasonOf(call) ?? 'point_broken') : obstacle }];
  });
  return { touched, held };
}

/** The calls ahead for which a school's rules, e.g. drafted ones, have no place: one or two reads. */
export async function obstructedCalls(deps: Pick<Deps, 'store' | 'now'>, school: School): Promise<HeldCall[]> {
  const ahead = (await heldCalls(deps, school)).filter((call) => isHealable(call, deps.now()));
  const judged = await judge(deps.store, rulesOf(school), ahead);
  return judged.filter(({ obstacle }) => obstacle !== null).map(({ call }) => call);
}

function heldCalls({ store, now }: Pick<Deps, 'store' | 'now'>, { _id }: School): Promise<HeldCall[]> {
  const today = dayOf(now());
  return heldBetween(store, _id, today, addDays(today, AHEAD_DAYS), FIELDS);
}

async function judge(store: Store, rules: SlotRules, calls: readonly HeldCall[]) {
  const pupilsOf = await pupilsFor(store, rules, calls);
  return calls.map((call) => {
    const pupils = pupilsOf(call);
    return { call, pupils, obstacle: obstacleTo(rules, call, pupils) };
  });
}

/** Whether the desk has settled when this call is, with the child in front of it. */
const isSettledByDesk = ({ status, origin, why }: HeldCall): boolean =>
  status === 'checked_in' || origin === 'walk_in' || why === 'desk_moved';

/** The pupils of each call as they are now; they are read only where the rules tell pupils apart. */
async function pupilsFor(
  store: Store,
  rules: SlotRules,
  calls: readonly HeldCall[],
): Promise<(call: HeldCall) => readonly Pupil[]> {
  const areAllAlike = rules.freePeriods.length === 0 && rules.windows.every((window) => window.for === 'all');
  if (areAllAlike) return () => [];
  const ids = calls.filter((call) => !isSettledByDesk(call)).flatMap(({ studentIds }) => studentIds);
  const students = await byIds(store, 'students', ids, ['boarding', 'classId']);
  return (call) => (isSettledByDesk(call) ? [] : call.studentIds.flatMap((id) => students.get(id) ?? []));
}

/** Whether the adult of a call may be in contact with all of its children, and one of them is still at the school. */
async function rightsOf(store: Store, calls: readonly HeldCall[]): Promise<(call: HeldCall) => boolean> {
  const adultIds = calls.flatMap(({ adultId }) => adultId ?? []);
  const childIds = calls.flatMap(({ studentIds }) => studentIds);
  const [members, students] = await Promise.all([
    byIds(store, 'familyMembers', adultIds, ['children']),
    byIds(store, 'students', childIds, ['status']),
  ]);
  const isHere = (studentId: string) => students.get(studentId)?.status !== 'left';
  return ({ adultId, studentIds }) => {
    const here = studentIds.filter(isHere);
    const adult = members.get(adultId ?? '');
    const may = (id: string) => adult?.children.some((link) => link.studentId === id && link.mayContact);
    // An adult who was taken off a child's file has no right to it; of one who is not known nothing is known.
    return here.length > 0 && (adult === undefined || here.every(may));
  };
}

const DISRUPTIONS = 200;

/** What was said to be the matter where and when a call is. */
async function closureReasons(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  { _id: schoolId }: School,
): Promise<(call: HeldCall) => ChangeReason | undefined> {
  const where = { schoolId, day: { gte: dayOf(now()) } };
  const disruptions = await store.list('disruptions', { where, limit: DISRUPTIONS });
  return (call) =>
    disruptions.find(
      (d) => d.day === call.day && overlaps(d, call) && (d.pointIds === null || d.pointIds.includes(call.pointId)),
    )?.why;
}
