import { type EaselElement, glassEasel } from './easel';

export interface DispatchResult {
  /** Whether any listener ran. */
  readonly handled: boolean;
  /** Whether a `catch` or a WXS handler asked for the browser not to do its own. */
  readonly prevented: boolean;
}

/** Sends one of WeChat's bubbling events through the page, e.g. `tap` with `{ x, y }`. */
export function dispatchEvent(
  target: EaselElement,
  type: string,
  detail: unknown,
  fields: Record<string, unknown> = {},
): DispatchResult {
  let handled = false;
  const event = new glassEasel.Event(type, detail, {
    bubbles: true,
    composed: true,
    capturePhase: true,
    extraFields: fields,
    handleListenerReturn: (answer) => {
      handled = true;
      return answer as boolean;
    },
  });
  glassEasel.Event.dispatchEvent(target, event);
  return { handled, prevented: event.defaultPrevented() };
}
