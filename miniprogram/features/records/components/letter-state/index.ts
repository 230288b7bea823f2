import { posts } from '../../../../services/outbox';
import { goHome } from '../../../../services/routes';
import { type LetterState, stateOf } from './state';

const endings = new WeakMap<object, () => void>();

/** What became of a saved letter, as it happens. Events: `mend` (it was refused), `another`, `worry`. */
Component({
  properties: {
    /** The letter's `clientId`. */
    letter: { type: String, value: '' },
    title: { type: String, value: '' },
    /** There is one child of whom something may worry. */
    worries: { type: Boolean, value: false },
    /** One does not write another after it: a correction. */
    last: { type: Boolean, value: false },
    /** It was written from the list of what is due, which goes on. */
    due: { type: Boolean, value: false },
  },
  data: { state: null as LetterState | null },
  observers: {
    letter() {
      this.show();
    },
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.show()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    show() {
      const { letter } = this.data;
      if (letter) this.setData({ state: stateOf(posts.get().find(({ clientId }) => clientId === letter)) });
    },
    onMend() {
      this.triggerEvent('mend');
    },
    onAnother() {
      this.triggerEvent('another');
    },
    onWorry() {
      this.triggerEvent('worry');
    },
    onHome() {
      if (this.data.due) wx.navigateBack({ fail: goHome });
      else goHome();
    },
  },
});
