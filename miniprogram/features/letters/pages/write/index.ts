import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { draftOf } from '../../../../services/drafts';
import { newId } from '../../../../services/ids';
import { post, posts } from '../../../../services/outbox';
import type { Recording } from '../../../../services/recorder';
import { lastView } from '../../../../services/session';
import { LIMITS } from '../../../../shared/limits';
import { givenName } from '../../../../shared/text/names';
import { emptyLetter, isBegun, type LetterForm, letterInput } from './view';

/** A letter to one's child: words, a voice, or both. What was begun stays on the phone until it is sent; without a network it leaves later. */
Component({
  behaviors: [pageBase, ofChild],
  options: { pureDataPattern: /^_/ },
  data: {
    _form: emptyLetter('') as LetterForm,
    name: '',
    text: '',
    path: '',
    seconds: 0,
    problem: '',
    most: LIMITS.letterText,
    sent: false,
    waits: false,
  },
  methods: {
    async load() {
      const studentId = await this.whichChild();
      const view = lastView();
      const child = view?.kind === 'family' ? view.children.find(({ id }) => id === studentId) : undefined;
      this.setData({ name: givenName(child?.name ?? '孩子') });
      if (this.data._form.requestKey === '') this.fill(this.draft().read() ?? emptyLetter(newId()));
    },
    fill(form: LetterForm) {
      this.setData({ _form: form, text: form.text, path: form.voice?.path ?? '', seconds: form.voice?.seconds ?? 0 });
    },
    change(part: Partial<LetterForm>) {
      const form = { ...this.data._form, ...part };
      this.draft().write(form);
      this.setData({ _form: form, problem: '' });
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const { _form } = this.data;
      this.setData({ studentId: detail.value[0] ?? '', _form: emptyLetter('') });
      // Words that were begun go along to the child that was meant.
      if (isBegun(_form)) this.draft().write(_form);
      void this.refresh();
    },
    onText({ detail }: WechatMiniprogram.Input) {
      this.change({ text: detail.value });
    },
    onVoice({ detail }: WechatMiniprogram.CustomEvent<{ recording: Recording | null }>) {
      this.change({ voice: detail.recording });
    },
    async onSend() {
      const { _form, studentId, name } = this.data;
      if (!isBegun(_form)) return this.setData({ problem: '写几句，或者录一段话，再寄出去。' });
      await this.run(async () => {
        await post({
          clientId: _form.requestKey,
          method: 'letters.write',
          input: letterInput(_form, studentId),
          files: _form.voice ? [_form.voice.path] : [],
          title: `写给${name}的信`,
        });
        this.draft().clear();
        const letter = posts.get().find(({ clientId }) => clientId === _form.requestKey);
        this.setData({ sent: true, waits: letter?.state === 'queued' });
      });
    },
    onBack() {
      wx.navigateBack({ fail: () => undefined });
    },
    draft() {
      return draftOf<LetterForm>(`letter:${this.data.studentId}`);
    },
  },
});
