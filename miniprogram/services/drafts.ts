import { currentMembership } from './session';
import { createSignal } from './signal';
import { forget, recall, remember } from './storage';

/** How long typing must rest before it is stored, ms. `keepAllDrafts` stores at once. */
const REST = 300;

/** What was typed into one form, as it was typed: it survives the app being killed. */
export interface Draft<T> {
  /** The stored form, or undefined when there is none. */
  read(): T | undefined;
  /** Stores the form as it is now, a moment after the last call. */
  write(form: T): void;
  /** Stores the form at once; false where the phone has no room for it. What stands in the draft already stays then. */
  keep(form: T): boolean;
  /** The form was sent: forgets it. */
  clear(): void;
}

/** True while the phone has no room for what was typed last: it lives as long as the app does, and no longer. */
export const unkept = createSignal(false);

/** What is not stored yet; without a timer what could not be. */
const waiting = new Map<string, { readonly form: unknown; readonly timer?: ReturnType<typeof setTimeout> }>();

/**
 * The draft of a form, e.g. `draftOf<VisitForm>('visit:' + studentId)`. It belongs to the membership in use, so
 * nobody's words turn up in another role. Photos in it must be kept files (`services/files`).
 */
export function draftOf<T>(name: string): Draft<T> {
  const key = `draft:${currentMembership()?.id ?? ''}:${name}`;
  return {
    read: () => (waiting.get(key)?.form as T | undefined) ?? recall<T | undefined>(key, undefined),
    write(form) {
      stop(key);
      waiting.set(key, { form, timer: setTimeout(() => keep(key), REST) });
    },
    keep(form) {
      if (!remember(key, form)) return false;
      stop(key);
      tell();
      return true;
    },
    clear() {
      stop(key);
      forget(key);
      tell();
    },
  };
}

/** Stores what was typed in the last moment; `app.ts` calls it when the app goes to the background. */
export function keepAllDrafts(): void {
  for (const key of [...waiting.keys()]) keep(key);
}

function keep(key: string): void {
  const draft = waiting.get(key);
  if (!draft) return;
  stop(key);
  // What finds no room waits for the next time, and is read from here until then.
  if (!remember(key, draft.form)) waiting.set(key, { form: draft.form });
  tell();
}

const tell = (): void => unkept.set([...waiting.values()].some(({ timer }) => timer === undefined));

function stop(key: string): void {
  const draft = waiting.get(key);
  if (draft?.timer !== undefined) clearTimeout(draft.timer);
  waiting.delete(key);
}
