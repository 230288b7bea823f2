import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { type Progress, watched } from '../../progress';
import { type ImportRow, importRows, takenBackText } from './view';

const NOTHING: Progress = { done: 0, of: 0 };

/** 以前导入的名册: what came in when, and the way back for a week. */
Component({
  behaviors: [pageBase],
  data: {
    rows: [] as ImportRow[],
    /** The import that is asked about. */
    asked: null as ImportRow | null,
    taking: false,
    progress: NOTHING,
    result: '',
  },
  methods: {
    async load() {
      const { imports } = await call('roster.history', {});
      this.setData({ rows: importRows(imports, now()) });
    },
    onAsk({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.setData({ asked: this.data.rows.find(({ key }) => key === detail.key) ?? null });
    },
    onKeep() {
      this.setData({ asked: null });
    },
    async onTakeBack() {
      const { asked } = this.data;
      if (!asked || this.data.busy) return;
      const importId = asked.key;
      this.setData({ asked: null, taking: true, progress: NOTHING, result: '' });
      await this.run(async () => {
        const taken = await watched(call('roster.takeBack', { importId }), async () => {
          const { done, of } = await call('roster.state', { importId });
          this.setData({ progress: { done, of } });
        });
        this.setData({ result: takenBackText(taken) });
      });
      this.setData({ taking: false });
      await this.refresh();
    },
    onImport() {
      go('importRoster');
    },
  },
});
