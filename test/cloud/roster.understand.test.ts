import { describe, expect, it } from 'vitest';
import writeXlsx, { type SheetData } from 'write-excel-file/node';
import { checkDigit } from '../../cloudfunctions/_server/roster/id-number';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';

const options = { today: '2026-09-01' };
const id = (day: string, sequence: string) => {
  const first17 = `990101${day.replaceAll('-', '')}${sequence}`;
  return first17 + checkDigit(first17);
};
const BOY = id('2018-03-05', '001');
const GIRL = id('2017-11-20', '002');

/** Writes a real .xlsx, reads it and understands it. */
async function from(data: SheetData, sheet = 'Sheet1') {
  const bytes = await writeXlsx(data, { sheet, dateFormat: 'yyyy/m/d' }).toBuffer();
  return understand(await readWorkbook(new Uint8Array(bytes), '名册.xlsx'), options);
}
const codes = ({ doubts }: { doubts: { row: number; code: string }[] }) =>
  doubts.map(({ row, code }) => `${row} ${code}`);

describe('awkward workbooks', () => {
  it('1: titles above, other order, text dates, spaces in names', async () => {
    const result = await from([
      ['青石镇中心小学学生花名册'],
      ['填表日期：2026年9月1日'],
      ['序号', '班 级', '学生姓名', '出生年月', '性  别', '身份证号码'],
      [1, '三（2）班', '张 三', '2018.3.5', '男', BOY],
      [2, '302', '李　小 花', '2017年11月20日', '女', GIRL],
    ]);
    expect(result.doubts).toEqual([]);
    expect(result.sheets[0]).toMatchObject({ headerRow: 3, unrecognised: [], pupilRows: 2 });
    expect(result.pupils).toMatchObject([
      {
        row: 4,
        name: '张三',
        sex: 'male',
        birthDay: '2018-03-05',
        grade: 3,
        classNo: 2,
        careStatus: 'not_left_behind',
      },
      { row: 5, name: '李小花', sex: 'female', birthDay: '2017-11-20', grade: 3, classNo: 2 },
    ]);
  });

  it('2: two header rows with merged groups', async () => {
    const tall = (value: string) => ({ value, rowSpan: 2 });
    const result = await from([
      [
        tall('姓名'),
        tall('性别'),
        tall('班级'),
        tall('出生日期'),
        { value: '父亲', columnSpan: 3 },
        null,
        null,
        { value: '母亲', columnSpan: 2 },
        null,
      ],
      [null, null, null, null, '姓名', '电话', '务工地', '姓名', '电话'],
      ['张三', '男', '三(1)班', '2018-3-5', '张大', '154 0000 0001', '广东东莞', '王芳', 15400000002],
    ]);
    expect(result.doubts).toEqual([]);
    expect(result.pupils).toMatchObject([
      {
        ...{ row: 3, name: '张三', father: { name: '张大', phone: '15400000001', workplace: '广东东莞', away: true } },
        mother: { name: '王芳', phone: '15400000002', away: false },
      },
    ]);
  });

  it('3: two header rows that have lost their merges', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '照护人', null, null, '父亲', null],
      [null, null, null, null, '姓名', '电话', '与儿童关系', '姓名', '电话'],
      ['张三', '男', '三(1)班', '2018-3-5', '王桂兰', '15400000003', '奶奶', '张大', '15400000001'],
    ]);
    expect(result.doubts).toEqual([]);
    expect(result.pupils[0]).toMatchObject({
      ...{ delegate: { name: '王桂兰', phone: '15400000003', relation: '奶奶' }, delegated: true },
      father: { name: '张大', phone: '15400000001' },
    });
  });

  it('4: real dates, serial numbers, numbers as classes, full-width digits', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '联系电话'],
      ['张三', '男', 302, new Date('2018-03-05'), '１５４００００００４４'],
      ['李四', '女', 3.2, 43059, 15400000045],
      ['王五', '男', '３０２', 20180306, '15400000046/15400000047'],
    ]);
    expect(result.doubts).toEqual([]);
    expect(result.pupils).toMatchObject([
      { birthDay: '2018-03-05', grade: 3, classNo: 2, homePhone: '15400000044' },
      { birthDay: '2017-11-20', grade: 3, classNo: 2, homePhone: '15400000045' },
      { birthDay: '2018-03-06', grade: 3, classNo: 2, homePhone: '15400000046' },
    ]);
  });

  it('5: one class a sheet, the class only in its name or title', async () => {
    const header = ['姓名', '性别', '出生日期'];
    const bytes = await writeXlsx([
      { sheet: '三(1)班', data: [header, ['张三', '男', '2018-03-05']] },
      { sheet: 'Sheet2', data: [['青石小学四年级二班花名册'], header, ['李四', '女', '2017-11-20']] },
      { sheet: '说明', data: [['请班主任核对后交德育处']] },
      { sheet: '空表', data: [] },
    ]).toBuffer();
    const result = understand(await readWorkbook(new Uint8Array(bytes), 'a.xlsx'), options);
    expect(result.pupils).toMatchObject([
      { sheet: '三(1)班', row: 2, grade: 3, classNo: 1 },
      { sheet: 'Sheet2', row: 3, grade: 4, classNo: 2 },
    ]);
    expect(result.doubts.map(({ sheet, code }) => `${sheet} ${code}`)).toEqual(['说明 sheet.noHeader']);
  });

  it('6: a class merged over its pupils, blank rows, the header printed again, totals and notes', async () => {
    const result = await from([
      ['班级', '姓名', '性别', '出生日期'],
      [{ value: '一(1)班', rowSpan: 3 }, '张三', '男', '2020-03-05'],
      [null, '李四', '女', '2020-04-05'],
      [null, '王五', '女', '2020-05-05'],
      [],
      ['班级', '姓名', '性别', '出生日期'],
      ['一(2)班', '赵六', '男', '2020-06-05'],
      ['合计', '4人'],
      ['填表人：陈老师', null, '审核：周校长'],
    ]);
    expect(result.doubts).toEqual([]);
    expect(result.pupils.map(({ row, name, classNo }) => [row, name, classNo])).toEqual([
      [2, '张三', 1],
      [3, '李四', 1],
      [4, '王五', 1],
      [7, '赵六', 2],
    ]);
  });

  it('7: grade and class in columns of their own, years of entry, and a contradiction', async () => {
    const result = await from([
      ['姓名', '性别', '出生日期', '年级', '班级'],
      ['张三', '男', '2018-03-05', '三年级', '2班'],
      ['李四', '女', '2017-11-20', 3, '二班'],
      ['王五', '男', '2018-03-06', '2024级', 2],
      ['赵六', '男', '2018-03-07', '三', '四(2)班'],
    ]);
    expect(result.pupils.map(({ grade, classNo }) => [grade, classNo])).toEqual([
      [3, 2],
      [3, 2],
      [3, 2],
    ]);
    expect(codes(result)).toEqual(['5 class.gradeMismatch']);
  });

  it('8: what the ID number completes and what it contradicts', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '身份证号'],
      ['张三', null, '301', null, BOY],
      ['李四', '女', '301', '2017年11月', GIRL],
      ['王五', '女', '301', '2018-05-05', id('2018-05-05', '003')],
      ['赵六', '男', '301', '2018-05-06', id('2018-05-07', '003')],
      ['钱七', '男', '301', '2018年5月', null],
      ['孙八', null, '301', '2018-05-08', null],
      ['周九', '男', '301', null, null],
    ]);
    expect(result.pupils.map(({ name, sex, birthDay }) => [name, sex, birthDay])).toEqual([
      ['张三', 'male', '2018-03-05'],
      ['李四', 'female', '2017-11-20'],
    ]);
    expect(codes(result)).toEqual([
      ...['4 sex.contradicts', '5 birthDay.contradicts', '6 birthDay.noDay'],
      ...['7 sex.missing', '8 birthDay.missing'],
    ]);
    expect(result.doubts.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('9: ID numbers that Excel cut, mistyped, or put into a numeric cell', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '身份证号'],
      ['张三', '男', '301', '2018-03-05', Number(BOY)],
      ['李四', '女', '301', '2017-11-20', `${GIRL.slice(0, 17)}${GIRL.endsWith('1') ? '2' : '1'}`],
      ['王五', '男', '301', '2018-03-07', '9901012018030'],
    ]);
    expect(result.pupils).toEqual([]);
    expect(codes(result).slice(1)).toEqual(['3 idNumber.checkDigit', '4 idNumber.shape']);
    expect(result.doubts[0]).toMatchObject({ row: 2, column: '身份证号', severity: 'error' });
  });

  it('10: the same child twice, across sheets too, and one phone in many families', async () => {
    const header = ['姓名', '性别', '班级', '出生日期', '身份证号', '父亲姓名', '父亲电话'];
    const child = (name: string, day: string, idNumber: string | null, father: string) => [
      name,
      '男',
      '301',
      day,
      idNumber,
      father,
      '15400000050',
    ];
    const bytes = await writeXlsx([
      {
        sheet: '甲',
        data: [
          header,
          child('张三', '2018-03-05', BOY, '张大'),
          child('李四', '2018-04-05', null, '李大'),
          child('李四', '2018-04-05', null, '李大'),
        ],
      },
      {
        sheet: '乙',
        data: [
          header,
          child('张 三', '2018-03-05', BOY, '张大'),
          child('王五', '2018-06-05', null, '王大'),
          child('赵六', '2018-07-05', null, '赵大'),
        ],
      },
    ]).toBuffer();
    const result = understand(await readWorkbook(new Uint8Array(bytes), 'a.xlsx'), options);
    expect(result.doubts.map(({ sheet, row, code }) => `${sheet}${row} ${code}`)).toEqual([
      ...['甲2 phone.manyFamilies', '甲4 twice.child', '乙2 twice.idNumber'],
    ]);
    expect(result.doubts[2]?.text).toContain('「甲」第 2 行（张三）');
    expect(result.pupils.map(({ sheet, row }) => `${sheet}${row}`)).toEqual(['甲2', '甲3', '甲4', '乙3', '乙4']);
  });

  it('11: columns nobody knows, a column twice, somebody else under a group', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '班主任', null, '兴趣爱好', '电话', '手机号'],
      [null, null, null, null, '姓名', '电话', null, null, null],
      ['张三', '男', '301', '2018-03-05', '陈老师', '15400000060', '画画', '15400000061', '15400000062'],
    ]);
    expect(result.sheets[0]?.unrecognised.map(({ title }) => title)).toEqual(['班主任姓名', '班主任电话', '兴趣爱好']);
    expect(result.pupils).toMatchObject([{ name: '张三', homePhone: '15400000061' }]);
    expect(result.doubts).toMatchObject([{ row: 2, column: '手机号', code: 'column.twice' }]);
  });

  it('12: a 监护人 who is the father is the father', async () => {
    const result = await from([
      ['姓名', '性别', '班级', '出生日期', '监护人姓名', '与学生关系', '监护人电话'],
      ['张三', '男', '301', '2018-03-05', '张大', '父亲', '15400000070'],
      ['李四', '男', '301', '2018-03-06', '王桂兰', '奶奶', '15400000071'],
    ]);
    expect(result.pupils[0]).toMatchObject({ father: { name: '张大', phone: '15400000070' } });
    expect(result.pupils[0]?.delegate).toBeUndefined();
    expect(result.pupils[1]).toMatchObject({ delegate: { name: '王桂兰', relation: '奶奶', phone: '15400000071' } });
  });

  it('13: the cross-checks of left-behind children', async () => {
    const header = [
      '姓名',
      '性别',
      '班级',
      '出生日期',
      '留守类型',
      '有无委托照护',
      '受委托人姓名',
      '父亲姓名',
      '父亲务工地点',
      '父亲电话',
      '母亲姓名',
      '母亲务工地点',
    ];
    const result = await from([
      header,
      [
        '张三',
        '男',
        '301',
        '2018-03-05',
        '父母双方外出',
        '有',
        null,
        '张大',
        '东莞',
        '15400000080',
        '王芳',
        '在家务农',
      ],
      ['李四', '男', '901', '2009-03-05', '父母双方外出', '无', '王桂兰', '李大', '东莞', null, '刘芳', '佛山'],
      ['王五', '男', '301', '2018-03-07', null, null, null, '王大', '东莞', '15400000081', '陈芳', '佛山'],
      ['赵六', '男', '301', '2018-03-08', '一方外出另一方无监护能力', null, null, null, null, null, null, null],
      ['例：钱七', '男', '301', '2018-03-09', null, null, null, null, null, null, null, null],
      ['孙八', '男', '301', '2018-03-10', '非留守', null, null, '孙大（已故）', null, null, '周敏', null],
    ]);
    expect(codes(result)).toEqual([
      ...['2 delegate.missing', '2 care.parentHome'],
      ...['3 delegate.contradicts', '3 delegate.noRelation', '3 care.overAge', '3 parent.noPhone'],
      ...['4 care.assumedBothAway', '5 parent.noneKnown', '6 row.example'],
    ]);
    expect(result.doubts.every(({ severity }) => severity === 'warning')).toBe(true);
    expect(result.pupils.map(({ careStatus }) => careStatus)).toEqual([
      ...['both_away', 'both_away', 'both_away', 'one_away_other_unable', 'not_left_behind'],
    ]);
    expect(result.pupils.at(-1)?.father).toEqual({ name: '孙大', away: false, deceased: true });
  });
});
