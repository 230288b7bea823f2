interface Class {
  readonly id: string;
  readonly name: string;
}

/** One class of the school on a wheel: there may be forty. Event `change` {id}. */
Component({
  properties: {
    classes: { type: Array, value: [] as Class[] },
    value: { type: String, value: '' },
    label: { type: String, value: '' },
  },
  data: { at: 0, words: '' },
  observers: {
    'classes, value'(classes: Class[], value: string) {
      const at = classes.findIndex(({ id }) => id === value);
      this.setData({ at: Math.max(0, at), words: classes[at]?.name ?? '请选一个班' });
    },
  },
  methods: {
    onChange({ detail }: WechatMiniprogram.CustomEvent<{ value: number | string }>) {
      const chosen = (this.data.classes as Class[])[Number(detail.value)];
      if (chosen) this.triggerEvent('change', { id: chosen.id });
    },
  },
});
