import { pageBase } from '../../../../behaviors/page-base';
import { call, isSilence } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, sentenceFor, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go, goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { askBeforeTap, willAsk } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { SlotOffer, Ticket } from '../../../../shared/contract';
import { type Day, dayOf, instantOf } from '../../../../shared/domain/calendar';
import type { AppError } from '../../../../shared/errors/catalogue';
import { namesOf } from '../../../../shared/text/tickets';
import {
  type Asking,
  askingFor,
  type Claim,
  childChips,
  type Found,
  isSameClaim,
  type OfferRow,
  offerById,
  oldTime,
  pendingSentence,
  rowOf,
  type SlotsView,
  slotsView,
  withLater,
  withoutTimeOf,
} from './view';

type Tap = WechatMiniprogram.CustomEvent<object, object, { key: string }>;
type Row = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

/** The claim under way: kept until the school has answered it. */
const draft = () => draftOf<Claim>('claim');

/**
 * Free times for a child: the three that suit best, then by day; one tap chooses, a question in words, and it is booked.
 * With `move` the call of this id gets the new time in one step; with `take` that time is asked about at once.
 */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    studentId: { type: String, value: '' },
    move: { type: String, value: '' },
    take: { type: String, value: '' },
  },
  data: {
    _found: null as Found | null,
    _moving: null as Ticket | null,
    _alternatives: [] as readonly SlotOffer[],
    _ended: false,
    view: null as SlotsView | null,
    title: '',
    /** When the call that is moved would be. */
    old: '',
    children: [] as ReturnType<typeof childChips>,
    together: [] as string[],
    none: [] as string[],
    asking: null as Asking | null,
    open: false,
    /** WeChat's sheet will come after the answer. */
    reminds: false,
    /** After somebody else was faster: what happened, and what is near. */
    taken: null as { readonly sentence: string; readonly rows: readonly OfferRow[] } | null,
    pending: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const { studentId, move } = this.data;
      const [moving, found] = await Promise.all([
        move ? call('booking.read', { bookingId: move }) : null,
        call('booking.slots', { studentId, ...(move ? { bookingId: move } : {}) }),
      ]);
      this.setData({
        _found: moving ? withoutTimeOf(moving, found) : found,
        _moving: moving,
        _ended: found.days.length === 0,
        children: moving ? [] : childChips(found.child, found.siblings),
        title: moving ? '换个时间' : `和${namesOf([found.child])}约通话`,
        old: moving ? oldTime(moving, now()) : '',
      });
      this.show(this.data.view?.day ?? '');
      if (this.data.take) this.ask(this.data.take);
      this.setData({ take: '' });
    },
    show(day: Day) {
      const { _found: found, _ended: ended } = this.data;
      if (!found) return;
      this.setData({
        view: slotsView(found, now(), day, ended),
        pending: pendingSentence(this.claimUnderWay(), dayOf(now())),
      });
    },
    /** A claim that got no answer, as long as its time is still to come. */
    claimUnderWay(): Claim | undefined {
      const claim = draft().read();
      if (claim && instantOf(claim.day, claim.from) > now()) return claim;
      draft().clear();
      return undefined;
    },
    async onChild({ detail }: Chosen) {
      const [studentId] = detail.value;
      if (!studentId || studentId === this.data.studentId) return;
      this.setData({ studentId, taken: null, _alternatives: [] });
      await this.refresh();
    },
    /** Instead of a second call in a week, the one that is there gets another time. */
    async onMove({ detail }: Row) {
      this.setData({ move: detail.key, taken: null, _alternatives: [] });
      await this.refresh();
      wx.pageScrollTo({ scrollTop: 0 });
    },
    onHeld({ detail }: Row) {
      go('ticket', { id: detail.key });
    },
    onDay({ detail }: Chosen) {
      this.show(detail.value[0] ?? '');
    },
    async onLater() {
      const { _found: found, view, studentId, move } = this.data;
      const from = view?.later;
      if (!found || !from) return;
      await this.run(async () => {
        const more = await call('booking.slots', { studentId, from, ...(move ? { bookingId: move } : {}) });
        const { _moving: moving } = this.data;
        this.setData({
          _found: withLater(found, moving ? withoutTimeOf(moving, more) : more),
          _ended: more.days.length === 0,
        });
        this.show(more.days.find(({ offers }) => offers.length > 0)?.day ?? view.day);
      });
    },
    /** Whoever waits is told by a message, so WeChat's sheet comes first. */
    async onWait({ currentTarget }: Tap) {
      const asked = askBeforeTap(['call']);
      const { studentId } = this.data;
      const waits = await this.run(async () => {
        await asked;
        return call('booking.wait', { studentIds: [studentId], weekOf: currentTarget.dataset.key });
      });
      if (waits) tell('好的，有空位就告诉您');
      await this.refresh();
    },
    async onUnwait({ currentTarget }: Tap) {
      const left = await this.run(() => call('booking.unwait', { entryId: currentTarget.dataset.key }));
      if (left) tell('好的，不等了');
      await this.refresh();
    },
    onTime({ detail }: Chosen) {
      this.ask(detail.value[0] ?? '');
    },
    onOffer({ detail }: Row) {
      this.ask(detail.key);
    },
    ask(slotId: string) {
      const { _moving: moving, studentId } = this.data;
      this.setData({ asking: null, together: moving ? moving.children.map(({ id }) => id) : [studentId] });
      this.word(slotId);
      if (this.data.asking) this.setData({ open: true, reminds: willAsk('call') });
    },
    onTogether({ detail }: Chosen) {
      this.setData({ together: detail.value });
      this.word(this.data.asking?.slotId ?? '');
    },
    /** Puts the question about a time into words, for the children who are chosen. */
    word(slotId: string) {
      const { _found: found, _moving: moving, _alternatives: alternatives, together } = this.data;
      const offer = found && offerById(found, alternatives, slotId);
      if (!offer) return;
      const chosen = [found.child, ...found.siblings].filter(({ id }) => together.includes(id));
      this.setData({ asking: askingFor(offer, chosen, now(), moving) });
    },
    onNo() {
      this.setData({ open: false });
    },
    /** WeChat's sheet first, inside the tap; then the claim, or the move. */
    async onYes() {
      const { _found: found, _moving: moving, _alternatives: alternatives, asking, together } = this.data;
      const offer = found && asking && offerById(found, alternatives, asking.slotId);
      if (!offer || this.data.busy) return;
      const asked = askBeforeTap(['call']);
      const { slotId, day, from } = offer;
      const wanted = { slotId, studentIds: together, day, from };
      const before = this.claimUnderWay();
      const requestKey = before && isSameClaim(before, wanted) ? before.requestKey : newId();
      await this.run(async () => {
        await asked;
        if (moving) await this.moveTo(moving.bookingId, slotId);
        else await this.claim({ ...wanted, requestKey });
      });
    },
    async onAskAgain() {
      const claim = this.claimUnderWay();
      if (claim) await this.run(() => this.claim(claim));
    },
    async claim(claim: Claim) {
      const { requestKey, slotId, studentIds } = claim;
      draft().write(claim);
      try {
        const { bookingId } = await call('booking.claim', { requestKey, slotId, studentIds: [...studentIds] });
        draft().clear();
        goInstead('ticket', { id: bookingId, made: 'booked' });
      } catch (failure) {
        await this.refused(asAppError(failure));
      }
    },
    /** Asked for again it is the same move, so after silence the same tap is the way on. */
    async moveTo(bookingId: string, slotId: string) {
      try {
        await call('booking.move', { bookingId, slotId });
        goInstead('ticket', { id: bookingId, made: 'moved' });
      } catch (failure) {
        await this.refused(asAppError(failure));
      }
    },
    /** Silence keeps the claim; an answer ends it, and the times are fetched anew, for they have changed. */
    async refused(error: AppError) {
      if (isSilence(error.code)) {
        this.show(this.data.view?.day ?? '');
        throw error;
      }
      draft().clear();
      this.setData({ open: false });
      await this.refresh();
      if (error.code !== 'booking.slot-taken') throw error;
      this.offerOthers(error);
    },
    offerOthers(error: AppError) {
      const { alternatives = [] } = error.details as { alternatives?: readonly SlotOffer[] };
      const rows = alternatives.map((offer) => rowOf(offer, dayOf(now())));
      const sentence = rows.length > 0 ? sentenceFor(error) : '这个时间刚被别人约走了，请在下面换一个时间。';
      this.setData({ _alternatives: alternatives, taken: { sentence, rows } });
      wx.pageScrollTo({ scrollTop: 0 });
    },
  },
});
