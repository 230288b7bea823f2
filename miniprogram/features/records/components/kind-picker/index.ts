import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { groupsOf, type KindGroup } from './groups';

/** Chooses what kind of record to write: the last ones first, then by book. Event `choose` {kind: its id}. */
Component({
  properties: {
    kinds: { type: Array, value: [] as RecordKind[] },
    used: { type: Array, value: [] as string[] },
    current: { type: String, value: '' },
  },
  data: { groups: [] as KindGroup[] },
  observers: {
    'kinds, used'(kinds: RecordKind[], used: string[]) {
      this.setData({ groups: groupsOf(kinds, used) });
    },
  },
  methods: {
    onChoose({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const [kind] = detail.value;
      if (kind) this.triggerEvent('choose', { kind });
    },
  },
});
