import { type Progress, percentOf } from '../../progress';

/** What is being done, and how far it is, as far as anybody knows. */
Component({
  properties: {
    title: { type: String, value: '' },
    hint: { type: String, value: '' },
    progress: { type: Object, value: { done: 0, of: 0 } as Progress },
  },
  data: { percent: null as number | null },
  observers: {
    progress(progress: Progress) {
      this.setData({ percent: percentOf(progress) });
    },
  },
});
