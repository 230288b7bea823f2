import { element } from './dom';

let container: HTMLElement | undefined;
const transient = new Set<() => void>();

/** Where everything that WeChat draws above the pages goes. */
export function installLayers(overlays: HTMLElement): void {
  container = overlays;
}

export interface Layer {
  readonly element: HTMLElement;
  close(): void;
}

/**
 * Puts something above the pages. `kind` becomes `data-ui`, by which tests find it. A layer that is
 * not modal goes away when another page shows.
 */
export function openLayer(kind: string, content: Node, options: { modal?: boolean; onMask?: () => void } = {}): Layer {
  const { modal = true, onMask } = options;
  const layer = element('div', { class: `layer layer-${kind}`, 'data-ui': kind });
  if (modal) layer.append(element('div', { class: 'mask', onclick: () => onMask?.() }));
  layer.append(content);
  container?.append(layer);
  const close = () => {
    layer.remove();
    transient.delete(close);
  };
  if (!modal) transient.add(close);
  return { element: layer, close };
}

/** Another page shows: toasts of the last one go. */
export function closeTransientUi(): void {
  for (const close of [...transient]) close();
}
