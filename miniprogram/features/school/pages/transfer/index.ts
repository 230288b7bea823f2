import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { ChildRef } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { ConsentState } from '../../../../shared/domain/consents';
import {
  arrivalWords,
  type CodeWords,
  codeOf,
  fileWords,
  HOW_CHOICES,
  type LeaveForm,
  type LeftRow,
  leaveOf,
  leavingText,
  leftRows,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;

const newForm = (): LeaveForm => ({ how: 'transferred', day: dayOf(now()), whereTo: '', withFile: true });

/** 转学: a child leaves, comes with a code, or comes back. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: { studentId: { type: String, value: '' } },
  data: {
    stage: 'choose' as 'choose' | 'leave' | 'accept',
    child: null as ChildRef | null,
    form: newForm(),
    hows: HOW_CHOICES,
    file: fileWords({ how: 'transferred' }, 'unasked'),
    sure: false,
    sureText: '',
    /** Who left just now, and the code to give. */
    gone: '',
    given: null as CodeWords | null,
    code: '',
    arrival: null as { name: string; words: string[] } | null,
    classes: [] as { id: string; name: string }[],
    classId: '',
    problem: '',
    left: [] as LeftRow[],
    next: null as string | null,
    /** The child that comes back. */
    back: null as LeftRow | null,
    _consent: 'unasked' as ConsentState,
    _key: '',
    _begun: false,
  },
  methods: {
    async load() {
      const [{ children, next }, { classes }] = await Promise.all([call('transfer.left', {}), call('school.read', {})]);
      this.setData({
        left: leftRows(children),
        next,
        classes: classes.map(({ id, name }) => ({ id, name })),
      });
      if (this.data._begun) return;
      this.setData({ _begun: true });
      if (this.data.studentId) await this.choose(this.data.studentId);
    },
    async onMoreLeft() {
      const { next, left } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const more = await call('transfer.left', { before: next });
        this.setData({ left: [...left, ...leftRows(more.children)], next: more.next });
      });
    },
    onLeave() {
      this.setData({ stage: 'leave', child: null, gone: '', given: null });
    },
    onAccept() {
      this.setData({ stage: 'accept', code: '', arrival: null, classId: '', problem: '', _key: newId() });
    },
    onBack() {
      this.setData({ stage: 'choose', child: null, gone: '', given: null, arrival: null });
    },

    onChild({ detail }: WechatMiniprogram.CustomEvent<{ child: ChildRef }>) {
      void this.run(() => this.choose(detail.child.id));
    },
    /** The file says whether a guardian agreed that it goes along. */
    async choose(studentId: string) {
      const { id, name, className, consents } = await call('contacts.file', { studentId });
      const consent = consents.find(({ purpose }) => purpose === 'transfer')?.state ?? 'unasked';
      this.setData({ stage: 'leave', child: { id, name, className }, _consent: consent, gone: '', given: null });
      this.write(newForm());
    },
    write(form: LeaveForm) {
      this.setData({ form, file: fileWords(form, this.data._consent), _key: newId() });
    },
    onHow({ detail }: Chosen) {
      this.write({ ...this.data.form, how: detail.value[0] as LeaveForm['how'] });
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.write({ ...this.data.form, day: detail.value });
    },
    onWhere({ detail }: WechatMiniprogram.Input) {
      this.write({ ...this.data.form, whereTo: detail.value });
    },
    onWithFile({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.write({ ...this.data.form, withFile: detail.value });
    },
    onFile() {
      const { child } = this.data;
      if (child) go('file', { studentId: child.id });
    },
    onAskLeave() {
      const { child } = this.data;
      if (child) this.setData({ sure: true, sureText: leavingText(child) });
    },
    onStay() {
      this.setData({ sure: false, back: null });
    },
    async onSure() {
      const { child, form, _consent: consent, _key: key } = this.data;
      if (!child) return;
      await this.run(async () => {
        const answer = await call('transfer.leave', { key, ...leaveOf(child.id, form, consent) });
        this.setData({ gone: child.name, given: codeOf(answer), child: null });
      });
      this.setData({ sure: false });
      await this.refresh();
    },
    onCopy() {
      wx.setClipboardData({ data: this.data.given?.code ?? '' });
    },

    onCode({ detail }: WechatMiniprogram.Input) {
      this.setData({ code: detail.value.trim(), arrival: null });
    },
    async onLook() {
      const { code } = this.data;
      if (!code) return this.setData({ problem: '请写原来学校给的转学码。' });
      await this.run(async () => {
        const found = await call('transfer.look', { code });
        this.setData({ arrival: { name: found.name, words: arrivalWords(found) }, problem: '' });
      });
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.setData({ classId: detail.id, problem: '' });
    },
    async onTake() {
      const { code, classId } = this.data;
      if (!classId) return this.setData({ problem: '请选进哪个班。' });
      await this.run(async () => {
        const { studentId } = await call('transfer.accept', { code, classId });
        this.onBack();
        tell('接进来了');
        go('file', { studentId });
      });
    },

    onRejoin({ detail }: Keyed) {
      const back = this.data.left.find(({ key }) => key === detail.key) ?? null;
      this.setData({ back, classId: '', problem: '', _key: newId() });
    },
    async onRejoinYes() {
      const { back, classId, _key: key } = this.data;
      if (!back) return;
      if (!classId) return this.setData({ problem: '请选进哪个班。' });
      await this.run(async () => {
        await call('transfer.rejoin', { key, studentId: back.key, classId });
        tell('接回来了');
      });
      this.setData({ back: null });
      await this.refresh();
    },
  },
});
