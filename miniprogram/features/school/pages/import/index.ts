import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, say, sentenceFor } from '../../../../services/feedback';
import { sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { go, goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import type { Input } from '../../../../shared/contract';
import { type Progress, pause, waitWhile, watched } from '../../progress';
import { chooseRoster } from '../../roster-file';
import { newReading, type Preview, type Reading, readAgain, sameOf, settled, stillAsked, withColumn } from './reading';
import {
  columnKey,
  foundIn,
  meaningsFor,
  NOTHING_FOUND,
  PAGE_SIZE,
  type Paged,
  resultText,
  type Section,
  type Seen,
  STEPS,
  seenOf,
  withPage,
} from './view';

/** What the page says while it waits. */
const WAITS = {
  sending: { step: 0, title: '正在把名册送上去', hint: '' },
  reading: {
    step: 1,
    title: '正在一行一行地看',
    hint: '一两千人要半分钟左右。可以先去做别的，回来再打开这一页，还在。',
  },
  importing: {
    step: 3,
    title: '正在导入',
    hint: '要么全部导好，要么一个都不动。可以先去做别的，回来再打开这一页，还在。',
  },
} as const;
/** At which step each stage stands. */
const STEP = { choose: 0, waiting: 1, lost: 1, seen: 2, done: 3 } as const;
type Stage = keyof typeof STEP;
const NOTHING: Progress = { done: 0, of: 0 };

type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Refused = Readonly<Record<string, readonly string[]>>;

const draft = () => draftOf<Reading>('roster');

/** 导入名册: choose the table, see what was understood, correct and decide, confirm. Nothing changes before that. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    stage: 'choose' as Stage,
    steps: STEPS,
    step: 0,
    wait: WAITS.sending as (typeof WAITS)[keyof typeof WAITS],
    progress: NOTHING,
    /** Why the last file could not be used, or why nothing was heard. */
    problem: '',
    result: '',
    seen: null as Seen | null,
    /** What is open; on a phone nothing but the list where it is empty. */
    section: '' as Section | '',
    /** The column whose meaning is being chosen. */
    column: '',
    meaning: '',
    sought: '',
    meanings: [] as Choice[],
    _begun: false,
    _preview: null as Preview | null,
    _reading: null as Reading | null,
    _found: NOTHING_FOUND,
    _refused: {} as Refused,
  },
  methods: {
    /** Finds again what was begun and left. */
    async load() {
      await ensureSession();
      if (this.data._begun) return;
      this.setData({ _begun: true });
      const reading = draft().read();
      if (reading) void this.run(() => this.resume(reading));
    },
    to(stage: Stage, more: Record<string, unknown> = {}) {
      this.setData({ stage, step: STEP[stage], problem: '', ...more });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    wait(wait: keyof typeof WAITS) {
      this.to('waiting', { wait: WAITS[wait], progress: NOTHING, step: WAITS[wait].step });
    },
    keep(reading: Reading) {
      draft().write(reading);
      this.setData({ _reading: reading });
      this.show();
    },

    async onChoose() {
      await this.run(() =>
        this.guard(async () => {
          const file = await chooseRoster();
          if (!file) return;
          this.wait('sending');
          await this.read(newReading(newId(), await sendFile(file.path), file.name));
        }),
      );
    },
    async read(reading: Reading) {
      this.setData({ _preview: null });
      this.keep(reading);
      this.wait('reading');
      const { key, fileId, fileName, columns } = reading;
      const asked = call('roster.preview', { key, fileId, fileName, columns: [...columns] });
      const preview = await watched(asked, () => this.look({ key }));
      const { near } = preview;
      this.setData({ _preview: preview, _found: foundIn(preview), _refused: {} });
      const decided = settled(near, stillAsked(near, reading.decided), {});
      this.to('seen', { section: '' });
      this.keep({ ...reading, importId: preview.importId, decided });
    },
    /** Where it stands on the server decides how it goes on. */
    async resume(reading: Reading) {
      await this.guard(async () => {
        this.setData({ _reading: reading });
        this.wait('reading');
        const { key } = reading;
        await waitWhile(async () => ['reading', 'applying'].includes((await this.look({ key })) ?? ''));
        const state = await this.look({ key });
        if (state === 'applying' || state === 'applied') await this.confirm(reading);
        else if (state === 'previewed' && this.data._preview) this.to('seen');
        else if (state === null || state === 'reading' || state === 'previewed') await this.read(reading);
        else this.drop('');
      });
    },
    async look(which: Input<'roster.state'>) {
      const { state, done, of } = await call('roster.state', which);
      this.setData({ progress: { done, of } });
      return state;
    },
    /** What failed is shown where one can go on: at the first step where the file is no use, else where it is asked again. */
    async guard(task: () => Promise<void>) {
      try {
        await task();
      } catch (failure) {
        const { code } = asAppError(failure);
        const { _reading: reading } = this.data;
        if (code === 'roster.stale' && reading) await this.again(sentenceFor(failure));
        else if (code.startsWith('roster.') || !reading) this.drop(sentenceFor(failure));
        else this.to('lost', { problem: sentenceFor(failure) });
      }
    },
    /** Reads the same file anew and says why. */
    async again(why: string) {
      const { _reading: reading } = this.data;
      if (!reading) return;
      if (why) void say(why);
      await this.guard(() => this.read(readAgain(reading, newId())));
    },
    drop(problem: string) {
      draft().clear();
      this.setData({ _reading: null, _preview: null, seen: null });
      this.to('choose', { problem });
    },

    show() {
      const { _preview: preview, _reading: reading, _found: found, _refused: refused } = this.data;
      if (preview && reading) this.setData({ seen: seenOf(preview, reading, found, refused) });
    },
    onSection({ detail }: Keyed) {
      this.setData({ section: detail.key as Section });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onSections() {
      this.setData({ section: '' });
    },
    async onMore({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { of: Paged }>) {
      const { of } = currentTarget.dataset;
      await this.run(async () => {
        const { _reading: reading, _found: found } = this.data;
        if (!reading) return;
        const page = Math.floor(found[of].length / PAGE_SIZE[of]);
        const answer = await call('roster.page', { importId: reading.importId, of, page });
        this.setData({ _found: withPage(found, of, answer) });
        this.show();
      });
    },

    onColumn({ detail }: Keyed) {
      const { _preview: preview, _reading: reading } = this.data;
      const column = preview?.columns.find((one) => columnKey(one) === detail.key);
      if (!preview || !reading || !column) return;
      const word = reading.wanted.find((one) => columnKey(one) === detail.key);
      const meaning = (word ? word.key : column.key) ?? '';
      this.setData({ column: detail.key, meaning, sought: '', meanings: meaningsFor(preview.choices, '') });
    },
    onSought({ detail }: WechatMiniprogram.Input) {
      const choices = this.data._preview?.choices ?? [];
      this.setData({ sought: detail.value, meanings: meaningsFor(choices, detail.value) });
    },
    onMeaning({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ meaning: detail.value[0] ?? '' });
    },
    onColumnYes() {
      const { _preview: preview, _reading: reading, column: key, meaning } = this.data;
      this.setData({ column: '' });
      const column = preview?.columns.find((one) => columnKey(one) === key);
      if (!reading || !column || meaning === (column.key ?? '')) return;
      this.keep(withColumn(reading, { sheet: column.sheet, index: column.index, key: meaning || null }));
    },
    onColumnNo() {
      this.setData({ column: '' });
    },
    async onAgain() {
      await this.run(() => this.again(''));
    },

    onSame() {
      const { seen } = this.data;
      if (seen?.question) this.decide({ [seen.question.key]: seen.question.candidateId });
    },
    onOther() {
      const { seen, _refused: refused } = this.data;
      if (!seen?.question) return;
      const { key, candidateId } = seen.question;
      this.setData({ _refused: { ...refused, [key]: [...(refused[key] ?? []), candidateId] } });
      this.decide({});
    },
    decide(more: Reading['decided']) {
      const { _reading: reading, _preview: preview, _refused: refused } = this.data;
      if (!reading || !preview) return;
      const decided = settled(preview.near, { ...reading.decided, ...more }, refused);
      // Who is one of the file did not leave.
      const leave = reading.leave.filter((id) => !Object.values(decided).includes(id));
      this.keep({ ...reading, decided, leave });
    },
    onUndecide({ detail }: Keyed) {
      const { _reading: reading, _refused: refused } = this.data;
      if (!reading) return;
      const { [detail.key]: _, ...decided } = reading.decided;
      this.setData({ _refused: { ...refused, [detail.key]: [] } });
      this.keep({ ...reading, decided });
    },
    onLeaves({ detail, currentTarget }: WechatMiniprogram.CustomEvent<{ value: boolean }, object, { id: string }>) {
      const { _reading: reading } = this.data;
      if (!reading) return;
      const others = reading.leave.filter((id) => id !== currentTarget.dataset.id);
      this.keep({ ...reading, leave: detail.value ? [...others, currentTarget.dataset.id] : others });
    },
    onAllStay() {
      const { _reading: reading } = this.data;
      if (reading) this.keep({ ...reading, leave: [] });
    },

    async onConfirm() {
      const { _reading: reading } = this.data;
      if (reading) await this.run(() => this.guard(() => this.confirm(reading)));
    },
    /** Confirms, and asks again while another confirm of the same roster is still at work. */
    async confirm(reading: Reading) {
      this.wait('importing');
      const { importId, leave } = reading;
      const same = sameOf(this.data._preview?.near ?? [], reading);
      const ask = async () => {
        for (;;) {
          const answer = await call('roster.confirm', { importId, same, leave: [...leave] });
          if (answer.state === 'applied') return answer;
          await pause();
        }
      };
      const answer = await watched(ask(), () => this.look({ importId }));
      draft().clear();
      this.setData({ _reading: null, _preview: null });
      this.to('done', { result: resultText(answer) });
    },
    async onResume() {
      const { _reading: reading } = this.data;
      if (reading) await this.run(() => this.resume(reading));
    },
    onAnother() {
      this.drop('');
    },
    onCards() {
      go('printCards');
    },
    onHistory() {
      go('imports');
    },
    onHome() {
      goHome();
    },
  },
});
