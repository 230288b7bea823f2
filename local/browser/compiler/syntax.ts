import type { Problem } from './problems';

interface EsbuildFailure {
  readonly errors: readonly {
    readonly text: string;
    readonly location: { readonly line: number; readonly column: number } | null;
  }[];
}

/** What esbuild complained about, with its place. Anything else that was thrown goes on. */
export function syntaxProblems(file: string, error: unknown): Problem[] {
  const { errors } = error as Partial<EsbuildFailure>;
  if (errors === undefined) throw error;
  return errors.map(({ text, location }) => ({
    file,
    line: location?.line ?? 1,
    column: (location?.column ?? 0) + 1,
    message: text,
  }));
}
