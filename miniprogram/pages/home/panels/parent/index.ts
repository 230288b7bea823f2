import { offerToCalendar, wasOffered } from '../../../../services/phone-calendar';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { FamilyView } from '../family';
import { freeTimeFor } from './free-times';
import { childToOffer, type FreeTime, type ParentHome, parentHome } from './view';

/** When do we talk next, how long has the child waited, and what is its news. Event `changed` after it did something. */
Component({
  properties: {
    view: { type: Object, value: {} as FamilyView },
    elder: { type: Boolean, value: false },
    large: { type: Boolean, value: false },
  },
  data: { home: null as ParentHome | null, free: null as FreeTime | null },
  observers: {
    view(view: FamilyView) {
      if (!view.children) return;
      this.show();
      void this.findTime(view);
    },
  },
  methods: {
    show() {
      const view = this.data.view as FamilyView;
      this.setData({ home: parentHome(view, now(), wasOffered, this.data.free) });
    },
    /** Only where a child has waited long and nothing is booked: a second call, after the page is there. */
    async findTime(view: FamilyView) {
      const child = childToOffer(view);
      if (!child) return;
      this.setData({ free: await freeTimeFor(child.id) });
      this.show();
    },
    onNext() {
      const next = this.data.home?.next;
      if (!next) return;
      if (next.act === 'look') return go('ticket', { id: next.id });
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
    onItem({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('notice', { id: detail.key });
    },
    onAll() {
      wx.switchTab({ url: '/pages/inbox/index' });
    },
  },
});
