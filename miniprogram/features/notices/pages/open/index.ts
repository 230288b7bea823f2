import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { newId } from '../../../../services/ids';
import { type Post, post, posts } from '../../../../services/outbox';
import { goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { canSpeak } from '../../../../services/speech';
import { askBeforeTap, remindersLeft } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { Input } from '../../../../shared/contract';
import { type Answer, letterTitle, type NoticeView, noticeView, type Opened } from './view';

/** With so many messages left that WeChat may still send, an answer does not ask for more. */
const ENOUGH = 3;

const endings = new WeakMap<object, () => void>();

/** One thing that the school told: heard, read and answered. The answer is safe on this phone at once and sent when it can be. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    receiptId: '',
    _opened: null as Opened | null,
    /** Letters with answers that were written since the school was last asked: they count even when they have arrived. */
    _written: [] as readonly string[],
    view: null as NoticeView | null,
    /** An answer waits for the network. */
    queued: false,
    /** In elder mode the written words come last, and only when asked for. */
    written: false,
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.show()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  observers: {
    'shell.elder'() {
      this.show();
    },
  },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ receiptId: id });
    },
    async load() {
      await ensureSession();
      const opened = await call('notices.open', { receiptId: this.data.receiptId });
      this.setData({ _opened: opened, _written: [] });
      this.show();
    },
    show() {
      const { _opened: opened, receiptId, _written: written, shell } = this.data;
      if (!opened) return;
      const letters = posts.get().filter((letter) => answersTo(letter, receiptId) && letter.state !== 'refused');
      const waiting = letters.filter(({ state }) => state !== 'sent');
      const said = letters.filter((letter) => waiting.includes(letter) || written.includes(letter.clientId));
      const view = noticeView(opened, said.map(answerOf), { now: now(), elder: shell.elder, speaks: canSpeak() });
      this.setData({ view, queued: waiting.some(({ state }) => state === 'queued') });
    },
    onAsked() {
      const ask = this.data.view?.ask;
      if (ask) void this.answer(ask.answer);
    },
    onCallMe() {
      void this.answer('call_me');
    },
    /** WeChat's sheet first, inside the tap; but the answer does not wait for it. */
    async answer(answer: Answer) {
      if (this.data.busy) return;
      const asked = remindersLeft('notice') < ENOUGH ? askBeforeTap(['notice']) : undefined;
      await this.run(async () => {
        const input = { receiptId: this.data.receiptId, answer };
        const clientId = newId();
        this.setData({ _written: [...this.data._written, clientId] });
        await post({ clientId, method: 'notices.answer', input, title: letterTitle(answer) });
        // In large type what was answered, and the way home, would stand below the screen.
        wx.pageScrollTo({ selector: '#done', duration: 200, fail: () => undefined });
        await asked;
      });
    },
    onWritten() {
      this.setData({ written: true });
    },
    onHome() {
      goHome();
    },
  },
});

const inputOf = ({ input }: Post) => input as Input<'notices.answer'>;
const answersTo = (letter: Post, receiptId: string): boolean =>
  letter.method === 'notices.answer' && inputOf(letter).receiptId === receiptId;
const answerOf = (letter: Post): Answer => inputOf(letter).answer;
