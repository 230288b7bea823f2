import { documentHandlers } from '../../cloudfunctions/_server/documents/handlers';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import type { FieldEdit } from '../../miniprogram/shared/contract';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import { type Backend, startBackend } from './backend';
import { aClass, aSchool, aStaff, SCHOOL, withAccounts } from './builders';
import { idNumber, type Line, upload, workbookOf } from './rosters';

/** A school into which everything came through its real doors: what people tell it, and where that must not stand in plain. */

export const [OFFICE, HEAD, FATHER, MOTHER, THERE] = ['o-t-admin', 'o-t-head', 'o-father', 'o-mother', 'o-t-admin2'];

/** What nobody may read who has the database alone. */
export const SECRETS = {
  phones: [
    ...['17000000101', '17000000102', '17000000103', '17000000104', '17000000105', '17000000106'],
    ...['17000000107', '17000000108', '17000000109', '17000000110'],
  ],
  idNumbers: [idNumber('2017-05-04', 2), idNumber('1988-03-09', 7), idNumber('1955-01-02', 8)],
  places: ['松树村三组', '柏树村五组', '槐树村一组', '樟木头', '鄞州区', '杉树村二组', '枫树村九组'],
  health: ['先天性心脏病', '花生过敏', '腰椎间盘'],
  records: ['舅舅来过夜', '先别告诉家里', '村口桥头', '作文得了优'],
  others: ['靠低保', '低保金', '孩子说夜里怕黑', '民事判决第七号'],
};

export const XIAOYU: Line = {
  ...{ 姓名: '林小雨', 性别: '女', 身份证号: idNumber('2017-05-04', 2), 班级: '三(2)班', 是否寄宿: '是' },
  ...{ 留守类型: '父母双方外出', 户籍地: '示范县青石镇杉树村二组', 现居住地: '示范县青石镇松树村三组' },
  ...{
    身体状况: '先天性心脏病',
    父亲姓名: '林大山',
    父亲电话: '17000000101、17000000105',
    父亲务工地点: '东莞市樟木头',
  },
  ...{ 父亲身份证号: idNumber('1988-03-09', 7), 母亲姓名: '陈秀兰', 母亲电话: '17000000102' },
  ...{ 母亲务工地点: '宁波市鄞州区', 受委托人姓名: '刘桂花', 受委托人电话: '17000000103', 与儿童关系: '奶奶' },
  ...{ 受委托人身份证号: idNumber('1955-01-02', 8), 受委托人住址: '枫树村九组', 经济来源: '靠低保' },
};
const HAI: Line = {
  ...{ 姓名: '周小海', 性别: '男', 出生日期: '2017-09-30', 班级: '三(2)班', 是否寄宿: '否', 留守类型: '父母都在家' },
  ...{ 父亲姓名: '周建国', 父亲电话: '17000000104' },
};

export interface LivedIn extends Backend {
  readonly yu: string;
  readonly father: string;
  readonly granny: string;
  /** An invite code that nobody used yet. */
  readonly code: string;
  bringIn(lines: readonly Line[]): Promise<string>;
}

