import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type ConcernsPage, type Listed, pageOf, withOlder } from './view';

/** Concerns: those that wait for the caller, the own ones, and the way to raise one. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: { page: null as ConcernsPage | null, _listed: null as Listed | null },
  methods: {
    async load() {
      this.show(await call('concerns.list', {}));
    },
    show(listed: Listed) {
      this.setData({ _listed: listed, page: pageOf(listed, dayOf(now())) });
    },
    /** What waits and is older than the list. */
    async onMore() {
      const { _listed: listed } = this.data;
      if (!listed?.more) return;
      const { until } = listed.more;
      await this.run(async () => this.show(withOlder(listed, await call('concerns.list', { until }))));
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('openConcern', { concernId: detail.key });
    },
    onRaise() {
      go('concern');
    },
  },
});
