/** Files that differ in where the header is and how it is written. */
import { id, type RosterFile } from './roster-file';
import { book, type SheetSpec, type Written } from './xlsx';

const one = (rows: SheetSpec['rows'], more: Partial<SheetSpec> = {}) => book([{ name: 'Sheet1', rows, ...more }]);
const nothing = (n: number): Written[] => new Array<Written>(n).fill(null);

export const HEADER_FILES: readonly RosterFile[] = [
  {
    name: 'titles above, remarks and signatures below',
    bytes: () =>
      one(
        [
          ['青石镇中心小学2026年秋季学生花名册', ...nothing(5)],
          ['填报单位：青石镇中心小学', ...nothing(4), '填报时间：2026年8月30日'],
          [],
          ['序号', '班级', '姓名', '性别', '出生日期', '备注'],
          ['1', '三(2)班', '张三', '男', '2018-03-05', '转入'],
          ['2', '三(2)班', '李小花', '女', '2017-11-20', null],
          ['合计', '2人', null, '男1 女1', null, null],
          ['注：以上信息由班主任核对，如有变动请及时报教导处。', ...nothing(5)],
          ['班主任签字：', null, null, '校长签字：', null, '（盖章）'],
        ],
        { merges: ['A1:F1', 'A8:F8'] },
      ),
    pupils: ['5 三(2)班 张三 男 2018-03-05', '6 三(2)班 李小花 女 2017-11-20'],
  },
  {
    name: 'titles with line breaks, brackets, stars and spaces, in another order',
    bytes: () =>
      one([
        ['联系\n电话', '*身份证号码\n（18位）', '性 别\n(男/女)', '班级【必填】', '学 生 姓 名：', '家庭住址'],
        ['15400000001', id('2018-03-05', 1), '男', '三年级2班', '张三', '青石镇松树村'],
      ]),
    pupils: ['2 三(2)班 张三 男 2018-03-05'],
  },
  {
    name: 'two header rows with merged groups',
    bytes: () =>
      one(
        [
          ['姓名', '性别', '班级', '出生日期', '父亲', null, null, '母亲', null, null],
          [...nothing(4), '姓名', '联系电话', '务工地点', '姓名', '联系电话', '务工地点'],
          ['张三', '男', '302', '2018-3-5', '张大', '15400000001', '广东东莞', '王芳', '15400000002', '在家'],
        ],
        { merges: ['A1:A2', 'B1:B2', 'C1:C2', 'D1:D2', 'E1:G1', 'H1:J1'] },
      ),
    pupils: ['3 三(2)班 张三 男 2018-03-05'],
    adults: ['张三 父亲张大 15400000001', '张三 母亲王芳 15400000002'],
  },
  {
    name: 'three header rows: province and city of the work below the parent',
    bytes: () =>
      one(
        [
          ['基本情况', null, null, null, '父亲', null, null, null],
          ['姓名', '性别', '班级', '出生日期', '姓名', '务工地点', null, '电话'],
          [...nothing(5), '省', '市', null],
          ['张三', '男', '三(1)班', '2018-3-5', '张大', '广东省', '东莞市', '15400000001'],
        ],
        { merges: ['A1:D1', 'E1:H1', 'A2:A3', 'B2:B3', 'C2:C3', 'D2:D3', 'E2:E3', 'F2:G2', 'H2:H3'] },
      ),
    pupils: ['4 三(1)班 张三 男 2018-03-05'],
    adults: ['张三 父亲张大 15400000001'],
  },
  {
    name: 'two header rows that lost their merges on the way through another program',
    bytes: () =>
      one([
        ['姓名', '性别', '班级', '出生日期', '照护人', null, null, '班主任', null],
        [...nothing(4), '姓名', '电话', '与儿童关系', '姓名', '电话'],
        ['张三', '男', '三(1)班', '2018-3-5', '王桂兰', '15400000003', '奶奶', '陈老师', '15400000060'],
      ]),
    pupils: ['3 三(1)班 张三 男 2018-03-05'],
    adults: ['张三 奶奶王桂兰 15400000003'],
  },
  {
    name: 'two lists side by side on one page',
    bytes: () =>
      one([
        ['四年级一班学生名单', ...nothing(8)],
        ['序号', '姓名', '性别', '出生日期', '序号', '姓名', '性别', '出生日期'],
        [1, '张三', '男', '2017-03-05', 3, '王五', '男', '2017-03-07'],
        [2, '李四', '女', '2017-03-06', null, null, null, null],
      ]),
    pupils: ['3 四(1)班 张三 男 2017-03-05', '3 四(1)班 王五 男 2017-03-07', '4 四(1)班 李四 女 2017-03-06'],
  },
  {
    name: 'blank columns between, a column twice, columns that nobody needs',
    bytes: () =>
      one([
        [null, '姓名', null, '性别', '班级', null, '出生年月日', '手机', '联系电话', '特长', '座位号'],
        [null, '张三', null, '男', '三(1)', null, '2018.3.5', '15400000001', '15400000002', '画画', 7],
      ]),
    pupils: ['2 三(1)班 张三 男 2018-03-05'],
    doubts: ['1 联系电话 column.twice'],
  },
  {
    name: 'the header printed again on every page, empty lines between',
    bytes: () =>
      one([
        ['班级', '姓名', '性别', '出生日期'],
        ['一(1)班', '张三', '男', '2020-03-05'],
        [],
        ['班级', '姓名', '性别', '出生日期'],
        ['一(2)班', '赵六', '男', '2020-06-05'],
        ['小计', 2, null, null],
      ]),
    pupils: ['2 一(1)班 张三 男 2020-03-05', '5 一(2)班 赵六 男 2020-06-05'],
  },
  {
    name: 'a line with the class above its pupils, all classes on one sheet',
    bytes: () =>
      one(
        [
          ['姓名', '性别', '出生日期', '父亲电话'],
          ['三年级（1）班', null, null, null],
          ['张三', '男', '2018-03-05', '15400000001'],
          ['三年级（2）班 班主任：陈老师', null, null, null],
          ['李四', '女', '2017-11-20', '15400000002'],
        ],
        { merges: ['A2:D2', 'A4:D4'] },
      ),
    pupils: ['3 三(1)班 张三 男 2018-03-05', '5 三(2)班 李四 女 2017-11-20'],
    adults: ['张三 父亲张三的父亲 15400000001', '李四 父亲李四的父亲 15400000002'],
    doubts: ['3 adult.noName', '5 adult.noName'],
  },
];
