import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { showError } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { post, posts, takeBackPost } from '../../../../services/outbox';
import { goInstead } from '../../../../services/routes';
import { currentMembership } from '../../../../services/session';
import { canSpeak } from '../../../../services/speech';
import { errorText } from '../../../../shared/text/zh';
import { PARTS, type Part } from '../../parts';
import {
  type Answers,
  carriedOver,
  editsOf,
  type Known,
  NOTHING_KNOWN,
  openWishes,
  problemIn,
  type QuestionRow,
  questionsOf,
  rowsOf,
  titleOf,
} from './view';

/** The form as it was typed; `key` goes with it, so that sending twice is once. */
interface Form {
  readonly key: string;
  readonly answers: Answers;
  readonly note: string;
}

/** Characters, as the contract has it. */
const NOTE_MAX = 100;
const endings = new WeakMap<object, () => void>();
const TITLES: Readonly<Record<Part, string>> = {
  child: '孩子的情况',
  home: '家里住哪里',
  me: '我的电话和工作地方',
};

/**
 * One form for an own fact or the home. What was typed stays on the phone, and is sent when it can be; the teacher looks at it before the file
 * changes. In elder mode one question at a time.
 */
Component({
  behaviors: [pageBase, ofChild],
  options: { pureDataPattern: /^_/ },
  properties: {
    /** A `Part` of the file. */
    subject: { type: String, value: 'me' },
  },
  data: {
    _known: NOTHING_KNOWN as Known,
    _form: { key: '', answers: {}, note: '' } as Form,
    title: '',
    rows: [] as QuestionRow[],
    note: '',
    noteMax: NOTE_MAX,
    wishes: [] as string[],
    changed: false,
    problem: '',
    /** Of an elder: which question. */
    step: 0,
    speaks: false,
    /** What became of what was sent: nothing yet, on its way, there. */
    sent: '' as '' | 'waiting' | 'there',
    /** What was refused could not be brought back, and that was said. */
    _full: false,
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.look()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    async load() {
      if (this.data.sent) return;
      const studentId = await this.whichChild();
      const [file, { proposals }] = await Promise.all([
        call('contacts.file', { studentId }),
        call('contacts.proposals', { studentId }),
      ]);
      const part = this.part();
      const { id = '', name = '' } = currentMembership() ?? {};
      const known = { questions: questionsOf(file, part, id), proposals, myName: name };
      const form = this.draft().read() ?? { key: newId(), answers: {}, note: '' };
      this.setData({
        _known: known,
        title: TITLES[part],
        speaks: canSpeak(),
        wishes: openWishes(proposals, name),
      });
      this.fill(form, false);
    },
    part(): Part {
      return PARTS.find((part) => part === this.data.subject) ?? 'me';
    },
    draft() {
      return draftOf<Form>(`change:${this.data.studentId}:${this.part()}`);
    },
    fill(form: Form, checked: boolean) {
      const { questions } = this.data._known;
      this.setData({
        _form: form,
        rows: rowsOf(questions, form.answers, checked),
        note: form.note,
        changed: editsOf(questions, form.answers).length > 0,
      });
    },
    onAnswer({ detail }: WechatMiniprogram.CustomEvent<{ key: string; value: string }>) {
      const { answers } = this.data._form;
      this.keep({ answers: { ...answers, [detail.key]: detail.value } });
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.keep({ note: detail.value });
    },
    keep(part: Partial<Form>) {
      const form = { ...this.data._form, ...part };
      this.draft().write(form);
      this.setData({ problem: '' });
      this.fill(form, false);
    },
    /** Of an elder: the next question, once what was typed here can be right. */
    onNext() {
      const { step, rows, _known, _form } = this.data;
      const question = _known.questions[step];
      if (question && problemIn(question, _form.answers)) return this.fill(_form, true);
      if (step < rows.length - 1) this.turn(step + 1);
      else void this.onSend();
      return undefined;
    },
    onBefore() {
      this.turn(this.data.step - 1);
    },
    turn(step: number) {
      this.setData({ step });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    async onSend() {
      const { _known, _form, studentId } = this.data;
      const { questions, proposals, myName } = _known;
      const wrong = questions.findIndex((question) => problemIn(question, _form.answers));
      if (wrong >= 0) {
        this.fill(_form, true);
        this.turn(wrong);
        return;
      }
      const { key, note } = _form;
      const edits = editsOf(questions, _form.answers);
      if (edits.length === 0) return this.onHome();
      await this.run(async () => {
        const input = {
          key,
          studentId,
          edits: [...edits, ...carriedOver(proposals, myName, edits)],
          note: note.trim(),
        };
        await post({
          clientId: key,
          method: 'contacts.propose',
          input,
          title: titleOf(edits),
          about: `file:${studentId}`,
        });
        this.draft().clear();
        this.setData({ sent: 'waiting' });
        this.look();
        wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      });
    },
    /** How what was sent is getting on. What the school refuses comes back into the form, with the reason. */
    look() {
      if (!this.data.sent) return;
      const letter = posts.get().find(({ clientId }) => clientId === this.data._form.key);
      if (letter?.state === 'sent') this.setData({ sent: 'there' });
      if (!letter?.refusal || this.data._full) return;
      const { code, details } = letter.refusal;
      // The same words under a new key: the old one has its answer.
      const form = { ...this.data._form, key: newId() };
      try {
        takeBackPost(letter.clientId, () => this.draft().keep(form));
      } catch (failure) {
        this.setData({ _full: true });
        return void showError(failure);
      }
      this.setData({ sent: '', problem: errorText(code, details) });
      this.fill(form, true);
      // The file changed meanwhile: what stands there now is read, what was typed stays.
      if (code === 'common.stale') void this.refresh();
    },
    onHome() {
      wx.navigateBack({ fail: () => goInstead('familyFile', { studentId: this.data.studentId }) });
    },
  },
});
