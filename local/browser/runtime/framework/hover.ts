import { type EaselElement, glassEasel } from './easel';

/** How long after the touch the look changes, and how long it stays, in ms; a button answers sooner (WeChat's defaults). */
const DELAYS: Record<string, { readonly start: number; readonly stay: number }> = {
  button: { start: 20, stay: 70 },
  navigator: { start: 50, stay: 600 },
};
const DEFAULT_DELAY = { start: 50, stay: 400 };

const pending = new Set<() => void>();

/** Gives `hover-class` to every built-in from the touched one upwards that has one. */
export function startHover(target: EaselElement): void {
  releaseHover();
  for (let at: EaselElement | null = target; at !== null; at = at.getComposedParent()) {
    if (!glassEasel.Component.isComponent(at)) continue;
    const { hoverClass, hoverStopPropagation, disabled } = at.data as Record<string, unknown>;
    if (typeof hoverClass === 'string' && hoverClass !== '' && hoverClass !== 'none' && disabled !== true)
      hover(at, hoverClass);
    if (hoverStopPropagation === true) return;
  }
}

function hover(element: EaselElement & { is: string }, classes: string): void {
  const { start, stay } = DELAYS[element.is.replace('wx/', '')] ?? DEFAULT_DELAY;
  const set = (on: boolean) => {
    for (const name of classes.split(/\s+/)) element.classList?.toggle(name, on);
  };
  const timer = setTimeout(() => set(true), start);
  pending.add(() => {
    clearTimeout(timer);
    setTimeout(() => set(false), stay);
  });
}

/** The finger is up or went elsewhere. */
export function releaseHover(): void {
  for (const release of pending) release();
  pending.clear();
}
