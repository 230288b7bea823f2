/** Counts of one school for the county. `filed`, `thisWeek`, `amber` and `red` are of the left-behind pupils. */
export interface SchoolCounts {
  readonly pupils: number;
  readonly leftBehind: number;
  /** With an adult on file who can be reached. */
  readonly filed: number;
  readonly thisWeek: number;
  readonly amber: number;
  readonly red: number;
}
export type HiddenCounts = { readonly [K in keyof SchoolCounts]: number | null };

/** Fewer children than this could be recognised (product.md C23). */
export const SMALL_CELL = 5;

const isSmall = (n: number): boolean => n < SMALL_CELL;
/** What is left over beside a shown part: nobody tells nothing, a few tell who. */
const leavesFew = (total: number, part: number): boolean => total !== part && isSmall(total - part);

const TONES = ['thisWeek', 'amber', 'red'] as const;
type Tone = (typeof TONES)[number];

/**
 * Hides every cell of fewer than five children as `null`, and as many of the others as it takes so that no hidden one follows
 * from those shown: a part goes with its whole, and where a part and its whole would tell the small rest, the part is hidden too.
 */
export function hideSmall(counts: SchoolCounts): HiddenCounts {
  const { pupils, leftBehind, filed } = counts;
  if (isSmall(pupils)) return NOTHING;
  if (isSmall(leftBehind) || leavesFew(pupils, leftBehind)) return { ...NOTHING, pupils };
  return {
    pupils,
    leftBehind,
    filed: isSmall(filed) || leavesFew(leftBehind, filed) ? null : filed,
    ...hideTones(counts),
  };
}

const NOTHING: HiddenCounts = {
  pupils: null,
  leftBehind: null,
  filed: null,
  thisWeek: null,
  amber: null,
  red: null,
};

/**
 * The tones and those of neither make up the left-behind pupils, so what is not shown is known in sum. More is hidden, the
 * smallest first, until that sum leaves each hidden cell its whole range.
 */
function hideTones(counts: SchoolCounts): Pick<HiddenCounts, Tone> {
  const hidden = new Set<Tone>(TONES.filter((tone) => isSmall(counts[tone])));
  const shown = () => TONES.filter((tone) => !hidden.has(tone)).sort((a, b) => counts[a] - counts[b]);
  for (;;) {
    const visible = shown();
    const unseen = visible.reduce((rest, tone) => rest - counts[tone], counts.leftBehind);
    const isSafe = hidden.size === 0 ? !leavesFew(unseen, 0) : unseen >= SMALL_CELL * (hidden.size + 1);
    const next = visible[0];
    if (isSafe || next === undefined) break;
    hidden.add(next);
  }
  const cell = (tone: Tone) => (hidden.has(tone) ? null : counts[tone]);
  return { thisWeek: cell('thisWeek'), amber: cell('amber'), red: cell('red') };
}
