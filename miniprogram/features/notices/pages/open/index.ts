import { pageBase } from '../../../../behaviors/page-base';
import { call, isSilence } from '../../../../services/call';
import { asAppError } from '../../../../services/feedback';
import { dropFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { keepNotice, keptNotice } from '../../../../services/kept-notices';
import { type Post, post, posts } from '../../../../services/outbox';
import type { Recording } from '../../../../services/recorder';
import { goHome, goInstead } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { keepSound, keptSound } from '../../../../services/sounds';
import { canSpeak } from '../../../../services/speech';
import { askBeforeTap, fewRemindersWords } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import type { Input } from '../../../../shared/contract';
import { errorText } from '../../../../shared/text/zh';
import { letterTitle, type NoticeView, noticeView, type Opened, type Reply } from './view';

/** One thing a page: what was told, the choices alone (elder mode), the pad alone, or speaking. */
type Step = 'told' | 'choose' | 'sign' | 'speak';

const endings = new WeakMap<object, () => void>();

/**
 * One thing that the school told: heard, read and answered. It opens again without a network; an answer is safe on this phone
 * at once and sent when it can be.
 */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    receiptId: '',
    noticeId: '',
    _opened: null as Opened | null,
    /** Answers that the school had when it was asked; all others count on top of what it said. */
    _known: [] as readonly string[],
    view: null as NoticeView | null,
    step: 'told' as Step,
    /** The notice of a card in the class's group was not for this person. */
    absent: false,
    changing: false,
    /** An answer waits for the network. */
    queued: false,
    /** Why the last answer was not taken. */
    problem: '',
    /** 「还能提醒 1 次」 after an answer, where it is few. */
    reminders: '',
    recording: null as Recording | null,
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
      this.dropRecording();
    },
  },
  observers: {
    'shell.elder'() {
      this.show();
    },
  },
  methods: {
    /** `id` (a receipt) cannot be a property: every component has that name already. `notice` comes with the class group's card. */
    onLoad({ id = '', notice = '' }: { readonly id?: string; readonly notice?: string }) {
      this.setData({ receiptId: id, noticeId: notice });
    },
    async load() {
      await ensureSession();
      const { receiptId, noticeId } = this.data;
      const known = letters((letter) => letter.state === 'sent').map(({ clientId }) => clientId);
      try {
        const opened = await call('notices.open', receiptId ? { receiptId } : { noticeId });
        keepNotice({ opened, known, ...(noticeId ? { noticeId } : {}) });
        this.take(opened, known, false);
        if (opened.voiceUrl) void keepSound('voice', opened.receiptId, opened.voiceUrl).then(() => this.show());
      } catch (failure) {
        this.recover(failure);
      }
    },
    /** What may still be done when the school did not give the notice. @throws the failure itself where nothing can be. */
    recover(failure: unknown) {
      const { code } = asAppError(failure);
      const { receiptId, noticeId, _opened: shown } = this.data;
      const kept = isSilence(code) && !shown ? keptNotice(receiptId || noticeId) : undefined;
      const role = currentMembership()?.role;
      if (kept) this.take(kept.opened, kept.known, true);
      else if (code === 'common.not-found' && noticeId) this.setData({ absent: true });
      // A teacher who taps the card in the group wants to know who has heard it.
      else if (code === 'auth.forbidden' && noticeId && role && scopesOf(role, 'notices.send').length > 0)
        goInstead('noticeBoard', { id: noticeId });
      else throw failure;
    },
    take(opened: Opened, known: readonly string[], remembered: boolean) {
      this.setData({ _opened: opened, _known: known, receiptId: opened.receiptId, remembered, absent: false });
      this.show();
    },
    show() {
      const { _opened: opened, _known: known, receiptId, shell, remembered, changing, problem } = this.data;
      if (!opened) return;
      const mine = letters((letter) => inputOf(letter).receiptId === receiptId && !known.includes(letter.clientId));
      const counted = mine.filter(({ state }) => state !== 'refused');
      // Only a refused letter has one.
      const refusal = mine[mine.length - 1]?.refusal;
      const queued = counted.some(({ state }) => state === 'queued');
      const view = noticeView(opened, counted.map(inputOf), {
        now: now(),
        elder: shell.elder,
        speaks: canSpeak(),
        keptVoice: keptSound('voice', receiptId) ?? '',
        remembered,
        changing,
        queued,
      });
      this.setData({
        view,
        queued,
        problem: refusal ? errorText(refusal.code, refusal.details) : '',
        reminders: view.done.length > 0 && !queued ? fewRemindersWords('notice') : '',
      });
      // It was taken back or corrected meanwhile: that must be seen.
      if (refusal && !problem) void this.refresh();
    },

    onAsked() {
      const ask = this.data.view?.ask;
      if (ask) this.answer(ask.reply);
    },
    onCallMe() {
      this.answer({ answer: 'call_me' });
    },
    onChoose({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { choice: string }>) {
      this.answer({ answer: 'chosen', choice: currentTarget.dataset.choice });
    },
    /** The tap itself; `onSigned` follows when the picture is made. */
    onSign() {
      this.topUp();
    },
    onSigned({ detail: { path } }: WechatMiniprogram.CustomEvent<{ path: string }>) {
      void this.send({ answer: 'signed', fileId: path }, [path]);
    },
    onRecorded({ detail: { recording } }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      this.setData({ recording });
    },
    onSay() {
      const { recording } = this.data;
      if (!recording) return;
      const { path, seconds } = recording;
      this.answer({ answer: 'said', voice: { fileId: path, seconds } }, [path]);
    },
    answer(reply: Reply, files: readonly string[] = []) {
      if (this.data.busy) return;
      this.topUp();
      void this.send(reply, files);
    },
    /** WeChat's sheet opens only inside the tap, so this comes first; but the answer does not wait for it. */
    topUp() {
      void askBeforeTap(['notice']).then(() => this.show());
    },
    async send(reply: Reply, files: readonly string[]) {
      await this.run(async () => {
        const input = { receiptId: this.data.receiptId, ...reply };
        const about = input.receiptId;
        await post({ clientId: newId(), method: 'notices.answer', input, files, title: letterTitle(reply), about });
        // The file of what was said belongs to the outbox now.
        this.setData({ step: 'told', changing: false, recording: null });
        this.show();
        // In large type what was answered, and the way home, would stand below the screen.
        wx.pageScrollTo({ selector: '#done', duration: 200, fail: () => undefined });
      });
    },

    onChange() {
      const { elder } = this.data.shell;
      this.setData({ changing: true, step: elder ? 'choose' : 'told' });
      this.show();
      if (elder) wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onStep({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { to: Step }>) {
      this.setData({ step: currentTarget.dataset.to });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onBack() {
      this.dropRecording();
      this.setData({ step: 'told', changing: false, recording: null });
      this.show();
    },
    dropRecording() {
      if (this.data.recording) dropFile(this.data.recording.path);
    },
    onWritten() {
      this.setData({ written: true });
    },
    onNewer() {
      const newer = this.data.view?.over?.newer;
      if (newer) goInstead('notice', { id: newer });
    },
    onHome() {
      goHome();
    },
  },
});

/** Answers in the outbox, oldest first. */
const letters = (which: (letter: Post) => boolean): Post[] =>
  posts.get().filter((letter) => letter.method === 'notices.answer' && which(letter));
const inputOf = ({ input }: Post) => input as Input<'notices.answer'>;
