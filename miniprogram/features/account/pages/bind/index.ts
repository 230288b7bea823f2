import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { asAppError, sentenceFor } from '../../../../services/feedback';
import { goHome, goInstead } from '../../../../services/routes';
import { switchTo } from '../../../../services/session';
import { type Welcome, welcomeOf } from '../../welcome';
import { codeFrom, type DigitGroup, digitsOf, groupsOf, isAboutCode, missingIn } from './view';

const draft = () => draftOf<string>('bind');

/** Nine digits from the contact card, typed, pasted or brought by its QR; then who the person is. */
Component({
  behaviors: [pageBase],
  properties: {
    c: { type: String, value: '' },
    scene: { type: String, value: '' },
  },
  data: {
    code: '',
    groups: groupsOf('') as DigitGroup[],
    /** The code came with the QR, so nobody need type. */
    scanned: false,
    typing: false,
    problem: '',
    welcome: null as Welcome | null,
  },
  methods: {
    async load() {
      if (this.data.code || this.data.welcome) return;
      const scanned = codeFrom({ c: this.data.c, scene: this.data.scene });
      this.take(scanned || (draft().read() ?? ''));
      this.setData({ scanned: scanned !== '' });
    },
    take(code: string) {
      this.setData({ code, groups: groupsOf(code), problem: '' });
    },
    onType({ detail }: WechatMiniprogram.Input) {
      const code = digitsOf(detail.value);
      this.take(code);
      draft().write(code);
      return code;
    },
    onFocus() {
      this.setData({ typing: true });
    },
    onBlur() {
      this.setData({ typing: false });
    },
    async onBind() {
      const { code } = this.data;
      const problem = missingIn(code);
      this.setData({ problem });
      if (!problem) await this.run(() => this.bind(code));
    },
    async bind(code: string) {
      try {
        const bound = await call('accounts.bind', { code });
        draft().clear();
        switchTo(bound.membership.id);
        this.setData({ welcome: welcomeOf(bound) });
      } catch (failure) {
        if (!isAboutCode(asAppError(failure).code)) throw failure;
        this.setData({ problem: sentenceFor(failure) });
      }
    },
    /** In place of this page: the other one has the way back to the code. */
    onPhone() {
      goInstead('bindByPhone');
    },
    onHome() {
      goHome();
    },
  },
});
