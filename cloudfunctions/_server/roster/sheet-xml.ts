/**
 * One sheet's XML, read once from front to back and cut down to what it says, before a parser lays anything out. The parser gets only what is
 * written here: whatever a hostile sheet claims besides, it never sees.
 */
import { unreadable } from './problem';

/** A merged area, all 0-based, ends included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export interface SheetXml {
  /** The sheet with its valued cells only, each with its address. */
  readonly xml: string;
  readonly merges: readonly Merge[];
  /** Numbers, as Excel shows them, of rows that somebody hid or filtered away and that hold something. */
  readonly hiddenRows: readonly number[];
  /** Rows times columns, as far as values reach. */
  readonly extent: number;
}

/** How far values may reach. Three rows a child and remarks below still fit. */
export const SHEET_LIMITS = { rows: 20_000, columns: 256, merges: 20_000 } as const;

interface Tag {
  readonly name: string;
  /** The name and what stands behind it. */
  readonly attributes: string;
  readonly kind: 'open' | 'close' | 'empty';
  /** Where the tag begins and where what follows it begins. */
  readonly from: number;
  readonly to: number;
}

/** More than any name, and than the attributes that we ask for with all that may stand before them. */
const NAME_CHARACTERS = 120;
const ATTRIBUTE_CHARACTERS = 4096;

const [LESS, GREATER, QUOTE, APOSTROPHE] = [60, 62, 34, 39];

/** Where the tag that begins at `from` ends: at the first > outside quotes. Not found by a pattern, since a tag may be as long as the file. */
function endOfTag(xml: string, from: number): number {
  for (let at = from + 1; at < xml.length; at++) {
    const code = xml.charCodeAt(at);
    if (code === GREATER) return at;
    if (code === LESS) break;
    if (code !== QUOTE && code !== APOSTROPHE) continue;
    at = xml.indexOf(xml.charAt(at), at + 1);
    if (at < 0) break;
  }
  throw unreadable('broken');
}

/** The tags of a text; comments, declarations and CDATA have no place between cells and are passed over. */
function* tagsOf(xml: string): Generator<Tag> {
  for (let from = xml.indexOf('<'); from >= 0; ) {
    const next = xml.charAt(from + 1);
    if (next === '?' || next === '!') {
      from = xml.indexOf('<', from + 1);
      continue;
    }
    const end = endOfTag(xml, from);
    const closes = next === '/';
    const start = from + (closes ? 2 : 1);
    const name = /^(?:[\w.-]+:)?([\w.-]+)/.exec(xml.slice(start, Math.min(end, start + NAME_CHARACTERS)))?.[1] ?? '';
    const kind = closes ? 'close' : xml.charAt(end - 1) === '/' ? 'empty' : 'open';
    yield { name, attributes: xml.slice(start, Math.min(end, start + ATTRIBUTE_CHARACTERS)), kind, from, to: end + 1 };
    from = xml.indexOf('<', end + 1);
  }
}

const attributePattern = (name: string) => new RegExp(`\\s(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`);
const PATTERNS = new Map<string, RegExp>();

/** The value of an attribute, entities as they stand. */
export function attribute(attributes: string, name: string): string | undefined {
  const pattern = PATTERNS.get(name) ?? attributePattern(name);
  PATTERNS.set(name, pattern);
  const match = pattern.exec(attributes);
  return match?.[1] ?? match?.[2];
}

/** Tags of these names with their attributes, wherever they stand. */
export function attributesOf(xml: string, name: string): string[] {
  return [...tagsOf(xml)].filter((tag) => tag.name === name && tag.kind !== 'close').map((tag) => tag.attributes);
}

/** 1-based column of letters: A 1, AA 27. */
const columnNumber = (letters: string) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0);

function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

