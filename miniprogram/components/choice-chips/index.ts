import { toggled } from './choose';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** A second line: 「适合您的下班时间」. */
  readonly hint?: string;
}

/**
 * Answers to tap instead of to type. Event `change` {value: string[]}: what is chosen now, in the order of the choices.
 * Without `multiple` a choice replaces the one before; with `required` the last one cannot be taken back.
 */
Component({
  properties: {
    choices: { type: Array, value: [] as Choice[] },
    value: { type: Array, value: [] as string[] },
    multiple: { type: Boolean, value: false },
    required: { type: Boolean, value: false },
    disabled: { type: Boolean, value: false },
    /** One under the other, for long answers. */
    tall: { type: Boolean, value: false },
  },
  data: { shown: [] as (Choice & { on: boolean })[] },
  observers: {
    'choices, value'(choices: Choice[], value: string[]) {
      this.setData({ shown: choices.map((choice) => ({ ...choice, on: value.includes(choice.value) })) });
    },
  },
  methods: {
    onTap({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { value: string }>) {
      if (this.data.disabled) return;
      const { choices, value, multiple, required } = this.data;
      const next = toggled(choices as Choice[], value as string[], currentTarget.dataset.value, { multiple, required });
      this.setData({ value: next });
      this.triggerEvent('change', { value: next });
    },
  },
});
