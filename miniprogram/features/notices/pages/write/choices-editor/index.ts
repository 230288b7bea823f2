import { LIMITS } from '../../../../../shared/limits';
import { CHOICES } from '../../../letter';

type Typed = WechatMiniprogram.CustomEvent<{ value: string }, object, { index: number }>;
type Tapped = WechatMiniprogram.TouchEvent<object, object, { index: number }>;

/** The answers from which a family chooses one, two to six. Event `change` {value: string[]}: as they are typed, empty ones too. */
Component({
  properties: {
    value: { type: Array, value: [] as string[] },
  },
  data: {
    rows: [] as { key: number; text: string }[],
    longest: LIMITS.choice,
    least: CHOICES.least,
    most: CHOICES.most,
  },
  observers: {
    value(value: string[]) {
      this.setData({ rows: value.map((text, key) => ({ key, text })) });
    },
  },
  methods: {
    onType({ detail, currentTarget }: Typed) {
      this.change(this.choices().map((choice, i) => (i === currentTarget.dataset.index ? detail.value : choice)));
    },
    onRemove({ currentTarget }: Tapped) {
      this.change(this.choices().filter((_, i) => i !== currentTarget.dataset.index));
    },
    onAdd() {
      this.change([...this.choices(), '']);
    },
    choices(): string[] {
      return this.data.value as string[];
    },
    change(value: string[]) {
      this.setData({ value });
      this.triggerEvent('change', { value });
    },
  },
});
