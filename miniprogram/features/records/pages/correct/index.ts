import { pageBase } from '../../../../behaviors/page-base';
import { atDoor, prepareDoor } from '../../../../services/at-door';
import { call } from '../../../../services/call';
import { type Draft, draftOf } from '../../../../services/drafts';
import { ask, say, tell } from '../../../../services/feedback';
import { dropFile, sendFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { ownKinds, recordKind } from '../../../../shared/domain/record-kinds';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { AppError } from '../../../../shared/errors/catalogue';
import { type Addresses, addressesOf } from '../../components/record-form/view';
import {
  bodyOf,
  correctionOf,
  filesOf,
  merged,
  type Opened,
  type Problems,
  problemsOf,
  type RecordForm,
} from '../../form';
import { dayText } from '../../words';
import { type Side, sidesOf } from './view';

/** What is kept of a correction: the form, and what of its files is at the school already. */
interface Kept {
  readonly form: RecordForm;
  readonly uploaded: Readonly<Record<string, string>>;
}

/**
 * Corrects a record; what stood before is kept by the school. Where somebody else corrected it meanwhile both are shown, and the teacher takes
 * one or puts them together.
 */
Component({
  behaviors: [pageBase],
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
    resumed: false,
    /** Mine and the other one, where somebody else was faster. */
    sides: [] as Side[],
  },
  methods: {
    async load() {
      await ensureSession();
      if (this.data.form) return;
      const answer = await call('records.open', { recordId: this.data.recordId });
      const kept = this.draft().read();
      this.setData({ answer, today: dayOf(now()), by: answer.record.by });
      if (!this.findKind(answer)) await prepareDoor();
      const kind = this.findKind(answer);
      if (!kind || answer.struck || !answer.record.mayCorrect) throw new AppError('common.not-found');
      this.setData({
        kind,
        uploaded: kept?.uploaded ?? {},
        addresses: addressesOf(answer),
        resumed: kept !== undefined,
      });
      this.fill(kept?.form ?? correctionOf(answer, newId()));
      if (kept && kept.form.seen !== answer.version) this.conflict(answer);
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
        problems: isComplained ? problemsOf(kind, form) : {},
      });
    },
    change(part: Partial<RecordForm>) {
      const { form, uploaded } = this.data;
      if (!form) return;
      const next = { ...form, ...part };
      this.draft().write({ form: next, uploaded });
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
      else await this.run(() => this.send(kind));
    },
    async send(kind: RecordKind) {
      for (const path of filesOf(this.data.form as RecordForm)) await this.upload(path);
      const form = this.data.form as RecordForm;
      const body = bodyOf(kind, form);
      const at = (path: string): string => this.data.uploaded[path] ?? path;
      try {
        await call('records.correct', {
          requestKey: form.requestKey,
          recordId: this.data.recordId,
          seen: form.seen ?? 0,
          ...body,
          photos: body.photos.map(at),
          voices: body.voices.map((voice) => ({ ...voice, fileId: at(voice.fileId) })),
        });
      } catch (failure) {
        if (!(failure instanceof AppError && failure.code === 'common.stale')) throw failure;
        return this.look();
      }
      this.forget();
      tell('改好了');
      wx.navigateBack();
    },
    /** What is at the school already does not travel twice, however often one tries. */
    async upload(path: string) {
      if (this.data.uploaded[path] !== undefined) return;
      const uploaded = { ...this.data.uploaded, [path]: await sendFile(path) };
      this.setData({ uploaded });
      this.draft().write({ form: this.data.form as RecordForm, uploaded });
    },
    /** Somebody else was faster: what stands there now. */
    async look() {
      const answer = await call('records.open', { recordId: this.data.recordId });
      if (answer.struck || !answer.record.mayCorrect) return say('这一条已经划掉了，不用再改。');
      this.setData({ answer });
      this.conflict(answer);
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
