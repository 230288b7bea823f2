/** Files that differ in how they tell of the adults. */
import { COLUMNS } from '../../../cloudfunctions/_server/roster/columns';
import { id, type RosterFile } from './roster-file';
import { book, type SheetSpec, type Written } from './xlsx';

const one = (rows: SheetSpec['rows'], more: Partial<SheetSpec> = {}) => book([{ name: '名册', rows, ...more }]);

/** One child in the national form's own columns; what is not named stays empty. */
function nationalForm(told: Readonly<Record<string, string>>): SheetSpec {
  const groups: Written[] = COLUMNS.map(({ group, title }, i) =>
    group === '' ? title : COLUMNS[i - 1]?.group === group ? null : group,
  );
  const titles: Written[] = COLUMNS.map(({ title }) => title);
  const rows = [['农村留守儿童信息登记表'], groups, titles, COLUMNS.map(({ key }) => told[key] ?? null)];
  return { name: '附件1', rows };
}

export const PEOPLE_FILES: readonly RosterFile[] = [
  {
    name: 'the national form, every column of it',
    bytes: () =>
      book([
        nationalForm({
          name: '张三',
          sex: '男',
          ethnicity: '汉',
          birthDay: '2018年3月5日',
          idNumber: id('2018-03-05', 1),
          householdRegistered: '是',
          health: '残疾（肢体二级）',
          boarding: '寄宿',
          schooling: '小学',
          'father.name': '张大',
          'father.workplace': '广东省东莞市',
          'father.phone': '154 0000 0001',
          'mother.name': '王芳',
          'mother.workplace': '浙江省宁波市',
          'mother.phone': '15400000002',
          careStatus: '父母双方外出',
          delegated: '有',
          class: '三(2)班',
          'delegate.name': '王桂兰',
          'delegate.phone': '0739-5123456',
          'delegate.relation': '奶奶',
          aid: '低保、临时救助',
          assessment: '较好',
        }),
      ]),
    pupils: ['4 三(2)班 张三 男 2018-03-05'],
    adults: ['张三 父亲张大 15400000001', '张三 母亲王芳 15400000002', '张三 奶奶王桂兰 07395123456'],
  },
  {
    name: 'a row for the father, one for the mother, one for the caregiver, the child merged over them',
    bytes: () =>
      one(
        [
          ['姓名', '性别', '出生日期', '班级', '家庭成员', null, null, null],
          [null, null, null, null, '称谓', '姓名', '联系电话', '务工地点'],
          ['张三', '男', '2018-03-05', '三(2)班', '父亲', '张大', '15400000001', '广东东莞'],
          [null, null, null, null, '母亲', '王芳', '15400000002', '广东东莞'],
          [null, null, null, null, '受托人', '王桂兰', '15400000003', null],
          ['李四', '女', '2017-11-20', '三(2)班', '爷爷', '李有田', '15400000004', null],
          [null, null, null, null, '父亲', '李大', '1540000', '深圳'],
        ],
        {
          merges: [
            ...['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:H1'],
            ...['A3:A5', 'B3:B5', 'C3:C5', 'D3:D5', 'A6:A7', 'B6:B7', 'C6:C7', 'D6:D7'],
          ],
        },
      ),
    pupils: ['3 三(2)班 张三 男 2018-03-05', '6 三(2)班 李四 女 2017-11-20'],
    adults: [
      ...['张三 父亲张大 15400000001', '张三 母亲王芳 15400000002', '张三 受托人王桂兰 15400000003'],
      ...['李四 父亲李大', '李四 爷爷李有田 15400000004'],
    ],
    doubts: ['3 care.assumedBothAway', '7 家庭成员联系电话 phone.unreadable'],
  },
  {
    name: 'the caregivers in rows of their own, the child only in the first of them',
    bytes: () =>
      one([
        ['姓名', '性别', '出生日期', '班级', '监护人姓名', '与学生关系', '监护人电话'],
        ['张三', '男', '2018-03-05', '三(2)班', '张大', '父亲', '15400000001'],
        [null, null, null, null, '王芳', '母亲', '15400000002'],
        [null, null, null, null, '王桂兰', '奶奶', '15400000003'],
        [null, null, null, null, '赵远', '邻居', '15400000004'],
      ]),
    pupils: ['2 三(2)班 张三 男 2018-03-05'],
    adults: ['张三 父亲张大 15400000001', '张三 母亲王芳 15400000002', '张三 奶奶王桂兰 15400000003'],
    doubts: ['2 member.noPlace'],
  },
  {
    name: 'an export of the national school-roll system: 成员1, 成员2',
    bytes: () =>
      one([
        [
          ...['学籍号', '姓名', '性别', '出生日期', '身份证件号', '年级', '班级'],
          ...['成员1姓名', '成员1关系', '成员1联系电话', '成员2姓名', '成员2关系', '成员2联系电话'],
        ],
        [
          ...['G990101201803050011', '张三', '1', '20180305', id('2018-03-05', 1), '2024级', '2班'],
          ...['张大', '父亲', '15400000001', '王芳', '母亲', '15400000002'],
        ],
        [
          ...['G990101201711200022', '李四', '2', '20171120', id('2017-11-20', 2), '2024级', '2班'],
          ...['刘桂花', '外婆', '15400000003', null, null, null],
        ],
      ]),
    pupils: ['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 女 2017-11-20'],
    adults: ['张三 父亲张大 15400000001', '张三 母亲王芳 15400000002', '李四 外婆刘桂花 15400000003'],
  },
  {
    name: 'one 家长 with the relation beside it',
    bytes: () =>
      one([
        ['姓名', '性别', '出生日期', '班级', '家长姓名', '与学生关系', '家长电话'],
        ['张三', '男', '2018-03-05', '三(2)班', '张大', '父子', '15400000001'],
        ['李四', '女', '2017-11-20', '三(2)班', '刘桂花', '奶奶', '15400000002'],
      ]),
    pupils: ['2 三(2)班 张三 男 2018-03-05', '3 三(2)班 李四 女 2017-11-20'],
    adults: ['张三 父亲张大 15400000001', '李四 奶奶刘桂花 15400000002'],
  },
  {
    name: 'phones: several in a cell, with words, without area code, none at all',
    bytes: () =>
      one([
        ['姓名', '性别', '出生日期', '班级', '父亲姓名', '父亲电话', '母亲姓名', '母亲电话'],
        ['张三', '男', '2018-03-05', '301', '张大', '15400000001/15400000002', '王芳', '１５４　００００　０００３'],
        ['李四', '女', '2018-03-06', '301', '李大', '154-0000-0004（工地）', '刘芳', '无电话'],
        ['王五', '男', '2018-03-07', '301', '王大', '+86 15400000005\n15400000006', '陈芳', '5123456'],
        ['赵六', '女', '2018-03-08', '301', '赵大', 15400000007, '周芳', '1.54E+10'],
        ['钱七', '男', '2018-03-09', '301', '钱大', '(0739)5123456', '吴芳', '154000000089'],
      ]),
    pupils: [
      ...['2 三(1)班 张三 男 2018-03-05', '3 三(1)班 李四 女 2018-03-06', '4 三(1)班 王五 男 2018-03-07'],
      ...['5 三(1)班 赵六 女 2018-03-08', '6 三(1)班 钱七 男 2018-03-09'],
    ],
    adults: [
      ...['张三 父亲张大 15400000001', '张三 母亲王芳 15400000003', '李四 父亲李大 15400000004', '李四 母亲刘芳'],
      ...['王五 父亲王大 15400000005', '王五 母亲陈芳', '赵六 父亲赵大 15400000007', '赵六 母亲周芳'],
      ...['钱七 父亲钱大 07395123456', '钱七 母亲吴芳'],
    ],
    doubts: ['4 母亲电话 phone.unreadable', '5 母亲电话 phone.unreadable', '6 母亲电话 phone.unreadable'],
  },
];
