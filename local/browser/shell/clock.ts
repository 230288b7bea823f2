import { element } from '../runtime/ui/dom';
import { moveClock } from './client';

const HOUR = 3_600_000;
/** Schools live in UTC+8, wherever this machine stands. */
const ZONE_MS = 8 * HOUR;

const day = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  month: 'long',
  day: 'numeric',
  weekday: 'short',
});
const shortDay = new Intl.DateTimeFormat('zh-CN', { timeZone: 'Asia/Shanghai', month: '2-digit', day: '2-digit' });
const hour = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  hour: '2-digit',
  minute: '2-digit',
  hour12: false,
});

/** `11月22日周日 19:52` */
export const sayTime = (at: number): string => `${day.format(at)} ${hour.format(at)}`;

/** `11-22 19:52`, for lists. */
export const sayHour = (at: number): string => `${shortDay.format(at).replace('/', '-')} ${hour.format(at)}`;

/** Shows the local clock and moves it. */
export class ClockPanel {
  readonly #time: HTMLElement;
  #offset: number;

  constructor(time: HTMLElement, controls: HTMLElement, offset: number) {
    this.#time = time;
    this.#offset = offset;
    const forward = (text: string, ms: number) =>
      element('button', { class: 'chip', onclick: () => void moveClock(this.#now() + ms) }, text);
    const field = element('input', { type: 'datetime-local', 'aria-label': '拨到哪一天几点' });
    const set = () => {
      if (field.value !== '') void moveClock(Date.parse(`${field.value}Z`) - ZONE_MS);
    };
    controls.append(
      forward('+1 小时', HOUR),
      forward('+1 天', 24 * HOUR),
      element('button', { class: 'chip', onclick: () => void moveClock(Date.now()) }, '回到现在'),
      element('span', { class: 'set' }, field, element('button', { class: 'chip', onclick: set }, '拨到')),
    );
    this.#show();
    setInterval(() => this.#show(), 1000);
  }

  follow(offset: number): void {
    this.#offset = offset;
    this.#show();
  }

  #now(): number {
    return Date.now() + this.#offset;
  }

  #show(): void {
    this.#time.textContent = sayTime(this.#now());
  }
}
