import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { asAppError, tell } from '../../../../services/feedback';
import { now } from '../../../../services/time';
import type { BoardCall, CallEnd, Channel, Face } from '../../../../shared/contract';
import { minuteOf } from '../../../../shared/domain/calendar';
import { isLively } from '../../../../shared/domain/calls';
import type { ErrorCode } from '../../../../shared/errors/catalogue';
import { CALL_END_NAMES } from '../../../../shared/text/zh';
import {
  allowed,
  type Board,
  type BoardRow,
  END_TEXTS,
  type Hand,
  type HandChild,
  handOf,
  inHand,
  listOf,
  minutesFor,
  openingText,
  runningText,
} from './view';

/** How often the desk looks for what others did, in seconds: while something goes on, and otherwise. */
const LOOK_EVERY = { lively: 20, quiet: 180 } as const;
/** Somebody else was quicker: the newest state is shown before the sentence. */
const MOVED: readonly ErrorCode[] = ['common.stale', 'calls.wrong-state', 'common.not-found'];
const NO_BOARD: Board = { day: '', nowMinute: 0, points: [], calls: [] };

/** 值日台: who comes next, and the call in hand from 「到了」 to the three faces. */
Component({
  behaviors: [pageBase, ticking],
  data: {
    board: NO_BOARD,
    /** The call that somebody chose from the list; empty while the next one is in hand by itself. */
    picked: '',
    ahead: [] as BoardRow[],
    over: [] as BoardRow[],
    hand: null as Hand | null,
    /** When the call points open today; asked only on an empty day. */
    opening: '',
    /** The number of the call in hand, known to who started it. */
    number: { key: '', phone: '' },
    running: '',
    end: '' as CallEnd | '',
    endTitle: '',
    endText: '',
    minutes: 1,
    asking: null as HandChild | null,
  },
  methods: {
    async load() {
      const board = await call('calls.board', {});
      if (board.calls.length === 0) {
        const { windows } = await call('school.read', {});
        this.setData({ opening: openingText(windows, board.day) });
      }
      this.show(board);
    },
    show(board: Board) {
      const inHandNow = inHand(board, this.data.picked);
      const { ahead, over } = listOf(board, inHandNow?.bookingId ?? '');
      this.setData({ board, ahead, over, hand: inHandNow ? handOf(inHandNow, board) : null });
      this.count();
    },
    tick(n: number) {
      this.count();
      const { board, busy, shell } = this.data;
      const every = LOOK_EVERY[isLively(board.calls, minuteOf(now())) ? 'lively' : 'quiet'];
      if (n % every !== 0 || busy || shell.phase !== 'ready') return;
      // A look that failed is made up for by the next one; nobody asked for it.
      this.load().catch(() => undefined);
    },
    /** Shows for how long the call in hand has been going on. */
    count() {
      const { hand } = this.data;
      const running = hand?.status === 'in_call' && hand.startedAt ? runningText(now() - hand.startedAt) : '';
      if (running !== this.data.running) this.setData({ running });
    },
    /** Takes a step with the call in hand; where somebody else was quicker, first shows how it stands. */
    async step<T>(task: (hand: Hand) => Promise<T>): Promise<T | undefined> {
      const { hand } = this.data;
      if (!hand) return undefined;
      return this.run(async () => {
        try {
          return await task(hand);
        } catch (failure) {
          if (MOVED.includes(asAppError(failure).code)) {
            this.setData({ end: '' });
            await this.load();
          }
          throw failure;
        }
      });
    },
    /** Puts what the server answered into the day; it stays in hand. */
    take(changed: BoardCall) {
      const { board } = this.data;
      const calls = board.calls.map((one) => (one.bookingId === changed.bookingId ? changed : one));
      this.setData({ picked: changed.bookingId });
      this.show({ ...board, calls, nowMinute: minuteOf(now()) });
    },
    onPick({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.setData({ picked: detail.key });
      this.show(this.data.board);
      wx.pageScrollTo({ scrollTop: 0 });
    },
    onNext() {
      this.setData({ picked: '' });
      this.show(this.data.board);
    },
    async onCheckIn() {
      await this.step(async ({ key, version }) => this.take(await call('calls.checkIn', { bookingId: key, version })));
    },
    async onStart({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { channel: Channel }>) {
      const { channel } = currentTarget.dataset;
      await this.step((hand) => this.start(hand, hand.version, channel));
      if (channel === 'phone') this.dial();
    },
    /** The same start sent once more is answered as the first time: so a desk that was opened anew gets the number back. */
    async onNumber() {
      await this.step((hand) => this.start(hand, hand.version - 1, hand.channel));
    },
    async start({ key }: Hand, version: number, channel: Channel) {
      const { call: started, phone } = await call('calls.start', { bookingId: key, version, channel });
      this.setData({ number: { key, phone } });
      this.take(started);
    },
    onDial() {
      this.dial();
    },
    /** A tablet without a card cannot dial: then the number on the screen is dialled on the school's phone. */
    dial() {
      const { number, hand } = this.data;
      if (!number.phone || number.key !== hand?.key) return;
      wx.makePhoneCall({ phoneNumber: number.phone, fail: () => undefined });
    },
    onCopy() {
      wx.setClipboardData({ data: this.data.number.phone });
    },
    onDone() {
      const { hand } = this.data;
      const minutes = minutesFor(hand?.startedAt ? now() - hand.startedAt : 0);
      this.setData({ end: 'done', endTitle: '聊了几分钟？', endText: END_TEXTS.done, minutes });
    },
    onNotDone({ detail }: WechatMiniprogram.CustomEvent<{ value: CallEnd[] }>) {
      const [end] = detail.value;
      if (end) this.setData({ end, endTitle: `记成「${CALL_END_NAMES[end]}」？`, endText: END_TEXTS[end] });
    },
    onMinutes({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { by: number }>) {
      this.setData({ minutes: allowed(this.data.minutes + currentTarget.dataset.by) });
    },
    onStay() {
      this.setData({ end: '' });
    },
    async onEnd() {
      const { end: outcome, minutes } = this.data;
      if (!outcome) return;
      const noted = await this.step(async ({ key, version }) => {
        const took = outcome === 'done' ? { minutes } : {};
        this.take(await call('calls.finish', { bookingId: key, version, outcome, ...took }));
        return true;
      });
      this.setData({ end: '' });
      if (!noted) return;
      if (outcome === 'done') return this.askFace();
      tell('记下了');
      this.onNext();
    },
    onFaces() {
      this.askFace();
    },
    /** Hands the screen to the next child of this call; when all were asked, the next call is in hand. */
    askFace(after?: string) {
      const children = this.data.hand?.children ?? [];
      const from = children.findIndex(({ id }) => id === after) + 1;
      const asking = children.slice(from).find(({ face }) => !face) ?? null;
      this.setData({ asking });
      if (!asking) this.onNext();
    },
    async onFace({ detail }: WechatMiniprogram.CustomEvent<{ value: Face }>) {
      const { asking } = this.data;
      if (!asking) return;
      const told = await this.step(async ({ key }) => {
        await call('calls.face', { bookingId: key, studentId: asking.id, face: detail.value });
        this.noteFace(key, asking.id, detail.value);
        return true;
      });
      if (!told) return;
      // For the child who turns away; the teacher is with the next call already, which it must not cover for long.
      tell('谢谢你告诉我们', 800);
      this.askFace(asking.id);
    },
    noteFace(key: string, studentId: string, face: Face) {
      const noted = this.data.board.calls.find(({ bookingId }) => bookingId === key);
      if (noted) this.take({ ...noted, faces: { ...noted.faces, [studentId]: face } });
    },
    onLater() {
      this.askFace(this.data.asking?.id);
    },
  },
});
