import type { Face } from '../../shared/contract';

/** Three faces for a child: how was it? Event `change` {value}. A face chosen can be changed, not taken back. */
Component({
  properties: {
    value: { type: String, value: '' as Face | '' },
    disabled: { type: Boolean, value: false },
    /** Fills a screen that a child stands before. */
    huge: { type: Boolean, value: false },
  },
  data: {
    faces: [
      { value: 'happy', label: '开心' },
      { value: 'so_so', label: '还行' },
      { value: 'low', label: '不开心' },
    ] satisfies { value: Face; label: string }[],
  },
  methods: {
    onTap({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { value: Face }>) {
      if (this.data.disabled) return;
      const { value } = currentTarget.dataset;
      this.setData({ value });
      this.triggerEvent('change', { value });
    },
  },
});
