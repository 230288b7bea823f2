/** How far a finger (or the mouse) has gone since it came down, in px. */
export interface DragMove {
  readonly dx: number;
  readonly dy: number;
}

export interface DragHandlers {
  /** A finger comes down; answer false to leave it alone. */
  start?(point: { readonly x: number; readonly y: number }): boolean;
  /** Answer true to keep the browser from scrolling. */
  move(move: DragMove): boolean;
  end(move: DragMove): void;
}

/** Follows one finger or the mouse over an element. */
export function onDrag(target: HTMLElement, handlers: DragHandlers): void {
  let from: { x: number; y: number } | undefined;
  let last: DragMove = { dx: 0, dy: 0 };
  const begin = (x: number, y: number) => {
    if (handlers.start?.({ x, y }) === false) return;
    from = { x, y };
    last = { dx: 0, dy: 0 };
  };
  const follow = (x: number, y: number, event: Event) => {
    if (from === undefined) return;
    last = { dx: x - from.x, dy: y - from.y };
    if (handlers.move(last) && event.cancelable) event.preventDefault();
  };
  const finish = () => {
    if (from === undefined) return;
    from = undefined;
    handlers.end(last);
  };
  target.addEventListener('touchstart', ({ touches: [touch] }) => touch && begin(touch.clientX, touch.clientY));
  target.addEventListener(
    'touchmove',
    (event) => {
      const [touch] = event.touches;
      if (touch) follow(touch.clientX, touch.clientY, event);
    },
    { passive: false },
  );
  target.addEventListener('touchend', finish);
  target.addEventListener('touchcancel', finish);
  // a mouse that a touch pretends to be comes after its end, when nothing moves any more
  target.addEventListener('mousedown', (event) => {
    if (event.button === 0) begin(event.clientX, event.clientY);
  });
  addEventListener('mousemove', (event) => follow(event.clientX, event.clientY, event));
  addEventListener('mouseup', finish);
}
