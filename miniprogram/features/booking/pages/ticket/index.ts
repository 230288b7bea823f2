import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { offerToCalendar } from '../../../../services/phone-calendar';
import { go, goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { askBeforeTap, remindersLeft } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { Ticket } from '../../../../shared/contract';
import { remindersSentence, type TicketView, ticketView } from './view';

/** One call: when, with whom, how it will go; into the calendar, more reminders, cancel; afterwards what became of it. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    bookingId: '',
    /** It was booked a moment ago. */
    made: false,
    _ticket: null as Ticket | null,
    view: null as TicketView | null,
    reminders: '',
    /** The phone's calendar was shown; whether anything was saved in it nobody knows. */
    offered: false,
    cancelling: false,
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '', made = '' }: { readonly id?: string; readonly made?: string }) {
      this.setData({ bookingId: id, made: made === '1' });
    },
    async load() {
      await ensureSession();
      this.show(await call('booking.read', { bookingId: this.data.bookingId }));
    },
    show(ticket: Ticket) {
      this.setData({
        _ticket: ticket,
        view: ticketView(ticket, now()),
        reminders: remindersSentence(remindersLeft('call')),
      });
    },
    async onCalendar() {
      const { _ticket: ticket, view } = this.data;
      if (ticket && view) this.setData({ offered: await offerToCalendar(ticket, view.who) });
    },
    async onRemind() {
      await askBeforeTap(['call']);
      this.setData({ reminders: remindersSentence(remindersLeft('call')) });
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
      this.setData({ made: false });
      this.show(cancelled);
      tell('已经取消了');
    },
    onAgain() {
      go('slots', { studentId: this.data.view?.again ?? '' });
    },
    onHome() {
      goHome();
    },
  },
});
