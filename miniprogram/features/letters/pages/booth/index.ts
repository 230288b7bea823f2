import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { asAppError, ask, sentenceFor } from '../../../../services/feedback';
import { dropFile, sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { dropPassing, emptyPassing, passingCopy, passingFolder } from '../../../../services/passing';
import { playing } from '../../../../services/player';
import { type Recording, recording } from '../../../../services/recorder';
import { now } from '../../../../services/time';
import type { LetterInside } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import type { Reported } from '../../components/report-sheet/index';
import { newestLetters } from '../../older';
import * as view from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** So often the tablet looks whom the desk sent, s. */
const LOOK_SECONDS = 20;

const EMPTY_LETTER = { to: '', text: '', path: '', seconds: 0 };
const NOBODY = {
  ...EMPTY_LETTER,
  step: 'children' as view.Step,
  studentId: '',
  hasSecret: false,
  /** No pictures are asked for: no more tries today, or the desk has to send the child first. */
  locked: false,
  lead: '',
  more: '',
  box: null as view.Box | null,
  letter: null as LetterInside | null,
  letterId: '',
  asking: false,
  about: '',
  problem: '',
  leaving: 0,
};

/** The child for whom something was asked is not there any more. */
class Gone extends Error {}

/**
 * 家书 at the centre's tablet: a child proves by its pictures who it is, reads and hears its letters, and writes back. Nothing stays on
 * the device: each child is a `_visit`, and what was asked for in one never shows in the next.
 */
Component({
  behaviors: [pageBase, ticking],
  options: { pureDataPattern: /^_/ },
  data: {
    ...NOBODY,
    _visit: 0,
    _secret: [] as number[],
    _first: null as number[] | null,
    _key: '',
    _touched: 0,
    turn: 0,
    children: [] as view.ChildRow[],
    _with: [] as string[],
    /** Who has no pictures and may not choose them now: the desk did not send them. */
    _early: [] as string[],
    most: LIMITS.letterText,
  },
  pageLifetimes: {
    hide() {
      this.forget();
    },
  },
  observers: {
    /** Each step begins at its top, wherever the last one was read to. */
    step() {
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
  },
  lifetimes: {
    detached() {
      this.forget();
      emptyPassing();
    },
  },
  methods: {
    async load() {
      if (this.data.step === 'children') emptyPassing();
      const there = await call('letters.booth', {});
      const idsOf = (of: typeof there.children) => of.map(({ studentId }) => studentId);
      const _with = idsOf(there.children.filter(({ hasSecret }) => hasSecret));
      const _early = idsOf(there.children.filter(({ hasSecret, mayChoose }) => !hasSecret && !mayChoose));
      this.setData({ children: view.childRows(there), _with, _early });
    },
    tick(n: number) {
      if (this.data.step === 'children') {
        if (n % LOOK_SECONDS === 0 && !this.data.busy) void this.refresh();
        return;
      }
      if (playing.get() || recording.get()) this.data._touched = now();
      const left = view.leavingIn(now() - this.data._touched);
      if (left === 0) return void this.onLeave();
      if ((left ?? 0) !== this.data.leaving) this.setData({ leaving: left ?? 0 });
    },
    onTouch() {
      this.data._touched = now();
      if (this.data.leaving > 0) this.setData({ leaving: 0 });
    },
    /** The child goes: its letters, what it wrote and its pictures are gone from the tablet. */
    forget() {
      dropPassing(this.data.path);
      const { turn, _visit } = this.data;
      this.setData({ ...NOBODY, _secret: [], _first: null, _key: '', turn: turn + 1, _visit: _visit + 1 });
    },
    async onLeave() {
      this.forget();
      await this.refresh();
    },
    /** What a child's tap does. A failure stands on the page, where it can be read aloud; if the child is gone it is nobody's. */
    async attempt(task: (here: <T>(answer: Promise<T>) => Promise<T>) => Promise<void>) {
      const visit = this.data._visit;
      const here = async <T>(answer: Promise<T>): Promise<T> => {
        const got = await answer;
        if (visit !== this.data._visit) throw new Gone();
        return got;
      };
      this.onTouch();
      await this.run(async () => {
        this.setData({ problem: '' });
        try {
          await task(here);
        } catch (failure) {
          if (visit === this.data._visit) this.refused(failure);
        } finally {
          if (visit === this.data._visit) this.data._touched = now();
        }
      });
    },
    refused(failure: unknown) {
      const { code, details } = asAppError(failure);
      const noMore = code === 'letters.secret-locked' || (code === 'letters.secret-wrong' && details.left === 0);
      this.setData({ problem: sentenceFor(failure) });
      if (noMore) this.setData({ locked: true, lead: '今天先不试了', more: '' });
      if (code === 'letters.secret-first') this.setData(view.SENT_FIRST);
      // The child chose its pictures elsewhere meanwhile, or somebody did in its name: they are asked for.
      if (code === 'letters.secret-set') this.askSecret(true);
    },
    onChild({ detail }: Tapped) {
      this.setData({ studentId: detail.key, step: 'secret', problem: '', _touched: now() });
      if (this.data._early.includes(detail.key)) return this.setData(view.SENT_FIRST);
      this.askSecret(this.data._with.includes(detail.key));
    },
    askSecret(hasSecret: boolean, first: number[] | null = null) {
      const turn = this.data.turn + 1;
      const words = { lead: view.secretLead(hasSecret, first), more: view.secretAloud(hasSecret) };
      this.setData({ hasSecret, _first: first, turn, ...words });
    },
    async onSecret({ detail: { secret } }: WechatMiniprogram.CustomEvent<{ secret: number[] }>) {
      const { studentId, hasSecret, _first } = this.data;
      this.onTouch();
      this.setData({ turn: this.data.turn + 1, problem: '' });
      if (!hasSecret && _first === null) return this.askSecret(false, secret);
      if (!hasSecret && _first?.join() !== secret.join()) {
        this.setData({ problem: '两次点的不一样，重新选三个' });
        return this.askSecret(false);
      }
      await this.attempt(async (here) => {
        if (!hasSecret) await here(call('letters.chooseSecret', { studentId, secret }));
        this.setData({ hasSecret: true, _first: null });
        await this.open(here, secret);
      });
    },
    /** @param more how many older ones than those that it saw already */
    async open(here: <T>(answer: Promise<T>) => Promise<T>, secret: number[], more = 0) {
      const { studentId, step, box: seen } = this.data;
      const answer = await newestLetters((seen?.rows.length ?? 0) + more, (before) =>
        here(call('letters.boothBox', { studentId, secret, ...(before === undefined ? {} : { before }) })),
      );
      const box = view.boxOf(answer, dayOf(now()));
      const at = step === 'box' ? {} : { step: 'box' as const };
      this.setData({ _secret: secret, box, ...at, letter: null, letterId: '', problem: '' });
    },
    async onOlder() {
      await this.attempt((here) => this.open(here, this.data._secret, 1));
    },
    async onReachBottom() {
      if (this.data.step === 'box' && this.data.box?.hasOlder && !this.data.busy) await this.onOlder();
    },
    async onBox() {
      await this.attempt((here) => this.open(here, this.data._secret));
    },
    async onLetter({ detail }: Tapped) {
      const { studentId, _secret: secret } = this.data;
      await this.attempt(async (here) => {
        const letter = await here(call('letters.boothOpen', { studentId, secret, letterId: detail.key }));
        const lead = letter.mine ? '你写的信' : `${letter.from}写来的信`;
        this.setData({ letter, letterId: detail.key, lead, more: view.letterAloud(letter), step: 'letter' });
      });
    },
    async onPrint() {
      const { studentId, _secret: secret, letterId } = this.data;
      await this.attempt(async (here) => {
        const { url, fileName } = await here(call('letters.boothPrint', { studentId, secret, letterId }));
        await openDocument(url, fileName, passingFolder());
      });
    },
    onAsk() {
      this.onTouch();
      this.setData({ asking: true });
    },
    onClose() {
      this.onTouch();
      this.setData({ asking: false });
    },
    async onReport({ detail }: WechatMiniprogram.CustomEvent<Reported>) {
      const { studentId, _secret: secret, letterId } = this.data;
      await this.attempt(async (here) => {
        await here(call('letters.boothReport', { studentId, secret, letterId, ...detail }));
        this.done('告诉老师了', '这不是你的错。老师会来找你，听你说。');
      });
      this.setData({ asking: false });
    },
    onWrite() {
      const { box } = this.data;
      if (!box) return;
      this.onTouch();
      const to = box.to.length === 1 ? (box.to[0]?.value ?? '') : '';
      const words = { lead: view.writeLead(box), more: view.writeAloud(box) };
      this.setData({ ...EMPTY_LETTER, ...words, to, step: 'write', _key: newId(), problem: '' });
    },
    onTo({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ to: detail.value[0] ?? '', problem: '' });
    },
    onText({ detail }: WechatMiniprogram.Input) {
      this.onTouch();
      this.setData({ text: detail.value, problem: '' });
    },
    /** The voice moves at once to where nothing stays. */
    async onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      const visit = this.data._visit;
      dropPassing(this.data.path);
      const { path: kept = '', seconds = 0 } = detail.recording ?? {};
      const path = kept ? await passingCopy(kept).catch(() => '') : '';
      dropFile(kept);
      if (visit !== this.data._visit || this.data.step !== 'write') return dropPassing(path);
      this.setData({ path, seconds, problem: kept && !path ? '声音没有存下，再说一遍' : '' });
    },
    async onSend() {
      const { studentId, _secret: secret, _key: requestKey, to: adultId, text, path, seconds } = this.data;
      const problem = view.lackOf(this.data);
      if (problem) return this.setData({ problem });
      await this.attempt(async (here) => {
        const voice = path ? { fileId: await here(sendFile(path)), seconds } : null;
        await here(call('letters.boothWrite', { requestKey, studentId, secret, adultId, text: text.trim(), voice }));
        dropPassing(path);
        const to = this.data.box?.to.find(({ value }) => value === adultId)?.label ?? '家里';
        this.done('信寄出去了', `${to}很快就能看到、听到。`);
      });
    },
    async onNot() {
      const { text, path, _visit } = this.data;
      this.onTouch();
      const begun = text.trim() !== '' || path !== '';
      if (begun && !(await ask({ text: '刚才说的、写的就没有了。', yes: '不写了', no: '接着写' }))) return;
      // Whoever answers the question may be the next child.
      if (_visit !== this.data._visit) return;
      dropPassing(this.data.path);
      this.setData(EMPTY_LETTER);
      return this.onBox();
    },
    done(lead: string, about: string) {
      this.setData({ ...EMPTY_LETTER, step: 'done', lead, about, problem: '' });
    },
  },
});
