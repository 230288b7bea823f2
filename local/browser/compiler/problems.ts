/** Something in the Mini Program's sources that would not work on a phone. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** `pages/home/index.wxml:3:5 message`, as editors understand it. */
export const formatProblem = (problem: Problem): string =>
  `${problem.file}:${problem.line}:${problem.column} ${problem.message}`;

/** Line and column of an offset in a text, counted from 1. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Collects problems of one build; in packages from npm they are only warnings, for we cannot mend them. */
export class ProblemList {
  readonly errors: Problem[] = [];
  readonly warnings: Problem[] = [];

  add(problem: Problem): void {
    const list = isPackaged(problem.file) ? this.warnings : this.errors;
    const text = formatProblem(problem);
    // a template that several packages import is compiled several times
    if (!list.some((known) => formatProblem(known) === text)) list.push(problem);
  }

  /** Adds a problem at an offset of the file's text. */
  addAt(file: string, text: string, offset: number, message: string): void {
    this.add({ file, ...positionAt(text, Math.max(0, offset)), message });
  }

  /** Adds a problem at the first place where `needle` stands in the file's text. */
  addNear(file: string, text: string, needle: string, message: string): void {
    this.addAt(file, text, text.indexOf(needle), message);
  }
}

/** Whether a file comes from an npm package rather than from us. */
export const isPackaged = (file: string): boolean => file.split('/').includes('miniprogram_npm');
