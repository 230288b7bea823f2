import type { ShellState } from '../../behaviors/page-base';
import { go, goHome } from '../../services/routes';

/**
 * The frame of every page: margins, elder type, the bar that says there is no network, and what stands in for the content
 * while it loads (`skeleton`: rows of grey) or when it cannot be loaded (`retry` is triggered by 「再试一次」;
 * a message may have led here that is long over, so 「回首页」 stands below it; whom no school knows yet is led to the code).
 * Slots: the content, and `footer` for the page's one main button, which stays at the bottom.
 */
Component({
  options: { multipleSlots: true },
  properties: {
    shell: { type: Object, value: {} as ShellState },
    /** Grey blocks shown while loading, one a card. */
    skeleton: { type: Number, value: 3 },
    /** The page has a `footer`. */
    footed: { type: Boolean, value: false },
    /** Uses the whole width of a wide screen, for pages in columns. */
    wide: { type: Boolean, value: false },
    /** One of the tabs at the bottom: there 「回首页」 leads nowhere else. */
    tab: { type: Boolean, value: false },
  },
  data: { rows: [[{ width: '50%' }], [{ width: '100%' }], [{ width: '80%' }]] },
  methods: {
    onRetry() {
      this.triggerEvent('retry');
    },
    onBind() {
      go('bind');
    },
    onHome() {
      goHome();
    },
  },
});
