/** How far a reading, an import or its taking back got, for the screen. */
import type { RosterImport } from '../data/documents';
import type { Deps } from '../kernel/deps';
import type { OnDone } from './carry-out';

/** No more writes than this for one bar. */
const WRITES = 20;

/** Counts what is done, and writes it now and then. That it writes also says that somebody is still at work (`at`). */
export function progressOf(
  { store, now }: Pick<Deps, 'store' | 'now'>,
  { _id, of }: Pick<RosterImport, '_id' | 'of'>,
): OnDone {
  let done = 0;
  let written = 0;
  return async (more) => {
    done = Math.min(of, done + more);
    if (done - written < of / WRITES) return;
    written = done;
    await store.updateWhere('imports', { _id }, { set: { done, of, at: now() } });
  };
}
