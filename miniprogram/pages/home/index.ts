import { pageBase } from '../../behaviors/page-base';
import { openHome } from '../../services/session';
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
      this.setData(await openHome());
    },
  },
});
