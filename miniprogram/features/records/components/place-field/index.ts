/** Where it was, only where the teacher wants to say: a word to tap, or typed. Event `change` {value}. */
Component({
  properties: {
    value: { type: String, value: '' },
  },
  data: {
    open: false,
    words: ['孩子家里', '学校', '村委会', '路上', '镇上'].map((word) => ({ value: word, label: word })),
  },
  methods: {
    onOpen() {
      this.setData({ open: true });
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.triggerEvent('change', { value: detail.value[0] ?? '' });
    },
    onType({ detail }: WechatMiniprogram.Input) {
      this.triggerEvent('change', { value: detail.value });
    },
  },
});
