import { element } from './dom';
import { openLayer } from './layers';

/**
 * A sheet from the bottom. `build` gets a function that closes it with an answer; a tap beside it
 * answers `dismissed`.
 */
export function sheet<T>(kind: string, dismissed: T, build: (answer: (value: T) => void) => Node[]): Promise<T> {
  return new Promise((resolve) => {
    const box = element('div', { class: 'sheet', role: 'dialog', 'aria-modal': 'true' });
    const answer = (value: T) => {
      layer.close();
      resolve(value);
    };
    const layer = openLayer(kind, box, { onMask: () => answer(dismissed) });
    box.append(...build(answer));
  });
}

/** A list of choices with 取消 below, as `showActionSheet` shows it; answers the index, or −1. */
export function choose(
  kind: string,
  items: readonly string[],
  options: { readonly title?: string; readonly color?: string } = {},
): Promise<number> {
  return sheet(kind, -1, (answer) => {
    const title = options.title ? [element('p', { class: 'sheet-title' }, options.title)] : [];
    const rows = items.map((text, index) => {
      const row = element('button', { class: 'sheet-row', onclick: () => answer(index) }, text);
      if (options.color !== undefined) row.style.color = options.color;
      return row;
    });
    return [...title, ...rows, element('button', { class: 'sheet-row is-cancel', onclick: () => answer(-1) }, '取消')];
  });
}
