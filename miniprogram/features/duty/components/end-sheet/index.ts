import type { CallEnd } from '../../../../shared/contract';
import { CALL_END_NAMES } from '../../../../shared/text/zh';
import { allowed, END_TEXTS } from '../../pages/board/view';

/**
 * Asks once more before it is noted how a call ended; of one that took place, how many minutes: `proposed` to begin with.
 * Open while `end` is set. Events: `yes` {minutes}, `no`.
 */
Component({
  properties: {
    end: { type: String, value: '' as CallEnd | '' },
    proposed: { type: Number, value: 1 },
    busy: { type: Boolean, value: false },
  },
  data: { title: '', text: '', minutes: 1 },
  observers: {
    'end, proposed'(end: CallEnd | '', proposed: number) {
      if (!end) return;
      const title = end === 'done' ? '聊了几分钟？' : `记成「${CALL_END_NAMES[end]}」？`;
      this.setData({ title, text: END_TEXTS[end], minutes: proposed });
    },
  },
  methods: {
    onMinutes({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { by: number }>) {
      this.setData({ minutes: allowed(this.data.minutes + currentTarget.dataset.by) });
    },
    onYes() {
      this.triggerEvent('yes', { minutes: this.data.minutes });
    },
    onNo() {
      this.triggerEvent('no');
    },
  },
});
