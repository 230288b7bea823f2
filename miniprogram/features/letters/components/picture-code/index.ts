import { PICTURES } from '../../../../shared/domain/letters';
import { LIMITS } from '../../../../shared/limits';

/**
 * A child's secret: pictures tapped in an order. Event `done` {secret}: the numbers of the pictures, when there are enough.
 * What was tapped shows as dots, for somebody may look on.
 */
Component({
  properties: {
    busy: { type: Boolean, value: false },
    /** Changes when a new try begins. */
    turn: { type: Number, value: 0 },
  },
  data: {
    pictures: PICTURES,
    most: Array.from({ length: LIMITS.secretPictures }, (_, i) => i),
    tapped: [] as number[],
  },
  observers: {
    turn() {
      this.setData({ tapped: [] });
    },
  },
  methods: {
    onPicture({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { n: number }>) {
      if (this.data.busy || this.data.tapped.length >= LIMITS.secretPictures) return;
      const tapped = [...this.data.tapped, currentTarget.dataset.n];
      this.setData({ tapped });
      if (tapped.length === LIMITS.secretPictures) this.triggerEvent('done', { secret: tapped });
    },
    onBack() {
      if (!this.data.busy) this.setData({ tapped: this.data.tapped.slice(0, -1) });
    },
  },
});
