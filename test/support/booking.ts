import type { Backend } from './backend';

let taps = 0;
/** A request key as a phone makes one for each tap. */
export const key = (): string => `tap-${String(++taps).padStart(8, '0')}`;

/** How many database operations something costs. */
export async function opsOf({ cloud }: Backend, work: () => Promise<unknown>): Promise<number> {
  cloud.operations.reset();
  await work();
  return cloud.operations.total('database.');
}

/** Loses the reply to the next request with this action, after it was done; the answer says how often it has happened. */
export function losingOne({ cloud }: Backend, action: string): () => number {
  let lost = 0;
  cloud.fault((operation) => (operation.action === action && lost++ === 0 ? { drop: 'after' } : undefined));
  return () => Math.min(lost, 1);
}
