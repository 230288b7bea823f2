import type { RecordValues } from '../../../../shared/contract';
import { choiceValue, type FieldRow, numberValue } from './row';

/** One question of a kind, asked as its type needs. Event `change` {id, value}; `value` undefined for nothing. */
Component({
  properties: {
    row: { type: Object, value: {} as FieldRow },
  },
  data: { typed: '' },
  observers: {
    /** 「38.」 stays as it is typed, though the number is 38 already. */
    row({ type, text = '' }: Partial<FieldRow>) {
      const { typed } = this.data;
      const isSame = type === 'number' && typed !== '' && numberValue(typed) === numberValue(text);
      if (!isSame && typed !== text) this.setData({ typed: text });
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      this.setData({ typed: detail.value });
      const { type } = this.data.row as FieldRow;
      this.tell(type === 'number' ? numberValue(detail.value) : detail.value);
    },
    /** What was spoken stands after what was written. */
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ text: string }>) {
      const { text, max } = this.data.row as FieldRow;
      this.tell(`${text}${detail.text}`.slice(0, max));
    },
    onTemplate() {
      this.tell((this.data.row as FieldRow).template);
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.tell(choiceValue((this.data.row as FieldRow).type, detail.value));
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.tell(detail.value);
    },
    onNoDay() {
      this.tell(undefined);
    },
    tell(value: RecordValues[string] | undefined) {
      this.triggerEvent('change', { id: (this.data.row as FieldRow).id, value });
    },
  },
});
