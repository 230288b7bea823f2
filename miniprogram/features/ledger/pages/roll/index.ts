import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask, tell } from '../../../../services/feedback';
import type { LedgerRow } from '../../../../shared/contract';
import { countOf, marked, notYetOf, type Tile, tilesOf } from './view';

/** 本周通过话吗: tap those who have not, done. It may be corrected all week. */
Component({
  behaviors: [pageBase],
  properties: {
    classId: { type: String, value: '' },
  },
  data: {
    className: '',
    weekOf: '',
    rows: [] as LedgerRow[],
    notYet: [] as string[],
    tiles: [] as Tile[],
    count: '',
  },
  methods: {
    async load() {
      const { classId } = this.data;
      const { weekOf, rows, rolledDay, classes } = await call('ledger.class', { classId });
      const className = classes.find(({ id }) => id === classId)?.name ?? '';
      this.setData({ weekOf, rows, className });
      this.show(this.draft().read() ?? notYetOf(rows, rolledDay !== null));
    },
    show(notYet: string[]) {
      const tiles = tilesOf(this.data.rows, notYet);
      this.setData({ notYet, tiles, count: countOf(tiles) });
    },
    onTile({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      const { key } = currentTarget.dataset;
      const { notYet, tiles } = this.data;
      if (tiles.find((tile) => tile.key === key)?.state === 'known') return;
      const next = notYet.includes(key) ? notYet.filter((id) => id !== key) : [...notYet, key];
      this.draft().write(next);
      this.show(next);
    },
    async onDone() {
      const { classId, weekOf, tiles } = this.data;
      const notYet = marked(tiles);
      const all = { text: `${tiles.length} 个孩子本周都通过话了，对吗？`, yes: '对', no: '再看看' };
      if (notYet.length === 0 && !(await ask(all))) return;
      await this.run(async () => {
        await call('ledger.roll', { classId, weekOf, notYet });
        this.draft().clear();
        tell('记好了，这一周里都可以改');
        wx.navigateBack();
      });
    },
    draft(): Draft<string[]> {
      return draftOf(`roll:${this.data.classId}:${this.data.weekOf}`);
    },
  },
});
