import type { HomeView } from '../../../../shared/contract';

export type CounsellorView = Extract<HomeView, { kind: 'counsellor' }>;
export interface LowRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

/** The children whose last calls all ended with a low face, the longest row first. */
export function lowRowsOf({ low }: Pick<CounsellorView, 'low'>): LowRow[] {
  return [...low]
    .sort((a, b) => b.times - a.times || a.className.localeCompare(b.className, 'zh'))
    .map(({ id, name, className, times }) => ({
      key: id,
      name: `${className} ${name}`,
      fact: `最近 ${times} 次通话以后，都点了「不开心」`,
    }));
}

/** How many concerns wait for the counsellor, in words. */
export const concernsFact = ({ concerns }: Pick<CounsellorView, 'concerns'>): string =>
  concerns.counsellor > 0 ? `${concerns.counsellor} 件还没办完，请您看一看` : '没有等着的';

/** Letters that a child or a parent reported, and to whom nobody talked yet. */
export const reportedFact = ({ reportedLetters }: CounsellorView): string =>
  reportedLetters > 0 ? `${reportedLetters} 封还没有人去谈` : '现在没有';
