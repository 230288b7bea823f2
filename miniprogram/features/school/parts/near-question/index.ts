import type { Question } from '../../pages/import/view';

/** 「是同一个孩子吗？」: what the roster and the school say, side by side. Events: `same`, `other`. */
Component({
  properties: {
    question: { type: Object, value: { key: '', candidateId: '', place: '', why: '', facts: [] } as Question },
  },
  methods: {
    onSame() {
      this.triggerEvent('same');
    },
    onOther() {
      this.triggerEvent('other');
    },
  },
});
