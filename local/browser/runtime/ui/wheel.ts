import { element } from './dom';

export const WHEEL_ITEM_PX = 44;

/** Tells which item of a scrolling column stands in the middle once it rests, and moves it there. */
export class Wheel {
  #settle: number | undefined;
  /** Where it stands as far as the owner knows. */
  #known = 0;

  constructor(
    readonly scroller: HTMLElement,
    readonly itemHeight: () => number,
    onSettled: (index: number) => void,
  ) {
    scroller.addEventListener('scroll', () => {
      clearTimeout(this.#settle);
      this.#settle = setTimeout(() => {
        if (this.index === this.#known) return;
        this.#known = this.index;
        onSettled(this.index);
      }, 100) as unknown as number;
    });
    scroller.addEventListener('click', ({ clientY }) => {
      const { top, height } = scroller.getBoundingClientRect();
      const steps = Math.round((clientY - top - height / 2) / itemHeight());
      if (steps !== 0) scroller.scrollBy({ top: steps * itemHeight(), behavior: 'smooth' });
    });
  }

  get index(): number {
    return Math.round(this.scroller.scrollTop / (this.itemHeight() || 1));
  }

  /** Moves to an item without calling back. */
  moveTo(index: number): void {
    this.#known = index;
    const top = index * this.itemHeight();
    if (Math.abs(this.scroller.scrollTop - top) >= 1) this.scroller.scrollTop = top;
  }
}

/** A column of texts for the pickers that WeChat draws itself. */
export class WheelColumn {
  readonly element = element('div', { class: 'wheel' });
  readonly #wheel: Wheel;
  #items: readonly string[] = [];

  constructor(onSettled: (index: number) => void) {
    this.#wheel = new Wheel(this.element, () => WHEEL_ITEM_PX, onSettled);
  }

  get index(): number {
    return Math.min(this.#wheel.index, this.#items.length - 1);
  }

  show(items: readonly string[], index: number): void {
    if (items.join('\0') !== this.#items.join('\0')) {
      this.#items = items;
      this.element.replaceChildren(...items.map((text) => element('div', { class: 'wheel-item' }, text)));
    }
    this.#wheel.moveTo(Math.max(0, Math.min(index, items.length - 1)));
  }
}
