import type { KnownChild } from '../../../../../services/children';
import { type ChildRow, found } from './choose';

/** Chooses one of the children whom the phone knows, also without a network. Event `choose` {child}. */
Component({
  properties: {
    children: { type: Array, value: [] as KnownChild[] },
  },
  data: { typed: '', rows: [] as ChildRow[] },
  observers: {
    'children, typed'(children: KnownChild[], typed: string) {
      this.setData({ rows: found(children, typed) });
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ typed: detail.value.trim() });
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const child = (this.data.children as KnownChild[]).find(({ id }) => id === detail.key);
      if (child) this.triggerEvent('choose', { child });
    },
  },
});
