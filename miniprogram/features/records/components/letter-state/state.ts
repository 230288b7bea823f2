import type { Post } from '../../../../services/outbox';
import { errorText } from '../../../../shared/text/zh';

export interface LetterState {
  readonly headline: string;
  readonly text: string;
  readonly refused: boolean;
}

/** Where a saved letter stands. `undefined` is one that the outbox has forgotten: it was sent long ago. */
export function stateOf(post: Pick<Post, 'state' | 'refusal'> | undefined): LetterState {
  if (post === undefined || post.state === 'sent')
    return { headline: '发出去了', text: '学校收到了。', refused: false };
  if (post.state === 'refused' && post.refusal) {
    return { headline: '没有发成', text: errorText(post.refusal.code, post.refusal.details), refused: true };
  }
  return {
    headline: '存好了，有网络就发出去',
    text: '写的都在手机里，不用等。有网络时打开「亲情连线」，就自动发。',
    refused: false,
  };
}
