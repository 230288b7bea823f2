import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { Account, SchoolClass, Staff } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { deployedTemplates, TEMPLATES } from '../../cloudfunctions/_server/wechat/templates';
import { createClock } from '../../local/clock';
import { type LocalCloud, startCloud } from '../../local/cloud';
import { createWechat, type LocalWechat } from '../../local/wechat';
import type { Input, MethodName, Output, Reply } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { buildFunctions } from '../build';
import { deployedFunctions } from '../functions';
import { STORM_SCHOOL, stormFamily } from './families';

/** A Monday morning, so that what is not urgent may leave. */
const MORNING = instantOf('2026-11-23', 9 * 60);
const FIELD_KEYS = `bench:${Buffer.alloc(32, 1).toString('base64')}`;
const SCHOOL_ID = STORM_SCHOOL._id;
const INSTANCES = 8;
const AT_ONCE = 500;
export const PUPILS_OF_CLASS = 50;
/** How many messages each user has allowed. */
const ALLOWED = 8;
/** How long WeChat takes for one message, ms. */
export const SEND_MS = 20;

/** A school whose families were all bound and allowed messages; `api` and `jobs` as they are deployed, WeChat beside them. */
export interface NoticeSchool {
  readonly cloud: LocalCloud;
  /** An instance of `api` in this process, which knows the school; what it wakes is not its own work. */
  readonly warm: Deps;
  /** Somebody asks the deployed `api`. A refusal throws with its code. */
  ask<M extends MethodName>(openid: string, method: M, input: Input<M>): Promise<Output<M>>;
  /** When WeChat took each message of a notice (`performance.now()`), in that order. */
  taken(noticeId: string): readonly number[];
  /** Resolves when so many messages of a notice have left and nothing moves any more. */
  untilTold(noticeId: string, people: number): Promise<void>;
}

/** The WeChat user of the n-th family. */
export const familyUser = (n: number): string => `family-${n}`;
const classOf = (n: number): string => `c${Math.floor(n / PUPILS_OF_CLASS)}`;
export const classesFor = (people: number): string[] =>
  Array.from({ length: Math.ceil(people / PUPILS_OF_CLASS) }, (_, i) => `c${i}`);

