import { ask } from '../../services/feedback';
import { discardPost, posts, retryPost } from '../../services/outbox';
import type { MethodName } from '../../shared/contract';
import { type Waiting, waitingOf } from './view';

const endings = new WeakMap<object, () => void>();

/**
 * What still waits to be sent, and what the school refused, with the reason; nothing at all when the outbox is empty. A page that can
 * mend what was refused of its own names the method, and gets the event `mend` {key}.
 */
Component({
  properties: {
    mends: { type: String, value: '' as MethodName | '' },
  },
  data: { waiting: [] as Waiting[] },
  lifetimes: {
    attached() {
      const show = () => this.setData({ waiting: waitingOf(posts.get(), this.data.mends) });
      show();
      endings.set(this, posts.listen(show));
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    onRetry({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const mends = this.data.waiting.some(({ key, mends }) => mends && key === detail.key);
      if (mends) this.triggerEvent('mend', detail);
      else void retryPost(detail.key);
    },
    async onDiscard({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const sure = await ask({ text: '这一条没有发出去。不要了的话，写的和照片都会删掉。', yes: '不要了' });
      if (sure) discardPost(detail.key);
    },
  },
});
