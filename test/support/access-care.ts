import type { Concern, Plan } from '../../cloudfunctions/_server/data/documents';
import type { MethodName } from '../../miniprogram/shared/contract';
import type { ErrorCode } from '../../miniprogram/shared/errors/catalogue';
import type { Asker, At, Row, Thing } from './access-things';
import type { Backend } from './backend';
import { NOON } from './backend';
import { aConcern, aPlanForm, aRaising, savedForm } from './care';

/** How the methods about plans and concerns name a thing, and what of them hangs on it. */

const planId = ({ key }: Thing): string => `pl-${key}`;
const toCounsellor = ({ key }: Thing): string => `k-${key}`;
const reportId = ({ key }: Thing): string => `k-${key}-report`;
const KEY = 'tap-00001';

/** Nobody here wrote the reports: the headteachers look after them. */
const notTheHead = ({ role }: Asker): ErrorCode | undefined =>
  role === 'school_admin' ? undefined : 'common.not-found';
/** The second school has no counsellor, so its headteacher looks after what is for one. */
const notTheCounsellor = ({ role, person }: Asker): ErrorCode | undefined =>
  role === 'counsellor' || (role === 'school_admin' && person?.schoolId === 'sch2') ? undefined : 'common.not-found';

type Rows<M extends MethodName> = { readonly [K in M]: Row<K> };
type CareMethod = Extract<MethodName, `plans.${string}` | `concerns.${string}`>;
const report = ({ thing }: At) => ({ concernId: reportId(thing) });

export const careInputs: Rows<CareMethod> = {
  'plans.start': {
    about: 'child',
    input: ({ thing: { studentId } }) => aPlanForm({ requestKey: KEY, studentId }),
  },
  'plans.save': { about: 'child', input: ({ thing }) => savedForm(planId(thing), 1, { requestKey: KEY }) },
  'plans.close': {
    about: 'child',
    input: ({ thing }) => ({
      requestKey: KEY,
      planId: planId(thing),
      seen: 1,
      end: { result: '跟上了' },
      goals: [{ id: 'g1', state: 'reached' }],
    }),
  },
  'plans.list': { about: 'child', input: ({ thing: { studentId } }) => ({ studentId }) },
  'plans.open': { about: 'child', input: ({ thing }) => ({ planId: planId(thing) }) },
  'concerns.raise': {
    about: 'child',
    input: ({ thing: { studentId } }) => aRaising({ requestKey: KEY, studentId }),
  },
  'concerns.list': {
    about: 'nothing',
    opensFile: ({ role }) => role === 'counsellor' || role === 'school_admin',
    input: () => ({}),
  },
  'concerns.open': { about: 'child', input: report, refused: notTheHead },
  'concerns.tell': {
    about: 'child',
    input: (at) => ({ ...report(at), requestKey: KEY, whom: 'police', day: null, minute: null, words: '' }),
    refused: notTheHead,
  },
  'concerns.take': {
    about: 'child',
    input: ({ thing }) => ({ concernId: toCounsellor(thing) }),
    refused: notTheCounsellor,
  },
  'concerns.settle': { about: 'child', input: (at) => ({ ...report(at), outcome: '已经处理' }), refused: notTheHead },
};

/** A child's plan and two concerns about it, of somebody who is gone. */
export function careOf(
  backend: Pick<Backend, 'deps'>,
  thing: Thing,
): { readonly plan: Plan; readonly concerns: readonly Concern[] } {
  const { schoolId, studentId } = thing;
  const { requestKey: _, start, goals, priorities, ...form } = aPlanForm({ studentId });
  const texts = Object.fromEntries(goals.map(({ id, text }) => [id, text]));
  const said = { start, mid: null, end: null, goals: texts, priorities };
  const of = { schoolId, studentId, byId: 't-gone', byName: '离校老师' };
  return {
    plan: {
      ...form,
      ...of,
      _id: planId(thing),
      status: 'open',
      midDone: null,
      endDone: null,
      goals: goals.map(({ text: __, ...goal }) => goal),
      body: backend.deps.vault.seal(JSON.stringify(said)),
      savedBy: of.byName,
      savedAt: NOON,
      at: NOON,
      version: 1,
      lastKey: planId(thing),
      before: [],
    },
    concerns: [
      aConcern(backend, { ...of, _id: toCounsellor(thing) }),
      aConcern(backend, { ...of, _id: reportId(thing), to: 'report' }),
    ],
  };
}
