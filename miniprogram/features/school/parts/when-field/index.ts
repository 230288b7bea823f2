import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { chosenWord } from '../../settings/spans';

/**
 * A day or a time of day to choose on WeChat's wheels, shown as people say it. Event `change` {value}: '2026-11-24' or '16:30'.
 * `label`: what it stands for, for a screen reader; `empty`: what stands there before anything was chosen.
 */
Component({
  properties: {
    mode: { type: String, value: 'date' as 'date' | 'time' },
    value: { type: String, value: '' },
    /** The first day that may be chosen. */
    start: { type: String, value: '' },
    label: { type: String, value: '' },
    empty: { type: String, value: '' },
    /** Where the wheels stand then. */
    at: { type: String, value: '' },
  },
  data: { words: '' },
  observers: {
    'value, empty'(value: string, empty: string) {
      this.setData({ words: value ? chosenWord(value, dayOf(now())) : empty });
    },
  },
  methods: {
    onChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.triggerEvent('change', { value: detail.value });
    },
  },
});
