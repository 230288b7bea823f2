import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { ask, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import { dayOf } from '../../../../shared/domain/calendar';
import { type ChildPage, childPage, lastDayOff, PAUSE_CHOICES, type PauseRow, pauseProblem } from './view';

type Why = (typeof PAUSE_CHOICES)[number]['value'];

/** One child's cadences over the term, its mentors, and when they rest. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    page: null as ChildPage | null,
    mayPause: false,
    mayFocus: false,
    open: false,
    reasons: PAUSE_CHOICES,
    why: 'ill' as Why,
    from: '',
    to: '',
    problem: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const role = currentMembership()?.role;
      const child = await call('cadence.child', { studentId: this.data.studentId });
      this.setData({
        page: childPage(child, dayOf(now())),
        mayPause: role !== undefined && scopesOf(role, 'cadence.pause').length > 0,
        mayFocus: role !== undefined && scopesOf(role, 'cadence.focus').length > 0,
      });
    },
    async onFocus() {
      const { page, studentId } = this.data;
      if (!page) return;
      await this.run(async () => {
        await call('cadence.focus', { studentId, on: !page.focus });
        await this.load();
      });
    },
    onMentors() {
      go('mentors', { studentId: this.data.studentId });
    },
    onRecords() {
      go('records', { studentId: this.data.studentId });
    },
    onConcern() {
      go('concern', { studentId: this.data.studentId });
    },
    onWrite() {
      go('writeVisit', { studentId: this.data.studentId });
    },
    onPause() {
      this.setData({ open: true, why: 'ill', from: dayOf(now()), to: '', problem: '' });
    },
    onClose() {
      this.setData({ open: false });
    },
    onWhy({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ why: detail.value[0] as Why });
    },
    onFrom({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ from: detail.value, problem: '' });
    },
    onTo({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ to: detail.value, problem: '' });
    },
    onNotBack() {
      this.setData({ to: '', problem: '' });
    },
    async onSave() {
      const { studentId, why, from, to } = this.data;
      const problem = pauseProblem(from, to);
      if (problem) return this.setData({ problem });
      await this.run(async () => {
        await call('cadence.pause', { studentId, why, from, to: to || null });
        this.onClose();
        await this.load();
        tell('记下了');
      });
    },
    async onPauseOver({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const pause = this.data.page?.pauses.find(({ key }) => key === detail.key);
      if (pause?.open) await this.endPause(pause);
      else if (pause && (await ask({ text: '这几天改回照常算？', yes: '照常算', no: '不改' })))
        await this.takeBack(pause);
    },
    /** The days that the child was away go on resting; from today on all is asked again. */
    async endPause(pause: PauseRow) {
      if (!(await ask({ text: '孩子回来了？从今天起照常算，前面那些天还是不算。', yes: '回来了' }))) return;
      const { key: from, why } = pause;
      const to = lastDayOff(pause, dayOf(now()));
      if (to === null || why === 'holiday') return this.takeBack(pause);
      await this.run(async () => {
        await call('cadence.pause', { studentId: this.data.studentId, why, from, to });
        await this.load();
      });
    },
    async takeBack({ key: from }: PauseRow) {
      await this.run(async () => {
        await call('cadence.unpause', { studentId: this.data.studentId, from });
        await this.load();
      });
    },
  },
});
