import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { ring } from '../../../../services/dial';
import { openDocument } from '../../../../services/document';
import { asAppError, tell } from '../../../../services/feedback';
import { offline } from '../../../../services/network';
import { posts } from '../../../../services/outbox';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { BoardCall, CallEnd, Channel, Face } from '../../../../shared/contract';
import { minuteOf } from '../../../../shared/domain/calendar';
import { isLively } from '../../../../shared/domain/calls';
import type { ErrorCode } from '../../../../shared/errors/catalogue';
import { isInApp } from '../../../../shared/text/tickets';
import { NO_BOARD } from '../../day';
import * as desk from '../../desk';
import {
  type BoardMinute,
  type FreeMinute,
  freeOf,
  type Hand,
  type HandChild,
  handOf,
  inHand,
  listOf,
  minutesFor,
  movesFor,
  runningText,
} from './view';

/** How often the desk looks for what others did, in seconds: while something goes on, and otherwise. */
const LOOK_EVERY = { lively: 20, quiet: 180 } as const;
/** Somebody else was quicker: the newest state is shown before the sentence. */
const MOVED: readonly ErrorCode[] = ['common.stale', 'calls.wrong-state', 'common.not-found', 'booking.slot-taken'];
const UNKNOWN: desk.Shown = { board: NO_BOARD, alone: false, line: null, waiting: [], arrived: false, untold: 0 };

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
const endings = new WeakMap<object, () => void>();

