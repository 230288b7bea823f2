import { pageBase } from '../../../../behaviors/page-base';
import { call, isSilence } from '../../../../services/call';
import { asAppError } from '../../../../services/feedback';
import { ASK, codeFrom, LATER, noCode, type RelayPage, refusalOf, thanks } from './view';

/**
 * A neighbour scanned a paper slip. Whoever holds it may be a stranger: the page names nobody, shows nothing of the notice and
 * asks who nobody is; it permits one thing, 「已转告」.
 */
Component({
  behaviors: [pageBase],
  properties: {
    s: { type: String, value: '' },
    scene: { type: String, value: '' },
  },
  data: { page: ASK as RelayPage, problem: '' },
  methods: {
    async load() {
      // Nothing is fetched: before the tap there is nothing to know.
    },
    later() {
      this.setData({ problem: LATER });
      // In the largest type it would stand below the screen.
      wx.pageScrollTo({ selector: '#problem', duration: 200, fail: () => undefined });
    },
    async onTold() {
      this.setData({ problem: '' });
      await this.run(async () => {
        try {
          const code = codeFrom({ s: this.data.s, scene: this.data.scene });
          if (!code) throw noCode();
          const { again } = await call('notices.relay', { code });
          this.setData({ page: thanks(again) });
        } catch (failure) {
          const { code } = asAppError(failure);
          const page = refusalOf(code);
          if (page) this.setData({ page });
          else if (isSilence(code)) this.later();
          else throw failure;
        }
      });
    },
  },
});
