/** Half-open intervals [from, to) of minutes; those that only touch do not overlap. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const overlaps = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to;
export const contains = (outer: Range, inner: Range): boolean => outer.from <= inner.from && inner.to <= outer.to;
