import { describe, expect, it } from 'vitest';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { CORPUS } from '../support/roster-corpus';
import { readingOf, TODAY } from '../support/roster-corpus/roster-file';

describe('rosters as schools have them', () => {
  it.each(CORPUS.map((file) => [file.name, file] as const))('%s', async (_, file) => {
    const { bytes, fileName = '名册.xlsx', pupils, adults = [], doubts = [] } = file;
    const read = understand(await readWorkbook(bytes(), fileName), { today: TODAY });
    expect(readingOf(read)).toEqual({ pupils, adults, doubts });
  });

  it('are many', () => expect(CORPUS.length).toBeGreaterThanOrEqual(25));
});
