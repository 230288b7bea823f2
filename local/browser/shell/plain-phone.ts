import type { Delivery, Persona } from '../../ports';
import { element } from '../runtime/ui/dom';
import { sayHour } from './clock';
import { type Device, shrink } from './device';

const SCREEN = { width: 260, height: 420 };

/** A telephone with keys: it rings, and it shows the SMS that came to its number. Links in them lead nowhere. */
export class PlainPhone implements Device {
  readonly element: HTMLElement;
  readonly #list = element('ol', { class: 'plain-messages' });
  readonly #screen = element('div', { class: 'plain-screen' }, element('h3', {}, '短信'), this.#list);

  constructor(
    readonly persona: Persona,
    received: readonly Delivery[],
    close: () => void,
  ) {
    this.#screen.style.width = `${SCREEN.width}px`;
    this.#screen.style.height = `${SCREEN.height}px`;
    this.element = element(
      'figure',
      { class: 'frame', 'data-device': 'plain', 'data-persona': persona.key },
      element(
        'figcaption',
        {},
        element('strong', { class: 'frame-name' }, persona.title),
        element('button', { class: 'chip', 'aria-label': '放下', onclick: close }, '放下'),
      ),
      element('div', { class: 'case' }, this.#screen),
    );
    for (const delivery of received.toReversed()) this.receive(delivery);
  }

  /** Shows an SMS if it is for this number and arrived. */
  receive({ way, to, lines, at, errcode }: Delivery): void {
    if (way !== 'sms' || to !== this.persona.phoneNumber || errcode !== 0) return;
    const text = lines.map((line) => element('p', {}, line));
    this.#list.prepend(element('li', {}, element('time', {}, sayHour(at)), ...text));
  }

  fit(box: { readonly width: number; readonly height: number }): void {
    shrink(this.#screen, SCREEN, box);
  }

  open(): void {}

  moveClock(): void {}
}
