import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type PlanPage, pageOf } from './view';

/** One plan, read from its start to its end, with a way to write each part. */
Component({
  behaviors: [pageBase],
  properties: {
    planId: { type: String, value: '' },
  },
  data: { page: null as PlanPage | null, studentId: '', choosing: false, goal: [] as string[], earlier: false },
  methods: {
    async load() {
      const answer = await call('plans.open', { planId: this.data.planId });
      this.setData({ page: pageOf(answer, dayOf(now())), studentId: answer.child.id });
    },
    onPart({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { step: string }>) {
      go('writePlan', { planId: this.data.planId, step: currentTarget.dataset.step });
    },
    onStep() {
      const step = this.data.page?.step;
      if (step) go('writePlan', { planId: this.data.planId, step });
    },
    onGoal({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.record(detail.key);
    },
    /** With one goal there is nothing to choose. */
    onRecord() {
      const choices = this.data.page?.goalChoices ?? [];
      const [only] = choices;
      if (choices.length === 1 && only) this.record(only.value);
      else this.setData({ choosing: true, goal: [] });
    },
    onChosen({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const [goalId] = detail.value;
      if (!goalId) return;
      this.setData({ choosing: false });
      this.record(goalId);
    },
    record(goalId: string) {
      const { planId, studentId } = this.data;
      go('writeVisit', { studentId, goal: `${planId}:${goalId}` });
    },
    onClose() {
      this.setData({ choosing: false });
    },
    onEarlier() {
      this.setData({ earlier: !this.data.earlier });
    },
    onOpenRecord({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('record', { recordId: detail.key });
    },
    onFree() {
      this.setData({ choosing: false });
      go('writeVisit', { studentId: this.data.studentId });
    },
  },
});
