/** One row: what, how many, the figure as it is read (「38 人」), and how urgent (see state-word). */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly figure: string;
  readonly tone?: 'ok' | 'amber' | 'red' | 'plain';
  /** What the page recognises the row by, where the rows open. */
  readonly key?: string;
}

/** Adds to each bar its width in percent. What is there but tiny is still seen: 1 % at least. */
export function widthsOf(bars: readonly Bar[], most: number): (Bar & { readonly width: number })[] {
  const full = most || Math.max(0, ...bars.map(({ value }) => value));
  return bars.map((bar) => {
    if (full <= 0 || bar.value <= 0) return { ...bar, width: 0 };
    return { ...bar, width: Math.min(100, Math.max(1, Math.round((bar.value / full) * 100))) };
  });
}
