import { component } from 'glass-easel-miniprogram-adapter';
import { pages } from './stack';

/** What the bench reads from `window.__measure`. */
export interface Measure {
  /** Calls of `setData` and their JSON size in bytes, up to now: of all components and of our own alone. */
  readonly setData: { calls: number; bytes: number };
  readonly ownSetData: { calls: number; bytes: number };
  /** From the start of the navigation to the first `onReady`, in ms. */
  firstReadyMs: number | undefined;
  /** Elements of the page that shows. */
  nodes(): number;
  /** Forgets the counts of `setData`. */
  reset(): void;
}

declare global {
  var __measure: Measure;
}

const zero = () => ({ calls: 0, bytes: 0 });

const measure: Measure = {
  setData: zero(),
  ownSetData: zero(),
  firstReadyMs: undefined,
  nodes: () => pages.top.element.querySelectorAll('*').length,
  reset() {
    Object.assign(measure.setData, zero());
    Object.assign(measure.ownSetData, zero());
  },
};

const utf8 = new TextEncoder();

/** Counts every `setData`. */
export function installMeasure(): void {
  globalThis.__measure = measure;
  const { prototype } = component.ComponentCaller;
  const { setData } = prototype;
  prototype.setData = function (this: { is: string }, data: Record<string, unknown>, callback?: () => void) {
    const bytes = utf8.encode(JSON.stringify(data) ?? '').length;
    const counts = this.is.startsWith('miniprogram_npm/') ? [measure.setData] : [measure.setData, measure.ownSetData];
    for (const count of counts) {
      count.calls += 1;
      count.bytes += bytes;
    }
    return setData.call(this as never, data as never, callback);
  } as typeof setData;
}

/** The first page has been drawn. */
export function markFirstReady(): void {
  measure.firstReadyMs ??= performance.now();
}
