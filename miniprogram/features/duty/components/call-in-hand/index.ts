import type { CallEnd, Channel } from '../../../../shared/contract';
import type { Hand, movesFor } from '../../pages/board/view';

type Tap<T extends object> = WechatMiniprogram.TouchEvent<object, object, T>;

/**
 * The call in hand: what it is, the one thing to do now, and what helps where that does not work. It decides nothing.
 * Events: `in`, `start` {channel, elsewhere: the child joins at the tablet of its point}, `room`, `number`, `dial`, `copy`, `longer` {minutes}, `moves`, `move` {value}, `stay`, `over`,
 * `notover` {value}, `faces`, `next`.
 */
Component({
  properties: {
    hand: { type: Object, value: null as Hand | null },
    /** 「03:07」 */
    running: { type: String, value: '' },
    number: { type: Object, value: { key: '', phone: '' } },
    /** Somebody asks where the call could be moved to. */
    moving: { type: Boolean, value: false },
    moves: { type: Array, value: [] as ReturnType<typeof movesFor> },
    end: { type: String, value: '' as CallEnd | '' },
    busy: { type: Boolean, value: false },
  },
  data: { none: [] as string[] },
  methods: {
    onIn() {
      this.triggerEvent('in');
    },
    onStart({ currentTarget }: Tap<{ channel: Channel; elsewhere?: boolean }>) {
      const { channel, elsewhere = false } = currentTarget.dataset;
      this.triggerEvent('start', { channel, elsewhere });
    },
    onRoom() {
      this.triggerEvent('room');
    },
    onNumber() {
      this.triggerEvent('number');
    },
    onDial() {
      this.triggerEvent('dial');
    },
    onCopy() {
      this.triggerEvent('copy');
    },
    onLonger({ currentTarget }: Tap<{ minutes: number }>) {
      this.triggerEvent('longer', { minutes: currentTarget.dataset.minutes });
    },
    onMoves() {
      this.triggerEvent('moves');
    },
    onMove({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.triggerEvent('move', detail);
    },
    onStay() {
      this.triggerEvent('stay');
    },
    onOver() {
      this.triggerEvent('over');
    },
    onNotOver({ detail }: WechatMiniprogram.CustomEvent<{ value: CallEnd[] }>) {
      this.triggerEvent('notover', detail);
    },
    onFaces() {
      this.triggerEvent('faces');
    },
    onNext() {
      this.triggerEvent('next');
    },
  },
});
