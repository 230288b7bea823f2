import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { mayReview, type SentRow } from '../../../../shared/text/sent-notices';
import { rowsOf } from './view';

/** What was sent to one's classes, newest first, how it stands and who is still missing; above it what waits for one's own word. */
Component({
  behaviors: [pageBase],
  data: { asked: [] as SentRow[], rows: [] as SentRow[], next: null as number | null },
  methods: {
    async load() {
      await ensureSession();
      this.show(await this.fetch());
    },
    async fetch(before?: number): Promise<{ rows: SentRow[]; next: number | null }> {
      const { notices, next } = await call('notices.sent', before === undefined ? {} : { before });
      return { rows: rowsOf(notices, now(), mayReview(currentMembership()?.role)), next };
    },
    show({ rows, next }: { rows: SentRow[]; next: number | null }) {
      this.setData({
        asked: rows.filter(({ asksMe }) => asksMe),
        rows: rows.filter(({ asksMe }) => !asksMe),
        next,
      });
    },
    async onReachBottom() {
      const { next, asked, rows } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(next);
        this.show({ rows: [...asked, ...rows, ...older.rows], next: older.next });
      });
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const row = [...this.data.asked, ...this.data.rows].find(({ key }) => key === detail.key);
      go(row?.boardless ? 'noticeDetail' : 'noticeBoard', { id: detail.key });
    },
    onWrite() {
      go('writeNotice');
    },
  },
});
