import type { Persona } from '../../ports';
import type { GroupMessage } from '../phone-config';
import { element } from '../runtime/ui/dom';
import { sayHour } from './clock';

/** The class's group in WeChat: cards that were sent from pages. Each opens on any phone that lies on the table. */
export class GroupPanel {
  #messages: readonly GroupMessage[] = [];
  #here: readonly Persona[] = [];

  constructor(
    readonly root: HTMLElement,
    readonly open: (persona: Persona, page: string) => void,
  ) {}

  showAll(messages: readonly GroupMessage[]): void {
    this.#messages = messages;
    this.#show();
  }

  add(message: GroupMessage): void {
    this.showAll([message, ...this.#messages]);
  }

  /** Whose phones lie on the table now. */
  setHere(personas: readonly Persona[]): void {
    this.#here = personas.filter(({ device }) => device !== 'plain');
    this.#show();
  }

  #show(): void {
    this.root.hidden = this.#messages.length === 0;
    this.root.querySelector('ol')?.replaceChildren(...this.#messages.map((message) => this.#card(message)));
  }

  #card({ from, at, title, path, picture }: GroupMessage): HTMLElement {
    const head = element(
      'header',
      {},
      element('strong', { class: 'message-to' }, from),
      element('time', {}, sayHour(at)),
    );
    const card = element('li', { class: 'message card' }, head, element('p', {}, title));
    if (picture !== undefined) card.append(element('img', { src: picture, alt: '' }));
    if (path !== undefined) {
      const chips = this.#here.map((persona) =>
        element('button', { class: 'chip', onclick: () => this.open(persona, path) }, `${persona.title}点开`),
      );
      card.append(element('div', { class: 'row' }, ...chips));
    }
    return card;
  }
}
