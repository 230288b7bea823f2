import type { BoardMinute } from '../../pages/board/view';

/** Calls of a day under the minutes at which they begin; the one in hand is lit. Event `open` {key}. */
Component({
  properties: { minutes: { type: Array, value: [] as BoardMinute[] } },
  methods: {
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.triggerEvent('open', detail);
    },
  },
});
