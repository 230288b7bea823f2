import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { draftOf } from '../../../../services/drafts';
import { ask, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { currentMembership } from '../../../../services/session';
import { canSpeak } from '../../../../services/speech';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { givenName } from '../../../../shared/text/names';
import { shortDate } from '../../../../shared/text/time';
import { aboutCopy, type Kind, type RequestRow, rowsOf, WISHES, type Wish } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** What is being written; `key` goes with it, so that asking twice is once. */
interface Form {
  readonly key: string;
  readonly note: string;
}

/** A child's data belongs to its family: one document with all of it, and what one may ask of the school about it. */
Component({
  behaviors: [pageBase, ofChild],
  options: { pureDataPattern: /^_/ },
  data: {
    _form: { key: '', note: '' } as Form,
    name: '',
    /** Only a legal guardian may ask. */
    mayAsk: false,
    about: '',
    speaks: false,
    wishes: WISHES,
    rows: [] as RequestRow[],
    /** What is being asked for. */
    wish: null as Wish | null,
    note: '',
    making: false,
  },
  methods: {
    async load() {
      const studentId = await this.whichChild();
      const [{ child, mine }, { requests }] = await Promise.all([
        call('privacy.consents', { studentId }),
        call('privacy.requests', { studentId }),
      ]);
      const rows = rowsOf(requests, currentMembership()?.name ?? '', dayOf(now()));
      const name = givenName(child.name);
      this.setData({ name, mayAsk: mine, about: aboutCopy(name, mine), speaks: canSpeak(), rows });
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ studentId: detail.value[0] ?? '' });
      await this.run(() => this.load());
    },
    /** It takes a while: the page says so, and can be left. */
    async onExport() {
      this.setData({ making: true });
      await this.run(async () => {
        const { url, fileName } = await call('privacy.export', { studentId: this.data.studentId });
        await openDocument(url, fileName);
      });
      this.setData({ making: false });
    },
    onWish({ detail }: Tapped) {
      const wish = WISHES.find(({ kind }) => kind === detail.key);
      if (!wish) return;
      const form = this.draft(wish.kind).read() ?? { key: newId(), note: '' };
      this.setData({ wish, _form: form, note: form.note });
    },
    draft(kind: Kind) {
      return draftOf<Form>(`privacy:${this.data.studentId}:${kind}`);
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      const { wish, _form } = this.data;
      const form = { ..._form, note: detail.value };
      this.setData({ _form: form, note: form.note });
      if (wish) this.draft(wish.kind).write(form);
    },
    onClose() {
      this.setData({ wish: null });
    },
    async onAsk() {
      const { wish, _form, studentId } = this.data;
      if (!wish) return;
      await this.run(async () => {
        const { dueDay } = await call('privacy.ask', { ..._form, note: _form.note.trim(), studentId, kind: wish.kind });
        this.draft(wish.kind).clear();
        this.setData({ wish: null });
        tell(`告诉学校了，最晚 ${shortDate(dueDay)}回您的话`, 3_000);
        await this.load();
      });
    },
    async onWithdraw({ detail }: Tapped) {
      if (!(await ask({ text: '不用学校办了？', yes: '收回' }))) return;
      await this.run(async () => {
        await call('privacy.withdraw', { id: detail.key });
        await this.load();
      });
    },
  },
});
