import { pageBase } from '../../behaviors/page-base';
import { go } from '../../services/routes';
import { currentMembership, openHome, session } from '../../services/session';
import { scopesOf } from '../../shared/access/permissions';
import type { HomeView } from '../../shared/contract';

/**
 * Answers the one question of whoever opens it. Each role's answer is a component in `panels/`, which gets `view` (its
 * branch of `HomeView`), `elder` and `large`, and triggers `changed` after it did something.
 */
Component({
  behaviors: [pageBase],
  data: {
    view: null as HomeView | null,
    /** Nothing of this version can be shown without a network, but one may write. */
    writes: false,
  },
  methods: {
    async load() {
      const home = await openHome();
      const role = currentMembership()?.role;
      const writes = home.view === null && role !== undefined && scopesOf(role, 'records.write').length > 0;
      this.setData({ ...home, writes });
      if (home.view) this.showTabs(home.view);
    },
    onWrite() {
      go('writeVisit');
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
