import { pageBase } from '../../behaviors/page-base';
import { call } from '../../services/call';
import { go, goHome } from '../../services/routes';
import { elder, ensureSession, lastView, leaveCurrent, session, setElder, switchTo } from '../../services/session';
import { askForMore } from '../../services/subscription';
import { type Mine, mineOf } from './view';

/** 我的: who I am here, as whom else I may act, the size of the type, reminders, leaving. */
Component({
  behaviors: [pageBase],
  data: { mine: null as Mine | null, elder: false, leaving: false },
  methods: {
    async load() {
      await ensureSession();
      this.show();
    },
    show() {
      this.setData({ mine: mineOf(session.get(), lastView()), elder: elder.get() });
    },
    onElder({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      setElder(detail.value);
      this.setData({ elder: detail.value });
    },
    onSwitch({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      switchTo(detail.key);
      goHome();
    },
    onFile() {
      go('familyFile');
    },
    onSign() {
      go('handoverOpen', { id: this.data.mine?.toSign ?? '' });
    },
    onBind() {
      go('bind');
    },
    async onRemind() {
      await askForMore(['notice', 'call', 'contact']);
      this.show();
    },
    onAskLeave() {
      this.setData({ leaving: true });
    },
    onStay() {
      this.setData({ leaving: false });
    },
    async onLeave() {
      const left = await this.run(() => call('accounts.leave', {}));
      this.setData({ leaving: false });
      if (!left) return;
      leaveCurrent();
      goHome();
    },
  },
});
