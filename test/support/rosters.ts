import writeXlsx from 'write-excel-file/node';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { checkDigit } from '../../cloudfunctions/_server/roster/id-number';
import type { Backend } from './backend';

/** One line of a roster: title of the column → text. */
export type Line = Readonly<Record<string, string>>;

/** A valid ID number of area 990101, which nobody has. An odd `sequence` is a boy's. */
export function idNumber(birthDay: string, sequence: number): string {
  const first17 = `990101${birthDay.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

/** The lines as an .xlsx; columns in the order in which they are first named. */
export async function workbookOf(lines: readonly Line[]): Promise<Uint8Array> {
  const titles = [...new Set(lines.flatMap((line) => Object.keys(line)))];
  const rows = lines.map((line) => titles.map((title) => line[title] ?? null));
  return new Uint8Array(await writeXlsx([titles, ...rows], { sheet: '名册' }).toBuffer());
}

/** Two siblings, and a boy with a grandfather who has no smartphone. */
export const FAMILIES: readonly Line[] = [
  {
    姓名: '林小雨',
    性别: '女',
    身份证号: idNumber('2017-05-04', 2),
    班级: '三(2)班',
    是否寄宿: '是',
    留守类型: '父母双方外出',
    现居住地: '示范县青石镇松树村 3 组',
    父亲姓名: '林大山',
    父亲电话: '17000000101',
    父亲务工地点: '广东省东莞市',
    父亲班次: '夜班',
    母亲姓名: '陈秀兰',
    母亲电话: '17000000102',
    母亲务工地点: '浙江省宁波市',
    受委托人姓名: '刘桂花',
    受委托人电话: '17000000103',
    与儿童关系: '奶奶',
    受委托人能否识字: '否',
    联系限制: '',
  },
  {
    姓名: '林小雪',
    性别: '女',
    身份证号: idNumber('2019-08-11', 4),
    班级: '一(1)班',
    是否寄宿: '否',
    留守类型: '父母双方外出',
    父亲姓名: '林大山',
    父亲电话: '170 0000 0101',
    父亲务工地点: '广东省东莞市',
    母亲姓名: '陈秀兰',
    母亲电话: '17000000102',
    受委托人姓名: '刘桂花',
    受委托人电话: '17000000103',
    与儿童关系: '奶奶',
  },
  {
    姓名: '周小海',
    性别: '男',
    出生日期: '2017-09-30',
    班级: '三(2)班',
    是否寄宿: '否',
    留守类型: '一方外出另一方无监护能力',
    父亲姓名: '周建国',
    父亲电话: '17000000104',
    父亲务工地点: '江苏省苏州市',
    受委托人姓名: '周有田',
    受委托人电话: '0751-6123456',
    与儿童关系: '爷爷',
    受委托人有无智能手机: '无',
    联系限制: '母亲不得探视',
    母亲姓名: '吴梅',
    母亲电话: '17000000106',
  },
];

/** Puts a file where a phone puts it. */
export const upload = (backend: Backend, bytes: Uint8Array, name = 'a.xlsx', openid = 'o-t-admin'): Promise<string> =>
  backend.cloud.upload(`u/${crypto.randomUUID()}-${name}`, bytes, openid);

/** Everything that an import may write, by collection, in the order of the ids; seals and times are left as they are. */
export async function written(store: Store, schoolId: string) {
  const all = { where: { schoolId, _id: { gt: '' } }, limit: 1000 } as const;
  return {
    classes: await store.list('classes', { where: { schoolId }, orderBy: [['grade', 'asc']], limit: 200 }),
    students: await store.list('students', { ...all, orderBy: [['_id', 'asc']] }),
    familyMembers: await store.list('familyMembers', { ...all, orderBy: [['_id', 'asc']] }),
  };
}
