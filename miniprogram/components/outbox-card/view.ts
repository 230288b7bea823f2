import { isHeld, type Post } from '../../services/outbox';
import type { Route } from '../../services/routes';
import type { MethodName } from '../../shared/contract';
import type { ErrorCode } from '../../shared/errors/catalogue';
import { errorText } from '../../shared/text/zh';

/** A letter that has not arrived, as a row of the list. */
export interface Waiting {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly tone: 'plain' | 'red';
  readonly fact: string;
  /** What a tap on the button does; none where there is nothing to do but to wait. */
  readonly action: '' | '改一改' | '再发一次';
  readonly refused: boolean;
  /** The page that the list is on can mend it. */
  readonly mends: boolean;
}

/** How the outbox stands. `mends`: the method that the page can mend. */
export interface Around {
  readonly mends?: string;
  readonly offline?: boolean;
}

/** Where a refused letter is mended, if it has a page for that which finds it by what it is about. */
const MENDED_AT: Partial<Record<MethodName, (input: never) => readonly [Route, Readonly<Record<string, string>>]>> = {
  'records.correct': ({ recordId }: { readonly recordId: string }) => ['correctRecord', { recordId }],
};
export const mendedAt = ({ method, input }: Pick<Post, 'method' | 'input'>) => MENDED_AT[method]?.(input as never);

/** The rows of the outbox, oldest first; what has arrived is not among them. */
export function waitingOf(posts: readonly Post[], around: Around = {}): Waiting[] {
  return posts.flatMap((post, i) =>
    post.state === 'sent' ? [] : [rowOf(post, isHeld(post, posts.slice(0, i)), around)],
  );
}

function rowOf(post: Post, held: boolean, { mends: method, offline = false }: Around): Waiting {
  const { clientId: key, title, state, refusal, failure } = post;
  const row = { key, title, tone: 'plain', action: '', refused: false, mends: false } as const;
  if (state === 'refused' && refusal) {
    const fact = errorText(refusal.code, refusal.details);
    const mends = post.method === method;
    const action = mends || mendedAt(post) ? '改一改' : '再发一次';
    return { ...row, state: '没有发成', tone: 'red', fact, action, refused: true, mends };
  }
  if (state === 'sending') return { ...row, state: '正在发', fact: '' };
  if (offline || (!held && failure === undefined)) return { ...row, state: '等网络', fact: NO_NETWORK };
  if (held) return { ...row, state: '等着', fact: '前面那一条发出去了，这一条接着就发。' };
  return { ...row, state: '还没发出去', fact: WHYS[failure as ErrorCode] ?? NO_NETWORK, action: '再发一次' };
}

const NO_NETWORK = '没有发出去，等有网络了会自动再发。';
/** Why it did not arrive although the phone has a network. */
const WHYS: Partial<Record<ErrorCode, string>> = {
  'network.offline': '网络不太好，没有发出去。过一会儿会自动再发，不用重写。',
  'network.server': '学校那边暂时没有收下。过一会儿会自动再发，不用重写。',
  'system.internal': '学校那边出了毛病，还没有收下。过一会儿会自动再发，不用重写；一直这样，请把这一页截图发给学校。',
  'system.busy': '学校那边正忙，还没有收下。过一会儿会自动再发，不用重写。',
};
