import { finding } from '../../cloudfunctions/_server/contacts/finding';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type { Account, FamilyMember, SchoolClass, Staff, Student } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { compose } from '../../cloudfunctions/_server/kernel/compose';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { startCloud } from '../../local/cloud';
import { Counter } from './counter';
import { STORM_SCHOOL, stormFamily } from './families';
import { atMost, fact, type Group, median, type Row } from './rows';

const PUPILS = 1500;
const IN_THE_COUNTY = 100_000;
const CLASSES = 30;
const AT_ONCE = 1000;
const ROUNDS = 15;
const READ_LIMIT = 3;
const FIELD_KEYS = `bench:${Buffer.alloc(32, 1).toString('base64')}`;
const [HEAD, MOTHER] = ['o-head', 'o0'] as const;

/** Children's files at a school of its usual size, alone and among all of a county's. */
export const files: Group = {
  name: 'files',
  title: `Files of ${PUPILS} pupils, and of the same among ${IN_THE_COUNTY} of the county`,
  async run({ note }) {
    const cloud = await startCloud({ collections, strictIndexes: true, functions: [] });
    try {
      Object.assign(process.env, cloud.sdkEnv, { FIELD_KEYS });
      const deps = { ...compose(), log: () => undefined, wake: async () => undefined };
      note(`${PUPILS} pupils move in`);
      await settleStaff(deps.store);
      await settlePupils(deps, STORM_SCHOOL._id, 0, PUPILS);
      const counter = new Counter(cloud, deps);
      const alone = await finds(counter, `${PUPILS}`);
      const actions = await edits(counter);
      for (let n = PUPILS, school = 1; n < IN_THE_COUNTY; n += PUPILS, school++) {
        note(`${n} of ${IN_THE_COUNTY} pupils`);
        await settlePupils(deps, `school-${school}`, n, PUPILS);
      }
      return [...alone, ...(await finds(counter, `${IN_THE_COUNTY} in the county`)), ...actions];
    } finally {
      await cloud.close();
    }
  },
};

const SEARCHES: readonly (readonly [what: string, q: string])[] = [
  ['name', '林小'],
  ['pinyin', 'linxiao'],
  ['initials', 'lx'],
  ['class', '302'],
  ['village', '石板村'],
  ['phone tail', '0042'],
];

async function finds(counter: Counter, among: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, q] of [...SEARCHES, ['first page of the list', undefined] as const]) {
    const asked = [];
    for (let round = 0; round < ROUNDS; round++)
      asked.push(await counter.ask(HEAD, 'contacts.list', q === undefined ? {} : { q }));
    if (asked[0]?.data.children.length === 0) throw new Error(`nobody was found by ${what}`);
    const name = q === undefined ? `files: ${what}, ${among}` : `files: search by ${what}, ${among}`;
    rows.push(atMost(READ_LIMIT, name, Math.max(...asked.map(({ ops }) => ops)), 'ops'));
    rows.push(fact(name, median(asked.map(({ ms }) => ms)), 'ms'));
  }
  return rows;
}

/** What one look, one change and one proposal cost. */
async function edits(counter: Counter): Promise<Row[]> {
  const studentId = 's0';
  const file = await counter.ask(HEAD, 'contacts.file', { studentId });
  const address = file.data.fields.find(({ field }) => field === 'pupil.address');
  if (!address) throw new Error('the file has no address');
  const edit = { subject: studentId, field: 'pupil.address', mark: address.mark, to: '青山镇大湾村五组' } as const;
  const saved = await counter.ask(HEAD, 'contacts.save', { key: 'bench-files-1', studentId, edits: [edit], why: '' });
  const mine = await counter.ask(MOTHER, 'contacts.file', { studentId });
  const workplace = mine.data.members.flatMap(({ fields }) => fields).find(({ field }) => field === 'member.workplace');
  if (!workplace) throw new Error('the mother does not see where she works');
  const proposed = await counter.ask(MOTHER, 'contacts.propose', {
    key: 'bench-files-2',
    studentId,
    edits: [{ subject: 'm0', field: 'member.workplace', mark: workplace.mark, to: '广东东莞' }],
    note: '',
  });
  const taken = await counter.ask(HEAD, 'contacts.answer', {
    id: proposed.data.id,
    take: [{ subject: 'm0', field: 'member.workplace', mark: workplace.mark }],
    note: '',
  });
  const versions = await counter.ask(HEAD, 'contacts.timeline', { studentId });
  const checks = await counter.ask(HEAD, 'contacts.checks', {});
  return [
    fact('files: open one', file.ops, 'ops'),
    fact('files: change a fact', saved.ops, 'ops'),
    fact('files: propose a change', proposed.ops, 'ops'),
    fact('files: take it', taken.ops, 'ops'),
    fact('files: versions', versions.ops, 'ops'),
    fact(`files: check ${PUPILS}`, checks.ops, 'ops'),
    fact(`files: check ${PUPILS}`, checks.ms, 'ms'),
  ];
}

