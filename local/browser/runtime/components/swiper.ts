import { element } from '../ui/dom';
import { onDrag } from '../ui/drag';
import { defineBuiltin, type Host } from './define';

const SWITCH_AT = 0.25;

/** `swiper` and `swiper-item`: each item stands at its distance from the position, so a circle needs no copies. */
export function defineSwiper(): void {
  defineBuiltin('swiper-item', { properties: { itemId: String, skipHiddenItemLayout: Boolean } });
  defineBuiltin('swiper', {
    properties: {
      current: Number,
      currentItemId: String,
      autoplay: Boolean,
      interval: [Number, 5000],
      duration: [Number, 500],
      circular: Boolean,
      vertical: Boolean,
      indicatorDots: Boolean,
      indicatorColor: [String, 'rgba(0, 0, 0, .3)'],
      indicatorActiveColor: [String, '#000000'],
      previousMargin: [String, '0px'],
      nextMargin: [String, '0px'],
      displayMultipleItems: [Number, 1],
      snapToEdge: Boolean,
      easingFunction: String,
    },
    attributes: ['vertical'],
    create: (host) => {
      const swiper = new Swiper(host);
      return {
        attached: () => swiper.attach(),
        detached: () => swiper.detach(),
        changed: (name, value) => swiper.changed(name, value),
      };
    },
  });
}

class Swiper {
  readonly #host: Host;
  readonly #dots = element('div', { class: 'swiper-dots' });
  readonly #observer = new MutationObserver(() => this.#draw(false));
  #track: HTMLElement | null = null;
  #position = 0;
  #timer: number | undefined;

  constructor(host: Host) {
    this.#host = host;
    onDrag(host.element, {
      start: () => this.#items.length > 1,
      move: ({ dx, dy }) => {
        const [along, across] = this.#vertical ? [dy, dx] : [dx, dy];
        if (Math.abs(across) > Math.abs(along)) return false;
        this.#position = this.#limited(host.get<number>('current') - along / this.#itemSize);
        this.#draw(false);
        return true;
      },
      end: ({ dx, dy }) => {
        const moved = -(this.#vertical ? dy : dx) / this.#itemSize;
        const step = Math.abs(moved) > SWITCH_AT ? Math.sign(moved) * Math.max(1, Math.round(Math.abs(moved))) : 0;
        this.#goTo(host.get<number>('current') + step, 'touch');
      },
    });
  }

  attach(): void {
    this.#track = this.#host.element.querySelector('wx-swiper-track');
    this.#host.element.append(this.#dots);
    if (this.#track !== null) this.#observer.observe(this.#track, { childList: true });
    this.#position = this.#host.get<number>('current');
    requestAnimationFrame(() => this.#draw(false));
    this.#restartTimer();
  }

  detach(): void {
    this.#observer.disconnect();
    clearInterval(this.#timer);
  }

  changed(name: string, value: unknown): void {
    if (this.#track === null) return;
    if (name === 'current' && Math.round(this.#position) !== value) {
      this.#position = Number(value);
      this.#draw(true);
    } else this.#draw(false);
    if (name === 'autoplay' || name === 'interval') this.#restartTimer();
  }

  get #items(): HTMLElement[] {
    return [...(this.#track?.querySelectorAll<HTMLElement>('wx-swiper-item') ?? [])];
  }

  get #vertical(): boolean {
    return this.#host.get<boolean>('vertical');
  }

  get #itemSize(): number {
    const { clientWidth, clientHeight } = this.#track ?? this.#host.element;
    return ((this.#vertical ? clientHeight : clientWidth) || 1) / this.#host.get<number>('displayMultipleItems');
  }

  #limited(position: number): number {
    const last = this.#items.length - this.#host.get<number>('displayMultipleItems');
    return this.#host.get<boolean>('circular') ? position : Math.min(Math.max(-0.3, position), last + 0.3);
  }

  #goTo(index: number, source: 'touch' | 'autoplay'): void {
    const count = this.#items.length;
    if (count === 0) return;
    const circular = this.#host.get<boolean>('circular');
    const before = this.#host.get<number>('current');
    const current = circular ? ((index % count) + count) % count : Math.min(Math.max(0, index), count - 1);
    this.#position = current;
    this.#draw(true);
    if (current === before) return;
    this.#host.set({ current });
    const detail = { current, currentItemId: '', source };
    this.#host.trigger('change', detail);
    setTimeout(() => this.#host.trigger('animationfinish', detail), this.#host.get<number>('duration'));
  }

  #draw(animated: boolean): void {
    const items = this.#items;
    const shown = this.#host.get<number>('displayMultipleItems');
    if (this.#track === null) return;
    this.#track.style.setProperty('--before', this.#host.get('previousMargin'));
    this.#track.style.setProperty('--after', this.#host.get('nextMargin'));
    const circular = this.#host.get<boolean>('circular') && items.length > 1;
    items.forEach((item, index) => {
      const distance = circular ? aroundCircle(index - this.#position, items.length) : index - this.#position;
      item.style[this.#vertical ? 'height' : 'width'] = `${100 / shown}%`;
      item.style.transition = animated ? `transform ${this.#host.get<number>('duration')}ms` : 'none';
      item.style.transform = this.#vertical ? `translateY(${distance * 100}%)` : `translateX(${distance * 100}%)`;
    });
    this.#drawDots(items.length);
  }

  #drawDots(count: number): void {
    this.#dots.hidden = !this.#host.get<boolean>('indicatorDots');
    if (this.#dots.hidden) return;
    const current = Math.round(this.#position);
    this.#dots.replaceChildren(
      ...Array.from({ length: count }, (_, index) => {
        const dot = element('i');
        dot.style.background = this.#host.get(index === current ? 'indicatorActiveColor' : 'indicatorColor');
        return dot;
      }),
    );
  }

  #restartTimer(): void {
    clearInterval(this.#timer);
    if (!this.#host.get<boolean>('autoplay')) return;
    const next = () => {
      const current = this.#host.get<number>('current');
      const atEnd = current >= this.#items.length - 1;
      this.#goTo(atEnd && !this.#host.get<boolean>('circular') ? 0 : current + 1, 'autoplay');
    };
    this.#timer = setInterval(next, this.#host.get<number>('interval')) as unknown as number;
  }
}

/** The shorter way round: −count/2 … count/2. */
function aroundCircle(distance: number, count: number): number {
  const wrapped = ((distance % count) + count) % count;
  return wrapped > count / 2 ? wrapped - count : wrapped;
}
