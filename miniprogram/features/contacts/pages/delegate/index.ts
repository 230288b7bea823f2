import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { type Draft, draftOf } from '../../../../services/drafts';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { errorText } from '../../../../shared/text/zh';
import {
  beside,
  type DelegateForm,
  type DelegatePage,
  delegateInput,
  emptyForm,
  formOf,
  isAnswered,
  pageOf,
  type Question,
  questionsOf,
} from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/** 委托照护: who has the care of a child whose parents are away, asked one question at a time, then the letter to the village. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    file: null as Output<'contacts.file'> | null,
    form: emptyForm(''),
    view: null as DelegatePage | null,
    today: '',
    /** Something was answered that is not written down yet. */
    touched: false,
    barredText: errorText('contacts.disqualified'),
    ending: false,
    endWhy: '',
    whyProblem: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const isFirst = this.data.file === null;
      const file = await call('contacts.file', { studentId: this.data.studentId });
      this.setData({ file, today: dayOf(now()) });
      const kept = isFirst ? this.draft().read() : this.data.form;
      if (isFirst) this.setData({ touched: kept !== undefined });
      this.show(kept ?? this.fresh());
    },
    fresh(): DelegateForm {
      const { file } = this.data;
      return file?.delegation ? formOf(newId(), file.delegation, file) : emptyForm(newId());
    },
    show(form: DelegateForm) {
      const { file } = this.data;
      if (file) this.setData({ form, view: pageOf(file, form) });
    },
    /** Every answer is kept at once. */
    change(part: Partial<DelegateForm>) {
      const form = { ...this.data.form, ...part, key: newId() };
      // Whoever only looks from one question to the next leaves no draft.
      const touched = this.data.touched || Object.keys(part).some((name) => name !== 'at');
      if (touched) this.draft().write(form);
      this.setData({ touched });
      this.show(form);
    },
    onChoose({ detail }: Value<string[]>) {
      const [value = ''] = detail.value;
      const { at, legal } = this.data.form;
      if (at === 'who') this.change({ memberId: value });
      else if (at === 'by') this.change({ byId: value });
      else if (at === 'child') this.change({ childView: value as DelegateForm['childView'] });
      else if (at === 'village') this.change({ told: value as DelegateForm['told'] });
      else this.change({ legal: { ...legal, [at]: value } });
    },
    onSince({ detail }: Value<string>) {
      this.change({ since: detail.value });
    },
    onUntil({ detail }: Value<string>) {
      this.change({ until: detail.value });
    },
    onNoUntil() {
      this.change({ until: '' });
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.change({ childWords: detail.value });
    },
    onToldDay({ detail }: Value<string>) {
      this.change({ villageToldDay: detail.value });
    },
    onWhom({ detail }: WechatMiniprogram.Input) {
      this.change({ villageWhom: detail.value });
    },
    onNext() {
      this.move(1);
    },
    onBack() {
      this.move(-1);
    },
    move(step: 1 | -1) {
      const { form, file } = this.data;
      this.change({ at: beside(form, file?.delegation ?? null, step) });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onRow({ detail }: WechatMiniprogram.CustomEvent<{ key: Question }>) {
      this.change({ at: detail.key });
    },
    onAddMember() {
      go('editMember', { studentId: this.data.studentId });
    },
    async onWrite() {
      const { form, file, studentId } = this.data;
      const open = questionsOf(form, file?.delegation ?? null).find((question) => !isAnswered(form, question));
      if (open) return this.change({ at: open });
      await this.run(async () => {
        await call('contacts.delegate', delegateInput(form, studentId));
        this.draft().clear();
        tell('写好了');
        await this.startAnew();
      });
    },
    /** As it stands on file now. */
    async startAnew() {
      this.setData({ file: null });
      await this.load();
    },
    async onPrint() {
      const id = this.data.file?.delegation?.id;
      if (!id) return;
      await this.run(async () => {
        const { url, fileName } = await call('contacts.delegationLetter', { id });
        await openDocument(url, fileName);
      });
    },
    onEnd() {
      this.setData({ ending: true, endWhy: '', whyProblem: '' });
    },
    onStay() {
      this.setData({ ending: false });
    },
    onEndWhy({ detail }: WechatMiniprogram.Input) {
      this.setData({ endWhy: detail.value, whyProblem: '' });
    },
    async onEndYes() {
      const id = this.data.file?.delegation?.id;
      const why = this.data.endWhy.trim();
      if (why === '') return this.setData({ whyProblem: '请写一句为什么。' });
      if (!id) return;
      const isOver = await this.run(async () => {
        await call('contacts.endDelegation', { id, why });
        this.draft().clear();
        await this.startAnew();
        return true;
      });
      if (isOver) this.setData({ ending: false });
    },
    draft(): Draft<DelegateForm> {
      return draftOf(`delegate:${this.data.studentId}`);
    },
  },
});
