import type { Persona } from '../../ports';
import type { ShellMessage } from '../phone-config';
import { element } from '../runtime/ui/dom';

/** True sizes of the screens in CSS px; the frame shrinks them to the room there is. */
const SCREENS: Record<Persona['device'], { readonly width: number; readonly height: number }> = {
  phone: { width: 390, height: 844 },
  tablet: { width: 1180, height: 820 },
  desktop: { width: 1024, height: 768 },
};

export interface FrameActions {
  /** Puts the phone down. */
  close(): void;
}

/** A persona's device with the real Mini Program in it. */
export class Frame {
  readonly element: HTMLElement;
  readonly #screen: HTMLIFrameElement;
  readonly #case: HTMLElement;
  #online = true;

  constructor(
    readonly persona: Persona,
    page: string | undefined,
    actions: FrameActions,
  ) {
    const { width, height } = SCREENS[persona.device];
    this.#screen = element('iframe', {
      src: this.#url(page),
      title: `${persona.title}的屏幕`,
      width,
      height,
      allow: 'microphone; camera; autoplay; clipboard-write',
    });
    this.#screen.onload = () => this.#tell({ kind: 'network', online: this.#online });
    this.#case = element('div', { class: 'case' }, this.#screen);
    const network = element('button', { class: 'chip', 'aria-pressed': 'false' }, '断网');
    network.onclick = () => {
      this.#online = !this.#online;
      network.setAttribute('aria-pressed', String(!this.#online));
      network.textContent = this.#online ? '断网' : '没有网，点一下恢复';
      this.#tell({ kind: 'network', online: this.#online });
    };
    const restart = () => {
      this.#screen.src = this.#url(undefined);
    };
    this.element = element(
      'figure',
      { class: 'frame', 'data-device': persona.device, 'data-persona': persona.key },
      element(
        'figcaption',
        {},
        element('strong', { class: 'frame-name' }, persona.title),
        network,
        element('button', { class: 'chip', onclick: restart }, '关掉重开'),
        element('button', { class: 'chip', 'aria-label': '放下', onclick: actions.close }, '放下'),
      ),
      this.#case,
    );
  }

  /** Shrinks the device to a box, never beyond its true size. */
  fit(box: { readonly width: number; readonly height: number }): void {
    const { width, height } = SCREENS[this.persona.device];
    const scale = Math.min(1, box.width / width, box.height / height);
    this.#screen.style.transform = `scale(${scale})`;
    this.#case.style.width = `${width * scale}px`;
    this.#case.style.height = `${height * scale}px`;
  }

  open(page: string): void {
    this.#tell({ kind: 'open', page });
  }

  moveClock(offset: number): void {
    this.#tell({ kind: 'clock', offset });
  }

  #url(page: string | undefined): string {
    const search = page === undefined ? '' : `?page=${encodeURIComponent(page)}`;
    return `/phone/${encodeURIComponent(this.persona.key)}/${search}`;
  }

  #tell(message: ShellMessage): void {
    this.#screen.contentWindow?.postMessage(message, location.origin);
  }
}
