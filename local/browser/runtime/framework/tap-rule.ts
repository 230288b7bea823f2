/**
 * WeChat lets some APIs be called only by a tap of the user. The permission that a tap gives lasts
 * for the listeners and the promise callbacks that follow at once; an `await` of anything that takes
 * a turn of its own, such as a cloud function, ends it.
 */
let open = false;

/** Runs what a tap sets off, with the permission of a tap. */
export function withTap<T>(run: () => T): T {
  open = true;
  // a task of its own runs after all callbacks of promises that are settled now
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    open = false;
    port1.close();
  };
  port2.postMessage(undefined);
  return run();
}

export const inTap = (): boolean => open;
