import type { Element as EaselElement, GeneralComponent } from 'glass-easel';
import { glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter';
import { BUILTIN_TAGS } from '../../builtins';
import { translateInlineUnits } from './units';

export type { EaselElement, GeneralComponent };
export { glassEasel };

/** An element of the page that glass-easel made. */
export type HostElement = HTMLElement & { __wxElement?: EaselElement };

glassEasel.globalOptions.writeIdToDOM = true;

const builtinTags = new Set<string>(BUILTIN_TAGS);

/**
 * glass-easel draws straight into this window. Built-in components get tags of their own
 * (`wx-view`), for a browser has a `<button>` and an `<input>` already. Its own events are not used:
 * `gestures.ts` makes WeChat's events from the browser's.
 */
class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  constructor() {
    super();
    this.document = {
      createElement: (tag: string) => {
        const element = document.createElement(builtinTags.has(tag) ? `wx-${tag}` : tag);
        const setAttribute = element.setAttribute.bind(element);
        element.setAttribute = (name: string, value: string) =>
          setAttribute(name, name === 'style' ? translateInlineUnits(value) : value);
        return element;
      },
      createTextNode: (text: string) => document.createTextNode(text),
      createDocumentFragment: () => document.createDocumentFragment(),
    } as unknown as typeof this.document;
  }

  /** What glass-easel does for a listener of touches keeps the browser from making a tap of them, anywhere on the page. */
  override setListenerStats(): void {}
}

const env = new MiniProgramEnv();
export const codeSpace = env.createCodeSpace('', true);
export const componentSpace = codeSpace.getComponentSpace();
export const backend = env.associateBackend(new PhoneBackend() as never);

// the `ready` lifetime is the host's to fire: after the first drawing
codeSpace.setOverallBehavior(
  componentSpace.defineBehavior({
    lifetimes: {
      attached() {
        const component = asComponent(this);
        requestAnimationFrame(() => component.triggerLifetime('ready', []));
      },
    },
  }) as never,
);

/** The component behind what a lifetime or a listener calls `this`. */
export function asComponent(caller: unknown): GeneralComponent {
  return ((caller as { _$?: GeneralComponent })._$ ?? caller) as GeneralComponent;
}

/** The nearest glass-easel element at or above a DOM node; parts that a built-in draws for itself belong to it. */
export function easelElementAt(node: EventTarget | null): EaselElement | undefined {
  for (let at = node as HostElement | null; at !== null; at = at.parentNode as HostElement | null) {
    if (at.__wxElement !== undefined) return at.__wxElement;
  }
  return undefined;
}

/** The DOM element of a glass-easel element; none for virtual hosts. */
export function domOf(element: EaselElement): HTMLElement | undefined {
  const own = element.getBackendElement() as unknown as HTMLElement | null;
  if (own !== null) return own;
  let first: HTMLElement | undefined;
  element.forEachComposedChild((child) => {
    const inner = glassEasel.Element.isElement(child) ? domOf(child) : undefined;
    first ??= inner;
    return first === undefined;
  });
  return first;
}
