import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type PlansPage, pageOf } from './view';

/** The plans of a child; or the open ones of the caller's children, a class, the school, what is due first. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: { page: null as PlansPage | null, chosen: [] as string[] },
  methods: {
    async load() {
      const { studentId, chosen } = this.data;
      const [classId] = chosen;
      const input = { ...(studentId ? { studentId } : {}), ...(classId ? { classId } : {}) };
      const answer = await call('plans.list', input);
      this.setData({ page: pageOf(answer, studentId !== '', dayOf(now())) });
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value });
      void this.refresh();
    },
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('plan', { planId: detail.key });
    },
    onNew() {
      const { studentId } = this.data;
      go('writePlan', studentId ? { studentId } : {});
    },
  },
});
