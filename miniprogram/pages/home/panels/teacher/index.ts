import { prepareDoor } from '../../../../services/at-door';
import { call } from '../../../../services/call';
import { showError, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { writeFor } from '../write-for';
import { panelOf, type TeacherHome, type TeacherPanel } from './view';

/** What the next visit needs at the door is fetched when the first screen has long been there, ms. */
const LATER = 4_000;
const timers = new WeakMap<object, ReturnType<typeof setTimeout>>();

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** The class teacher's first screen: who needs me today, and the two things to write. */
Component({
  properties: {
    view: { type: Object, value: {} as TeacherHome },
    elder: { type: Boolean, value: false },
    large: { type: Boolean, value: false },
  },
  data: { panel: null as TeacherPanel | null, reminding: '' },
  observers: {
    view(view: TeacherHome | null) {
      if (view?.kind === 'teacher') this.setData({ panel: panelOf(view, dayOf(now())) });
    },
  },
  lifetimes: {
    attached() {
      // Without a network the next time will do.
      timers.set(
        this,
        setTimeout(() => void prepareDoor(), LATER),
      );
    },
    detached() {
      const timer = timers.get(this);
      if (timer !== undefined) clearTimeout(timer);
    },
  },
  methods: {
    async onRemind({ detail: { key } }: Tapped) {
      if (this.data.reminding) return;
      this.setData({ reminding: key });
      try {
        const { people } = await call('ledger.remind', { studentId: key });
        tell(people > 0 ? '提醒发出去了' : '家里没有微信，请打个电话');
        this.triggerEvent('changed');
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ reminding: '' });
      }
    },
    onChild({ detail: { key } }: Tapped) {
      go('file', { studentId: key });
    },
    onRoll({ detail: { key } }: Tapped) {
      go('roll', { classId: key });
    },
    onBoard({ detail: { key } }: Tapped) {
      go('noticeBoard', { id: key });
    },
    onAsked({ detail: { key } }: Tapped) {
      const { toSign } = this.data.view as TeacherHome;
      if (key === 'proposals') go('proposals');
      else if (toSign) go('handoverOpen', { id: toSign });
    },
    onCare({ detail: { key } }: Tapped) {
      writeFor(key, (this.data.view as TeacherHome).care);
    },
    onCareChild({ detail: { key } }: Tapped) {
      go('careChild', { studentId: key.split(':')[0] ?? '' });
    },
    onDue() {
      go('due');
    },
    onLedger() {
      go('classLedger');
    },
    onChildren() {
      go('contacts');
    },
    onLetters() {
      go('waitingLetters');
    },
    onPlans() {
      go('plans');
    },
    onConcerns() {
      go('concerns');
    },
    onSent() {
      go('sentNotices');
    },
    onDuty() {
      go('dutyBoard');
    },
    onPrivacy() {
      go('privacy');
    },
    onTable() {
      go('dutyTable');
    },
    onVisit() {
      go('writeVisit');
    },
    onNotice() {
      go('writeNotice');
    },
  },
});
