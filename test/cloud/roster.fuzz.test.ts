/**
 * Rosters of the corpus, damaged at random in their bytes, in their parts and in their cells: whatever comes in is read or refused with a problem
 * that has a sentence, in bounded time. Seconds by default; `FUZZ_MINUTES=10 npx vitest run test/cloud/roster.fuzz.test.ts` for a real run, `FUZZ_SEED`
 * to repeat one.
 */
import fc from 'fast-check';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { Cell, Sheet } from '../../cloudfunctions/_server/roster/cell';
import type { Meanings } from '../../cloudfunctions/_server/roster/meanings';
import { READ_COLUMNS } from '../../cloudfunctions/_server/roster/members';
import { understand } from '../../cloudfunctions/_server/roster/understand';
import { readWorkbook } from '../../cloudfunctions/_server/roster/workbook';
import { AppError } from '../../miniprogram/shared/errors/catalogue';
import { CORPUS } from '../support/roster-corpus';
import { TODAY } from '../support/roster-corpus/roster-file';

const minutes = Number(process.env.FUZZ_MINUTES ?? 0);
const LONG_MS = minutes * 60_000;
const SHORT_MS = 3_000;
const seed = process.env.FUZZ_SEED ? { seed: Number(process.env.FUZZ_SEED) } : {};
/** A damaged little file that takes this long hangs. */
const CPU_SECONDS = 5;

const files = CORPUS.map(({ bytes, fileName = '名册.xlsx' }) => ({ bytes: bytes(), fileName }));
type File = (typeof files)[number];

/** What breaks programs that read numbers, dates, markup and text. */
const NASTY = [
  ...[
    '',
    ' ',
    '\u0000',
    '\ufeff',
    '-1',
    '1e999',
    'NaN',
    '99999999999',
    '#REF!',
    "'",
    '"',
    '<',
    '&amp;',
    ']]>',
    '<c r="A1">',
  ],
  ...[
    'A0',
    'XFD1048576',
    '0',
    '_x0000_',
    '＝',
    '合计',
    '姓名',
    '2018-02-30',
    '一'.repeat(40),
    '（'.repeat(300),
    '😀',
    '\ud800',
  ],
];

/** Replaces a stretch of a text by something nasty. */
const damage = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.integer({ min: 0, max: 40 }),
  by: fc.oneof(fc.constantFrom(...NASTY), fc.string({ maxLength: 12 })),
});
type Damage = { readonly at: number; readonly length: number; readonly by: string };

function damaged(text: string, hits: readonly Damage[]): string {
  return hits.reduce((now, { at, length, by }) => {
    const from = Math.floor(at * now.length);
    return now.slice(0, from) + by + now.slice(from + length);
  }, text);
}

/** The file as it goes over a bad line. */
function inBytes({ bytes }: File, hits: readonly Damage[]): Uint8Array {
  return Uint8Array.from(Buffer.from(damaged(Buffer.from(bytes).toString('latin1'), hits), 'latin1'));
}

/** One part of a workbook, damaged below a zip that is whole; of a text the text. */
function inParts({ bytes }: File, hits: readonly Damage[], which: number): Uint8Array {
  if (bytes[0] !== 0x50) return inBytes({ bytes, fileName: '' }, hits);
  const parts = unzipSync(bytes);
  const names = Object.keys(parts).filter((name) => name.endsWith('.xml') || name.endsWith('.rels'));
  const name = names[which % names.length] ?? '';
  return zipSync(
    { ...parts, [name]: strToU8(damaged(strFromU8(parts[name] ?? new Uint8Array()), hits)) },
    { level: 0 },
  );
}

/** Reads and, where that is possible, says only what is true of the places in the file. */
async function outcomeOf(bytes: Uint8Array, fileName: string): Promise<void> {
  const before = process.cpuUsage();
  try {
    check(await readWorkbook(bytes, fileName));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    expect(error.code).toBe('roster.unreadable');
  }
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(CPU_SECONDS);
}

function check(sheets: readonly Sheet[], meanings?: Meanings): void {
  const { pupils, doubts } = understand(sheets, { today: TODAY, ...(meanings && { meanings }) });
  const last = new Map(sheets.map(({ name, rows }) => [name, rows.length]));
  const most = Math.max(0, ...last.values());
  for (const { row, name, grade, classNo, birthDay } of pupils) {
    expect(row >= 2 && row <= most && name !== '' && grade >= 1 && grade <= 12 && classNo >= 1).toBe(true);
    expect(birthDay).toMatch(/^\d{4}-\d\d-\d\d$/);
  }
  for (const { row, text } of doubts) expect(row >= 0 && row <= most && text.endsWith('。')).toBe(true);
}

/** Runs a property for a share of the time, in rounds, so that a long run does not keep all it did. */
async function forMilliseconds<T>(ms: number, property: fc.IAsyncProperty<T>): Promise<void> {
  const until = Date.now() + ms;
  do {
    await fc.assert(property, {
      numRuns: 300,
      interruptAfterTimeLimit: Math.max(500, Math.min(until - Date.now(), 20_000)),
      markInterruptAsFailure: false,
      ...seed,
    });
  } while (Date.now() < until);
}

const share = (LONG_MS || SHORT_MS) / 3;
const limit = share + 120_000;
const anyFile = fc.constantFrom(...files);
const hits = fc.array(damage, { minLength: 1, maxLength: 6 });

it(
  'a file with damaged bytes is read or refused',
  () =>
    forMilliseconds(
      share,
      fc.asyncProperty(anyFile, hits, (file, list) => outcomeOf(inBytes(file, list), file.fileName)),
    ),
  limit,
);

it(
  'a workbook with a damaged part is read or refused',
  () =>
    forMilliseconds(
      share,
      fc.asyncProperty(anyFile, hits, fc.nat(20), (file, list, which) =>
        outcomeOf(inParts(file, list, which), file.fileName),
      ),
    ),
  limit,
);

it(
  'a roster with nasty cells in any place, and columns explained in any way, is understood',
  async () => {
    const sheets = (await Promise.all(files.map(({ bytes, fileName }) => readWorkbook(bytes, fileName)))).flat();
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      ...[fc.constantFrom<Cell>(...NASTY), fc.string(), fc.double(), fc.boolean(), fc.constant(null)],
      ...[fc.constantFrom<Cell>({ day: '2018-03-05' }, { day: '1900-01-00' }), fc.bigInt().map(String)],
    );
    const hit = fc.record({ row: fc.nat(12), column: fc.nat(12), cell });
    // What a person may say of any column, sense or nonsense.
    const said = fc.record({ index: fc.nat(14), key: fc.constantFrom(null, ...READ_COLUMNS.map(({ key }) => key)) });
    await forMilliseconds(
      share,
      fc.asyncProperty(
        fc.constantFrom(...sheets),
        fc.array(hit, { minLength: 1, maxLength: 10 }),
        fc.array(said, { maxLength: 4 }),
        async (sheet, cells, byHand) => {
          const rows = sheet.rows.map((row) => [...row]);
          for (const { row, column, cell } of cells) {
            const target = rows[row];
            if (target && column < target.length) target[column] = cell;
          }
          const hand = byHand.map((column) => ({ sheet: sheet.name, ...column }));
          check([{ ...sheet, rows }], { hand, remembered: new Map() });
        },
      ),
    );
  },
  limit,
);
