import type { Delivery, Persona } from '../../ports';
import { PHONE_UP, type SmartDevice } from '../phone-config';
import { element } from '../runtime/ui/dom';
import type { Device, Entry } from './device';
import { Frame } from './frame';
import { PlainPhone } from './plain-phone';

const WIDE: ReadonlySet<Persona['device']> = new Set(['tablet', 'desktop']);
const MAX_FRAMES = 2;
const GAP_PX = 32;
/** Name, buttons and the edge of the device. */
const FRAME_EXTRA = { width: 24, height: 76 };

/** What the devices on the table show of the world around them. */
export interface TableWorld {
  /** What was delivered so far, newest first. */
  deliveries(): readonly Delivery[];
  /** The main switch for messages in somebody's settings. */
  messagesOn(persona: Persona): boolean;
}

/** The devices that lie on the table: one, or two side by side. The address keeps who they belong to. */
export class Desk {
  #frames: Device[] = [];

  constructor(
    readonly root: HTMLElement,
    readonly world: TableWorld,
    readonly onChange: (personas: readonly Persona[]) => void,
  ) {
    new ResizeObserver(() => this.#fit()).observe(root);
    addEventListener('message', ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== location.origin || data !== PHONE_UP) return;
      for (const frame of this.#frames) if (frame instanceof Frame && frame.isFrom(source)) frame.start();
    });
  }

  /** Takes up somebody's phone in place of the others. */
  take(persona: Persona, entry?: Entry): void {
    const held = this.#held(persona);
    this.#show([held ?? this.#frame(persona, entry)]);
    if (held !== undefined && entry !== undefined) held.open(entry);
  }

  /** Puts somebody's phone beside the one that lies there. */
  putBeside(persona: Persona, entry?: Entry): void {
    const held = this.#held(persona);
    if (held !== undefined) {
      if (entry !== undefined) held.open(entry);
      return;
    }
    this.#show([...this.#frames.slice(0, MAX_FRAMES - 1), this.#frame(persona, entry)]);
  }

  /** A message came: a telephone that lies here shows it. */
  receive(delivery: Delivery): void {
    for (const frame of this.#frames) if (frame instanceof PlainPhone) frame.receive(delivery);
  }

  moveClock(offset: number): void {
    for (const frame of this.#frames) frame.moveClock(offset);
  }

  #held(persona: Persona): Device | undefined {
    return this.#frames.find((frame) => frame.persona.key === persona.key);
  }

  #frame(persona: Persona, entry: Entry | undefined): Device {
    const close = () => this.#show(this.#frames.filter((other) => other !== frame));
    const frame: Device = hasWechat(persona)
      ? new Frame(persona, entry, { close, messagesOn: this.world.messagesOn(persona) })
      : new PlainPhone(persona, this.world.deliveries(), close);
    return frame;
  }

  #show(frames: Device[]): void {
    for (const old of this.#frames) if (!frames.includes(old)) old.element.remove();
    this.root.querySelector('.empty')?.remove();
    this.#frames = frames;
    // moving an iframe in the page would reload it
    for (const frame of frames) if (!frame.element.isConnected) this.root.append(frame.element);
    if (frames.length === 0) this.root.append(element('p', { class: 'empty' }, '桌上没有手机。从左边点一个人。'));
    this.onChange(frames.map(({ persona }) => persona));
    this.#fit();
  }

  #fit(): void {
    const count = this.#frames.length;
    if (count === 0) return;
    const { clientWidth, clientHeight } = this.root;
    // tablets and computers are wide: two of them lie one below the other
    const stacked = count > 1 && this.#frames.some(({ persona }) => WIDE.has(persona.device)) && clientWidth < 1400;
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

const hasWechat = (persona: Persona): persona is Persona & { readonly device: SmartDevice } =>
  persona.device !== 'plain';
