import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, sentenceFor } from '../../../../services/feedback';
import { goHome, goInstead } from '../../../../services/routes';
import { switchTo } from '../../../../services/session';
import { errorText } from '../../../../shared/text/zh';
import { type Welcome, welcomeOf } from '../../welcome';

const draft = () => draftOf<string>('bind-by-phone');

/** By the number that the school has: first a child's name, then WeChat's own button. Whoever refuses, or is not found, still has the code. */
Component({
  behaviors: [pageBase],
  data: { childName: '', ready: false, problem: '', welcome: null as Welcome | null },
  methods: {
    async load() {
      if (!this.data.childName) this.take(draft().read() ?? '');
    },
    take(childName: string) {
      this.setData({ childName, ready: childName.trim() !== '', problem: '' });
    },
    onName({ detail }: WechatMiniprogram.Input) {
      this.take(detail.value);
      draft().write(detail.value);
    },
    /** WeChat's code is good for five minutes and one use, so it is used at once. */
    async onPhone({ detail }: WechatMiniprogram.CustomEvent<{ code: string }>) {
      if (!detail.code) return this.setData({ problem: errorText('accounts.phone-refused') });
      await this.run(() => this.bind(detail.code, this.data.childName.trim()));
    },
    async bind(phoneCode: string, childName: string) {
      try {
        const bound = await call('accounts.bindByPhone', { phoneCode, childName });
        draft().clear();
        switchTo(bound.membership.id);
        this.setData({ welcome: welcomeOf(bound) });
      } catch (failure) {
        if (!asAppError(failure).code.startsWith('accounts.')) throw failure;
        this.setData({ problem: sentenceFor(failure) });
      }
    },
    onCode() {
      goInstead('bind');
    },
    onHome() {
      goHome();
    },
  },
});
