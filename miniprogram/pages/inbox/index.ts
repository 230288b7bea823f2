import { pageBase } from '../../behaviors/page-base';
import { call } from '../../services/call';
import { go } from '../../services/routes';
import { currentMembership, ensureSession } from '../../services/session';
import { now } from '../../services/time';
import { type InboxRow, openFirst, receivedRow, sentRow, sideOf } from './view';

/** 消息: for a family what the school told it, for a teacher what was sent and who still has to hear it. */
Component({
  behaviors: [pageBase],
  data: { side: 'none' as ReturnType<typeof sideOf>, rows: [] as InboxRow[], next: null as number | null },
  methods: {
    async load() {
      await ensureSession();
      const side = sideOf(currentMembership()?.role);
      this.setData({ side, ...(await this.fetch(side)) });
    },
    /** The next older ones; the server's cursor says where they begin. */
    async onReachBottom() {
      const { side, next } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(side, next);
        this.setData({ rows: [...this.data.rows, ...older.rows], next: older.next });
      });
    },
    async fetch(side: ReturnType<typeof sideOf>, before?: number): Promise<{ rows: InboxRow[]; next: number | null }> {
      const cursor = before === undefined ? {} : { before };
      if (side === 'received') {
        const { items, next } = await call('notices.inbox', cursor);
        return { rows: openFirst(items).map((item) => receivedRow(item, now())), next };
      }
      if (side === 'sent') {
        const { notices, next } = await call('notices.sent', cursor);
        return { rows: notices.map((notice) => sentRow(notice, now())), next };
      }
      return { rows: [], next: null };
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      if (this.data.side === 'sent') go('noticeBoard', { id: detail.key });
      else go('notice', { id: detail.key });
    },
    onWrite() {
      go('writeNotice');
    },
  },
});
