/** Everything a roster can make us doubt, as data: how grave it is and the sentence that tells a teacher what to do. */

export type Severity = 'error' | 'warning';

/** What a sentence may mention: header of the column as the file has it, text of the cell, and one more fact. */
export interface DoubtFacts {
  column: string;
  value: string;
  other: string;
}

interface DoubtKind {
  /** `column`: an error in a column that says who the child is, a warning elsewhere. */
  readonly severity: Severity | 'column';
  readonly say: (facts: DoubtFacts) => string;
}

const cellDoubt = (say: DoubtKind['say']): DoubtKind => ({ severity: 'column', say });
const error = (say: DoubtKind['say']): DoubtKind => ({ severity: 'error', say });
const warning = (say: DoubtKind['say']): DoubtKind => ({ severity: 'warning', say });

const KINDS = {
  // One cell
  'text.tooLong': cellDoubt(({ column, other }) => `「${column}」写得太长了，请缩短到 ${other} 个字以内。`),
  'name.unusual': warning(({ column, value }) => `「${column}」里写的是“${value}”，不像一个姓名，请核对。`),
  'date.unreadable': cellDoubt(
    ({ column, value }) => `看不出「${column}」里的“${value}”是哪一天，请改成 2014-03-05 这样的写法。`,
  ),
  'idNumber.shape': cellDoubt(
    ({ column, value }) => `「${column}」里的“${value}”不是 18 位身份证号，请对照户口簿重新填写。`,
  ),
  'idNumber.lostDigits': cellDoubt(
    ({ column }) =>
      `「${column}」被 Excel 当成数字，后三位已经丢了。请先把这一列的格式改为“文本”，再对照户口簿重新填写。`,
  ),
  'idNumber.maybeCut': warning(
    ({ column, value }) => `「${column}」里的“${value}”最后三位都是 0，可能是被 Excel 改过的，请对照户口簿核对。`,
  ),
  'idNumber.birthDay': cellDoubt(
    ({ column, value }) => `「${column}」里的“${value}”中间八位不是一个日期，请对照户口簿核对。`,
  ),
  'idNumber.checkDigit': cellDoubt(
    ({ column, value }) => `「${column}」里的“${value}”校验不通过，多半有一位写错了，请对照户口簿核对。`,
  ),
  'phone.unreadable': cellDoubt(
    ({ column, value }) => `「${column}」里的“${value}”不是完整的电话号码，先空着。手机是 11 位，座机请带区号。`,
  ),
  'class.unreadable': cellDoubt(
    ({ column, value }) => `看不出「${column}」里的“${value}”是哪个班，请写成 三(2)班 或 302 这样的写法。`,
  ),
  'class.becameDate': cellDoubt(
    ({ column }) => `「${column}」被 Excel 变成了日期。请先把这一列的格式改为“文本”，再写成 三(2)班 这样的写法。`,
  ),
  'word.unknown': cellDoubt(
    ({ column, value, other }) => `「${column}」里的“${value}”不认识，先空着。可以写：${other}。`,
  ),
  'cell.formulaError': cellDoubt(
    ({ column, value }) => `「${column}」里的公式没有算出来（${value}），先空着。请把内容直接填进这一格。`,
  ),
  'age.unreadable': cellDoubt(({ column, value }) => `「${column}」里的“${value}”不像年龄，请只写数字，比如 65。`),

  // One pupil
  'name.missing': error(() => '这一行没有姓名。请补上姓名；如果是多余的行，请删掉整行。'),
  'sex.missing': error(() => '没有性别，也没有身份证号可以推断。请在「性别」里填 男 或 女。'),
  'sex.contradicts': error(({ other }) => `性别和身份证号对不上：身份证号是${other}。请核对哪一个写错了。`),
  'birthDay.missing': error(() => '没有出生日期，也没有身份证号可以推断。请补上出生日期。'),
  'birthDay.noDay': error(({ value }) => `出生日期只写到“${value}”，缺了日。请写完整，或填上身份证号。`),
  'birthDay.contradicts': error(
    ({ value, other }) => `出生日期（${value}）和身份证号里的生日（${other}）对不上。请核对哪一个写错了。`,
  ),
  'birthDay.future': error(({ value }) => `出生日期 ${value} 还没有到，请核对年份。`),
  'class.missing': error(() => '不知道是哪个年级、哪个班。请填「班级」，比如 三(2)班。'),
  'class.assumedOnly': warning(
    ({ value, other }) => `${value}没有写是几班，都先按 ${other} 登记。如果这个年级不止一个班，请在「班级」里写明。`,
  ),
  'class.gradeMismatch': error(({ value, other }) => `「年级」是${value}年级，「班级」却是${other}，请改成一致。`),
  'grade.unlikelyAge': warning(
    ({ value, other }) => `${value}岁读${other}年级，年龄差得有点多，请核对出生日期和年级。`,
  ),
  'care.overAge': warning(
    ({ value, other }) => `已满 ${value} 岁，超过留守儿童的年龄（不满 ${other} 岁）。仍按留守登记，请核对。`,
  ),
  'care.assumedBothAway': warning(
    () => '「留守类型」空着，但父母都写了外出务工地点，先按“父母双方外出”登记。不对的话请填写「留守类型」。',
  ),
  'care.parentHome': warning(({ other }) => `留守类型是“父母双方外出”，但${other}的务工地点写着在家。请核对留守类型。`),
  'parent.noneKnown': warning(() => '留守儿童的父亲、母亲都没有填，没法预约亲情电话。请至少补上一位的姓名和电话。'),
  'parent.noPhone': warning(() => '父母都没有可用的电话，没法预约亲情电话。请补上至少一个。'),
  'adult.noName': warning(({ value, other }) => `${other}填了其他信息，却没有姓名，先按“${value}”登记。请补上姓名。`),
  'delegate.missing': warning(() => '「有无委托照护」填了有，却没有写受委托人是谁。请补上姓名和电话。'),
  'delegate.contradicts': warning(() => '「有无委托照护」填了无，却写了受委托人。先按有委托登记，请核对。'),
  'delegate.noRelation': warning(({ value }) => `没有写${value}和孩子是什么关系，请补上，比如 奶奶、姑姑。`),
  'member.noPlace': warning(
    ({ value, other }) => `${other}${value}没有地方登记：父亲、母亲和照看孩子的人都已经有了。没有导入这一位。`,
  ),
  'contactLimit.whoUnknown': warning(
    ({ value }) => `联系限制里写着“${value}”，看不出限制的是谁。请写明 父亲 或 母亲；改好以前，谁也没有限制。`,
  ),
  'row.example': warning(() => '这一行像是填表示例，没有导入。如果是真的学生，请改一下姓名。'),

  // Several rows
  'twice.idNumber': error(({ other }) => `身份证号和${other}的一样。同一个孩子只留一行；如果是两个孩子，请核对号码。`),
  'twice.child': warning(({ other }) => `姓名和出生日期跟${other}一样，像是同一个孩子写了两次，请核对。`),
  'twice.studentNo': warning(({ other }) => `学号和${other}的一样，请核对。`),
  'phone.manyFamilies': warning(
    ({ value, other }) => `电话 ${value} 出现在 ${other} 个不同的家庭里，多半是填错或代填的，请核对。`,
  ),

  // The sheet
  'sheet.noHeader': warning(() => '这张表里没有找到表头（至少要有“姓名”和另外两列），整张表没有导入。'),
  'sheet.hidden': warning(() => '这张表是隐藏的，没有读。如果里面也是要导入的学生，请先取消隐藏，存一下再选一次。'),
  'rows.hidden': warning(
    ({ value }) => `${value}在表里是隐藏的（也可能是筛选掉的），一样读进来了。不要的话，请把这些行删掉。`,
  ),
  'file.macros': warning(() => '文件里带有宏。宏没有运行，只读了格子里的内容。'),
  'file.links': warning(() => '文件里有公式连着别的文件，用的是上次保存时的结果。请看看这些格子是不是最新的。'),
  'sheet.noPupils': warning(() => '这张表有表头，但下面没有学生。'),
  'column.twice': warning(({ column, other }) => `「${column}」和「${other}」像是同一列，只用了前一列。`),
} as const satisfies Record<string, DoubtKind>;

export type DoubtCode = keyof typeof KINDS;
export const DOUBT_CODES = Object.keys(KINDS) as DoubtCode[];

/** One doubt about one place, ready to be shown. `row` is the number that Excel shows; `column` the header in the file, or ''. */
export interface Doubt {
  sheet: string;
  row: number;
  column: string;
  code: DoubtCode;
  severity: Severity;
  text: string;
}

/** Where a doubt is, and whether the column there says who the child is. */
export interface Place {
  sheet: string;
  row: number;
  column?: string;
  identity?: boolean;
}

export function doubt(place: Place, code: DoubtCode, facts: Partial<Omit<DoubtFacts, 'column'>> = {}): Doubt {
  const { sheet, row, column = '', identity = false } = place;
  const kind: DoubtKind = KINDS[code];
  const severity = kind.severity === 'column' ? (identity ? 'error' : 'warning') : kind.severity;
  return { sheet, row, column, code, severity, text: kind.say({ column, value: '', other: '', ...facts }) };
}