/** 值日台: who comes next, and the call in hand from 「到了」 to the three faces; with a network and without. */
Component({
  behaviors: [pageBase, ticking],
  options: { pureDataPattern: /^_/ },
  data: {
    _desk: UNKNOWN,
    /** The call that somebody chose from the list; empty while the next one is in hand by itself. */
    picked: '',
    empty: true,
    line: null as desk.Shown['line'],
    alone: false,
    untold: 0,
    /** Something that was told of this day was refused: the outbox says why. */
    refused: false,
    ahead: [] as BoardMinute[],
    left: 0,
    missed: [] as BoardMinute[],
    over: [] as BoardMinute[],
    done: 0,
    hand: null as Hand | null,
    free: [] as FreeMinute[],
    moreFree: 0,
    allFree: false,
    /** Somebody asks where the call in hand could be moved to. */
    moving: false,
    moves: [] as ReturnType<typeof movesFor>,
    /** The number of the call in hand, known to who started it. */
    number: { key: '', phone: '' },
    running: '',
    end: '' as CallEnd | '',
    /** Proposed for the call that is over. */
    minutes: 1,
    asking: null as HandChild | null,
    none: [] as string[],
  },
  lifetimes: {
    attached() {
      // A letter was sent, or the network came or went.
      const stops = [posts.listen(() => this.onNews()), offline.listen(() => this.onNews())];
      endings.set(this, () => {
        for (const stop of stops) stop();
      });
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    async load() {
      const made = desk.takeMade();
      if (made) {
        this.setData({ picked: made });
        wx.pageScrollTo({ scrollTop: 0 });
      }
      this.show(await desk.openDesk());
      // The day is shown first; without a lease the desk works all the same.
      desk.holdLease(false).then(
        () => this.show(),
        () => undefined,
      );
    },
    show(shown: desk.Shown = desk.shownDesk()) {
      const { board } = shown;
      const found = inHand(board, this.data.picked);
      const { minutes, more } = freeOf(board, this.data.allFree);
      this.setData({
        ...listOf(shown, found?.bookingId ?? ''),
        _desk: shown,
        empty: board.calls.length === 0,
        line: shown.line,
        alone: shown.alone,
        remembered: shown.alone,
        untold: shown.untold,
        refused: posts.get().some(({ state }) => state === 'refused'),
        hand: found ? handOf(found, shown) : null,
        free: minutes,
        moreFree: more,
      });
      this.count();
      if (shown.arrived) this.look();
    },
    onNews() {
      if (this.data.shell.phase === 'ready') this.show();
    },
    tick(n: number) {
      this.count();
      const { _desk: shown, busy, shell } = this.data;
      if (shell.phase !== 'ready' || busy) return;
      if (minuteOf(now()) !== shown.board.nowMinute) this.show();
      const every = LOOK_EVERY[isLively(shown.board.calls, minuteOf(now())) ? 'lively' : 'quiet'];
      if (n % every === 0) this.look();
    },
    /** A look that failed is made up for by the next one; nobody asked for it. */
    look() {
      if (!offline.get()) this.load().catch(() => undefined);
    },
    /** Shows for how long the call in hand has been going on. */
    count() {
      const { hand } = this.data;
      const running = hand?.status === 'in_call' && hand.startedAt ? runningText(now() - hand.startedAt) : '';
      if (running !== this.data.running) this.setData({ running });
    },
    /** Takes a step with the call in hand, which stays there; where somebody else was quicker, first shows how it stands. */
    async step<T>(task: (known: BoardCall) => Promise<T>): Promise<T | undefined> {
      const known = inHand(this.data._desk.board, this.data.hand?.key ?? '');
      if (!known) return undefined;
      return this.run(async () => {
        try {
          const answer = await task(known);
          this.setData({ picked: known.bookingId });
          this.show();
          return answer;
        } catch (failure) {
          if (MOVED.includes(asAppError(failure).code)) {
            this.setData({ end: '', moving: false });
            await this.load();
          }
          throw failure;
        }
      });
    },
    onPick({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      this.setData({ picked: detail.key, moving: false });
      this.show();
      wx.pageScrollTo({ scrollTop: 0 });
    },
    onNext() {
      this.setData({ picked: '', moving: false });
      this.show();
    },
    async onCheckIn() {
      await this.step((known) => desk.checkIn(known));
    },
    async onStart({ detail }: WechatMiniprogram.CustomEvent<{ channel: Channel; elsewhere: boolean }>) {
      const { channel, elsewhere } = detail;
      const started = await this.step(async (known) => {
        const phone = await desk.start(known, channel);
        this.setData({ number: { key: known.bookingId, phone } });
        return known;
      });
      if (!started) return;
      if (channel === 'phone') this.onDial();
      if (isInApp(channel) && !elsewhere) go('room', { id: started.bookingId });
    },
    onRoom() {
      const { hand } = this.data;
      if (hand) go('room', { id: hand.key });
    },
    /** So a desk that was opened anew gets the number back. */
    async onNumber() {
      await this.step(async (known) => {
        const phone = await desk.numberOf(known);
        this.setData({ number: { key: known.bookingId, phone } });
      });
    },
    /** A tablet without a card cannot dial: then the number on the screen is dialled on the school's phone. */
    onDial() {
      const { number, hand } = this.data;
      if (number.phone && number.key === hand?.key) void ring(number.phone);
    },
    onCopy() {
      wx.setClipboardData({ data: this.data.number.phone });
    },
    async onLonger({ detail }: WechatMiniprogram.CustomEvent<{ minutes: 5 | 10 }>) {
      const { minutes } = detail;
      const given = await this.step(async ({ bookingId, version }) => {
        desk.take(await call('desk.extend', { bookingId, version, minutes }));
        return true;
      });
      if (given) tell(`可以再聊 ${minutes} 分钟`);
    },
    onMoves() {
      const { _desk: shown, hand } = this.data;
      const known = inHand(shown.board, hand?.key ?? '');
      if (known) this.setData({ moving: true, moves: movesFor(known, shown.board), picked: known.bookingId });
    },
    async onMove({ detail }: Chosen) {
      const [slotId] = detail.value;
      if (!slotId) return this.setData({ moving: false });
      const moved = await this.step(async ({ bookingId, version }) => {
        desk.take(await call('desk.move', { bookingId, version, slotId }));
        return true;
      });
      this.setData({ moving: false });
      if (moved) this.look();
    },
    onStayHere() {
      this.setData({ moving: false });
    },
    onDone() {
      const { hand } = this.data;
      const minutes = minutesFor(hand?.startedAt ? now() - hand.startedAt : 0);
      this.setData({ end: 'done', minutes });
    },
    onNotDone({ detail }: WechatMiniprogram.CustomEvent<{ value: CallEnd[] }>) {
      const [end] = detail.value;
      if (end) this.setData({ end });
    },
    onStay() {
      this.setData({ end: '' });
    },
    async onEnd({ detail }: WechatMiniprogram.CustomEvent<{ minutes: number }>) {
      const { end: outcome } = this.data;
      if (!outcome) return;
      const noted = await this.step(async (known) => {
        await desk.finish(known, outcome, detail.minutes);
        return known;
      });
      this.setData({ end: '' });
      if (!noted) return;
      if (outcome === 'done' && desk.takesFaces(noted.bookingId)) return this.askFace();
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
      const told = await this.step(async (known) => {
        await desk.noteFace(known, asking.id, detail.value);
        return true;
      });
      if (!told) return;
      // For the child who turns away; the teacher is with the next call already, which it must not cover for long.
      tell('谢谢你告诉我们', 800);
      this.askFace(asking.id);
    },
    onLater() {
      this.askFace(this.data.asking?.id);
    },
    async onLease() {
      await this.run(() => desk.holdLease(true));
      this.show();
    },
    onAllFree() {
      this.setData({ allFree: true });
      this.show();
    },
    onWalkIn({ detail }: Chosen) {
      const [at] = detail.value;
      if (at) go('deskBook', { at });
      this.setData({ none: [] });
    },
    onLetters() {
      go('waitingLetters');
    },
    onFamily() {
      go('deskBook');
    },
    onTrouble() {
      go('deskTrouble');
    },
    async onSlips() {
      await this.run(async () => {
        const { url, fileName } = await call('desk.slips', {});
        await openDocument(url, fileName);
      });
    },
  },
});