/** Where a cell is; without an address it follows the one before it. */
function placeOf(address: string | undefined, before: { row: number; column: number }) {
  if (address === undefined) return { row: before.row, column: before.column + 1 };
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(address);
  if (!match) throw unreadable('broken');
  return { row: Number(match[2]), column: columnNumber(match[1] ?? '') };
}

/** The result of a formula that failed is a text to us, so that it can be told where it stands. */
function cellXml(at: string, attributes: string, content: string): string {
  const kind = attribute(attributes, 't');
  const style = attribute(attributes, 's');
  const type = kind === undefined ? '' : ` t="${kind === 'e' ? 'str' : kind}"`;
  return `<c r="${at}"${type}${style === undefined ? '' : ` s="${style}"`}>${content}</c>`;
}

function mergeOf(ref: string): Merge[] {
  const match = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/.exec(ref);
  if (!match) return [];
  const [, left = '', top, right = '', bottom] = match;
  return [
    {
      top: Number(top) - 1,
      left: columnNumber(left) - 1,
      bottom: Number(bottom) - 1,
      right: columnNumber(right) - 1,
    },
  ];
}

const isTrue = (value: string | undefined) => value === '1' || value === 'true';
/** A cell has a value where one of these holds a text. */
const holds = (xml: string, { name, kind, to }: Tag) =>
  kind === 'open' && (name === 'v' || name === 't') && xml.charCodeAt(to) !== 60;

/**
 * Cuts a sheet down to its values. Cells that are only formatted do not count: many a school's sheet has borders down to the last row.
 * @throws AppError `roster.unreadable`: `too-far` where values reach beyond `SHEET_LIMITS`, `broken`.
 */
export function slimSheet(xml: string): SheetXml {
  const rows: string[] = [];
  const merges: Merge[] = [];
  const hiddenRows: number[] = [];
  let cells: string[] = [];
  let hidden = false;
  let at = { row: 0, column: 0 };
  let widest = 0;
  let cell: { tag: Tag; valued: boolean } | undefined;
  for (const tag of tagsOf(xml)) {
    if (cell && tag.name === 'c') {
      if (tag.kind !== 'close') throw unreadable('broken');
      if (cell.valued) {
        if (at.row > SHEET_LIMITS.rows || at.column > SHEET_LIMITS.columns) throw unreadable('too-far');
        widest = Math.max(widest, at.column);
        cells.push(
          cellXml(`${columnLetters(at.column)}${at.row}`, cell.tag.attributes, xml.slice(cell.tag.to, tag.from)),
        );
      }
      cell = undefined;
    } else if (cell) {
      if (tag.name === 'row') throw unreadable('broken');
      cell.valued ||= holds(xml, tag);
    } else if (tag.name === 'c' && tag.kind !== 'close') {
      at = placeOf(attribute(tag.attributes, 'r'), at);
      if (tag.kind === 'open') cell = { tag, valued: false };
    } else if (tag.name === 'row') {
      if (tag.kind !== 'close') {
        hidden = isTrue(attribute(tag.attributes, 'hidden'));
        at = { row: Number(attribute(tag.attributes, 'r') ?? at.row + 1), column: 0 };
        if (!Number.isSafeInteger(at.row) || at.row < 1) throw unreadable('broken');
      }
      if (tag.kind === 'open' || cells.length === 0) continue;
      rows.push(`<row r="${at.row}">${cells.join('')}</row>`);
      if (hidden) hiddenRows.push(at.row);
      cells = [];
    } else if (tag.name === 'mergeCell' && tag.kind !== 'close') {
      merges.push(...mergeOf(attribute(tag.attributes, 'ref') ?? ''));
      if (merges.length > SHEET_LIMITS.merges) throw unreadable('too-far');
    }
  }
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const body = `<worksheet xmlns="${main}"><sheetData>${rows.join('')}</sheetData></worksheet>`;
  const last = rows.length === 0 ? 0 : at.row;
  return { xml: body, merges, hiddenRows, extent: Math.min(last, SHEET_LIMITS.rows) * widest };
}
