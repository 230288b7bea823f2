import type { Persona } from '../../ports';
import type { ShellMessage, SmartDevice } from '../phone-config';
import { element } from '../runtime/ui/dom';
import { setMessagesOn } from './client';
import { type Device, type Entry, shrink } from './device';

/** True sizes of the screens in CSS px; the frame shrinks them to the room there is. */
const SCREENS: Record<SmartDevice, { readonly width: number; readonly height: number }> = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1180, height: 820 },
  desktop: { width: 1024, height: 768 },
};

export interface FrameOptions {
  /** The main switch for messages as it is now. */
  readonly messagesOn: boolean;
  /** Puts the phone down. */
  close(): void;
}

/** A persona's device with the real Mini Program in it. */
export class Frame implements Device {
  readonly element: HTMLElement;
  readonly #screen: HTMLIFrameElement;
  #online = true;
  #up = false;
  /** What was said while the phone was still starting. */
  #unheard: ShellMessage[] = [];

  constructor(
    readonly persona: Persona & { readonly device: SmartDevice },
    entry: Entry | undefined,
    { close, messagesOn }: FrameOptions,
  ) {
    const { width, height } = SCREENS[persona.device];
    this.#screen = element('iframe', {
      src: this.#url(entry),
      title: `${persona.title}的屏幕`,
      width,
      height,
      allow: 'microphone; camera; autoplay; clipboard-write',
    });
    const network = element('button', { class: 'chip', title: '这部手机没有网', 'aria-pressed': 'false' }, '断网');
    network.onclick = () => {
      this.#online = !this.#online;
      network.setAttribute('aria-pressed', String(!this.#online));
      network.textContent = this.#online ? '断网' : '没有网';
      this.#tell({ kind: 'network', online: this.#online });
    };
    const scan = () => this.#tell({ kind: 'scan' });
    const messages = element(
      'button',
      { class: 'chip', title: '这个人不收消息', 'aria-pressed': String(!messagesOn) },
      '勿扰',
    );
    messages.onclick = () => {
      const on = messages.getAttribute('aria-pressed') === 'true';
      messages.setAttribute('aria-pressed', String(!on));
      void setMessagesOn(persona.key, on);
    };
    const restart = () => {
      this.#up = false;
      this.#screen.src = this.#url(undefined);
    };
    this.element = element(
      'figure',
      { class: 'frame', 'data-device': persona.device, 'data-persona': persona.key },
      element(
        'figcaption',
        {},
        element('strong', { class: 'frame-name' }, persona.title),
        element('button', { class: 'chip', onclick: scan }, '扫一扫'),
        network,
        messages,
        element('button', { class: 'chip', title: '关掉，重新打开', onclick: restart }, '重开'),
        element('button', { class: 'chip', 'aria-label': '放下', onclick: close }, '放下'),
      ),
      element('div', { class: 'case' }, this.#screen),
    );
  }

  /** The phone is up, again after each restart: it learns of its network, and of what was said meanwhile. */
  start(): void {
    this.#up = true;
    this.#tell({ kind: 'network', online: this.#online });
    for (const message of this.#unheard.splice(0)) this.#tell(message);
  }

  /** Whether a message of the window comes from this phone. */
  isFrom(source: MessageEventSource | null): boolean {
    return source !== null && source === this.#screen.contentWindow;
  }

  fit(box: { readonly width: number; readonly height: number }): void {
    shrink(this.#screen, SCREENS[this.persona.device], box);
  }

  open({ page, way }: Entry): void {
    this.#tell({ kind: 'open', page, from: way });
  }

  moveClock(offset: number): void {
    this.#tell({ kind: 'clock', offset });
  }

  #url(entry: Entry | undefined): string {
    const search = entry === undefined ? '' : `?${new URLSearchParams({ page: entry.page, from: entry.way })}`;
    return `/phone/${encodeURIComponent(this.persona.key)}/${search}`;
  }

  #tell(message: ShellMessage): void {
    if (this.#up) this.#screen.contentWindow?.postMessage(message, location.origin);
    else if (message.kind !== 'network') this.#unheard.push(message);
  }
}
