import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { mayBeStale, offerToCalendar, wasOffered } from '../../../../services/phone-calendar';
import { go, goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { askBeforeTap, askForMore, remindersOf } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { Ticket } from '../../../../shared/contract';
import { mayAskFor, reminderWords } from '../../../../shared/text/reminders';
import type { OfferRow } from '../slots/view';
import { isOwed, type Made, nearRows, type TicketView, ticketView } from './view';

/** Near an in-app call the page looks so often whether the room is open, s. */
const LOOK_SECONDS = 15;

/** One call: when, with whom, how it will go, and the one thing to do now; afterwards what became of it. */
Component({
  behaviors: [pageBase, ticking],
  options: { pureDataPattern: /^_/ },
  data: {
    bookingId: '',
    made: '' as Made,
    _ticket: null as Ticket | null,
    view: null as TicketView | null,
    /** Times that suit instead of one that the school could not keep. */
    near: [] as readonly OfferRow[],
    reminders: '',
    mayAsk: false,
    /** The phone's calendar was shown; whether anything was saved in it nobody knows. */
    offered: false,
    inCalendar: false,
    /** The calendar may hold a time that the call had before. */
    stale: false,
    cancelling: false,
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '', made = '' }: { readonly id?: string; readonly made?: string }) {
      this.setData({ bookingId: id, made: made === 'booked' || made === 'moved' ? made : '' });
    },
    async load() {
      await ensureSession();
      const ticket = await call('booking.read', { bookingId: this.data.bookingId });
      this.show(ticket);
      if (isOwed(ticket)) await this.findOthers(ticket);
    },
    async findOthers({ children: [child] }: Ticket) {
      if (!child) return;
      const { best } = await call('booking.slots', { studentId: child.id });
      this.setData({ near: nearRows(best, now()) });
    },
    show(ticket: Ticket) {
      this.setData({
        _ticket: ticket,
        view: ticketView(ticket, now(), this.data.made),
        near: [],
        ...remindersNow(),
        inCalendar: wasOffered(ticket),
        stale: mayBeStale(ticket),
      });
    },
    tick(n: number) {
      if (n % LOOK_SECONDS === 0 && this.data.view?.looks) void this.refresh();
    },
    onJoin() {
      go('room', { id: this.data.bookingId });
    },
    /** WeChat's sheet first: who takes the time wants to be reminded of it. */
    async onTake() {
      const asked = askBeforeTap(['call']);
      await this.answer(true, asked);
    },
    async onLeave() {
      await this.answer(false);
    },
    async answer(accept: boolean, asked?: Promise<unknown>) {
      const answered = await this.run(async () => {
        await asked;
        return call('booking.answer', { bookingId: this.data.bookingId, accept });
      });
      if (!answered) return this.refresh();
      this.setData({ made: accept ? 'booked' : '' });
      this.show(answered);
      wx.pageScrollTo({ scrollTop: 0 });
    },
    async onCalendar() {
      const { _ticket: ticket, view } = this.data;
      if (ticket && view) this.setData({ offered: await offerToCalendar(ticket, view.who), inCalendar: true });
    },
    async onRemind() {
      await askForMore(['call']);
      this.setData(remindersNow());
    },
    onMove() {
      const { _ticket: ticket } = this.data;
      go('slots', { studentId: ticket?.children[0]?.id ?? '', move: this.data.bookingId });
    },
    onAskCancel() {
      this.setData({ cancelling: true });
    },
    onKeep() {
      this.setData({ cancelling: false });
    },
    async onCancel() {
      const cancelled = await this.run(() => call('booking.cancel', { bookingId: this.data.bookingId }));
      this.setData({ cancelling: false });
      if (!cancelled) return this.refresh();
      this.setData({ made: '' });
      this.show(cancelled);
      tell('已经取消了');
    },
    onNear({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('slots', { studentId: this.data.view?.again ?? '', take: detail.key });
    },
    onAgain() {
      go('slots', { studentId: this.data.view?.again ?? '' });
    },
    onHome() {
      goHome();
    },
  },
});

/** How often WeChat may still remind of a call. */
function remindersNow() {
  const known = remindersOf('call');
  return { reminders: known ? reminderWords(known) : '', mayAsk: known !== undefined && mayAskFor(known) };
}
