import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { currentMembership } from '../../../../services/session';
import { canSpeak } from '../../../../services/speech';
import { now } from '../../../../services/time';
import type { Purpose } from '../../../../shared/domain/consents';
import { type ConsentsPage, pageOf } from './view';

type Tapped = WechatMiniprogram.CustomEvent<object, object, { key: Purpose; answer: 'given' | 'refused' }>;

/** What the school may do for a child beyond its duty, purpose by purpose: a legal guardian says yes or no, and may change it at any time. */
Component({
  behaviors: [pageBase, ofChild],
  data: {
    page: null as ConsentsPage | null,
    speaks: false,
    /** Of an elder, who is asked one thing at a time. */
    step: 0,
    /** The purpose that is being answered. */
    sending: '' as Purpose | '',
  },
  methods: {
    async load() {
      const studentId = await this.whichChild();
      const answer = await call('privacy.consents', { studentId });
      this.setData({ page: pageOf(answer, currentMembership()?.id ?? '', now()), speaks: canSpeak() });
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ studentId: detail.value[0] ?? '', step: 0 });
      await this.run(() => this.load());
    },
    async onAnswer({ currentTarget }: Tapped) {
      const { key: purpose, answer } = currentTarget.dataset;
      if (this.data.busy) return;
      this.setData({ sending: purpose });
      await this.run(async () => {
        await call('privacy.consent', { studentId: this.data.studentId, purpose, answer });
        await this.load();
        tell(answer === 'given' ? '记下了：同意' : '记下了：不同意');
      });
      this.setData({ sending: '' });
    },
    onStep({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { by: number }>) {
      this.setData({ step: this.data.step + currentTarget.dataset.by });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onDone() {
      wx.navigateBack({ fail: () => undefined });
    },
  },
});
