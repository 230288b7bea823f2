import { phone } from './phone';

const RealDate = Date;
let offset = phone.clockOffset;
const listeners = new Set<() => void>();

/** The local clock in place of the machine's, for everything that runs on this phone. */
class PhoneDate extends RealDate {
  constructor(...parts: unknown[]) {
    if (parts.length === 0) super(PhoneDate.now());
    else super(...(parts as [number]));
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
}

/** Replaces `Date`; must run before any script of the app. Called as a function it still answers text. */
export function installClock(): void {
  globalThis.Date = new Proxy(PhoneDate, {
    apply: () => new PhoneDate().toString(),
  }) as unknown as DateConstructor;
}

/** The clock was moved; `next` is how far it is ahead of the machine's now, in ms. */
export function moveClock(next: number): void {
  if (next === offset) return;
  offset = next;
  for (const listener of listeners) listener();
}

export const onClockMove = (listener: () => void): void => {
  listeners.add(listener);
};
