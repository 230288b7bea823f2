/**
 * The questions of a file that is being changed (`editing`), or what others changed meanwhile. Events: `fact` {key, value}, `open` {key},
 * `why`, `note` {value}, `reason` {value: string[]}, `keep` {key, keep}, `anew`.
 */
Component({
  properties: {
    /** `FactGroup[]`. */
    groups: { type: Array, value: [] },
    /** `ConflictRow[]`. */
    conflicts: { type: Array, value: [] },
    /** `EditForm`. */
    form: { type: Object, value: {} },
    problems: { type: Object, value: {} },
    reasons: { type: Array, value: [] },
    asksReason: { type: Boolean, value: false },
    resumed: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  methods: {
    onFact({ detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('fact', detail);
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('open', detail);
    },
    onWhy({ detail }: WechatMiniprogram.Input) {
      this.triggerEvent('why', { value: detail.value });
    },
    onReason({ detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('reason', detail);
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.triggerEvent('note', { value: detail.value });
    },
    onKeep({ detail }: WechatMiniprogram.CustomEvent) {
      this.triggerEvent('keep', detail);
    },
    onAnew() {
      this.triggerEvent('anew');
    },
  },
});
