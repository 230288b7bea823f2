import type { KnownChild } from '../../../../services/children';
import { found } from './choose';

/** Finds one of the children whom the phone knows by some of its name, also without a network. Event `choose` {key}: its id. */
Component({
  properties: {
    children: { type: Array, value: [] as KnownChild[] },
  },
  data: { typed: '', rows: [] as KnownChild[] },
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
      this.setData({ typed: '' });
      this.triggerEvent('choose', detail);
    },
  },
});
