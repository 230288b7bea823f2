import type { Persona } from '../../ports';
import { element } from '../runtime/ui/dom';
import { Frame } from './frame';

const MAX_FRAMES = 2;
const GAP_PX = 32;
/** Name, buttons and the edge of the device. */
const FRAME_EXTRA = { width: 24, height: 76 };

/** The devices that lie on the table: one, or two side by side. The address keeps who they belong to. */
export class Desk {
  #frames: Frame[] = [];

  constructor(
    readonly root: HTMLElement,
    readonly onChange: (keys: readonly string[]) => void,
  ) {
    new ResizeObserver(() => this.#fit()).observe(root);
  }

  /** Takes up somebody's phone in place of the others. */
  take(persona: Persona, page?: string): void {
    const held = this.#held(persona);
    this.#show([held ?? this.#frame(persona, page)]);
    if (held !== undefined && page !== undefined) held.open(page);
  }

  /** Puts somebody's phone beside the one that lies there. */
  putBeside(persona: Persona, page?: string): void {
    const held = this.#held(persona);
    if (held !== undefined) {
      if (page !== undefined) held.open(page);
      return;
    }
    this.#show([...this.#frames.slice(0, MAX_FRAMES - 1), this.#frame(persona, page)]);
  }

  moveClock(offset: number): void {
    for (const frame of this.#frames) frame.moveClock(offset);
  }

  #held(persona: Persona): Frame | undefined {
    return this.#frames.find((frame) => frame.persona.key === persona.key);
  }

  #frame(persona: Persona, page: string | undefined): Frame {
    const frame: Frame = new Frame(persona, page, {
      close: () => this.#show(this.#frames.filter((other) => other !== frame)),
    });
    return frame;
  }

  #show(frames: Frame[]): void {
    for (const old of this.#frames) if (!frames.includes(old)) old.element.remove();
    this.root.querySelector('.empty')?.remove();
    this.#frames = frames;
    // moving an iframe in the page would reload it
    for (const frame of frames) if (!frame.element.isConnected) this.root.append(frame.element);
    if (frames.length === 0) this.root.append(element('p', { class: 'empty' }, '桌上没有手机。从左边点一个人。'));
    this.onChange(frames.map(({ persona }) => persona.key));
    this.#fit();
  }

  #fit(): void {
    const count = this.#frames.length;
    if (count === 0) return;
    const { clientWidth, clientHeight } = this.root;
    // tablets and computers are wide: two of them lie one below the other
    const stacked = count > 1 && this.#frames.some(({ persona }) => persona.device !== 'phone') && clientWidth < 1400;
    this.root.classList.toggle('is-stacked', stacked);
    const across = stacked ? 1 : count;
    const down = stacked ? count : 1;
    for (const frame of this.#frames) {
      frame.fit({
        width: (clientWidth - GAP_PX * (across + 1)) / across - FRAME_EXTRA.width,
        height: (clientHeight - GAP_PX) / down - FRAME_EXTRA.height,
      });
    }
  }
}
