import { expect, it } from 'vitest';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';

it('takes a column that is called 父亲, 母亲 or 监护人 and no more for the name', async () => {
  const csv =
    '姓名,性别,出生日期,班级,父亲,父亲电话,母亲,监护人,监护人电话,与学生关系\n苗小雨,女,2017-05-04,三(2)班,苗大山,13900001234,罗小花,田桂兰,13900005678,奶奶\n';
  const read = understand(await readWorkbook(Buffer.from(csv), '名册.csv'), { today: '2026-11-24' });
  expect(read.pupils).toMatchObject([
    {
      father: { name: '苗大山', phone: '13900001234' },
      mother: { name: '罗小花' },
      delegate: { name: '田桂兰', relation: '奶奶' },
    },
  ]);
});
