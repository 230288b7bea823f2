/**
 * The whole screen for a child after a call: three faces and nothing else. `who` is 「三(2)班 张同学」, for others see it too.
 * Events: `face` {value}, `later` (the child would rather not, or is gone).
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    who: { type: String, value: '' },
    /** What the page recognises the child by; for another child the faces begin anew. */
    child: { type: String, value: '' },
    busy: { type: Boolean, value: false },
  },
  data: { face: '' },
  observers: {
    child() {
      this.setData({ face: '' });
    },
  },
  methods: {
    onFace({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ face: detail.value });
      this.triggerEvent('face', detail);
    },
    onLater() {
      if (!this.data.busy) this.triggerEvent('later');
    },
    /** Keeps the page behind from moving under the child's finger. */
    stay() {},
  },
});
