import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from '../../cloudfunctions/_server/roster/cell';
import { COLUMNS } from '../../cloudfunctions/_server/roster/columns';
import { DOUBT_CODES, doubt } from '../../cloudfunctions/_server/roster/doubts';
import { formSheet } from '../../cloudfunctions/_server/roster/form';
import { checkDigit } from '../../cloudfunctions/_server/roster/id-number';
import type { PupilRow } from '../../cloudfunctions/_server/roster/pupil';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { makeDemoRoster } from '../../local/demo/roster';

const options = { today: '2026-09-01' };
const BOY = `99010120180305001${checkDigit('99010120180305001')}`;

describe('every doubt', () => {
  it('is a Chinese sentence without holes', () => {
    for (const code of DOUBT_CODES) {
      const { text } = doubt({ sheet: '甲', row: 3, column: '某列' }, code, { value: '甲值', other: '乙值' });
      expect(text).toMatch(/[。]$/);
      expect(text).not.toMatch(/undefined|[「“][」”]|[a-zA-Z]{6,}/);
    }
  });

  it('of a cell is grave only in a column that says who the child is', () => {
    const place = { sheet: '甲', row: 3, column: '身份证号' };
    expect(doubt({ ...place, identity: true }, 'idNumber.shape').severity).toBe('error');
    expect(doubt(place, 'idNumber.shape').severity).toBe('warning');
  });
});

describe('what we write we read', () => {
  const pupils = makeDemoRoster(7).rows.filter((_, i) => i % 50 === 0);
  const withoutPlace = ({ sheet: _, row: __, ...pupil }: PupilRow) => pupil;
  const titles = COLUMNS.map(({ group, title }) => group + title);

  it('in any order of the columns', () => {
    const order = fc.shuffledSubarray([...COLUMNS.keys()], { minLength: COLUMNS.length });
    fc.assert(
      fc.property(order, (indexes) => {
        const arrange = (row: readonly string[]): Cell[] => indexes.map((i) => row[i] || null);
        const rows = [arrange(titles), ...formSheet(pupils).rows.map(arrange)];
        const result = understand([{ name: 'Sheet1', rows }], options);
        expect(result.doubts.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(result.pupils.map(withoutPlace)).toEqual(pupils.map(withoutPlace));
      }),
      { numRuns: 20 },
    );
  });

  it('no two columns claim the same title', () => {
    const spellings = COLUMNS.flatMap((column) => [...new Set(column.spellings)]);
    expect(spellings.filter((spelling, i) => spellings.indexOf(spelling) !== i)).toEqual([]);
  });

  it('never throws, whatever the sheet holds, and says the row of every pupil', () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      ...[fc.constant(null), fc.string(), fc.double(), fc.boolean(), fc.constantFrom(...titles)],
      ...[fc.constantFrom('张三', '男', '302', '2018.3.5', BOY, '15400000001')],
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), (body) => {
        const rows: Cell[][] = [['姓名', '性别', '班级', '出生日期', '身份证号'], ...body];
        const { pupils: read, doubts } = understand([{ name: 'Sheet1', rows }], options);
        for (const { row } of [...read, ...doubts]) expect(row >= 1 && row <= rows.length).toBe(true);
      }),
    );
  });
});
