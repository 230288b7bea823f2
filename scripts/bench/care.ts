import { childrenFor, monthsOf, rulesToday } from '../../cloudfunctions/_server/cadence/care';
import { careStudentsIn, mentorsOf } from '../../cloudfunctions/_server/cadence/repository';
import { collections } from '../../cloudfunctions/_server/data/collections';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { NOWHERE } from '../../cloudfunctions/_server/kernel/reach';
import { startCloud } from '../../local/cloud';
import { careToday, toDo } from '../../miniprogram/shared/domain/cadence-due';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import {
  CARE_SCHOOL,
  CHILD,
  HEAD,
  PUPILS,
  RECORDS,
  settleCareSchool,
  settleRecords,
  TEACHER,
  TODAY,
} from './care-school';
import { Counter } from './counter';
import { atMost, fact, type Group, median, type Row } from './rows';

const ROUNDS = 9;
/** The caller (two), the school, its children, its staff. */
const DUE_LIMIT = 5;
/** The caller (two), the child, its records, the note in the access log. */
const TIMELINE_LIMIT = 5;
const COMPUTE_LIMIT_MS = 100;
const keyOf = (fill: number) => `bench:${Buffer.alloc(32, fill).toString('base64')}`;

/** What is due, and children's timelines, at a school with few records and with those of a year. */
export const care: Group = {
  name: 'care',
  title: `Care of ${PUPILS} pupils with every cadence, with ${PUPILS} records and with ${RECORDS} of a year`,
  async run({ note }) {
    const cloud = await startCloud({ collections, strictIndexes: true, functions: [] });
    try {
      Object.assign(process.env, cloud.sdkEnv, { FIELD_KEYS: keyOf(1), LETTER_KEYS: keyOf(2) });
      const now = () => instantOf(TODAY, 12 * 60);
      const deps = { ...compose(), now, log: () => undefined, wake: async () => undefined };
      note(`${PUPILS} pupils move in`);
      await settleCareSchool(deps.store);
      await settleRecords(deps, 0, PUPILS);
      const counter = new Counter(cloud, deps);
      const few = await asked(counter, `${PUPILS} records`);
      note(`${RECORDS} records are written`);
      await settleRecords(deps, PUPILS, RECORDS);
      return [...few, ...(await asked(counter, `${RECORDS} records`)), ...(await computed(deps))];
    } finally {
      await cloud.close();
    }
  },
};

async function asked(counter: Counter, among: string): Promise<Row[]> {
  const due = { method: 'cadence.due', limit: DUE_LIMIT } as const;
  const timeline = { method: 'records.list', limit: TIMELINE_LIMIT } as const;
  return [
    ...(await rounds(`due, a teacher, ${among}`, due.limit, () => counter.ask(TEACHER, due.method, { of: 'mine' }))),
    ...(await rounds(`due, the school, ${among}`, due.limit, () => counter.ask(HEAD, due.method, { of: 'school' }))),
    ...(await rounds(`windows of a child, ${among}`, undefined, () =>
      counter.ask(TEACHER, 'cadence.child', { studentId: CHILD }),
    )),
    ...(await rounds(`timeline page, ${among}`, timeline.limit, () =>
      counter.ask(TEACHER, timeline.method, { studentId: CHILD }),
    )),
    ...(await rounds(`home of a teacher, ${among}`, undefined, () => counter.ask(TEACHER, 'home.open', {}))),
    ...(await rounds(`home of the headteacher, ${among}`, undefined, () => counter.ask(HEAD, 'home.open', {}))),
  ];
}

/** The most operations and the usual time of some rounds; the first is not counted, as it makes the instance warm. */
async function rounds(
  name: string,
  limit: number | undefined,
  ask: () => Promise<{ readonly ops: number; readonly ms: number }>,
): Promise<Row[]> {
  await ask();
  const all = [];
  for (let round = 0; round < ROUNDS; round++) all.push(await ask());
  const ops = Math.max(...all.map((one) => one.ops));
  return [
    limit === undefined ? fact(`care: ${name}`, ops, 'ops') : atMost(limit, `care: ${name}`, ops, 'ops'),
    fact(`care: ${name}`, median(all.map(({ ms }) => ms)), 'ms'),
  ];
}

/** What the function itself does for the whole school's list, without the database: the processor's time, whatever else the machine is doing. */
async function computed({ store }: Deps): Promise<Row[]> {
  const reach = { ...NOWHERE, schoolId: CARE_SCHOOL._id, all: true };
  const months = monthsOf(rulesToday(CARE_SCHOOL, TODAY), TODAY);
  const students = await careStudentsIn(store, reach, { months });
  const children = childrenFor(students, await mentorsOf(store, CARE_SCHOOL._id, TODAY), {
    menteeIds: [],
    classIds: [],
  });
  const times: number[] = [];
  let duties = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    const all = careToday(children, rulesToday(CARE_SCHOOL, TODAY), TODAY);
    toDo(all);
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
    duties = all.length;
  }
  return [
    fact('care: duties of the school', duties, ''),
    atMost(COMPUTE_LIMIT_MS, `care: compute them for ${PUPILS} pupils, CPU`, median(times), 'ms'),
  ];
}
