import { pageBase } from '../../../../behaviors/page-base';
import { type KnownChild, knownChildren, refreshChildren } from '../../../../services/children';
import { type Draft, draftOf } from '../../../../services/drafts';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { amendPost, post, posts } from '../../../../services/outbox';
import { goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { takeWorry } from '../../../../services/worry';
import type { ConcernTo, SituationId, ToldId } from '../../../../shared/domain/concerns';
import { LIMITS } from '../../../../shared/limits';
import { SITUATION_CHOICES, toldName } from '../../words';
import {
  type ConcernForm,
  childFor,
  type Raised,
  type RaisedText,
  raisedText,
  raiseInput,
  tellInput,
  withWorry,
} from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;
const EMPTY: Omit<ConcernForm, 'requestKey'> = {
  child: null,
  who: '',
  situation: '',
  words: '',
  recordId: '',
  recordKey: '',
};
const endings = new WeakMap<object, () => void>();

/**
 * Something is wrong with a child: one tap writes it down, for the counsellor or as the mandatory report, with or without a network and with or
 * without a word. Then whom to ring, and everything else.
 */
Component({
  behaviors: [pageBase],
  properties: {
    /** The child it was opened for; empty when it is chosen here. */
    studentId: { type: String, value: '' },
    /** The record it was opened from. */
    recordId: { type: String, value: '' },
  },
  data: {
    form: { requestKey: '', ...EMPTY } as ConcernForm,
    children: [] as KnownChild[],
    elsewhere: false,
    situations: SITUATION_CHOICES,
    most: LIMITS.recordNote,
    raised: null as Raised | null,
    text: null as RaisedText | null,
    /** Refused after all: what to do then is said in its words. */
    refused: false,
    telling: false,
    whom: '' as ToldId | '',
  },
  lifetimes: {
    attached() {
      endings.set(
        this,
        posts.listen(() => this.showRaised()),
      );
    },
    detached() {
      endings.get(this)?.();
    },
  },
  methods: {
    /** Needs no network: what the phone knows is enough. */
    async load() {
      await ensureSession();
      this.setData({ children: [...knownChildren()] });
      if (this.data.form.requestKey === '') this.begin();
      refreshChildren()
        .then(() => {
          this.setData({ children: [...knownChildren()] });
          this.name();
        })
        .catch(() => undefined);
    },
    begin() {
      const { studentId, recordId, children } = this.data;
      const worry = studentId === '' ? undefined : takeWorry(studentId);
      const child = childFor(studentId, children, worry);
      const form = this.draft().read() ?? { ...EMPTY, requestKey: newId(), child, recordId };
      this.setData({ form: worry ? withWorry(form, worry) : form });
    },
    /** The name of a child that the phone had not known. */
    name() {
      const { form, children } = this.data;
      const child = children.find(({ id }) => id === form.child?.id);
      if (child)
        this.setData({ form: { ...form, child: { id: child.id, name: child.name, className: child.className } } });
    },
    change(part: Partial<ConcernForm>) {
      const form = { ...this.data.form, ...part };
      this.draft().write(form);
      this.setData({ form });
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const child = this.data.children.find(({ id }) => id === detail.key);
      if (child) this.change({ child: { id: child.id, name: child.name, className: child.className } });
    },
    onOther() {
      this.change({ child: null });
    },
    onElsewhere() {
      this.setData({ elsewhere: !this.data.elsewhere });
    },
    onWho({ detail }: WechatMiniprogram.Input) {
      this.change({ who: detail.value });
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.change({ words: detail.value });
    },
    onSaid({ detail }: WechatMiniprogram.CustomEvent<{ text: string }>) {
      this.change({ words: `${this.data.form.words}${detail.text}`.slice(0, LIMITS.recordNote) });
    },
    onSituation({ detail }: Value<string[]>) {
      this.change({ situation: (detail.value[0] ?? '') as SituationId | '' });
    },
    onReport() {
      void this.raise('report');
    },
    onCounsellor() {
      void this.raise('counsellor');
    },
    async raise(to: ConcernTo) {
      const { form } = this.data;
      const at = now();
      await this.run(async () => {
        // The record may still wait here, to be shared: it leaves after this, and no more so.
        if (form.recordKey !== '') amendPost(form.recordKey, { share: false, shareText: '' });
        await post({
          clientId: form.requestKey,
          method: 'concerns.raise',
          input: raiseInput(form, to, at),
          // Whoever looks over the shoulder reads no name.
          title: to === 'report' ? '一件强制报告' : '一件转给心理老师的事',
          urgent: true,
          about: form.requestKey,
        });
        this.draft().clear();
        this.setData({ raised: { to, at, situation: form.situation, told: [] } });
        this.showRaised();
        wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      });
    },
    showRaised() {
      const { raised, form } = this.data;
      if (!raised) return;
      const state = posts.get().find(({ clientId }) => clientId === form.requestKey)?.state;
      this.setData({ refused: state === 'refused', text: raisedText(raised.to, raised.at, state === 'sent') });
    },
    /** Which of the nine it is, where it was not said before. */
    onClear({ detail }: Value<string[]>) {
      const situation = (detail.value[0] ?? '') as SituationId | '';
      if (situation === '') return;
      void this.add({ whom: null, situation, words: '' }, { situation });
    },
    onRang({ detail }: WechatMiniprogram.CustomEvent<{ whom: ToldId }>) {
      this.setData({ telling: true, whom: detail.whom });
    },
    onTold() {
      this.setData({ telling: true, whom: '' });
    },
    onClose() {
      this.setData({ telling: false });
    },
    onNoted({ detail }: WechatMiniprogram.CustomEvent<{ whom: ToldId; words: string }>) {
      const told = [...(this.data.raised?.told ?? []), toldName(detail.whom)];
      void this.add({ ...detail, situation: null }, { told });
    },
    async add(
      added: { readonly whom: ToldId | null; readonly situation: SituationId | null; readonly words: string },
      shown: Partial<Raised>,
    ) {
      const { form, raised } = this.data;
      if (!raised) return;
      const clientId = newId();
      await this.run(async () => {
        const input = tellInput(form.requestKey, clientId, { ...added, at: now() });
        const about = form.requestKey;
        await post({ clientId, method: 'concerns.tell', input, title: '补充一件报告', urgent: true, about });
        this.setData({ raised: { ...raised, ...shown }, telling: false });
        tell('记好了');
      });
    },
    onAll() {
      goInstead('concerns');
    },
    draft(): Draft<ConcernForm> {
      const { studentId, recordId } = this.data;
      return draftOf(`concern:${studentId}:${recordId}`);
    },
  },
});
