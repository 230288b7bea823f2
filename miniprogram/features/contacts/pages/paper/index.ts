import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import { dayOf } from '../../../../shared/domain/calendar';
import type { Purpose } from '../../../../shared/domain/consents';
import { fullDate } from '../../../../shared/text/time';
import { cardsOf, guardiansOf, type Paper, type PurposeCard, paperInput } from './view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

/** What the legal guardians agreed to, who said it and how; what they signed on paper is entered here. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    child: '',
    cards: [] as PurposeCard[],
    guardians: [] as Choice[],
    mayEnter: false,
    paper: null as Paper | null,
    signedText: '',
    about: '',
    today: '',
    problem: '',
    answers: [
      { value: 'given', label: '同意' },
      { value: 'refused', label: '不同意' },
    ],
  },
  methods: {
    async load() {
      await ensureSession();
      const today = dayOf(now());
      const consents = await call('privacy.consents', { studentId: this.data.studentId });
      this.setData({
        today,
        child: `${consents.child.className} ${consents.child.name}`.trim(),
        cards: cardsOf(consents, today),
        guardians: guardiansOf(consents),
        mayEnter: scopesOf(currentMembership()?.role ?? 'stranger', 'privacy.paper').length > 0,
      });
    },
    onPaper({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: Purpose }>) {
      const { guardians, today, cards } = this.data;
      const { key: purpose } = currentTarget.dataset;
      const memberId = guardians.length === 1 ? (guardians[0]?.value ?? '') : '';
      const about = cards.find(({ key }) => key === purpose)?.name ?? '';
      this.setData({ about });
      this.show({ purpose, memberId, answer: '', signedDay: today });
    },
    change(part: Partial<Paper>) {
      if (this.data.paper) this.show({ ...this.data.paper, ...part });
    },
    show(paper: Paper) {
      this.setData({ paper, signedText: fullDate(paper.signedDay), problem: '' });
    },
    onGuardian({ detail }: Value<string[]>) {
      this.change({ memberId: detail.value[0] ?? '' });
    },
    onAnswer({ detail }: Value<string[]>) {
      this.change({ answer: (detail.value[0] ?? '') as Paper['answer'] });
    },
    onDay({ detail }: Value<string>) {
      this.change({ signedDay: detail.value });
    },
    onClose() {
      this.setData({ paper: null });
    },
    async onEnter() {
      const { paper, studentId } = this.data;
      const input = paper && paperInput(paper, studentId);
      if (!input) return this.setData({ problem: '请选谁签的、同意不同意。' });
      const isDone = await this.run(async () => {
        await call('privacy.consentPaper', input);
        await this.load();
        return true;
      });
      if (!isDone) return;
      this.setData({ paper: null });
      tell('登记好了');
    },
  },
});
