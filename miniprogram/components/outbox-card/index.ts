import { ask } from '../../services/feedback';
import { offline } from '../../services/network';
import { discardPost, posts, retryPost } from '../../services/outbox';
import { go } from '../../services/routes';
import type { MethodName } from '../../shared/contract';
import { mendedAt, type Waiting, waitingOf } from './view';

const endings = new WeakMap<object, () => void>();

/**
 * What still waits to be sent and why, and what the school refused, with the reason; nothing at all when the outbox is empty. A page that
 * can mend what was refused of its own names the method, and gets the event `mend` {key}.
 */
Component({
  properties: {
    mends: { type: String, value: '' as MethodName | '' },
  },
  data: { waiting: [] as Waiting[] },
  lifetimes: {
    attached() {
      const show = () =>
        this.setData({ waiting: waitingOf(posts.get(), { mends: this.data.mends, offline: offline.get() }) });
      show();
      const stops = [posts.listen(show), offline.listen(show)];
      endings.set(this, () => {
        for (const stop of stops) stop();
      });
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    onRetry({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const row = this.data.waiting.find(({ key }) => key === detail.key);
      const letter = posts.get().find(({ clientId }) => clientId === detail.key);
      if (!row || !letter) return;
      const page = row.refused ? mendedAt(letter) : undefined;
      if (row.mends) this.triggerEvent('mend', detail);
      else if (page) go(...page);
      else void retryPost(detail.key);
    },
    async onDiscard({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const sure = await ask({ text: '这一条没有发出去。不要了的话，写的和照片都会删掉。', yes: '不要了' });
      if (sure) discardPost(detail.key);
    },
  },
});
