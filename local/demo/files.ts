import type { Input, Output } from '../../miniprogram/shared/contract';
import { type Day, dayOf, instantOf } from '../../miniprogram/shared/domain/calendar';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import type { World } from '../world';
import { type CastKey, openidOf } from './cast';
import { as } from './operator';

/**
 * What the cast did about children's files by now, by their own taps: care that was given away in writing, guardians' answers, a fact that was
 * corrected, and this morning a father's new factory that waits for the teacher.
 */
export async function settleFiles(world: World): Promise<void> {
  const child = await childOf(world, 'father');
  await inSeptember(world, child);
  await inOctober(world, child);
}

type File = Output<'contacts.file'>;

async function childOf(world: World, who: CastKey): Promise<string> {
  const { home } = await as(world, openidOf(who), 'home.open', {});
  const id = home.kind === 'family' ? home.children[0]?.id : undefined;
  if (id === undefined) throw new Error(`${who} has no child`);
  return id;
}

/** The parents left after the summer: the grandmother has 小雨's care, and 小雨 was asked. The village was not told yet. */
async function inSeptember(world: World, studentId: string): Promise<void> {
  world.clock.moveTo(instantOf('2026-09-10', 16 * 60));
  const { members } = await as(world, openidOf('teacher'), 'contacts.file', { studentId });
  const [father, granny] = [of(members, '父亲'), of(members, '奶奶')];
  await as(world, openidOf('teacher'), 'contacts.delegate', {
    key: 'demo-delegation',
    studentId,
    memberId: granny.personId,
    byId: father.personId,
    since: '2026-09-01',
    until: null,
    disqualifiers: [],
    childView: 'agrees',
    childWords: '和奶奶住习惯了，就是晚上有点想爸爸妈妈。',
    villageToldDay: null,
    villageWhom: '',
  });
  const answers: readonly Pick<Input<'privacy.consent'>, 'purpose' | 'answer'>[] = [
    { purpose: 'photos', answer: 'given' },
    { purpose: 'publicity', answer: 'refused' },
    { purpose: 'partners', answer: 'given' },
    { purpose: 'counselling', answer: 'given' },
    { purpose: 'transfer', answer: 'given' },
  ];
  for (const answer of answers) await as(world, openidOf('father'), 'privacy.consent', { studentId, ...answer });
  await onPaper(world, '2026-09-09');
}

const PAPERS = 12;

/** What guardians signed at the first meeting of the term, entered by the class teacher: some of the class, not all. */
async function onPaper(world: World, signedDay: Day): Promise<void> {
  const teacher = openidOf('teacher');
  const { home } = await as(world, teacher, 'home.open', {});
  const classId = home.kind === 'teacher' ? home.classes[0]?.id : undefined;
  const { children } = await as(world, teacher, 'contacts.list', classId === undefined ? {} : { classId });
  for (const { id: studentId } of children.slice(0, PAPERS)) {
    const { guardians, purposes } = await as(world, teacher, 'privacy.consents', { studentId });
    const [guardian] = guardians;
    if (!guardian || purposes.some(({ state }) => state !== 'unasked')) continue;
    const paper = { studentId, memberId: guardian.id, signedDay };
    await as(world, teacher, 'privacy.consentPaper', { ...paper, purpose: 'photos', answer: 'given' });
  }
}

/** The teacher came home from a visit and wrote down where the house really is. */
async function inOctober(world: World, studentId: string): Promise<void> {
  world.clock.moveTo(instantOf('2026-10-16', 17 * 60 + 30));
  const teacher = openidOf('teacher');
  const file = await as(world, teacher, 'contacts.file', { studentId });
  await as(world, teacher, 'contacts.save', {
    key: 'demo-edit-address',
    studentId,
    edits: [change(studentId, file.fields, 'pupil.address', '示范县青山镇石板村三组，村小卖部后面')],
    why: '家访时看到的',
  });
}

/** This morning: the father has another factory, the office names who answers for privacy. */
export async function settleFilesToday(world: World): Promise<void> {
  const [father, head] = [openidOf('father'), openidOf('head')];
  const studentId = await childOf(world, 'father');
  const { members } = await as(world, father, 'contacts.file', { studentId });
  const me = of(members, '父亲');
  await as(world, father, 'contacts.propose', {
    key: 'demo-propose',
    studentId,
    edits: [change(me.personId, me.fields, 'member.workplace', '广东省东莞市长安镇，鞋厂')],
    note: '上个月换了厂，电话没换。',
  });
  const { staff } = await as(world, head, 'staff.list', {});
  const counsellor = staff.find(({ role }) => role === 'counsellor');
  if (!counsellor) throw new Error('the demo school has no counsellor');
  const { id, name, role, classIds, pointId } = counsellor;
  await as(world, head, 'staff.save', {
    key: `demo-officer-${dayOf(world.clock.now())}`,
    ...{ id, name, role, classIds, pointId, officer: true },
  });
}

function of(members: File['members'], relation: string): File['members'][number] {
  const member = members.find((one) => one.relation === relation);
  if (!member) throw new Error(`the file names no ${relation}`);
  return member;
}

function change(
  subject: string,
  fields: File['fields'],
  field: FieldKey,
  to: string,
): Input<'contacts.save'>['edits'][number] {
  const known = fields.find((one) => one.field === field);
  if (!known) throw new Error(`the file shows no ${field}`);
  return { subject, field, mark: known.mark, to };
}
