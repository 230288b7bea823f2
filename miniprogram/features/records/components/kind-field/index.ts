import type { RecordValues } from '../../../../shared/contract';
import { choiceValue, type FieldRow, numberValue, spokenInto } from './row';

/** One question of a kind, asked as its type needs. Event `change` {id, value}; `value` undefined for nothing. */
Component({
  properties: {
    row: { type: Object, value: {} as FieldRow },
  },
  options: { pureDataPattern: /^_/ },
  data: {
    typed: '',
    /** Where the writing mark stood last; -1 before it stood anywhere. */
    _caret: -1,
  },
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
    /** It comes after the tap that it is caused by: what that tap wrote has its own mark. */
    onLeave({ detail }: WechatMiniprogram.CustomEvent<{ value: string; cursor?: number }>) {
      if (detail.value === (this.data.row as FieldRow).text) this.setData({ _caret: detail.cursor ?? -1 });
    },
    /** What was spoken stands where the writing mark was, or after what was written. */
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ text: string }>) {
      const { text, max } = this.data.row as FieldRow;
      const said = spokenInto(text, this.data._caret, detail.text, max);
      this.setData({ _caret: said.caret });
      this.tell(said.text);
    },
    onTemplate() {
      const { template } = this.data.row as FieldRow;
      // One begins with the first line.
      this.setData({ _caret: template.split('\n')[0]?.length ?? -1 });
      this.tell(template);
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