/** Runs `work` at a school of so many families, the database on disk. */
export async function withNoticeSchool<R>(
  people: number,
  note: (text: string) => void,
  work: (school: NoticeSchool) => Promise<R>,
): Promise<R> {
  const dir = mkdtempSync(join(tmpdir(), 'bench-notices-'));
  await buildFunctions();
  const clock = createClock(MORNING - Date.now());
  const templates = TEMPLATES.map(({ id, title, fields }) => ({
    id,
    title,
    fields: Object.keys(fields),
    labels: fields,
  }));
  const wechat = createWechat({ clock, templates, sendMs: SEND_MS, pushEvent: async () => undefined, repeatEvery: 0 });
  const cloud = await startCloud({
    dir,
    log: createWriteStream(join(dir, 'functions.log')),
    collections,
    strictIndexes: true,
    clock,
    wechat,
    functions: deployedFunctions()
      .filter(({ name }) => name === 'api' || name === 'jobs')
      .map((fn) => ({ ...fn, maxInstances: INSTANCES, environment: { ...fn.environment, FIELD_KEYS } })),
  });
  try {
    Object.assign(process.env, cloud.sdkEnv, { FIELD_KEYS });
    const warm = { ...compose(), now: () => clock.now(), log: () => undefined, wake: async () => undefined };
    note(`${people} families move in`);
    await settle(warm.store, wechat, people);
    return await work(schoolOf(cloud, wechat, warm));
  } finally {
    await cloud.close();
    await wechat.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

function schoolOf(cloud: LocalCloud, wechat: LocalWechat, warm: Deps): NoticeSchool {
  const times = new Map<string, number[]>();
  wechat.onDelivery(({ page = '', errcode }) => {
    if (errcode !== 0) return;
    const [noticeId = ''] = (new URLSearchParams(page.split('?')[1]).get('id') ?? '').split(':');
    times.set(noticeId, [...(times.get(noticeId) ?? []), performance.now()]);
  });
  const taken = (noticeId: string) => times.get(noticeId) ?? [];
  return {
    cloud,
    warm,
    taken,
    async ask(openid, method, input) {
      const reply = (await cloud.invoke('api', { method, input }, { openid, source: 'wx_client' })) as Reply<
        typeof method
      >;
      if (!reply.ok) throw new Error(`${method}: ${reply.code} ${JSON.stringify(reply.details)}`);
      return reply.data as never;
    },
    async untilTold(noticeId, people) {
      for (let seen = -1, since = 0; taken(noticeId).length < people; await sleep(LOOK_MS)) {
        if (taken(noticeId).length > seen) [seen, since] = [taken(noticeId).length, performance.now()];
        if (performance.now() - since < TICK_MS) continue;
        // A run was out of time: the timer begins the next one.
        await cloud.invoke('jobs', {}, { source: 'wx_timer' });
        if (taken(noticeId).length === seen) throw new Error(`${noticeId} reached ${seen} of ${people}`);
      }
      for (let before = -1; before !== cloud.operations.total(); await sleep(QUIET_MS))
        before = cloud.operations.total();
    },
  };
}

const LOOK_MS = 50;
const QUIET_MS = 1000;
/** Longer than a run may last. */
const TICK_MS = 61_000;

async function settle(store: Store, wechat: LocalWechat, people: number): Promise<void> {
  const template = deployedTemplates().notice.id;
  await store.insert('schools', STORM_SCHOOL);
  await store.insert('classes', classesFor(people).map(aClass));
  for (const staff of STAFF) {
    await store.insert('staff', staff);
    await store.insert('accounts', accountOf(staff));
  }
  for (const part of inParts(
    Array.from({ length: people }, (_, n) => n),
    AT_ONCE,
  )) {
    const families = part.map((n) => familyIn(classOf(n), n, template));
    await store.insert(
      'students',
      families.map(({ student }) => student),
    );
    await store.insert(
      'familyMembers',
      families.map(({ member }) => member),
    );
    await store.insert(
      'accounts',
      families.map(({ account }) => account),
    );
    for (const { account } of families)
      for (let n = 0; n < ALLOWED; n++) await wechat.answerSubscribe(account._id, { [template]: 'accept' });
  }
}

function familyIn(classId: string, n: number, template: string) {
  const { student, member, account } = stormFamily(n);
  const className = `${classId.slice(1)} 班`;
  return {
    student: { ...student, classId, className },
    member: {
      ...member,
      openid: familyUser(n),
      classIds: [classId],
      children: member.children.map((child) => ({ ...child, classId })),
    },
    account: { ...account, _id: familyUser(n), credits: { [template]: ALLOWED } },
  };
}

const aClass = (_id: string, n: number): SchoolClass => ({
  _id,
  schoolId: SCHOOL_ID,
  grade: 1 + (n % 6),
  number: 1 + Math.floor(n / 6),
  name: `${n} 班`,
  headTeacherId: null,
});

const aStaff = (_id: string, role: Staff['role'], classIds: readonly string[]): Staff => ({
  _id,
  schoolId: SCHOOL_ID,
  role,
  name: '李老师',
  phone: null,
  classIds,
  menteeIds: [],
  pointId: null,
  county: null,
  openid: `o-${_id}`,
});

/** The headteacher and the head teacher of the first class. */
const STAFF = [aStaff('head', 'school_admin', []), aStaff('teacher', 'teacher', ['c0'])];
export const [HEAD, TEACHER] = ['o-head', 'o-teacher'] as const;

const accountOf = ({ _id, role, name, openid }: Staff): Account => ({
  _id: openid ?? '',
  memberships: [{ id: _id, kind: 'staff', role, schoolId: SCHOOL_ID, schoolName: STORM_SCHOOL.name, name }],
  credits: {},
});
