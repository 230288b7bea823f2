import { pageBase } from '../../behaviors/page-base';
import { openHome, session } from '../../services/session';
import type { HomeView } from '../../shared/contract';

/**
 * Answers the one question of whoever opens it. Each role's answer is a component in `panels/`, which gets `view` (its
 * branch of `HomeView`), `elder` and `large`, and triggers `changed` after it did something.
 */
Component({
  behaviors: [pageBase],
  data: { view: null as HomeView | null },
  methods: {
    async load() {
      const home = await openHome();
      this.setData(home);
      this.showTabs(home.view);
    },
    /** Children stand before the booth: no tab leads them to 「不再用这个身份」. Who is somebody else here too needs the way back. */
    showTabs({ kind }: HomeView) {
      // Fails where a page without tabs was opened meanwhile; the next time home shows it is done.
      const late = { fail: () => undefined };
      if (kind === 'booth' && session.get().memberships.length === 1) wx.hideTabBar(late);
      else wx.showTabBar(late);
    },
  },
});
