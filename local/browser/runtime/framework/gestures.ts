import { domOf, type EaselElement, easelElementAt } from './easel';
import { dispatchEvent } from './events';
import { releaseHover, startHover } from './hover';
import { withTap } from './tap-rule';

/** A finger as WeChat's events name it. */
interface TouchPoint {
  readonly identifier: number;
  readonly clientX: number;
  readonly clientY: number;
  readonly pageX: number;
  readonly pageY: number;
}

const LONG_PRESS_MS = 350;
const MOVE_TOLERANCE_PX = 10;

/** Events of the browser that go to WeChat's listeners under the same name. */
const FORWARDED = ['transitionend', 'animationstart', 'animationiteration', 'animationend'];

const pointsOf = (list: Iterable<Touch>): TouchPoint[] =>
  [...list].map(({ identifier, clientX, clientY, pageX, pageY }) => ({ identifier, clientX, clientY, pageX, pageY }));

/** Fingers on a `canvas` also say where on it they are, in px from its corner (`CanvasTouch`). */
function onCanvas(target: EaselElement, points: TouchPoint[]): object[] {
  const dom = domOf(target);
  if (dom?.localName !== 'wx-canvas') return points;
  const { left, top } = dom.getBoundingClientRect();
  return points.map((point) => ({ ...point, x: point.clientX - left, y: point.clientY - top }));
}

/**
 * Makes WeChat's events from the browser's: touches (a mouse counts as a finger, as in DevTools),
 * `tap` from the click that ends one, `longpress`, and ends of animations.
 */
export class Gestures {
  #lastTouchAt = Number.NEGATIVE_INFINITY;
  #mouseTarget: EaselElement | undefined;
  #start: { readonly x: number; readonly y: number } | undefined;
  #longPressTimer = 0;
  #swallowTap = false;

  constructor(root: HTMLElement) {
    const touch = { capture: true, passive: false } as const;
    for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel'] as const) {
      root.addEventListener(type, (event) => this.#onTouch(type, event), touch);
    }
    root.addEventListener('mousedown', (event) => this.#onMouseDown(event), true);
    addEventListener('mousemove', (event) => this.#onMouse('touchmove', event), true);
    addEventListener('mouseup', (event) => this.#onMouse('touchend', event), true);
    root.addEventListener('click', (event) => this.#onClick(event), true);
    for (const type of FORWARDED) root.addEventListener(type, (event) => forward(type, event), true);
  }

  #onTouch(type: string, event: TouchEvent): void {
    this.#lastTouchAt = performance.now();
    const target = easelElementAt(event.target);
    if (target === undefined) return;
    const changed = pointsOf(event.changedTouches);
    this.#touch(type, target, pointsOf(event.touches), changed, () => {
      // stopping a start would also stop the click that becomes the tap
      if (type === 'touchmove' && event.cancelable) event.preventDefault();
    });
  }

  #onMouseDown(event: MouseEvent): void {
    if (event.button !== 0 || performance.now() - this.#lastTouchAt < 1000) return;
    this.#mouseTarget = easelElementAt(event.target);
    this.#onMouse('touchstart', event);
  }

  #onMouse(type: string, { clientX, clientY, pageX, pageY }: MouseEvent): void {
    const target = this.#mouseTarget;
    if (target === undefined) return;
    const point = { identifier: 0, clientX, clientY, pageX, pageY };
    const ended = type === 'touchend';
    if (ended) this.#mouseTarget = undefined;
    this.#touch(type, target, ended ? [] : [point], [point], () => undefined);
  }

  #touch(
    type: string,
    target: EaselElement,
    touches: TouchPoint[],
    changedTouches: TouchPoint[],
    prevent: () => void,
  ): void {
    const first = changedTouches[0];
    if (first === undefined) return;
    if (type === 'touchstart') this.#beginPress(target, first, changedTouches);
    if (type === 'touchmove' && this.#movedFrom(first)) this.#endPress();
    if (type === 'touchend' || type === 'touchcancel') this.#endPress();
    const detail = { x: first.pageX, y: first.pageY };
    const fields = { touches: onCanvas(target, touches), changedTouches: onCanvas(target, changedTouches) };
    const { prevented } = dispatchEvent(target, type, detail, fields);
    if (prevented) prevent();
  }

  #beginPress(target: EaselElement, point: TouchPoint, changedTouches: TouchPoint[]): void {
    this.#start = { x: point.clientX, y: point.clientY };
    this.#swallowTap = false;
    startHover(target);
    clearTimeout(this.#longPressTimer);
    this.#longPressTimer = setTimeout(() => {
      const detail = { x: point.pageX, y: point.pageY };
      const fields = { touches: changedTouches, changedTouches };
      // a long press that somebody listened to is not a tap as well
      this.#swallowTap = dispatchEvent(target, 'longpress', detail, fields).handled;
      dispatchEvent(target, 'longtap', detail, fields);
    }, LONG_PRESS_MS) as unknown as number;
  }

  #movedFrom(point: TouchPoint): boolean {
    const start = this.#start;
    if (start === undefined) return true;
    return Math.hypot(point.clientX - start.x, point.clientY - start.y) > MOVE_TOLERANCE_PX;
  }

  #endPress(): void {
    clearTimeout(this.#longPressTimer);
    this.#start = undefined;
    releaseHover();
  }

  #onClick(event: MouseEvent): void {
    const element = event.target as HTMLElement;
    const target = easelElementAt(element);
    if (this.#swallowTap) {
      this.#swallowTap = false;
      return;
    }
    if (target === undefined || element.closest('wx-button[disabled]') !== null) return;
    const { pageX, pageY, clientX, clientY } = event;
    const point = { identifier: 0, clientX, clientY, pageX, pageY };
    withTap(() => {
      dispatchEvent(target, 'tap', { x: pageX, y: pageY }, { touches: [point], changedTouches: [point] });
    });
  }
}

function forward(type: string, event: Event): void {
  const element = event.target as HTMLElement;
  const target = easelElementAt(element);
  // ends of what a built-in animates inside itself are its own affair
  if (target === undefined || target.getBackendElement() !== (element as unknown)) return;
  const { propertyName, animationName, elapsedTime } = event as TransitionEvent & AnimationEvent;
  dispatchEvent(target, type, { propertyName, animationName, elapsedTime });
}
