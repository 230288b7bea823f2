import { type Bar, widthsOf } from './bars';

/**
 * Bars that lie down, one a row, with the figure in words beside each: readable in grey and by a screen reader.
 * With `opens` a row is a button: event `open` {key}.
 * `most` fixes the full width (a class's size); without it the largest value fills the row.
 */
Component({
  properties: {
    bars: { type: Array, value: [] as Bar[] },
    most: { type: Number, value: 0 },
    /** Said before the rows: what the figures are. */
    title: { type: String, value: '' },
    opens: { type: Boolean, value: false },
  },
  data: { rows: [] as (Bar & { width: number })[] },
  observers: {
    'bars, most'(bars: Bar[], most: number) {
      this.setData({ rows: widthsOf(bars, most) });
    },
  },
  methods: {
    onOpen({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      if (this.data.opens) this.triggerEvent('open', { key: currentTarget.dataset.key });
    },
  },
});
