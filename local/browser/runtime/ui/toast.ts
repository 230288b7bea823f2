import { element } from './dom';
import { type Layer, openLayer } from './layers';

let current: { layer: Layer; timer: number } | undefined;

export interface ToastContent {
  readonly title: string;
  readonly icon: 'success' | 'error' | 'loading' | 'none';
  /** Picture in place of the icon. */
  readonly image?: string;
  /** Blocks the page below. */
  readonly mask: boolean;
  /** Milliseconds; none stays until it is hidden. */
  readonly duration?: number;
}

/** Shows a toast; the one before goes, for WeChat has only one (loading counts as one). */
export function showToast({ title, icon, image, mask, duration }: ToastContent): void {
  hideToast();
  const picture = image
    ? [element('img', { src: image, alt: '' })]
    : icon === 'none'
      ? []
      : [element('i', { class: `toast-icon is-${icon}` })];
  const box = element('div', { class: 'toast', role: 'status' }, ...picture, element('p', {}, title));
  const layer = openLayer(icon === 'loading' ? 'loading' : 'toast', box, { modal: false });
  layer.element.classList.toggle('is-blocking', mask);
  const timer = duration === undefined ? 0 : (setTimeout(hideToast, duration) as unknown as number);
  current = { layer, timer };
}

export function hideToast(): void {
  if (current === undefined) return;
  clearTimeout(current.timer);
  current.layer.close();
  current = undefined;
}
