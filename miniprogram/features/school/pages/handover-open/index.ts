import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { tell } from '../../../../services/feedback';
import { sendFile } from '../../../../services/files';
import { goHome } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import type { HandoverView } from '../../../../shared/contract';
import { type OpenView, openView } from './view';

/** What a teacher hands over or takes over, line by line: read, a word for the one who follows, the name with a finger. */
Component({
  behaviors: [pageBase],
  data: { handoverId: '', view: null as OpenView | null, signing: false, note: '' },
  methods: {
    /** `id` cannot be a property: every component has that name already. */
    onLoad({ id = '' }: { readonly id?: string }) {
      this.setData({ handoverId: id });
    },
    async load() {
      await ensureSession();
      this.take(await call('handover.open', { id: this.data.handoverId }));
    },
    take(handover: HandoverView) {
      const view = openView(handover);
      const isSame = view.toSign?.lineId === this.data.view?.toSign?.lineId;
      this.setData({ view, signing: isSame && this.data.signing });
      if (!isSame) this.setData({ note: this.draft().read() ?? '' });
    },
    draft() {
      return draftOf<string>(`handover-note:${this.data.handoverId}:${this.data.view?.toSign?.lineId ?? ''}`);
    },
    onNote({ detail }: WechatMiniprogram.Input) {
      this.setData({ note: detail.value });
      this.draft().write(detail.value);
    },
    onSign() {
      this.setData({ signing: true });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
    },
    onBack() {
      this.setData({ signing: false });
    },
    async onSigned({ detail }: WechatMiniprogram.CustomEvent<{ path: string }>) {
      const { handoverId: id, view, note } = this.data;
      const line = view?.toSign;
      if (!line) return;
      await this.run(async () => {
        const signature = await sendFile(detail.path);
        const { lineId, side } = line;
        const handover = await call('handover.sign', { id, line: lineId, side, signature, note });
        this.draft().clear();
        this.setData({ signing: false });
        this.take(handover);
        tell('签好了');
      });
    },
    onHome() {
      goHome();
    },
  },
});
