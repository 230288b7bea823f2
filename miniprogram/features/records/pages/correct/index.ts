import { pageBase } from '../../../../behaviors/page-base';
import { atDoor, prepareDoor } from '../../../../services/at-door';
import { call, isSilence } from '../../../../services/call';
import { type Draft, draftOf } from '../../../../services/drafts';
import { asAppError, ask, say, showRefusal, tell } from '../../../../services/feedback';
import { dropFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { type Post, post, posts, takeBackPost } from '../../../../services/outbox';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { ownKinds, recordKind } from '../../../../shared/domain/record-kinds';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { AppError } from '../../../../shared/errors/catalogue';
import { knownRecord } from '../../carried';
import { type Addresses, addressesOf } from '../../components/record-form/view';
import {
  aboutRecord,
  bodyOf,
  type CorrectionInput,
  correctionOf,
  filesOf,
  merged,
  type Opened,
  type Problems,
  problemsOf,
  type RecordForm,
  resumedCorrection,
  whomText,
} from '../../form';
import { dayText } from '../../words';
import { type Side, sidesOf } from './view';

/** What is kept of a correction: the form, what of its files is at the school already, and what it corrects. */
interface Kept {
  readonly form: RecordForm;
  readonly uploaded: Readonly<Record<string, string>>;
  readonly answer: Opened;
}

const endings = new WeakMap<object, () => void>();

/**
 * Corrects a record; what stood before is kept by the school. It needs no network once the record was opened: it goes through the outbox, once.
 * Where somebody else corrected it meanwhile both are shown, and the teacher takes one or puts them together.
 */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    recordId: { type: String, value: '' },
  },
  data: {
    answer: null as Opened | null,
    kind: null as RecordKind | null,
    form: null as RecordForm | null,
    uploaded: {} as Kept['uploaded'],
    addresses: {} as Addresses,
    problems: {} as Problems,
    by: '',
    today: '',
    dayText: '',
    whom: '',
    resumed: false,
    /** Mine and the other one, where somebody else was faster. */
    sides: [] as Side[],
    /** The correction in the outbox; empty while it is being written. */
    letter: '',
    letterTitle: '',
    /** The letter that was taken back by itself already. */
    _met: '',
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.onNews()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.form || this.data.letter) return;
      const letter = this.waiting();
      // Put into the outbox just before the app was killed, it is a letter already.
      const begun = this.draft().read()?.form.requestKey;
      if (begun !== undefined && posts.get().some(({ clientId }) => clientId === begun)) this.draft().clear();
      if (letter && letter.state !== 'refused') return this.wait(letter);
      const answer = await this.open();
      if (answer.struck) {
        await say('这一条已经划掉了，不用再改。');
        return wx.navigateBack();
      }
      this.setData({ answer, today: dayOf(now()), by: answer.record.by });
      if (!this.findKind(answer)) await prepareDoor();
      const kind = this.findKind(answer);
      if (!kind || !answer.record.mayCorrect) throw new AppError('common.not-found');
      if (letter) this.takeBack(letter, answer);
      const kept = this.draft().read();
      this.setData({
        kind,
        uploaded: kept?.uploaded ?? {},
        addresses: addressesOf(answer),
        resumed: kept !== undefined,
      });
      this.fill(kept?.form ?? correctionOf(answer, newId()));
      if (kept && kept.form.seen !== answer.version) this.conflict(answer);
    },
    /** The record as it stands; without a network as it was opened last. */
    async open(): Promise<Opened> {
      const { recordId } = this.data;
      try {
        return await call('records.open', { recordId });
      } catch (failure) {
        const known = this.data.answer ?? this.draft().read()?.answer ?? knownRecord(recordId);
        if (!known || !isSilence(asAppError(failure).code)) throw failure;
        return known;
      }
    },
    /** The correction of this record that has not arrived. */
    waiting(): Post | undefined {
      const as = currentMembership()?.id;
      const about = aboutRecord(this.data.recordId);
      const isMine = (one: Post) => one.method === 'records.correct' && one.about === about && one.as === as;
      return posts.get().find((one) => isMine(one) && one.state !== 'sent');
    },
    wait({ clientId, title }: Pick<Post, 'clientId' | 'title'>) {
      this.setData({ letter: clientId, letterTitle: title });
    },
    /** First the draft is safe, then the letter is given up. @throws AppError `phone.full` */
    takeBack({ clientId }: Post, answer: Opened) {
      takeBackPost(clientId, ({ input, uploaded }) => {
        const form = resumedCorrection(answer, input as CorrectionInput, newId());
        return this.draft().keep({ form, uploaded, answer });
      });
    },
    /** What became of the correction. */
    onNews() {
      const { letter } = this.data;
      const found = posts.get().find(({ clientId }) => clientId === letter);
      if (!letter || (found && found.state !== 'sent' && found.refusal?.code !== 'common.stale')) return;
      if (found?.refusal) {
        // By itself only once: where it cannot be taken back now, the button is there.
        if (this.data._met === letter) return;
        this.setData({ _met: letter });
        void this.onMend();
        return;
      }
      this.setData({ letter: '' });
      tell('改好了');
      wx.navigateBack();
    },
    onMend() {
      return this.run(() => this.mend());
    },
    /** The school refused it: the form is there again with the reason, or beside what somebody else wrote. */
    async mend() {
      const letter = this.waiting();
      this.setData({ letter: '', form: null });
      try {
        await this.load();
      } catch (failure) {
        if (letter) this.wait(letter);
        throw failure;
      }
      const { refusal } = letter ?? {};
      if (refusal && refusal.code !== 'common.stale') await showRefusal(refusal.code, refusal.details);
    },
    findKind({ form }: Opened): RecordKind | undefined {
      return recordKind(form.kind, form.own ? [form.own] : ownKinds(atDoor().kinds as Parameters<typeof ownKinds>[0]));
    },
    fill(form: RecordForm) {
      const { kind, today, problems } = this.data;
      const isComplained = kind !== null && Object.keys(problems).length > 0;
      this.setData({
        form,
        dayText: dayText(form.day, today),
        whom: kind ? whomText(kind, form) : '',
        problems: isComplained ? problemsOf(kind, form) : {},
      });
    },
    change(part: Partial<RecordForm>) {
      const { form, uploaded, answer } = this.data;
      if (!form) return;
      const next = { ...form, ...part };
      if (answer) this.draft().write({ form: next, uploaded, answer });
      this.fill(next);
    },
    onForm({ detail }: WechatMiniprogram.CustomEvent<{ part: Partial<RecordForm> }>) {
      this.change(detail.part);
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.change({ day: detail.value });
    },
    async onAnew() {
      const { answer, form } = this.data;
      if (!answer || !form || !(await ask({ text: '刚才改的不要了吗？', yes: '不要了' }))) return;
      this.forget();
      this.setData({ resumed: false, uploaded: {} });
      this.fill(correctionOf(answer, newId()));
    },
    async onSave() {
      const { form, kind } = this.data;
      if (!form || !kind) return;
      const problems = problemsOf(kind, form);
      const [first] = Object.keys(problems);
      this.setData({ problems });
      if (first) this.selectComponent('#record')?.scrollTo(first);
      else await this.run(() => this.send(kind, form));
    },
    async send(kind: RecordKind, form: RecordForm) {
      const { recordId, uploaded, answer } = this.data;
      const letter = { clientId: form.requestKey, title: `改${kind.name}：${answer?.children[0]?.name ?? ''}` };
      await post({
        ...letter,
        method: 'records.correct',
        input: { requestKey: form.requestKey, recordId, seen: form.seen ?? 0, ...bodyOf(kind, form) },
        files: filesOf(form),
        uploaded,
        about: aboutRecord(recordId),
      });
      // The files belong to the outbox now.
      this.draft().clear();
      this.wait(letter);
      this.onNews();
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    conflict(answer: Opened) {
      const { form, kind, today } = this.data;
      if (!form || !kind) return;
      this.setData({
        addresses: { ...this.data.addresses, ...addressesOf(answer) },
        sides: sidesOf(kind, form, answer, today),
      });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    /** Mine stays as I wrote it; the other one is kept among what stood before. */
    onMine() {
      this.settle((mine, theirs) => ({ ...mine, seen: theirs.seen }));
    },
    onBoth() {
      const { kind } = this.data;
      if (kind) this.settle((mine, theirs) => merged(kind, mine, theirs));
    },
    settle(take: (mine: RecordForm, theirs: RecordForm) => RecordForm) {
      const { form, answer } = this.data;
      if (!form || !answer) return;
      this.setData({ sides: [] });
      // A new letter: the one before was refused.
      this.change({ ...take(form, correctionOf(answer, '')), requestKey: newId() });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    async onTheirs() {
      if (!(await ask({ text: '您改的就不要了，用现在那一份。', yes: '好' }))) return;
      this.forget();
      wx.navigateBack();
    },
    forget() {
      if (this.data.form) filesOf(this.data.form).forEach(dropFile);
      this.draft().clear();
    },
    draft(): Draft<Kept> {
      return draftOf(`correct:${this.data.recordId}`);
    },
  },
});
