import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type ConcernsPage, pageOf } from './view';

/** Concerns: those that wait for the caller, the own ones, and the way to raise one. */
Component({
  behaviors: [pageBase],
  data: { page: null as ConcernsPage | null },
  methods: {
    async load() {
      this.setData({ page: pageOf(await call('concerns.list', {}), dayOf(now())) });
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('openConcern', { concernId: detail.key });
    },
    onRaise() {
      go('concern');
    },
  },
});
