import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { ask, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership } from '../../../../services/session';
import { canSpeak } from '../../../../services/speech';
import { type FilePage, type Group, pageOf } from './view';

/** What the school has on file about a family's child and the reader, in plain words; what is wrong is two taps from being put right. */
Component({
  behaviors: [pageBase, ofChild],
  data: {
    page: null as FilePage | null,
    speaks: false,
    /** Of an elder, who sees one part at a time. */
    step: 0,
  },
  methods: {
    async load() {
      const studentId = await this.whichChild();
      const [file, { proposals }] = await Promise.all([
        call('contacts.file', { studentId }),
        call('contacts.proposals', { studentId }),
      ]);
      const { id = '', name = '' } = currentMembership() ?? {};
      this.setData({ page: pageOf(file, proposals, { id, name }), speaks: canSpeak() });
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ studentId: detail.value[0] ?? '', step: 0 });
      await this.run(() => this.load());
    },
    onAct({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { key: Group['key'] }>) {
      const { studentId } = this.data;
      const { key } = currentTarget.dataset;
      if (key === 'consents') go('consents', { studentId });
      else go('familyChange', { studentId, subject: key });
    },
    async onTakeBack({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { key: string }>) {
      if (!(await ask({ text: '收回以后，老师就不改了。要改的话，可以再提一次。', yes: '收回' }))) return;
      await this.run(async () => {
        await call('contacts.withdraw', { id: currentTarget.dataset.key });
        tell('收回了');
        await this.load();
      });
    },
    onStep({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { by: number }>) {
      this.setData({ step: this.data.step + currentTarget.dataset.by });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onData() {
      go('familyData', { studentId: this.data.studentId });
    },
  },
});
