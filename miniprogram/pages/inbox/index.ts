import { pageBase } from '../../behaviors/page-base';
import { call, isSilence } from '../../services/call';
import { asAppError } from '../../services/feedback';
import { keepList, keptList } from '../../services/kept-notices';
import { posts } from '../../services/outbox';
import { go } from '../../services/routes';
import { currentMembership, ensureSession } from '../../services/session';
import { now } from '../../services/time';
import type { FamilyItem, Input, Output } from '../../shared/contract';
import { mayReview } from '../../shared/text/sent-notices';
import { openItem } from './open';
import { type InboxRow, openFirst, receivedRow, sentInboxRow, sideOf } from './view';

const endings = new WeakMap<object, () => void>();

/** 消息: for a family what the school told it, also without a network; for a teacher what was sent and who still has to hear it. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    side: 'none' as ReturnType<typeof sideOf>,
    _items: [] as readonly FamilyItem[],
    rows: [] as InboxRow[],
    next: null as number | null,
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.data.side === 'received' && this.showReceived(this.data._items)),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    async load() {
      await ensureSession();
      const side = sideOf(currentMembership()?.role);
      this.setData({ side });
      if (side === 'received') await this.loadReceived();
      else if (side === 'sent') await this.loadSent();
      else this.setData({ rows: [], next: null });
    },
    async loadReceived() {
      try {
        const { items, next } = await call('notices.inbox', {});
        keepList(items);
        this.setData({ next, remembered: false });
        this.showReceived(items);
      } catch (failure) {
        const kept = keptList();
        if (kept.length === 0 || !isSilence(asAppError(failure).code)) throw failure;
        this.setData({ next: null, remembered: true });
        this.showReceived(kept);
      }
    },
    showReceived(items: readonly FamilyItem[]) {
      const waiting = new Set(
        posts
          .get()
          .filter(({ method, state }) => method === 'notices.answer' && state === 'queued')
          .map(({ input }) => (input as Input<'notices.answer'>).receiptId),
      );
      const rows = openFirst(items).map((item) => receivedRow(item, now(), waiting.has(item.receiptId)));
      this.setData({ _items: items, rows });
    },
    async loadSent() {
      const { notices, next } = await call('notices.sent', {});
      this.setData({ rows: this.sentRows(notices), next });
    },
    sentRows(notices: Output<'notices.sent'>['notices']): InboxRow[] {
      const reviews = mayReview(currentMembership()?.role);
      return notices.map((notice) => sentInboxRow(notice, now(), reviews));
    },
    /** The next older ones; the server's cursor says where they begin. */
    async onReachBottom() {
      const { side, next: before } = this.data;
      if (before === null) return;
      await this.run(async () => {
        if (side === 'received') {
          const { items, next } = await call('notices.inbox', { before });
          this.setData({ next });
          this.showReceived([...this.data._items, ...items]);
        } else {
          const { notices, next } = await call('notices.sent', { before });
          this.setData({ next, rows: [...this.data.rows, ...this.sentRows(notices)] });
        }
      });
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      if (this.data.side === 'sent') {
        const row = this.data.rows.find(({ key }) => key === detail.key);
        go(row?.boardless ? 'noticeDetail' : 'noticeBoard', { id: detail.key });
      } else {
        void openItem(this.data._items, detail.key);
      }
    },
    onWrite() {
      go('writeNotice');
    },
  },
});
