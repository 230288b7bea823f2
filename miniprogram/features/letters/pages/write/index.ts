import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { draftOf } from '../../../../services/drafts';
import { showError } from '../../../../services/feedback';
import { dropFile } from '../../../../services/files';
import { newId } from '../../../../services/ids';
import { post, posts, takeBackPost } from '../../../../services/outbox';
import type { Recording } from '../../../../services/recorder';
import { goInstead } from '../../../../services/routes';
import type { Input } from '../../../../shared/contract';
import { LIMITS } from '../../../../shared/limits';
import { errorText } from '../../../../shared/text/zh';
import { calledName } from '../../child';
import { emptyLetter, isBegun, isFull, type LetterForm, letterInput, mended } from './view';

/** Which page looks at which outbox: `data` is no place for functions. */
const endings = new WeakMap<object, () => void>();

/**
 * A letter to one's child: a voice, words, or both. What was begun stays on the phone until it is sent; without a network it leaves
 * later. One that the school does not take comes back into the form with the reason.
 */
Component({
  behaviors: [pageBase, ofChild],
  options: { pureDataPattern: /^_/ },
  properties: {
    /** One in the outbox that was refused, to be mended. */
    letter: { type: String, value: '' },
  },
  data: {
    _form: emptyLetter('') as LetterForm,
    name: '',
    text: '',
    path: '',
    seconds: 0,
    problem: '',
    /** There is no room for another word. */
    full: false,
    most: LIMITS.letterText,
    sent: false,
    waits: false,
    /** A refused letter could not be brought back, and that was said. */
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
      const studentId = await this.whichChild();
      this.setData({ name: calledName(studentId) });
      if (this.data._form.requestKey === '') this.fill(this.draft().read() ?? emptyLetter(newId()));
      if (this.data.letter) this.mend(this.data.letter);
    },
    fill(form: LetterForm) {
      this.setData({
        _form: form,
        text: form.text,
        full: isFull(form),
        path: form.voice?.path ?? '',
        seconds: form.voice?.seconds ?? 0,
      });
    },
    change(part: Partial<LetterForm>) {
      const form = { ...this.data._form, ...part };
      this.draft().write(form);
      this.setData({ _form: form, problem: '' });
    },
    /** Another child is meant: what was begun goes along, unless there is a letter to that child already. */
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const studentId = detail.value[0] ?? '';
      if (studentId === this.data.studentId) return;
      const { _form } = this.data;
      const before = this.draft();
      this.setData({ studentId, name: calledName(studentId), problem: '' });
      const theirs = this.draft().read();
      if (theirs) return this.fill(theirs);
      before.clear();
      if (isBegun(_form)) this.draft().write(_form);
    },
    onText({ detail }: WechatMiniprogram.Input) {
      this.change({ text: detail.value });
      this.data.text = detail.value;
      const full = isFull(this.data._form);
      if (full !== this.data.full) this.setData({ full });
    },
    onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      this.change({ voice: detail.recording });
      this.setData({ path: detail.recording?.path ?? '', seconds: detail.recording?.seconds ?? 0 });
    },
    async onSend() {
      const { _form, studentId, name } = this.data;
      if (!isBegun(_form)) return this.setData({ problem: '说一段话，或者写几句，再寄出去。' });
      await this.run(async () => {
        await post({
          clientId: _form.requestKey,
          method: 'letters.write',
          input: letterInput(_form, studentId),
          files: _form.voice ? [_form.voice.path] : [],
          title: `写给${name}的信`,
        });
        this.draft().clear();
        this.setData({ sent: true });
        this.look();
      });
    },
    /** How the letter that was sent is getting on. */
    look() {
      if (!this.data.sent) return;
      const { requestKey } = this.data._form;
      const letter = posts.get().find(({ clientId }) => clientId === requestKey);
      this.setData({ waits: letter !== undefined && letter.state !== 'sent' });
      if (letter?.state === 'refused' && !this.data._full) this.mend(requestKey);
    },
    /** Where the phone has no room for the draft the letter stays in the outbox, and that is said. */
    mend(clientId: string) {
      try {
        this.takeBack(clientId);
        this.setData({ _full: false });
      } catch (failure) {
        this.setData({ _full: true });
        void showError(failure);
      }
    },
    takeBack(clientId: string) {
      const begun = this.data._form.requestKey === clientId ? emptyLetter('') : this.data._form;
      let back: { readonly form: LetterForm; readonly input: Input<'letters.write'>; readonly why: string } | undefined;
      takeBackPost(clientId, ({ input: refused, refusal }) => {
        const input = refused as Input<'letters.write'>;
        const form = mended(input, begun, newId());
        back = { form, input, why: refusal ? errorText(refusal.code, refusal.details) : '' };
        return this.draft().keep(form);
      });
      if (!back) return;
      const { form, input, why } = back;
      if (input.voice && form.voice?.path !== input.voice.fileId) dropFile(input.voice.fileId);
      this.fill(form);
      this.setData({ sent: false, problem: why });
    },
    onBack() {
      const { studentId } = this.data;
      wx.navigateBack({ fail: () => goInstead('letters', { studentId }) });
    },
    draft() {
      return draftOf<LetterForm>(`letter:${this.data.studentId}`);
    },
  },
});
