import type { MentorRow } from '../../../../shared/contract';
import { type ChoiceRow, rowsOf } from './choose';

/** Finds somebody who may stand beside a child. Event `choose` {key}: whom. */
Component({
  properties: {
    mentors: { type: Array, value: [] as MentorRow[] },
  },
  data: { typed: '', rows: [] as ChoiceRow[] },
  observers: {
    'mentors, typed'(mentors: MentorRow[], typed: string) {
      this.setData({ rows: rowsOf(mentors, typed) });
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