async function settleStaff(store: Store): Promise<void> {
  await store.insert('schools', STORM_SCHOOL);
  await store.insert(
    'classes',
    Array.from({ length: CLASSES }, (_, n) => classOf(STORM_SCHOOL._id, n)),
  );
  await store.insert('staff', HEADTEACHER);
  await store.insert('accounts', accountOf(HEADTEACHER));
}

async function settlePupils({ store, vault }: Deps, schoolId: string, from: number, count: number): Promise<void> {
  const all = Array.from({ length: count }, (_, i) => familyAt(vault, schoolId, from + i));
  for (const part of inParts(all, AT_ONCE)) {
    await store.insert(
      'students',
      part.map(({ student }) => student),
    );
    await store.insert(
      'familyMembers',
      part.map(({ member }) => member),
    );
  }
  if (from === 0 && all[0]) await store.insert('accounts', all[0].account);
}

const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'小雨海花军山明丽娟涛强芳敏静磊洋勇艳杰秀'];
const VILLAGES = ['石板村', '大湾村', '柳树屯', '白石寨'];

/** The n-th family: a name by its number, a village and a phone. */
function familyAt(
  vault: Vault,
  schoolId: string,
  n: number,
): { student: Student; member: FamilyMember; account: Account } {
  const { student, member, account } = stormFamily(n);
  const { _id: classId, name: className } = classOf(schoolId, n % CLASSES);
  const name = [SURNAMES[n % 20], GIVEN[Math.floor(n / 20) % 20], GIVEN[Math.floor(n / 400) % 20]].join('');
  const address = `青山镇${VILLAGES[n % VILLAGES.length]}${1 + (n % 9)}组`;
  const phone = `138${String(n).padStart(8, '0')}`;
  return {
    account,
    student: {
      ...student,
      ...finding(vault, { _id: student._id, name, className, address, phones: [phone] }),
      ...{ schoolId, classId, className, name, address: vault.seal(address) },
    },
    member: {
      ...member,
      ...{ schoolId, phone: vault.seal(phone), phoneHash: vault.blind('phone', phone), classIds: [classId] },
      children: member.children.map((child) => ({ ...child, classId })),
    },
  };
}

function classOf(schoolId: string, n: number): SchoolClass {
  const [grade, number] = [1 + (n % 6), 1 + Math.floor(n / 6)];
  const name = `${'一二三四五六'[grade - 1]}(${number})班`;
  return { _id: `${schoolId}-${grade}-${number}`, schoolId, grade, number, name, headTeacherId: null };
}

const HEADTEACHER: Staff = {
  _id: 'head',
  schoolId: STORM_SCHOOL._id,
  role: 'school_admin',
  name: '校长',
  phone: null,
  classIds: [],
  menteeIds: [],
  pointId: null,
  county: null,
  openid: HEAD,
};

const accountOf = ({ _id, role, name, schoolId }: Staff): Account => ({
  _id: HEAD,
  memberships: [{ id: _id, kind: 'staff', role, schoolId, schoolName: STORM_SCHOOL.name, name }],
  credits: {},
});
