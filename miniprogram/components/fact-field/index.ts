import { now } from '../../services/time';
import { dayOf } from '../../shared/domain/calendar';
import type { FactRow } from './row';

/**
 * One fact of a child's file to be changed, asked for as its kind needs (a line, a few lines, a day, one of several).
 * Events: `change` {key, value}, value empty for nothing; `open` {key} for what is shown in part.
 */
Component({
  properties: {
    row: { type: Object, value: {} as FactRow },
    busy: { type: Boolean, value: false },
  },
  data: { chosen: [] as string[], today: '' },
  observers: {
    row({ value }: Partial<FactRow>) {
      this.setData({ chosen: value ? [value] : [], today: dayOf(now()) });
    },
  },
  methods: {
    onType({ detail }: WechatMiniprogram.Input) {
      this.tell(detail.value);
    },
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.tell(detail.value[0] ?? '');
    },
    onClear() {
      this.tell('');
    },
    onOpen() {
      if (!this.data.busy) this.triggerEvent('open', { key: (this.data.row as FactRow).key });
    },
    tell(value: string) {
      this.triggerEvent('change', { key: (this.data.row as FactRow).key, value });
    },
  },
});
