import type { Post } from '../../services/outbox';
import { errorText } from '../../shared/text/zh';

/** A letter that has not arrived, as a row of the list. */
export interface Waiting {
  readonly key: string;
  readonly title: string;
  readonly state: string;
  readonly tone: 'plain' | 'red';
  readonly fact: string;
  readonly refused: boolean;
  /** Its page can mend it. */
  readonly mends: boolean;
}

/** The rows of the outbox, oldest first; what has arrived is not among them. `mends`: the method that the page can mend. */
export function waitingOf(posts: readonly Post[], mends = ''): Waiting[] {
  return posts
    .filter(({ state }) => state !== 'sent')
    .map((post) => ({ ...rowOf(post), mends: post.state === 'refused' && post.method === mends }));
}

function rowOf({ clientId: key, title, state, refusal }: Post): Omit<Waiting, 'mends'> {
  if (state === 'refused' && refusal) {
    const fact = errorText(refusal.code, refusal.details);
    return { key, title, state: '没有发成', tone: 'red', fact, refused: true };
  }
  if (state === 'sending') return { key, title, state: '正在发', tone: 'plain', fact: '', refused: false };
  return { key, title, state: '等网络', tone: 'plain', fact: '没有发出去，等有网络了会自动再发。', refused: false };
}
