import type { HomeView, Membership, Output, Subscription } from '../shared/contract';
import { AppError } from '../shared/errors/catalogue';
import { actAs, call, isSilence } from './call';
import { createSignal } from './signal';
import { forget, recall, remember, storedKeys } from './storage';

/** Who the person is here: all memberships, the one in use (null for a stranger), and what WeChat may still send. */
export interface Session {
  readonly memberships: readonly Membership[];
  readonly current: string | null;
  readonly subscriptions: readonly Subscription[];
}

/**
 * What the first screen shows. `remembered` when there was no network and it is the last known one; no `view` then where the app was
 * updated since, for its pages may look for what is not in it.
 */
export interface Home {
  readonly view: HomeView | null;
  readonly remembered: boolean;
}

const CHOSEN = 'session.chosen';
const LAST = 'session.last-home';
const ELDER = 'session.elder';
const NOBODY: Session = { memberships: [], current: null, subscriptions: [] };

export const session = createSignal<Session>(NOBODY);
/** Large type, one thing a page, the voice first. On from the start for grandparents, until somebody chooses. */
export const elder = createSignal(false);

/** Takes up what the phone remembers; called once by `app.ts` before the first page. */
export function startSession(): void {
  actAs(recall<string | undefined>(CHOSEN, undefined));
  elder.set(recall<boolean>(ELDER, false));
}

/** The membership in use, or undefined for a stranger. */
export function currentMembership(): Membership | undefined {
  const { memberships, current } = session.get();
  return memberships.find(({ id }) => id === current);
}

/** Loads session and home in one call; without a network answers the last known home. @throws AppError */
export async function openHome(): Promise<Home> {
  try {
    const answer = await call('home.open', {});
    remember(LAST, { version: appVersion(), answer } satisfies Kept);
    take(answer);
    return { view: answer.home, remembered: false };
  } catch (failure) {
    const last = recall<Kept | undefined>(LAST, undefined);
    if (!last || !(failure instanceof AppError && isSilence(failure.code))) throw failure;
    take(last.answer);
    return { view: lastView() ?? null, remembered: true };
  }
}

/** The last answer, and the version of the app that got it. Who the person is stays true in every version. */
interface Kept {
  readonly version: string;
  readonly answer: Output<'home.open'>;
}

/** What the first screen showed last, for a page that needs a part of it; undefined before this version was ever opened as who one is now. */
export function lastView(): HomeView | undefined {
  const kept = recall<Kept | undefined>(LAST, undefined);
  return kept?.version === appVersion() ? kept.answer.home : undefined;
}

/** Empty in the versions that are not released. */
const appVersion = (): string => wx.getAccountInfoSync().miniProgram.version;

/**
 * Makes sure that the session is there, for a page that is opened before the home page was, or after another membership was chosen. Where the
 * server has a fault of its own, what the phone knows is enough: a page that needs no network shall not fail for it. @throws AppError
 */
export async function ensureSession(): Promise<void> {
  const { current } = session.get();
  if (session.get() !== NOBODY && (current === null || currentMembership())) return;
  try {
    await openHome();
  } catch (failure) {
    const last = recall<Kept | undefined>(LAST, undefined);
    if (!last || !(failure instanceof AppError && failure.code.startsWith('system.'))) throw failure;
    take(last.answer);
  }
}

/** Acts from now on as another of the person's memberships; the next `openHome` shows its home. */
export function switchTo(membershipId: string): void {
  remember(CHOSEN, membershipId);
  forget(LAST);
  actAs(membershipId);
  session.set({ ...session.get(), current: membershipId });
}

/** Forgets which membership was in use, after leaving it or losing it: the server chooses the next one. */
export function leaveCurrent(): void {
  forget(CHOSEN);
  forget(LAST);
  actAs(undefined);
  session.set(NOBODY);
}

/** What WeChat may still send, as far as this phone knows; kept, so that it is not forgotten when the app is opened without a network. */
export function keepSubscriptions(subscriptions: readonly Subscription[]): void {
  session.set({ ...session.get(), subscriptions });
  const last = recall<Kept | undefined>(LAST, undefined);
  if (last) remember(LAST, { ...last, answer: { ...last.answer, subscriptions: [...subscriptions] } } satisfies Kept);
}

export function setElder(on: boolean): void {
  remember(ELDER, on);
  elder.set(on);
}

/** How much larger than normal the person set WeChat's type, 1–1.65. */
export function typeScale(): number {
  const { fontSizeScaleFactor } = wx.getAppBaseInfo() as { fontSizeScaleFactor?: number };
  return fontSizeScaleFactor ?? 1;
}

function take({ memberships, current, subscriptions }: Session): void {
  session.set({ memberships, current, subscriptions });
  actAs(current ?? undefined);
  forgetLost(memberships);
  const role = memberships.find(({ id }) => id === current)?.role;
  if (role === 'guardian' && recall<boolean | undefined>(ELDER, undefined) === undefined) elder.set(true);
}

/** What is kept for one membership, by its id: names of a class and what is due there for the way, forms half filled in, the desk's day, what the school told, and its sound. */
const KEPT = /^(?:children|door|draft|desk|notices|sounds):([^:]+)/;

/** Whoever left, or was let go, keeps nothing of the school on the phone. */
function forgetLost(memberships: readonly Membership[]): void {
  for (const key of storedKeys()) {
    const owner = KEPT.exec(key)?.[1];
    if (owner !== undefined && !memberships.some(({ id }) => id === owner)) forget(key);
  }
}
