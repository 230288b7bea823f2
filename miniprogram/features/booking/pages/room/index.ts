import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { asAppError, sentenceFor } from '../../../../services/feedback';
import { goHome } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { joinRoom, leaveRoom, NoRoom, setMicrophone } from '../../../../services/voip';
import { AppError } from '../../../../shared/errors/catalogue';
import {
  type Left,
  type Out,
  outBecause,
  type Phase,
  type RoomCall,
  roomOfRow,
  roomOfTicket,
  timeLeft,
  type Waiting,
  waitingFor,
} from './view';

/** The room of an in-app call, for the family as for the booth and the desk: who is there, how long still, and three buttons. */
Component({
  behaviors: [pageBase, ticking],
  options: { pureDataPattern: /^_/ },
  data: {
    bookingId: '',
    _call: null as RoomCall | null,
    _self: '',
    /** Since when nobody else is there, ms. */
    _aloneSince: 0,
    /** When the room closes, ms. */
    _until: 0,
    them: '',
    phase: 'joining' as Phase,
    video: false,
    /** The others' openids; pictures are shown by them. */
    others: [] as readonly string[],
    self: '',
    waiting: null as Waiting | null,
    left: null as Left | null,
    out: null as Out | null,
    microphone: true,
    /** Which of the phone's cameras is on. */
    front: true,
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ bookingId: id });
    },
    onUnload() {
      leaveRoom();
    },
    async load() {
      // Shown again, for instance after the phone's settings: whoever is in stays in.
      if (this.data._call) return;
      await ensureSession();
      const known = await this.find();
      this.setData({ _call: known, them: known.them });
      void this.join();
    },
    /** What the family reads on its ticket and the school's side on its board. */
    async find(): Promise<RoomCall> {
      const { bookingId } = this.data;
      if (currentMembership()?.role === 'parent') return roomOfTicket(await call('booking.read', { bookingId }));
      const { calls, changeoverMinutes } = await call('calls.board', {});
      const row = calls.find((one) => one.bookingId === bookingId);
      if (!row) throw new AppError('common.not-found');
      return roomOfRow(row, changeoverMinutes);
    },
    async join() {
      const known = this.data._call;
      if (!known || this.data.busy) return;
      this.setData({ phase: 'joining', out: null, busy: true, microphone: true });
      try {
        const { openid, until, ...ticket } = await call('calls.join', { bookingId: this.data.bookingId });
        this.setData({ _self: openid, _until: until, _aloneSince: now(), video: ticket.roomType === 'video' });
        await joinRoom(ticket, {
          members: (openids) => this.showMembers(openids),
          interrupted: () => this.goOut(outBecause('broken', known.family)),
        });
        this.setData({ phase: 'in' });
        this.tick();
      } catch (failure) {
        this.goOut(failure instanceof NoRoom ? outBecause(failure.why, known.family) : this.refused(failure));
      } finally {
        this.setData({ busy: false });
      }
    },
    /** What the school said against it. A family cannot try another way by itself: it is called. */
    refused(failure: unknown): Out {
      const family = this.data._call?.family ?? true;
      const error = asAppError(failure);
      if (error.code === 'calls.unavailable' && family)
        return { title: '微信通话这会儿接不通', text: '老师会马上打电话给您，请把手机放在身边。', settings: false };
      return { title: '现在进不去', text: sentenceFor(error), settings: false };
    },
    showMembers(openids: readonly string[]) {
      const { _self: self, others: before } = this.data;
      const others = openids.filter((openid) => openid !== self);
      const aloneSince = others.length > 0 ? 0 : before.length > 0 ? now() : this.data._aloneSince;
      this.setData({ self, others, _aloneSince: aloneSince });
      this.tick();
    },
    tick(_n?: number) {
      const { _call: known, _until: until, _aloneSince: since, others, phase } = this.data;
      if (!known || phase === 'out') return;
      if (until > 0 && now() >= until) return this.goOut(outBecause('over', known.family));
      const waiting = others.length === 0 ? waitingFor(known, now() - since) : null;
      const left = timeLeft(known, now());
      if (JSON.stringify([waiting, left]) !== JSON.stringify([this.data.waiting, this.data.left]))
        this.setData({ waiting, left });
    },
    goOut(out: Out) {
      leaveRoom();
      this.setData({ phase: 'out', out, others: [], _until: 0 });
    },
    async onMicrophone() {
      const open = !this.data.microphone;
      if (await setMicrophone(open)) this.setData({ microphone: open });
    },
    onTurn() {
      this.setData({ front: !this.data.front });
    },
    onHangUp() {
      this.goOut(outBecause('left', this.data._call?.family ?? true));
    },
    onAgain() {
      void this.join();
    },
    onBack() {
      wx.navigateBack({ fail: () => goHome() });
    },
  },
});
