import { pageBase } from '../../../../behaviors/page-base';
import { call, isSilence } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, sentenceFor } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { askBeforeTap } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { SlotOffer } from '../../../../shared/contract';
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
  pendingSentence,
  rowOf,
  type SlotsView,
  slotsView,
  withLater,
} from './view';

const today = (): Day => dayOf(now());
/** The claim under way: kept until the school has answered it. */
const draft = () => draftOf<Claim>('claim');

/** Free times for a child: the three that suit best, then by day; one tap chooses, a question in words, and it is booked. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    _found: null as Found | null,
    _alternatives: [] as readonly SlotOffer[],
    _ended: false,
    view: null as SlotsView | null,
    title: '',
    children: [] as ReturnType<typeof childChips>,
    together: [] as string[],
    none: [] as string[],
    asking: null as Asking | null,
    open: false,
    /** After somebody else was faster: what happened, and what is near. */
    taken: null as { readonly sentence: string; readonly rows: readonly OfferRow[] } | null,
    pending: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const found = await call('booking.slots', { studentId: this.data.studentId });
      const children = childChips(found.child, found.siblings);
      this.setData({
        _found: found,
        _ended: found.days.length === 0,
        children,
        title: `和${namesOf([found.child])}约通话`,
      });
      this.show(this.data.view?.day ?? '');
    },
    show(day: Day) {
      const { _found: found, _ended: ended } = this.data;
      if (!found) return;
      this.setData({
        view: slotsView(found, today(), day, ended),
        pending: pendingSentence(this.claimUnderWay(), today()),
      });
    },
    /** A claim that got no answer, as long as its time is still to come. */
    claimUnderWay(): Claim | undefined {
      const claim = draft().read();
      if (claim && instantOf(claim.day, claim.from) > now()) return claim;
      draft().clear();
      return undefined;
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const [studentId] = detail.value;
      if (!studentId || studentId === this.data.studentId) return;
      this.setData({ studentId, taken: null, _alternatives: [] });
      await this.refresh();
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.show(detail.value[0] ?? '');
    },
    async onLater() {
      const { _found: found, view, studentId } = this.data;
      const from = view?.later;
      if (!found || !from) return;
      await this.run(async () => {
        const more = await call('booking.slots', { studentId, from });
        this.setData({ _found: withLater(found, more), _ended: more.days.length === 0 });
        this.show(more.days.find(({ offers }) => offers.length > 0)?.day ?? view.day);
      });
    },
    onTime({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.ask(detail.value[0] ?? '');
    },
    onOffer({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.ask(detail.key);
    },
    ask(slotId: string) {
      this.setData({ together: [this.data.studentId], open: true });
      this.word(slotId);
    },
    onTogether({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ together: detail.value });
      this.word(this.data.asking?.slotId ?? '');
    },
    /** Puts the question about a time into words, for the children who are chosen. */
    word(slotId: string) {
      const { _found: found, _alternatives: alternatives, together } = this.data;
      const offer = found && offerById(found, alternatives, slotId);
      if (!offer) return;
      const chosen = [found.child, ...found.siblings].filter(({ id }) => together.includes(id));
      this.setData({ asking: askingFor(offer, chosen, today()) });
    },
    onNo() {
      this.setData({ open: false });
    },
    /** WeChat's sheet first, inside the tap; then the claim. */
    async onYes() {
      const { _found: found, _alternatives: alternatives, asking, together } = this.data;
      const offer = found && asking && offerById(found, alternatives, asking.slotId);
      if (!offer || this.data.busy) return;
      const asked = askBeforeTap(['call']);
      const { slotId, day, from } = offer;
      const wanted = { slotId, studentIds: together, day, from };
      const before = this.claimUnderWay();
      const requestKey = before && isSameClaim(before, wanted) ? before.requestKey : newId();
      await this.run(async () => {
        await asked;
        await this.claim({ ...wanted, requestKey });
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
        goInstead('ticket', { id: bookingId, made: '1' });
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
      const rows = alternatives.map((offer) => rowOf(offer, today()));
      const sentence = rows.length > 0 ? sentenceFor(error) : '这个时间刚被别人约走了，请在下面换一个时间。';
      this.setData({ _alternatives: alternatives, taken: { sentence, rows } });
      wx.pageScrollTo({ scrollTop: 0 });
    },
  },
});
