/** A phone's clock may be wrong by hours; every answer of the server brings the right time. */
let skew = 0;

/** Milliseconds since the epoch by the server's clock, as far as it is known. */
export const now = (): number => Date.now() + skew;

/** Takes over the server's time from a reply. Small differences are the way the reply took, not the clock's fault. */
export function learnServerTime(serverNow: number): void {
  const difference = serverNow - Date.now();
  skew = Math.abs(difference) < 2_000 ? 0 : difference;
}
