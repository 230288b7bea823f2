import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { rowsOf, type SentRow } from './view';

/** What was sent to one's classes, newest first, and who is still missing. */
Component({
  behaviors: [pageBase],
  data: { rows: [] as SentRow[], next: null as number | null },
  methods: {
    async load() {
      this.setData(await this.fetch());
    },
    async fetch(before?: number): Promise<{ rows: SentRow[]; next: number | null }> {
      const { notices, next } = await call('notices.sent', before === undefined ? {} : { before });
      return { rows: rowsOf(notices, now()), next };
    },
    async onReachBottom() {
      const { next, rows } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(next);
        this.setData({ rows: [...rows, ...older.rows], next: older.next });
      });
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('noticeBoard', { id: detail.key });
    },
    onWrite() {
      go('writeNotice');
    },
  },
});
