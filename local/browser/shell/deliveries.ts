import type { Delivery, Persona } from '../../ports';
import { element } from '../runtime/ui/dom';
import { sayHour, sayTime } from './clock';
import type { Entry } from './device';

const WAYS: Record<Delivery['way'], string> = { subscribe: '微信', sms: '短信' };
/** Enough to look back on; the whole history is on WeChat's side. */
const MAX_SHOWN = 200;

/** What WeChat delivered to whom, newest first; a tap opens the message on that person's phone. */
export class DeliveryPanel {
  constructor(
    readonly root: HTMLElement,
    readonly personas: readonly Persona[],
    readonly open: (persona: Persona, entry: Entry) => void,
  ) {}

  showAll(deliveries: readonly Delivery[]): void {
    this.root.replaceChildren(...deliveries.slice(0, MAX_SHOWN).map((delivery) => this.#item(delivery)));
    if (deliveries.length === 0)
      this.root.append(element('li', { class: 'empty' }, '还没有消息。送到谁、送没送到，都会写在这里。'));
  }

  add(delivery: Delivery): void {
    this.root.querySelector('.empty')?.remove();
    this.root.prepend(this.#item(delivery));
    while (this.root.children.length > MAX_SHOWN) this.root.lastElementChild?.remove();
  }

  #item(delivery: Delivery): HTMLElement {
    const { at, way, to, lines, page, errcode } = delivery;
    const persona = this.personas.find(({ openid, phoneNumber }) => to === openid || to === phoneNumber);
    const head = element(
      'header',
      {},
      element('strong', { class: 'message-to', title: to }, persona?.title ?? (way === 'sms' ? to : '别的家里人')),
      element('span', { class: `way is-${way}` }, WAYS[way]),
      element('time', { title: sayTime(at) }, sayHour(at)),
    );
    const body = [head, ...lines.map((line) => element('p', {}, line))];
    if (errcode !== 0) body.push(element('p', { class: 'refused' }, `没有送到（${errcode}）`));
    const item = element('li', { class: errcode === 0 ? 'message' : 'message is-refused' });
    if (persona !== undefined && page !== undefined && errcode === 0) {
      const entry: Entry = { page, way: way === 'sms' ? 'sms' : 'message' };
      const button = element('button', { onclick: () => this.open(persona, entry) }, ...body);
      button.title = `在${persona.title}的手机上打开`;
      item.append(button);
    } else item.append(element('div', {}, ...body));
    return item;
  }
}
