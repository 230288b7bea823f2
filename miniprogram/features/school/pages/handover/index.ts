import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, ask, showError } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import type { ChildRef, HandoverView } from '../../../../shared/contract';
import {
  type ClassPlan,
  isPart,
  type Place,
  type Plan,
  placeOf,
  sentOf,
  teachersOf,
  withClass,
  withMentor,
  withMoves,
  withoutMoves,
} from '../../handover/plan';
import { type Standing, standingOf } from '../../handover/signing';
import type { Staff } from '../../people';
import { type Progress, watched } from '../../progress';
import { listRows, openOne, type PlanView, planView, type Row, tasksOf } from './view';

type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Kind = Plan['draft']['kind'];
/** A school's year is carried out in slices; more would mean that it does not move. */
const SLICES = 40;
const NOBODY: Staff = { staff: [], classes: [], points: [] };
const NOTHING: Progress = { done: 0, of: 0 };
const NO_SHEET = { place: 0, name: '', part: false, next: { grade: 1, number: 1 } as Place, tasks: [] as string[] };

const draft = () => draftOf<Plan>('handover');

/** 交接: plan the next school year or a change of teachers, have it signed, carry it out, undo it for a week. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: { kind: { type: String, value: '' } },
  data: {
    stage: 'choose' as 'choose' | 'plan' | 'standing' | 'working',
    openId: '',
    list: [] as Row[],
    view: null as PlanView | null,
    standing: null as Standing | null,
    /** What the plan or the handover as it stands comes to. */
    after: [] as PlanView['after'],
    obstacles: [] as readonly Row[],
    from: '',
    kindOf: 'year' as Kind,
    people: [] as { id: string; name: string }[],
    likely: [] as string[],
    grade: '',
    sheet: '' as '' | 'class' | 'moves' | 'mentor' | 'begin',
    one: NO_SHEET,
    onePlan: { classId: '', to: null, teacherId: null, carry: false } as ClassPlan,
    checking: false,
    progress: NOTHING,
    working: '',
    school: NOBODY,
    _plan: null as Plan | null,
    _dry: null as HandoverView | null,
    _key: '',
  },
  methods: {
    /** What is under way stands first; then a plan that was begun on this phone; then the choice. */
    async load() {
      await ensureSession();
      if (this.data.stage === 'working') return;
      const { handovers } = await call('handover.list', {});
      this.setData({ list: listRows(handovers) });
      const openId = openOne(handovers) || this.data.openId;
      if (openId) return this.stand(await call('handover.open', { id: openId }));
      const plan = this.data._plan ?? draft().read();
      if (plan) await this.take(plan);
      else if (this.data.kind === 'change') await this.propose('change');
    },
    stand(view: HandoverView) {
      const { after, obstacles } = planView({ draft: view.draft, children: {} }, this.data.school, view);
      const isUndone = view.status === 'undone' || view.status === 'dropped';
      this.setData({
        stage: 'standing',
        openId: view.id ?? '',
        standing: standingOf(view),
        after: isUndone ? [] : after,
        obstacles,
      });
    },

    onYear() {
      void this.run(() => this.propose('year'));
    },
    onChange() {
      void this.run(() => this.propose('change'));
    },
    async propose(kind: Kind) {
      const view = await call('handover.propose', { kind });
      await this.take({ draft: view.draft, children: {} });
    },
    async take(plan: Plan) {
      const school = await call('staff.list', {});
      const likely = school.classes.flatMap(({ headTeacherId }) => headTeacherId ?? []);
      this.setData({ school, people: teachersOf(school), likely, stage: 'plan' });
      await this.change(plan);
    },
    /** The plan as it is now, kept on the phone, and what it would come to. */
    async change(plan: Plan) {
      const key = newId();
      draft().write(plan);
      this.setData({
        _plan: plan,
        _key: key,
        from: plan.draft.from ?? '',
        kindOf: plan.draft.kind,
        checking: true,
      });
      this.show();
      try {
        const dry = await call('handover.preview', { draft: sentOf(plan, this.data.school) });
        // What was changed in the meantime is asked about by its own call.
        if (key === this.data._key) this.setData({ _dry: dry, checking: false });
      } catch (failure) {
        this.setData({ _dry: null, checking: false });
        await showError(failure);
      }
      this.show();
    },
    show() {
      const { _plan: plan, _dry: dry, school, grade } = this.data;
      if (!plan) return;
      const view = planView(plan, school, dry, grade);
      this.setData({ view, after: view.after });
    },
    onGrade({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ grade: detail.value[0] ?? '' });
      this.show();
    },
    async onCheck() {
      const { _plan: plan } = this.data;
      if (plan) await this.run(() => this.change(plan));
    },
    onFrom({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      const { _plan: plan } = this.data;
      if (plan) void this.change({ ...plan, draft: { ...plan.draft, from: detail.value } });
    },
    onClass({ detail }: Keyed) {
      this.openClass(Number(detail.key));
    },
    openClass(place: number) {
      const { _plan: plan, _dry: dry, school } = this.data;
      const onePlan = plan?.draft.classes[place];
      if (!plan || !onePlan) return;
      const { classId } = onePlan;
      const name = school.classes.find(({ id }) => id === classId)?.name ?? '';
      const now = placeOf(name) ?? { grade: 1, number: 1 };
      const next = { ...now, grade: Math.min(12, now.grade + 1) };
      this.setData({
        sheet: 'class',
        onePlan,
        one: { place, name, part: isPart(plan, place), next, tasks: tasksOf(dry, classId) },
      });
    },
    onObstacle({ detail }: Keyed) {
      const [what = '', id = ''] = detail.key.split(/:(.*)/);
      if (what === 'class') this.openClass(Number(id));
      else go('file', { studentId: id });
    },
    onClassYes({ detail }: WechatMiniprogram.CustomEvent<{ plan: ClassPlan }>) {
      this.edit((plan) => withClass(plan, this.data.one.place, detail.plan));
    },
    onMoves() {
      this.setData({ sheet: 'moves' });
    },
    onMovesYes({ detail }: WechatMiniprogram.CustomEvent<{ classId: string; children: ChildRef[]; to: Place }>) {
      this.edit((plan) => withMoves(plan, detail.classId, detail.children, detail.to));
    },
    onNoMoves({ detail }: Keyed) {
      this.edit((plan) => withoutMoves(plan, detail.key));
    },
    onMentor() {
      this.setData({ sheet: 'mentor' });
    },
    onMentorYes({
      detail,
    }: WechatMiniprogram.CustomEvent<{ child: ChildRef; fromId: string | null; toId: string | null }>) {
      this.edit((plan) => withMentor(plan, detail.child, detail.fromId, detail.toId));
    },
    onNoMentor({ detail }: Keyed) {
      this.edit((plan) => {
        const mentors = plan.draft.mentors.filter(({ studentId }) => studentId !== detail.key);
        return { ...plan, draft: { ...plan.draft, mentors } };
      });
    },
    edit(change: (plan: Plan) => Plan) {
      const { _plan: plan } = this.data;
      this.setData({ sheet: '' });
      if (plan) void this.change(change(plan));
    },
    onSheetNo() {
      this.setData({ sheet: '' });
    },
    onAskBegin() {
      this.setData({ sheet: 'begin' });
    },
    async onBegin() {
      const { _plan: plan, _key: key, school } = this.data;
      if (!plan) return;
      await this.run(async () => {
        try {
          const view = await call('handover.begin', { key, draft: sentOf(plan, school) });
          draft().clear();
          this.setData({ _plan: null });
          this.stand(view);
        } catch (failure) {
          const { code } = asAppError(failure);
          if (code === 'handover.other-open') await this.load();
          if (code === 'handover.blocked') void this.change(plan);
          throw failure;
        }
      });
      this.setData({ sheet: '' });
    },
    async onForget() {
      if (!(await ask({ text: '不要这份安排了？改过的都不留。', yes: '不要了' }))) return;
      draft().clear();
      this.setData({ _plan: null, stage: 'choose' });
    },

    async onApply() {
      const text = '班级和班主任马上换成新的。一周之内可以整个撤回。';
      // One that was cut off only goes on.
      const isSure = !this.data.standing?.mayDrop || (await ask({ title: '现在就交接？', text, yes: '交接' }));
      if (isSure) await this.work('正在交接', 'handover.apply');
    },
    async onUndo() {
      const text = '班级、班主任、帮扶老师和孩子都回到交接以前。后来又改过的孩子不动。';
      if (await ask({ title: '整个撤回？', text, yes: '撤回' })) await this.work('正在撤回', 'handover.undo');
    },
    /** Carries it out, slice by slice; cut off, it goes on where it was. */
    async work(title: string, method: 'handover.apply' | 'handover.undo') {
      const id = this.data.openId;
      await this.run(async () => {
        this.setData({ stage: 'working', working: title, progress: NOTHING });
        const slices = async () => {
          for (let slice = 0; ; slice += 1) {
            const view = await call(method, { id });
            const isBusy = view.status === 'applying' || view.status === 'undoing';
            if (!isBusy || slice >= SLICES) return view;
          }
        };
        const look = async () => {
          const { done, of } = await call('handover.open', { id });
          this.setData({ progress: { done, of } });
        };
        try {
          this.stand(await watched(slices(), look));
        } catch (failure) {
          this.setData({ stage: 'standing' });
          throw failure;
        }
      });
      await this.refresh();
    },
    async onDrop() {
      if (!(await ask({ text: '作废这份交接？签过的字也不算了。', yes: '作废' }))) return;
      await this.run(async () => {
        await call('handover.drop', { id: this.data.openId });
        this.onOthers();
      });
      await this.refresh();
    },
    onSign() {
      go('handoverOpen', { id: this.data.openId });
    },
    onOpen({ detail }: Keyed) {
      void this.run(async () => this.stand(await call('handover.open', { id: detail.key })));
    },
    /** Back to the choice, from one that is over. */
    onOthers() {
      this.setData({ stage: 'choose', openId: '', standing: null });
    },
  },
});
