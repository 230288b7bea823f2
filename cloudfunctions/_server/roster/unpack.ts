/** Opens the zip of an .xlsx under caps, and cuts its sheets down to what they say, before any parser sees them. */
import { strFromU8, strToU8, Unzip, UnzipInflate, zipSync } from 'fflate';
import { type RosterProblem, unreadable } from './problem';
import { attribute, attributesOf, type SheetXml, slimSheet } from './sheet-xml';

/**
 * Caps on what a roster may unpack to. A roster of 5,000 pupils with all columns takes 16 MB. `cells`: over all sheets, as far as values
 * reach. `tags`: of the parts beside the sheets and their texts, which a parser turns into objects.
 */
export const UNPACK_LIMITS = {
  bytes: 32 * 1024 * 1024,
  files: 500,
  sheets: 100,
  cells: 2_000_000,
  tags: 300_000,
} as const;

/** Input pushed at a time: deflate grows at most 1032-fold, so a bomb is noticed after 16 MB. */
const CHUNK = 16 * 1024;

/** One sheet as the workbook lists it. */
export interface SheetPart extends SheetXml {
  readonly path: string;
  /** Somebody hid it. */
  readonly hidden: boolean;
}

/** What a workbook carries besides its sheets. None of it is opened, run or followed. */
export type Baggage = 'macros' | 'links';

export interface Unpacked {
  /** In the workbook's order; what is no sheet of cells (a chart) has no text. */
  readonly sheets: readonly SheetPart[];
  /** The parts that a parser needs beside the sheets. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly baggage: readonly Baggage[];
}

/** Parts that hold no cell: pictures, remarks, links to other files, caches. They are not even inflated. */
const NEEDED = /^(\[Content_Types\]\.xml|_rels\/\.rels|xl\/(_rels\/[^/]+|[^/]+\.xml|worksheets\/[^/]+\.xml))$/i;
const TEXTS = /sharedStrings\.xml$/i;

/** @throws AppError `roster.unreadable`: `too-large`, `too-far`, `not-a-workbook`, `broken`. */
export function unpackXlsx(bytes: Uint8Array): Unpacked {
  const { files, names } = inflate(bytes);
  if (!files['xl/workbook.xml']) throw unreadable('not-a-workbook');
  const listed = sheetsOf(files);
  const sheets = listed.map((sheet) => ({ ...sheet, ...slimSheet(textOf(files[sheet.path])) }));
  if (sheets.reduce((sum, { extent }) => sum + extent, 0) > UNPACK_LIMITS.cells) throw unreadable('too-far');
  const paths = new Set(listed.map(({ path }) => path));
  const others = Object.fromEntries(
    Object.entries(files).filter(([path]) => !paths.has(path) && !path.startsWith('xl/worksheets/')),
  );
  return { sheets, files: others, baggage: baggageOf(names) };
}

/** A plain zip of just what was measured, whatever the first zip's directory claimed. */
export function repack({ sheets, files }: Unpacked): Uint8Array<ArrayBuffer> {
  const parts = Object.fromEntries(sheets.map(({ path, xml }) => [path, strToU8(xml)]));
  return Uint8Array.from(zipSync({ ...files, ...parts }, { level: 0 }));
}

const textOf = (bytes: Uint8Array | undefined) => (bytes ? strFromU8(bytes) : '');

function baggageOf(names: readonly string[]): Baggage[] {
  const macros = names.some((name) => /(^|\/)(vbaProject\.bin|macrosheets\/)/i.test(name));
  const links = names.some((name) => /^xl\/externalLinks\//i.test(name));
  return [...(macros ? (['macros'] as const) : []), ...(links ? (['links'] as const) : [])];
}

function inflate(bytes: Uint8Array): { files: Record<string, Uint8Array>; names: string[] } {
  const files: Record<string, Uint8Array> = {};
  const names: string[] = [];
  let problem: RosterProblem | undefined;
  let size = 0;
  const unzip = new Unzip((file) => {
    names.push(file.name);
    if (names.length > UNPACK_LIMITS.files) problem ??= 'too-large';
    if (!NEEDED.test(file.name) || problem) return;
    const chunks: Uint8Array[] = [];
    file.ondata = (error, chunk, final) => {
      if (error) problem ??= 'broken';
      size += chunk?.length ?? 0;
      if (size > UNPACK_LIMITS.bytes) problem ??= 'too-far';
      if (problem) return;
      chunks.push(chunk);
      if (final) files[file.name] = joined(chunks);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length && !problem; at += CHUNK) {
      unzip.push(bytes.subarray(at, at + CHUNK), at + CHUNK >= bytes.length);
    }
  } catch {
    problem ??= 'broken';
  }
  if (problem) throw unreadable(problem);
  for (const [name, part] of Object.entries(files)) {
    const isCounted = !TEXTS.test(name) && !name.startsWith('xl/worksheets/');
    if (isCounted && tagsIn(part) > UNPACK_LIMITS.tags) throw unreadable('too-large');
  }
  return { files, names };
}

const tagsIn = (part: Uint8Array) => part.reduce((sum, byte) => (byte === 60 ? sum + 1 : sum), 0);

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

/** The sheets in the order in which the workbook lists them. */
function sheetsOf(files: Readonly<Record<string, Uint8Array>>): Pick<SheetPart, 'path' | 'hidden'>[] {
  const relations = attributesOf(textOf(files['xl/_rels/workbook.xml.rels']), 'Relationship');
  const targets = new Map(
    relations.map((relation) => [
      attribute(relation, 'Id'),
      (attribute(relation, 'Target') ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  );
  const listed = attributesOf(textOf(files['xl/workbook.xml']), 'sheet').filter((sheet) => attribute(sheet, 'name'));
  if (listed.length > UNPACK_LIMITS.sheets) throw unreadable('too-large');
  return listed.map((sheet) => ({
    path: targets.get(attribute(sheet, 'id')) ?? '',
    hidden: /^(veryH|h)idden$/.test(attribute(sheet, 'state') ?? ''),
  }));
}
