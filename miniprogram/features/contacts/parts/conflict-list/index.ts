/** What others changed meanwhile, with one's own beside it. Event `keep` {key, keep: 'theirs' | 'mine'}. */
Component({
  properties: {
    /** `ConflictRow[]`. */
    rows: { type: Array, value: [] },
  },
  data: {
    choices: [
      { value: 'theirs', label: '用现在的' },
      { value: 'mine', label: '用我写的' },
    ],
  },
  methods: {
    onKeep({ currentTarget, detail }: WechatMiniprogram.CustomEvent<{ value: string[] }, object, { key: string }>) {
      this.triggerEvent('keep', { key: currentTarget.dataset.key, keep: detail.value[0] ?? 'theirs' });
    },
  },
});
