/** Opens the zip of an .xlsx under caps, and looks at what would be costly to parse, before any parser sees it. */
import { strFromU8, Unzip, UnzipInflate, zipSync } from 'fflate';
import { LIMITS } from '../../../miniprogram/shared/limits';
import { type RosterProblem, unreadable } from './problem';

/** A merged area, all 0-based, ends included. */
export interface Merge {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** Caps on what a roster may unpack to. A roster of 5,000 pupils with all columns takes 9 MB. */
export const UNPACK_LIMITS = { bytes: 32 * 1024 * 1024, files: 500, columns: 256 } as const;

/** Input pushed at a time: deflate grows at most 1032-fold, so a bomb is noticed after 16 MB. */
const CHUNK = 16 * 1024;

export interface Unpacked {
  /** Path in the zip → bytes; only the XML parts. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** Merged cells per sheet, in the workbook's order. */
  readonly merges: readonly (readonly Merge[])[];
}

/** @throws AppError `roster.unreadable`: `too-large`, `not-a-workbook`, `broken`. */
export function unpackXlsx(bytes: Uint8Array): Unpacked {
  const files = inflate(bytes);
  if (!files['xl/workbook.xml']) throw unreadable('not-a-workbook');
  const sheets = sheetPaths(files).map((path) => strFromU8(files[path] ?? new Uint8Array()));
  for (const xml of sheets) measure(xml);
  return { files, merges: sheets.map(mergesIn) };
}

/** The same parts in a plain zip: the parser gets exactly what was measured, whatever the first zip's directory claimed. */
export function repack(files: Unpacked['files']): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(zipSync(files, { level: 0 }));
}

function inflate(bytes: Uint8Array): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  let problem: RosterProblem | undefined;
  let size = 0;
  let seen = 0;
  const unzip = new Unzip((file) => {
    seen += 1;
    if (seen > UNPACK_LIMITS.files) problem ??= 'too-large';
    if (!/\.(xml|rels)$/i.test(file.name) || problem) return;
    const chunks: Uint8Array[] = [];
    file.ondata = (error, chunk, final) => {
      if (error) problem ??= 'broken';
      size += chunk?.length ?? 0;
      if (size > UNPACK_LIMITS.bytes) problem ??= 'too-large';
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
  return files;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const attribute = (tag: string, name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];

/** Paths of the sheets in the order in which the workbook lists them. */
function sheetPaths(files: Readonly<Record<string, Uint8Array>>): string[] {
  const workbook = strFromU8(files['xl/workbook.xml'] ?? new Uint8Array());
  const relations = strFromU8(files['xl/_rels/workbook.xml.rels'] ?? new Uint8Array());
  const targets = new Map(
    (relations.match(/<(?:\w+:)?Relationship\s[^>]*>/g) ?? []).map((tag) => [
      attribute(tag, 'Id'),
      (attribute(tag, 'Target') ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  );
  const listed = workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? [];
  return listed.map((tag) => targets.get(attribute(tag, '\\w+:id')) ?? '');
}

/** 1-based column of letters: A 1, AA 27. */
const columnNumber = (letters: string) => [...letters].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0);

/**
 * One value in the last cell of a sheet would make the parser lay out 17 thousand million cells, so the extent is measured first. Cells that
 * are only formatted (self-closing) do not count: many a school's sheet has borders down to the last row.
 */
function measure(xml: string): void {
  for (const [, letters = '', row] of xml.matchAll(/<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/>]>/g)) {
    const tooFar = Number(row) > LIMITS.rosterRows || columnNumber(letters) > UNPACK_LIMITS.columns;
    if (tooFar) throw unreadable('too-large');
  }
}

function mergesIn(xml: string): Merge[] {
  const refs = xml.matchAll(/<(?:\w+:)?mergeCell\s+ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"/g);
  return [...refs].map(([, left = '', top, right = '', bottom]) => ({
    top: Number(top) - 1,
    left: columnNumber(left) - 1,
    bottom: Number(bottom) - 1,
    right: columnNumber(right) - 1,
  }));
}
