import { ask } from '../../services/feedback';
import { discardPost, posts, retryPost } from '../../services/outbox';
import { type Waiting, waitingOf } from './view';

const endings = new WeakMap<object, () => void>();

/** What still waits to be sent, and what the school refused, with the reason; nothing at all when the outbox is empty. */
Component({
  data: { waiting: [] as Waiting[] },
  lifetimes: {
    attached() {
      const show = () => this.setData({ waiting: waitingOf(posts.get()) });
      show();
      endings.set(this, posts.listen(show));
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    onRetry({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      void retryPost(detail.key);
    },
    async onDiscard({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const sure = await ask({ text: '这一条没有发出去。不要了的话，写的和照片都会删掉。', yes: '不要了' });
      if (sure) discardPost(detail.key);
    },
  },
});
