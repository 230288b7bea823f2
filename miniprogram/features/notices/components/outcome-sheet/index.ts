import type { Outcome } from '../../outcomes';
import { type OutcomeRow, outcomeRows } from './rows';

/** How long after it came up a tap beside it is still the second tap of the finger that opened it, ms. */
const SAME_TAP = 500;

/**
 * Asks with one tap what came of a call or a visit, and where the notice asks for a choice, which one it was. Open while `way` is
 * set. Events: `told` {outcome, choice?, note?}, `no`.
 */
Component({
  properties: {
    way: { type: String, value: '' as '' | 'call' | 'visit' },
    who: { type: String, value: '' },
    choices: { type: Array, value: [] as string[] },
    busy: { type: Boolean, value: false },
  },
  data: { shown: 'call' as 'call' | 'visit', rows: [] as OutcomeRow[], note: '', openedAt: 0 },
  observers: {
    'way, choices'(way: '' | 'call' | 'visit', choices: string[]) {
      // While it goes down it still shows what it asked.
      if (way) this.setData({ shown: way, rows: outcomeRows(way, choices) });
    },
    way(way: string) {
      if (way) this.setData({ note: '', openedAt: Date.now() });
    },
  },
  methods: {
    onNote({ detail }: WechatMiniprogram.Input) {
      this.setData({ note: detail.value });
    },
    onRow({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      const row = this.data.rows.find(({ key }) => key === currentTarget.dataset.key);
      if (!row || this.data.busy) return;
      const note = this.data.note.trim();
      const told: Outcome = {
        outcome: row.outcome,
        ...(row.choice === undefined ? {} : { choice: row.choice }),
        ...(note ? { note } : {}),
      };
      this.triggerEvent('told', told);
    },
    onNo() {
      if (!this.data.busy) this.triggerEvent('no');
    },
    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible && Date.now() - this.data.openedAt > SAME_TAP) this.onNo();
    },
  },
});
