import { ticking } from '../../../../behaviors/ticking';
import { offerToCalendar, wasOffered } from '../../../../services/phone-calendar';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { openItem } from '../../../inbox/open';
import { type ConsentAsked, consentAsked, type FamilyView } from '../family';
import { type ParentHome, parentHome } from './view';

/** Near an in-app call the home looks so often whether its room is open, s. */
const LOOK_SECONDS = 20;

/** When do we talk next, how long has the child waited, and what is its news. Event `changed` after it did something. */
Component({
  behaviors: [ticking],
  properties: {
    view: { type: Object, value: {} as FamilyView },
    elder: { type: Boolean, value: false },
    large: { type: Boolean, value: false },
  },
  data: { home: null as ParentHome | null, asked: null as ConsentAsked | null },
  observers: {
    view(view: FamilyView) {
      if (view.children) this.show();
    },
  },
  methods: {
    show() {
      const view = this.data.view as FamilyView;
      this.setData({ home: parentHome(view, now(), wasOffered), asked: consentAsked(view) });
    },
    tick(n: number) {
      if (n % LOOK_SECONDS === 0 && this.data.home?.next?.looks) this.triggerEvent('changed');
    },
    onNext() {
      const next = this.data.home?.next;
      if (!next) return;
      if (next.act === 'join') return go('room', { id: next.id });
      if (next.act !== 'calendar') return go('ticket', { id: next.id });
      const ticket = (this.data.view as FamilyView).calls.find(({ bookingId }) => bookingId === next.id);
      if (ticket) void offerToCalendar(ticket, next.who).then(() => this.show());
    },
    onTicket() {
      const id = this.data.home?.next?.id;
      if (id) go('ticket', { id });
    },
    onCall({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('ticket', { id: detail.key });
    },
    onBook({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
      go('slots', { studentId: currentTarget.dataset.id });
    },
    onChild({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
      go('familyLedger', { studentId: currentTarget.dataset.id });
    },
    onContact() {
      this.triggerEvent('changed');
    },
    onConsents() {
      const { asked } = this.data;
      if (asked) go('consents', { studentId: asked.id });
    },
    onFile() {
      go('familyFile');
    },
    onLetters() {
      go('letters');
    },
    onChildLetters({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { id: string }>) {
      go('letters', { studentId: currentTarget.dataset.id });
    },
    onRecords() {
      const id = (this.data.view as FamilyView).children[0]?.id;
      if (id) go('records', { studentId: id });
    },
    onStanding() {
      go('standing');
    },
    onItem({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      void openItem((this.data.view as FamilyView).items, detail.key);
    },
    onAll() {
      wx.switchTab({ url: '/pages/inbox/index' });
    },
  },
});
