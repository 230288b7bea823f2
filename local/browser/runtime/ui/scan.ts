import type { PageCode } from '../../../ports';
import { pageOfCode } from '../../phone-config';
import { post } from '../system/server';
import { element } from './dom';
import { sheet } from './sheet';

/** What a code says: a page of the Mini Program with its `scene`, or any text. */
export type Scanned = { readonly page: string } | { readonly text: string };

/** Codes offered for scanning: those that were printed last. */
const OFFERED = 8;
const SCANNER = '/bundle/scanner.js';

declare global {
  /** Set by `scanner.js`: the texts of the codes in a picture or a document (docx). */
  var __scanCodes: ((file: File) => Promise<string[]>) | undefined;
}

/**
 * Holds the phone over a code: one on a picture or document of this computer, one of those that this world printed last, or
 * one whose text is typed. `undefined` when the person goes back.
 */
export async function scanSheet(): Promise<Scanned | undefined> {
  const { codes } = await post<{ codes: PageCode[] }>('codes', {});
  return sheet<Scanned | undefined>('scan', undefined, (answer) => {
    const problem = element('p', { class: 'scan-problem', role: 'alert' });
    const file = element('input', { type: 'file', accept: 'image/*,.docx', class: 'scan-file' });
    file.onchange = async () => {
      const [first] = file.files?.[0] === undefined ? [] : await codesIn(file.files[0]);
      if (first === undefined) problem.textContent = '这里面没有看到码，换一张清楚一点的。';
      else answer(meaningOf(first));
    };
    const typed = element('input', { class: 'dialog-field', placeholder: '码里的文字' });
    const read = () => typed.value !== '' && answer(meaningOf(typed.value.trim()));
    return [
      element('h2', {}, '扫一扫'),
      element('label', { class: 'sheet-row scan-choose' }, '选一张拍到码的照片，或者打印用的文档', file),
      problem,
      ...codes.slice(0, OFFERED).map((code) => codeRow(code, answer)),
      element('div', { class: 'scan-typed' }, typed, element('button', { onclick: read }, '扫到了')),
      element('button', { class: 'sheet-row is-cancel', onclick: () => answer(undefined) }, '取消'),
    ];
  });
}

function codeRow(code: PageCode, answer: (scanned: Scanned) => void): HTMLElement {
  const page = pageOfCode(code);
  const row = element('button', { class: 'sheet-row scan-code', onclick: () => answer({ page }) });
  row.append(element('span', {}, '刚印出来的码'), element('small', {}, `${code.page} ${code.scene}`));
  return row;
}

/** Our codes stand for `page?scene=…`; everything else is a text. */
const meaningOf = (text: string): Scanned => (/^[\w/-]+\?scene=/.test(text) ? { page: text } : { text });

async function codesIn(file: File): Promise<string[]> {
  globalThis.__scanCodes ?? (await loadScanner());
  return (await globalThis.__scanCodes?.(file)) ?? [];
}

const loadScanner = (): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = element('script', { src: SCANNER });
    script.onload = () => resolve();
    script.onerror = () => reject(new Error('the scanner cannot be loaded'));
    document.head.append(script);
  });
