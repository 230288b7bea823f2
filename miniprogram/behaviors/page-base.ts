import { isSilence } from '../services/call';
import { asAppError, sentenceFor, showError } from '../services/feedback';
import { offline } from '../services/network';
import { elder, typeScale } from '../services/session';

/** What `page-shell` needs to know of its page. `loading` keeps the layout, `failed` shows `problem` and 「再试一次」. */
export interface ShellState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly problem: string;
  /** It failed because no school knows this WeChat: the code from the card is the way on. */
  readonly unbound: boolean;
  readonly elder: boolean;
  /** The type is so large that two things side by side no longer fit. */
  readonly large: boolean;
  readonly offline: boolean;
}

/** From here on the type is large, as a factor of the normal size. */
const LARGE = 1.3;

/** Which listeners belong to which page; a page is a component, and its `data` is no place for functions. */
const endings = new WeakMap<object, () => void>();

/**
 * What every page shares. A page is a `Component` with this behaviour (so that TypeScript knows both), and its wxml begins
 * with `<page-meta root-font-size="system" />` and `<page-shell shell="{{shell}}" bind:retry="refresh">`.
 *
 * - `load()` is the page's own: fetch and `setData`, throw what fails. It runs whenever the page is shown, by pulling down
 *   and by 「再试一次」. The first time the shell shows a skeleton; later failures leave what is there.
 *   A page that failed, or shows what it `remembered`, loads again by itself when the network is back.
 * - `run(task)` is for what a tap does: no second tap while it runs (`busy`), failures become a Chinese sentence.
 *   Answers what the task answered, undefined when it failed.
 */
export const pageBase = Behavior({
  data: {
    shell: { phase: 'loading', problem: '', unbound: false, elder: false, large: false, offline: false } as ShellState,
    busy: false,
    /** What is shown is from the last time: a page that keeps that sets it, and is fetched anew when the network is back. */
    remembered: false,
  },
  lifetimes: {
    attached() {
      const show = () =>
        this.setData({
          'shell.elder': elder.get(),
          'shell.large': elder.get() || typeScale() >= LARGE,
          'shell.offline': offline.get(),
        });
      const onNetwork = (isOffline: boolean) => {
        show();
        if (!isOffline && (this.data.remembered || this.data.shell.phase === 'failed')) void this.refresh();
      };
      show();
      const stops = [elder.listen(show), offline.listen(onNetwork)];
      endings.set(this, () => {
        for (const stop of stops) stop();
      });
    },
    detached() {
      endings.get(this)?.();
    },
  },
  pageLifetimes: {
    show() {
      void this.refresh();
    },
  },
  methods: {
    /** The page's own; a page that loads nothing leaves it out. */
    async load(): Promise<void> {},

    async refresh(): Promise<void> {
      if (this.data.shell.phase === 'failed') this.setData({ 'shell.phase': 'loading' });
      try {
        await this.load();
        this.setData({ 'shell.phase': 'ready', 'shell.problem': '' });
      } catch (thrown) {
        const failure = asAppError(thrown);
        if (this.data.shell.phase !== 'ready') {
          this.setData({
            'shell.phase': 'failed',
            'shell.problem': sentenceFor(failure),
            'shell.unbound': failure.code === 'auth.unbound',
          });
        } else if (!isSilence(failure.code)) {
          // Without a network what is there stays, and the bar above says why it is old.
          await showError(failure);
        }
      }
    },

    async run<T>(task: () => Promise<T>): Promise<T | undefined> {
      if (this.data.busy) return undefined;
      this.setData({ busy: true });
      try {
        return await task();
      } catch (failure) {
        await showError(failure);
        return undefined;
      } finally {
        this.setData({ busy: false });
      }
    },

    async onPullDownRefresh(): Promise<void> {
      await this.refresh();
      wx.stopPullDownRefresh();
    },
  },
});
