import { translateInlineUnits } from './units';

/** One step of `wx.createAnimation`: what changes, and how long it takes. */
export interface AnimationStep {
  readonly transform: string;
  readonly style: Readonly<Record<string, string>>;
  readonly duration: number;
  readonly delay: number;
  readonly timingFunction: string;
  readonly transformOrigin: string;
}

export interface ExportedAnimation {
  readonly actions: readonly AnimationStep[];
}

interface AnimationOptions {
  readonly duration?: number;
  readonly delay?: number;
  readonly timingFunction?: string;
  readonly transformOrigin?: string;
}

const length = (value: number | string): string => (typeof value === 'number' ? `${value}px` : value);
const degrees = (value: number): string => `${value}deg`;
const plain = (value: number | string): string => String(value);

/** Transform functions and how their arguments are written in CSS. */
const TRANSFORMS: Record<string, (value: never) => string> = {
  translate: length,
  translateX: length,
  translateY: length,
  translateZ: length,
  scale: plain,
  scaleX: plain,
  scaleY: plain,
  rotate: degrees,
  rotateX: degrees,
  rotateY: degrees,
  rotateZ: degrees,
  skewX: degrees,
  skewY: degrees,
};

/** Style methods and how their argument is written in CSS. */
const STYLES: Record<string, (value: never) => string> = {
  opacity: plain,
  backgroundColor: plain,
  width: length,
  height: length,
  top: length,
  left: length,
  right: length,
  bottom: length,
};

/** `wx.createAnimation`: calls are collected, `step()` ends a group, `export()` hands them to `animation="{{…}}"`. */
export function createAnimation(options: AnimationOptions = {}): Record<string, unknown> {
  let actions: AnimationStep[] = [];
  let transforms: string[] = [];
  let style: Record<string, string> = {};
  const animation: Record<string, unknown> = {
    step(own: AnimationOptions = {}) {
      const {
        duration = 400,
        delay = 0,
        timingFunction = 'linear',
        transformOrigin = '50% 50% 0',
      } = {
        ...options,
        ...own,
      };
      actions.push({ transform: transforms.join(' '), style, duration, delay, timingFunction, transformOrigin });
      transforms = [];
      style = {};
      return animation;
    },
    export(): ExportedAnimation {
      const exported = { actions };
      actions = [];
      return exported;
    },
  };
  for (const [name, write] of Object.entries(TRANSFORMS)) {
    animation[name] = (...values: never[]) => {
      transforms.push(`${name}(${values.map(write).join(', ')})`);
      return animation;
    };
  }
  for (const [name, write] of Object.entries(STYLES)) {
    animation[name] = (value: never) => {
      style[name] = write(value);
      return animation;
    };
  }
  return animation;
}

/** Plays what `export()` gave on an element, one step after the other. */
export function playAnimation(element: HTMLElement, value: unknown): void {
  const actions = (value as ExportedAnimation | null)?.actions ?? [];
  let wait = 0;
  for (const { transform, style, duration, delay, timingFunction, transformOrigin } of actions) {
    setTimeout(() => {
      element.style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`;
      element.style.transformOrigin = transformOrigin;
      if (transform !== '') element.style.transform = translateInlineUnits(transform);
      for (const [name, text] of Object.entries(style))
        element.style.setProperty(
          name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
          translateInlineUnits(text),
        );
    }, wait);
    wait += duration + delay;
  }
}
