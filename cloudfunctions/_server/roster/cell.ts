/**
 * What one cell of a sheet may hold. A date that Excel knew as a date is `{ day: 'YYYY-MM-DD' }`; a number that would lose
 * digits in a double stays the text that the file holds.
 */
export type Cell = string | number | boolean | { readonly day: string } | null;

/** What Excel lets a cell hold. Whatever is longer, no spreadsheet wrote. */
export const CELL_CHARACTERS = 32_767;

/** One sheet; `rows[0]` is row 1 of Excel. Merged cells all carry the value of their first cell. */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
  /** Somebody hid the whole sheet. */
  readonly hidden?: boolean;
  /** Numbers, as Excel shows them, of rows that are hidden or filtered away. */
  readonly hiddenRows?: readonly number[];
  /** What the file carries besides its sheets; told with the first of them. */
  readonly baggage?: readonly ('macros' | 'links')[];
}

/** Controls and formatting marks, but tabs and line breaks. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}]/gu;
const FULL_WIDTH = /[\uff01-\uff5e]/g;
const FULL_WIDTH_ALNUM = /[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/g;

const halfWidth = (char: string) => String.fromCharCode(char.charCodeAt(0) - 0xfee0);

function raw(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'boolean') return cell ? '是' : '否';
  if (typeof cell === 'object') return cell.day;
  return String(cell).replace(INVISIBLE, '');
}

/** The cell as text to be parsed: full-width letters, digits and marks made half-width, one space at most, trimmed. */
export function plain(cell: Cell): string {
  return raw(cell).replace(FULL_WIDTH, halfWidth).replace(/\s+/g, ' ').trim();
}

/** As `plain`, without any space: for words whose spaces mean nothing. */
export function solid(cell: Cell): string {
  return plain(cell).replace(/ /g, '');
}

/** The cell as text to be kept: only letters and digits made half-width, Chinese punctuation stays. */
export function prose(cell: Cell): string {
  return raw(cell).replace(FULL_WIDTH_ALNUM, halfWidth).replace(/\s+/g, ' ').trim();
}

export const isEmpty = (cell: Cell | undefined): boolean => cell === undefined || prose(cell) === '';

/** Ways to write "nothing here" where a name, a number or a text is expected. */
const NOTHING = /^(无|没有|暂无|暂缺|不详|未知|不清楚|不知道|空|[-—–/\\~.]+|n\/?a|null)$/i;
export const saysNothing = (cell: Cell): boolean => NOTHING.test(solid(cell));
