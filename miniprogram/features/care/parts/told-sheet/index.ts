import { LIMITS } from '../../../../shared/limits';
import { TOLD_CHOICES } from '../../words';

/**
 * Asks who was told, or, with `plain`, only for words. Event `done` {whom, words}: whom is '' where only words were asked for; `close` where it is
 * put away.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    /** Already known, from the number that was rung. */
    whom: { type: String, value: '' },
    plain: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
  },
  data: { choices: TOLD_CHOICES, chosen: [] as string[], words: '', problem: '', most: LIMITS.concernWords },
  observers: {
    'open, whom'(open: boolean, whom: string) {
      if (open) this.setData({ chosen: whom === '' ? [] : [whom], words: '', problem: '' });
    },
  },
  methods: {
    onWhom({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value, problem: '' });
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.setData({ words: detail.value, problem: '' });
    },
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ text: string }>) {
      this.setData({ words: `${this.data.words}${detail.text}`.slice(0, LIMITS.concernWords), problem: '' });
    },
    onYes() {
      const { plain, chosen } = this.data;
      const [whom = ''] = chosen;
      const words = this.data.words.trim();
      if (plain && words === '') return this.setData({ problem: '请写一句。' });
      if (!plain && whom === '') return this.setData({ problem: '请点一下告诉了谁。' });
      this.triggerEvent('done', { whom: plain ? '' : whom, words });
    },
    onNo() {
      this.triggerEvent('close');
    },
  },
});
