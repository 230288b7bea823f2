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
  /** The form was sent: forgets it. */
  clear(): void;
}

/** True while the phone has no room for what was typed last: it is on the screen, and nowhere else. */
export const unkept = createSignal(false);

const waiting = new Map<string, { readonly form: unknown; readonly timer: ReturnType<typeof setTimeout> }>();

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
    clear() {
      stop(key);
      forget(key);
      unkept.set(false);
    },
  };
}

/** Stores what was typed in the last moment; `app.ts` calls it when the app goes to the background. */
export function keepAllDrafts(): void {
  for (const key of [...waiting.keys()]) keep(key);
}

function keep(key: string): void {
  const draft = waiting.get(key);
  stop(key);
  if (draft) unkept.set(!remember(key, draft.form));
}

function stop(key: string): void {
  const draft = waiting.get(key);
  if (draft) clearTimeout(draft.timer);
  waiting.delete(key);
}
