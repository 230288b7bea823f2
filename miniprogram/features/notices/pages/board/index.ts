import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { dial } from '../../../../services/dial';
import { choose, tell } from '../../../../services/feedback';
import { now } from '../../../../services/time';
import type { Output } from '../../../../shared/contract';
import { type BoardPage, boardOf, isUnderWay, OUTCOMES, PAGE_OF_ROWS } from './view';

/** The whole answer stays here: a school's is too much for `data`. */
const boards = new WeakMap<object, Output<'notices.board'>>();

/** Who has not heard a notice, those first who asked for a call; one tap dials, one notes what came of it. */
Component({
  behaviors: [pageBase, ticking],
  data: { noticeId: '', page: null as BoardPage | null, rows: PAGE_OF_ROWS, heardToo: false, calling: '' },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ noticeId: id });
    },
    async load() {
      boards.set(this, await call('notices.board', { noticeId: this.data.noticeId }));
      this.show();
    },
    show() {
      const board = boards.get(this);
      if (board) this.setData({ page: boardOf(board, now(), this.data) });
    },
    /** While the notice is on its way, looks how far it is, ever more rarely: after 4 s, 8 s, 16 s … */
    tick(n: number) {
      const board = boards.get(this);
      if (n < 4 || (n & (n - 1)) !== 0 || !board || !isUnderWay(board) || this.data.busy) return;
      // Nobody asked for it: one that failed is made up for by the next.
      this.load().catch(() => undefined);
    },
    onReachBottom() {
      if (!this.data.page?.more) return;
      this.setData({ rows: this.data.rows + PAGE_OF_ROWS });
      this.show();
    },
    onHeard() {
      this.setData({ heardToo: !this.data.heardToo });
      this.show();
    },
    async onDial({ detail: { key } }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const person = this.data.page?.open.find((row) => row.key === key);
      if (!person) return;
      this.setData({ calling: key });
      await this.run(async () => {
        if (!(await dial(person.personId, 'notice'))) return;
        const chosen = await choose(
          `${person.name}，电话打得怎么样？`,
          OUTCOMES.map(({ label }) => label),
        );
        const result = chosen === undefined ? undefined : OUTCOMES[chosen];
        if (!result) return;
        await call('notices.called', { receiptId: key, outcome: result.outcome });
        tell('记下了');
        await this.load();
      });
      this.setData({ calling: '' });
    },
  },
});
