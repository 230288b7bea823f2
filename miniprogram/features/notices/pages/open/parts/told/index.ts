import type { NoticeView } from '../../view';

/**
 * What the school told, who to whom about whom, and the voice of it. Events: `silent` (the voice could not be played), `newer`
 * (to what took its place).
 */
Component({
  properties: {
    view: { type: Object, value: {} as NoticeView },
    elder: { type: Boolean, value: false },
  },
  methods: {
    onSilent() {
      this.triggerEvent('silent');
    },
    onNewer() {
      this.triggerEvent('newer');
    },
  },
});