/** The school after some weeks: rosters, codes, edits, proposals, a delegation, exports, a child that goes to another school. */
export async function livedIn(dir?: string): Promise<LivedIn> {
  const b = await startBackend({ ...apiHandlers, ...documentHandlers }, dir);
  await found(b);
  let keys = 0;
  const key = () => `tap-${String(++keys).padStart(6, '0')}`;
  const preview = async (lines: readonly Line[]) => {
    const fileId = await upload(b, await workbookOf(lines));
    return b.call(OFFICE, 'roster.preview', { key: key(), fileId, fileName: '名册.xlsx' });
  };
  const bringIn = async (lines: readonly Line[]) => {
    const { importId } = await preview(lines);
    await b.call(OFFICE, 'roster.confirm', { importId, same: [], leave: [] });
    return importId;
  };
  await bringIn([XIAOYU, HAI]);
  const children = (await b.call(OFFICE, 'contacts.list', {})).children;
  const idOf = (name: string) => children.find((child) => child.name === name)?.id ?? '';
  const [yu, hai] = [idOf('林小雨'), idOf('周小海')];
  const file = await b.call(OFFICE, 'contacts.file', { studentId: yu });
  await b.deps.store.updateWhere('staff', { _id: 't-head' }, { set: { classIds: [file.classId] } });
  const person = (name: string) => file.members.find((one) => one.name === name)?.personId ?? '';
  const [father, mother, granny] = [person('林大山'), person('陈秀兰'), person('刘桂花')];
  const edit = editing(b, yu);

  // Codes and numbers that bind.
  const { code: used } = await b.call(HEAD, 'accounts.invite', { personId: father });
  await b.call(FATHER, 'accounts.bind', { code: used });
  b.phones.set(MOTHER, '17000000102');
  await b.call(MOTHER, 'accounts.bindByPhone', { phoneCode: `phone-of:${MOTHER}`, childName: '林小雨' });
  const { code } = await b.call(HEAD, 'accounts.invite', { personId: granny });

  // Edits by the school, wishes of the family.
  const changes = [
    await edit(HEAD, yu, 'pupil.address', '示范县青石镇柏树村五组'),
    await edit(HEAD, yu, 'pupil.health', '先天性心脏病，花生过敏'),
    await edit(HEAD, yu, 'pupil.aid', '低保金'),
    await edit(HEAD, granny, 'member.phone', '17000000106'),
    await edit(HEAD, granny, 'member.health', '腰椎间盘突出'),
  ];
  await b.call(HEAD, 'contacts.save', { key: key(), studentId: yu, edits: changes, why: '家访' });
  const wishes = [
    await edit(FATHER, father, 'member.morePhones', '17000000107'),
    await edit(FATHER, yu, 'pupil.registeredAddress', '示范县青石镇槐树村一组'),
  ];
  const { id } = await b.call(FATHER, 'contacts.propose', { key: key(), studentId: yu, edits: wishes, note: '' });
  const take = wishes.map(({ subject, field, mark }) => ({ subject, field, mark }));
  await b.call(HEAD, 'contacts.answer', { id, take, note: '' });
  await b.call(FATHER, 'contacts.propose', {
    ...{ key: key(), studentId: yu, note: '' },
    edits: [await edit(FATHER, father, 'member.phone', '17000000108')],
  });
  await b.call(HEAD, 'contacts.addMember', {
    ...{ key: key(), studentId: yu, role: 'guardian', name: '姑姑', relation: '姑姑', phone: '17000000109' },
    ...{ legalGuardian: false, canRead: true, hasSmartphone: true },
  });
  await b.call(OFFICE, 'contacts.save', {
    ...{ key: key(), studentId: yu, why: '', right: { reason: 'court', note: '民事判决第七号' } },
    edits: [await edit(OFFICE, mother, 'link.mayContact', 'no')],
  });
  await b.call(HEAD, 'contacts.delegate', {
    ...{ key: key(), studentId: yu, memberId: granny, byId: father, since: '2026-09-01', until: null },
    ...{ disqualifiers: [], childView: 'unsure', childWords: '孩子说夜里怕黑', villageToldDay: null, villageWhom: '' },
  });

  // A visit, told to the family, then put right.
  const visit = {
    ...{ day: '2026-11-20', place: '村口桥头', photos: [], photosConsented: false, share: true },
    shareText: '作文得了优',
  };
  const { recordId, version: seen } = await b.call(HEAD, 'records.write', {
    ...{ ...visit, requestKey: key(), kind: 'home_visit', studentIds: [yu] },
    values: { seen: ['情绪'], note: '舅舅来过夜' },
  });
  const again = { ...visit, requestKey: key(), values: { note: '先别告诉家里' } };
  await b.call(HEAD, 'records.correct', { ...again, recordId, seen });

  // Out on paper, and another roster that differs.
  await b.call(HEAD, 'contacts.reveal', { studentId: yu, subject: yu, field: 'pupil.idNumber', why: 'check' });
  await b.call(HEAD, 'contacts.phone', { personId: granny, why: 'visit' });
  await b.call(HEAD, 'contacts.export', { kind: 'form', leftBehindOnly: false, why: 'county', note: '' });
  await b.call(HEAD, 'contacts.printCards', { classId: file.classId });
  await b.call(FATHER, 'privacy.export', { studentId: yu });
  const differs = await preview([{ ...XIAOYU, 母亲电话: '17000000110' }, HAI]);
  await b.call(OFFICE, 'roster.page', { importId: differs.importId, of: 'changes', page: 0 });
  await b.call(OFFICE, 'staff.save', { key: key(), name: '新老师', role: 'teacher', phone: '17000000110' });

  // 周小海 goes to another school with his file.
  const studentId = hai;
  const { guardians } = await b.call(HEAD, 'privacy.consents', { studentId });
  const paper = { studentId, memberId: guardians[0]?.id ?? '', signedDay: '2026-11-20' };
  await b.call(HEAD, 'privacy.consentPaper', { ...paper, purpose: 'transfer', answer: 'given' });
  const leaving = { key: key(), studentId, how: 'transferred' as const, day: '2026-11-24', whereTo: '河东小学' };
  const gone = await b.call(OFFICE, 'transfer.leave', { ...leaving, withFile: true });
  await b.call(THERE, 'transfer.accept', { code: gone.code ?? '', classId: 'd41' });
  return { ...b, yu, father, granny, code, bringIn };
}

async function found({ deps: { store } }: Backend): Promise<void> {
  await store.put('schools', aSchool());
  await store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2', name: '河东小学' }));
  await store.insert('classes', aClass({ _id: 'd41', schoolId: 'sch2', grade: 4, number: 1, name: '四(1)班' }));
  await withAccounts(store, [
    aStaff({ _id: 't-admin', role: 'school_admin', name: '赵校长' }),
    aStaff({ _id: 't-head', name: '李老师' }),
    aStaff({ _id: 't-admin2', schoolId: 'sch2', role: 'school_admin', name: '高校长' }),
  ]);
}

/** An edit of what the caller reads now. */
const editing =
  (b: Backend, studentId: string) =>
  async (openid: string, subject: string, field: FieldKey, to: string): Promise<FieldEdit> => {
    const file = await b.call(openid, 'contacts.file', { studentId });
    const facts = subject === studentId ? file.fields : file.members.find((m) => m.personId === subject)?.fields;
    const mark = facts?.find((one) => one.field === field)?.mark;
    if (mark === undefined) throw new Error(`${openid} sees no ${field} of ${subject}`);
    return { subject, field, mark, to };
  };

export { SCHOOL };
