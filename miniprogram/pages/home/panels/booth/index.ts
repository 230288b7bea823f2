import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { showError, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { Face } from '../../../../shared/contract';
import { minuteOf } from '../../../../shared/domain/calendar';
import { isLively } from '../../../../shared/domain/calls';
import { type BoothCall, type BoothDay, type BoothView, boothDay } from './view';

/** How often the tablet looks for what the duty desk did, in seconds: while something goes on, and otherwise. */
const LOOK_EVERY = { lively: 15, quiet: 300 } as const;

/** 通话平板: stands open all day and shows who is next at this point; after a call, three faces for the child. */
Component({
  behaviors: [ticking],
  properties: {
    view: { type: Object, value: { kind: 'booth', pointName: '', calls: [] } as BoothView },
  },
  data: {
    calls: [] as BoothCall[],
    changeover: 0,
    passed: [] as string[],
    day: { next: null, later: [], face: null, over: false } as BoothDay,
    busy: false,
    /** A letter waits for somebody who may read it here. For whom, and how many, is not for who passes by. */
    letters: false,
  },
  observers: {
    view(view: BoothView) {
      this.show(view.calls);
      void this.look();
      void this.lookForLetters();
    },
  },
  methods: {
    tick(n: number) {
      const every = LOOK_EVERY[isLively(this.data.calls, minuteOf(now())) ? 'lively' : 'quiet'];
      if (n % LOOK_EVERY.quiet === 0) void this.lookForLetters();
      if (n % every === 0) void this.look();
      // Who is late, and how long one may still talk, changes by itself.
      else if (n % 15 === 0) this.show(this.data.calls);
    },
    /** Fetches the day anew. Without a network what is there stays: nobody stands by who could do anything about it. */
    async look() {
      try {
        const { calls, changeoverMinutes } = await call('calls.board', {});
        this.setData({ changeover: changeoverMinutes });
        this.show(calls);
      } catch {
        this.show(this.data.calls);
      }
    },
    async lookForLetters() {
      try {
        const { children } = await call('letters.booth', {});
        this.setData({ letters: children.some(({ waiting }) => waiting > 0) });
      } catch {
        // It stands there as it was; the page behind the button asks anew.
      }
    },
    show(calls: readonly BoothCall[]) {
      this.setData({ calls: [...calls], day: boothDay(calls, now(), this.data.passed, this.data.changeover) });
    },
    onLetters() {
      go('boothLetters');
    },
    onRoom() {
      const { next } = this.data.day;
      if (next?.room) go('room', { id: next.room });
    },
    async onFace({ detail }: WechatMiniprogram.CustomEvent<{ value: Face }>) {
      const { face } = this.data.day;
      if (!face || this.data.busy) return;
      this.setData({ busy: true });
      try {
        await call('calls.face', { bookingId: face.bookingId, studentId: face.studentId, face: detail.value });
        this.pass();
        tell('谢谢你告诉我们');
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ busy: false });
      }
    },
    onLater() {
      this.pass();
    },
    pass() {
      const { face } = this.data.day;
      if (!face) return;
      this.setData({ passed: [...this.data.passed, `${face.bookingId}:${face.studentId}`] });
      this.show(this.data.calls);
    },
  },
});
