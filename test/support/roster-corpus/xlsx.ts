/** Workbooks as other programs write them, part by part: what a writer of well-made files would never let us make. */
import { strToU8, type Zippable, zipSync } from 'fflate';

/** A cell: a text, a number, yes or no, nothing, or its inner XML with type and style. */
export type Written =
  | string
  | number
  | boolean
  | null
  | { readonly t?: string; readonly s?: number; readonly xml: string };

export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly Written[])[];
  /** As in A1:C1. */
  readonly merges?: readonly string[];
  /** Numbers of rows, as Excel shows them. */
  readonly hiddenRows?: readonly number[];
  /** 1-based columns. */
  readonly hiddenColumns?: readonly number[];
  readonly hidden?: boolean;
  /** A chart instead of cells. */
  readonly chart?: boolean;
}

export interface BookSpec {
  /** Dates count from 1904, as an old Mac does. */
  readonly from1904?: boolean;
  /** Texts in a table of their own, as Excel writes them, instead of in the cells. */
  readonly shared?: boolean;
  /** A prefix before every tag, as some programs write. */
  readonly prefix?: string;
  /** More parts of the zip. */
  readonly parts?: Zippable;
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A date as Excel keeps it: a number in a cell that is shown as a date. */
export const serial = (n: number): Written => ({ s: 1, xml: `<v>${n}</v>` });
/** A number in the digits of the file. */
export const digits = (text: string): Written => ({ xml: `<v>${text}</v>` });
/** A formula with the result of the last time that it was counted; without one where no program counted it yet. */
export const formula = (code: string, result?: string): Written => ({
  t: 'str',
  xml: `<f>${escaped(code)}</f>${result === undefined ? '' : `<v>${escaped(result)}</v>`}`,
});
/** A formula that failed. */
export const failed = (code: string, error: string): Written => ({
  t: 'e',
  xml: `<f>${escaped(code)}</f><v>${error}</v>`,
});
/** A text in pieces of different letters, with a reading above it that belongs to nobody's name. */
export const rich = (...pieces: readonly string[]): Written => ({
  t: 'inlineStr',
  xml: `<is>${pieces.map((piece) => `<r><rPr><b/></rPr><t xml:space="preserve">${escaped(piece)}</t></r>`).join('')}<rPh sb="0" eb="1"><t>zhang</t></rPh></is>`,
});

/** 0-based column → letters. */
const letters = (column: number): string =>
  (column >= 26 ? letters(Math.floor(column / 26) - 1) : '') + String.fromCharCode(65 + (column % 26));

/** Style 0 is plain, 1 a date. */
const STYLES = `<numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="176" applyNumberFormat="1"/></cellXfs>`;

class Texts {
  readonly list: string[] = [];
  cell(at: string, value: Written, shared: boolean): string {
    if (value === null) return `<c r="${at}" s="0"/>`;
    if (typeof value === 'number') return `<c r="${at}"><v>${value}</v></c>`;
    if (typeof value === 'boolean') return `<c r="${at}" t="b"><v>${Number(value)}</v></c>`;
    if (typeof value === 'object') {
      const type = value.t === undefined ? '' : ` t="${value.t}"`;
      return `<c r="${at}"${value.s === undefined ? '' : ` s="${value.s}"`}${type}>${value.xml}</c>`;
    }
    if (!shared) return `<c r="${at}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;
    return `<c r="${at}" s="0" t="s"><v>${this.list.push(value) - 1}</v></c>`;
  }
}

function sheetXml(spec: SheetSpec, texts: Texts, shared: boolean): string {
  const hidden = new Set(spec.hiddenRows);
  const rows = spec.rows.map((row, i) => {
    const cells = row.map((value, column) => texts.cell(`${letters(column)}${i + 1}`, value, shared)).join('');
    return `<row r="${i + 1}" spans="1:${row.length}"${hidden.has(i + 1) ? ' hidden="1"' : ''} ht="18" customHeight="1">${cells}</row>`;
  });
  const columns = (spec.hiddenColumns ?? []).map((n) => `<col min="${n}" max="${n}" width="9" hidden="1"/>`).join('');
  const merges = (spec.merges ?? []).map((ref) => `<mergeCell ref="${ref}"/>`).join('');
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews>${columns && `<cols>${columns}</cols>`}<sheetData>${rows.join('')}</sheetData>${merges && `<mergeCells>${merges}</mergeCells>`}</worksheet>`;
}

const withPrefix = (xml: string, prefix: string) =>
  xml.replace(/<(\/?)(?=[a-z])/gi, `<$1${prefix}:`).replace('xmlns="', `xmlns:${prefix}="`);

/** The sheets as an .xlsx. */
export function book(sheets: readonly SheetSpec[], spec: BookSpec = {}): Uint8Array {
  const { prefix, shared = true, parts = {} } = spec;
  const texts = new Texts();
  const part = (xml: string) => strToU8(XML + (prefix ? withPrefix(xml, prefix) : xml));
  const bodies = sheets.map((sheet) => (sheet.chart ? '<chartsheet/>' : sheetXml(sheet, texts, shared)));
  const listed = sheets.map(
    ({ name, hidden }, i) =>
      `<sheet name="${escaped(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="rId${i + 1}"/>`,
  );
  const targets = sheets.map(({ chart }, i) => {
    const kind = chart ? 'chartsheet' : 'worksheet';
    return `<Relationship Id="rId${i + 1}" Type="${RELATIONS}/${kind}" Target="${kind}s/sheet${i + 1}.xml"/>`;
  });
  const strings = texts.list.map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('');
  return zipSync({
    '[Content_Types].xml': part('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
    'xl/workbook.xml': part(
      `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr${spec.from1904 ? ' date1904="1"' : ''}/><sheets>${listed.join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.join('')}<Relationship Id="s" Type="${RELATIONS}/styles" Target="styles.xml"/><Relationship Id="t" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    ),
    'xl/styles.xml': part(`<styleSheet xmlns="${MAIN}">${STYLES}</styleSheet>`),
    'xl/sharedStrings.xml': part(`<sst xmlns="${MAIN}">${strings}</sst>`),
    ...Object.fromEntries(
      sheets.map(({ chart }, i) => [`xl/${chart ? 'chart' : 'work'}sheets/sheet${i + 1}.xml`, part(bodies[i] ?? '')]),
    ),
    ...parts,
  });
}
