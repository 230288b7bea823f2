import { onDrag } from '../ui/drag';
import { defineBuiltin, type Host } from './define';

const REFRESH_THRESHOLD_PX = 45;

/** `scroll-view` in both directions, with its refresher. */
export function defineScrollView(): void {
  defineBuiltin('scroll-view', {
    properties: {
      scrollX: Boolean,
      scrollY: Boolean,
      upperThreshold: [null, 50],
      lowerThreshold: [null, 50],
      scrollTop: null,
      scrollLeft: null,
      scrollIntoView: String,
      scrollWithAnimation: Boolean,
      enableFlex: Boolean,
      enhanced: Boolean,
      showScrollbar: [Boolean, true],
      bounces: null,
      scrollAnchoring: Boolean,
      pagingEnabled: Boolean,
      refresherEnabled: Boolean,
      refresherThreshold: [Number, REFRESH_THRESHOLD_PX],
      refresherTriggered: Boolean,
      refresherDefaultStyle: [String, 'black'],
      refresherBackground: String,
      type: String,
    },
    attributes: ['scrollX', 'scrollY', 'enableFlex', 'refresherTriggered'],
    create: (host) => {
      const { element } = host;
      const edges = { upper: true, lower: false };
      element.addEventListener('scroll', () => {
        const { scrollLeft, scrollTop, scrollHeight, scrollWidth } = element;
        host.trigger('scroll', { scrollLeft, scrollTop, scrollHeight, scrollWidth, deltaX: 0, deltaY: 0 });
        announceEdges(host, edges);
      });
      onDrag(element, {
        start: () => host.get<boolean>('refresherEnabled') && element.scrollTop <= 0,
        move: ({ dy }) => {
          host.trigger('refresherpulling', { dy });
          return dy > 0;
        },
        end: ({ dy }) => {
          if (dy / 2 >= host.get<number>('refresherThreshold')) {
            host.set({ refresherTriggered: true });
            host.trigger('refresherrefresh', { dy });
          } else if (dy > 0) host.trigger('refresherabort', { dy });
        },
      });
      return { changed: (name, value) => requestAnimationFrame(() => scroll(host, name, value)) };
    },
  });
}

function announceEdges(host: Host, edges: { upper: boolean; lower: boolean }): void {
  const { element } = host;
  const across = host.get<boolean>('scrollX') && !host.get<boolean>('scrollY');
  const at = across ? element.scrollLeft : element.scrollTop;
  const rest = across
    ? element.scrollWidth - element.clientWidth - at
    : element.scrollHeight - element.clientHeight - at;
  const upper = at <= Number.parseFloat(String(host.get('upperThreshold')));
  const lower = rest <= Number.parseFloat(String(host.get('lowerThreshold')));
  if (upper && !edges.upper) host.trigger('scrolltoupper', { direction: across ? 'left' : 'top' });
  if (lower && !edges.lower) host.trigger('scrolltolower', { direction: across ? 'right' : 'bottom' });
  edges.upper = upper;
  edges.lower = lower;
}

function scroll(host: Host, name: string, value: unknown): void {
  const behavior = host.get<boolean>('scrollWithAnimation') ? 'smooth' : 'instant';
  const { element } = host;
  if (value === null || value === undefined || value === '') return;
  if (name === 'scrollTop') element.scrollTo({ top: Number.parseFloat(String(value)), behavior });
  if (name === 'scrollLeft') element.scrollTo({ left: Number.parseFloat(String(value)), behavior });
  if (name === 'scrollIntoView') {
    // ids carry a prefix in the DOM
    const target = element.querySelector<HTMLElement>(`[id="${value}"], [id$="--${value}"]`);
    if (target === null) return;
    const from = element.getBoundingClientRect();
    const to = target.getBoundingClientRect();
    element.scrollBy({ top: to.top - from.top, left: to.left - from.left, behavior });
  }
}
