/** How long after it came up a tap beside it is still the second tap of the finger that opened it, ms. */
const SAME_TAP = 500;

/**
 * A question from below, in the page's own type, with two large answers; for what deserves more than `ask` (feedback).
 * The slot holds what is asked about. Events: `yes`, `no` (also by a tap beside it).
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    title: { type: String, value: '' },
    text: { type: String, value: '' },
    yes: { type: String, value: '好' },
    no: { type: String, value: '先不' },
    /** The answer cannot be taken back. */
    danger: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { openedAt: 0 },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ openedAt: Date.now() });
    },
  },
  methods: {
    onYes() {
      this.triggerEvent('yes');
    },
    onNo() {
      if (!this.data.busy) this.triggerEvent('no');
    },
    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible && Date.now() - this.data.openedAt > SAME_TAP) this.onNo();
    },
  },
});
