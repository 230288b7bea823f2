import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { type KnownChild, knownChildren, refreshChildren } from '../../../../services/children';
import { type Draft, draftOf } from '../../../../services/drafts';
import { say, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { Output, PlanGoal } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { GoalState, PlanKindId, PriorityId } from '../../../../shared/domain/plans';
import { AppError } from '../../../../shared/errors/catalogue';
import { LIMITS } from '../../../../shared/limits';
import {
  beside,
  closeInput,
  closes,
  daysOf,
  emptyForm,
  formOf,
  GOAL_STATE_CHOICES,
  KIND_CHOICES,
  newGoal,
  overlaid,
  type PlanForm,
  PRIORITY_CHOICES,
  pageOf,
  partOf,
  problemOf,
  type Step,
  saveInput,
  startInput,
  type WritePage,
  withKind,
} from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }, object, { key: string }>;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }, object, { key: string }>;

/** A plan is written: a new one step by step, or one part of one that is there. Every letter is a draft at once. */
Component({
  behaviors: [pageBase],
  properties: {
    /** The plan of which `step` is written; empty for a new one. */
    planId: { type: String, value: '' },
    step: { type: String, value: 'start' as Step },
    studentId: { type: String, value: '' },
  },
  data: {
    form: null as PlanForm | null,
    page: null as WritePage | null,
    children: [] as KnownChild[],
    kinds: KIND_CHOICES,
    priorityChoices: PRIORITY_CHOICES,
    chosen: [] as string[],
    states: GOAL_STATE_CHOICES,
    limits: LIMITS,
    problem: '',
    resumed: false,
    /** The term as the school told it last; `null` where this phone has not heard. */
    term: null as Output<'plans.list'>['term'] | null,
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.form) return;
      const kept = this.draft().read();
      this.setData({ children: [...knownChildren()], resumed: kept !== undefined });
      this.show(kept ?? (await this.fresh()));
      this.hearTerm().catch(() => undefined);
      if (this.data.children.length > 0 || this.data.planId !== '') return;
      await refreshChildren().catch(() => undefined);
      this.setData({ children: [...knownChildren()] });
    },
    async fresh(): Promise<PlanForm> {
      const { planId: id, step, studentId } = this.data;
      if (id !== '') return formOf(newId(), await call('plans.open', { planId: id }), step as Step);
      const child = await this.childById(studentId);
      return emptyForm(newId(), dayOf(now()), child);
    },
    /** Nothing waits for it: until it is heard, and without a network, twelve weeks are proposed. */
    async hearTerm() {
      const studentId = this.data.form?.child?.id;
      if (this.data.planId !== '' || this.data.term || !studentId) return;
      const { term } = await call('plans.list', { studentId });
      this.setData({ term });
      const { form } = this.data;
      const days = form && daysOf(form, term);
      if (days) this.change(days);
    },
    async childById(studentId: string): Promise<PlanForm['child']> {
      if (studentId === '') return null;
      if (!knownChildren().some(({ id }) => id === studentId)) await refreshChildren().catch(() => undefined);
      return knownChildren().find(({ id }) => id === studentId) ?? null;
    },
    show(form: PlanForm) {
      this.setData({ form, page: pageOf(form), chosen: form.priorities.map(({ id }) => id), problem: '' });
    },
    change(part: Partial<PlanForm>) {
      const { form } = this.data;
      if (!form) return;
      const next = { ...form, ...part };
      this.draft().write(next);
      this.show(next);
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const child = this.data.children.find(({ id }) => id === detail.key);
      if (child) this.change({ child: { id: child.id, name: child.name, className: child.className }, step: 'kind' });
      this.hearTerm().catch(() => undefined);
    },
    onKind({ detail }: Value<string[]>) {
      const [kind] = detail.value;
      const { form, term } = this.data;
      if (form && kind && kind !== form.kind) this.change(withKind(form, kind as PlanKindId, term));
    },
    onAnswer({ detail, currentTarget }: Typed) {
      const { form } = this.data;
      const part = form && partOf(form.step);
      if (form && part) this.change({ [part]: { ...form[part], [currentTarget.dataset.key]: detail.value } });
    },
    onSuggested({ detail }: Value<string[]>) {
      const [text] = detail.value;
      if (text) this.addGoal(text);
    },
    onAddGoal() {
      this.addGoal('');
    },
    addGoal(text: string) {
      const { form } = this.data;
      if (form) this.change({ goals: [...form.goals, newGoal(`g${newId().slice(-12)}`, text, form)] });
    },
    changeGoal(id: string, part: Partial<PlanGoal>) {
      const goals = this.data.form?.goals.map((goal) => (goal.id === id ? { ...goal, ...part } : goal));
      if (goals) this.change({ goals });
    },
    onGoalText({ detail, currentTarget }: Typed) {
      this.changeGoal(currentTarget.dataset.key, { text: detail.value });
    },
    onGoalDay({ detail, currentTarget }: Typed) {
      this.changeGoal(currentTarget.dataset.key, { dueDay: detail.value });
    },
    onGoalState({ detail, currentTarget }: Value<string[]>) {
      const [state = 'open'] = detail.value;
      this.changeGoal(currentTarget.dataset.key, { state: state as GoalState });
    },
    /** One that is not written down yet; the others are dropped, for records name them. */
    onGoalGone({ currentTarget }: Typed) {
      this.change({ goals: (this.data.form?.goals ?? []).filter(({ id }) => id !== currentTarget.dataset.key) });
    },
    onPriorities({ detail }: Value<string[]>) {
      const before = this.data.form?.priorities ?? [];
      const priorities = detail.value.map(
        (id) => before.find((one) => one.id === id) ?? { id: id as PriorityId, words: '' },
      );
      this.change({ priorities });
    },
    onPriorityWords({ detail, currentTarget }: Typed) {
      const priorities = (this.data.form?.priorities ?? []).map((one) =>
        one.id === currentTarget.dataset.key ? { ...one, words: detail.value } : one,
      );
      this.change({ priorities });
    },
    onDay({ detail, currentTarget }: Typed) {
      this.change({ [currentTarget.dataset.key]: detail.value });
    },
    onBack() {
      const { form } = this.data;
      if (form) this.move(beside(form.step, -1));
    },
    move(step: Step) {
      this.change({ step });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    async onNext() {
      const { form } = this.data;
      if (!form) return;
      const problem = problemOf(form);
      this.setData({ problem });
      if (problem !== '') return;
      if (form.planId === '' && form.step !== 'first') return this.move(beside(form.step, 1));
      await this.run(() => this.send(form));
    },
    async send(form: PlanForm) {
      try {
        const { planId } = await this.write(form);
        this.draft().clear();
        tell('写好了');
        if (form.planId === '') goInstead('plan', { planId });
        else wx.navigateBack({ fail: () => goInstead('plan', { planId }) });
      } catch (failure) {
        if (!(failure instanceof AppError) || failure.code !== 'common.stale') throw failure;
        const fresh = formOf(newId(), await call('plans.open', { planId: form.planId }), form.step);
        this.change(overlaid(fresh, form));
        await say('刚才别的老师也改了这个计划。您写的都还在，别处已经换成最新的，看一看再点一次。');
      }
    },
    async write(form: PlanForm): Promise<{ readonly planId: string }> {
      const start = startInput(form);
      if (form.planId === '' && start) return call('plans.start', start);
      return closes(form) ? call('plans.close', closeInput(form)) : call('plans.save', saveInput(form));
    },
    async onAnew() {
      this.draft().clear();
      this.setData({ form: null, resumed: false });
      await this.refresh();
    },
    draft(): Draft<PlanForm> {
      const { planId: id, step, studentId } = this.data;
      return draftOf(`plan:${id === '' ? `new:${studentId}` : `${id}:${step}`}`);
    },
  },
});
