import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { openDocument } from '../../../../services/document';
import { draftOf } from '../../../../services/drafts';
import { tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import type { PrivacyRequest } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { type Erasing, erasingOf, missingIn, type OpenRequest, openOf, pageOf, type RequestsPage } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** What families ask about their children's data, those due first; each is answered with words, an erasure after one saw what goes and what stays. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    _requests: [] as readonly PrivacyRequest[],
    page: null as RequestsPage | null,
    open: null as OpenRequest | null,
    erasing: null as Erasing | null,
    words: '',
    problem: '',
    /** The last question before an erasure. */
    sure: false,
    /** May open a child's file; may make the document. */
    edits: false,
    exports: false,
  },
  methods: {
    async load() {
      await ensureSession();
      const role = currentMembership()?.role ?? 'stranger';
      const { requests } = await call('privacy.requests', {});
      this.setData({
        _requests: requests,
        page: pageOf(requests, dayOf(now())),
        edits: scopesOf(role, 'contacts.edit').length > 0,
        exports: scopesOf(role, 'privacy.export').length > 0,
      });
    },
    async onOpen({ detail }: Tapped) {
      const request = this.data._requests.find(({ id }) => id === detail.key);
      if (!request) return;
      const words = this.draft(request.id).read() ?? '';
      this.setData({ open: openOf(request, dayOf(now())), erasing: null, words, problem: '' });
      wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      if (request.kind !== 'erase') return;
      await this.run(async () => {
        this.setData({ erasing: erasingOf(await call('privacy.erasePreview', { id: request.id })) });
      });
    },
    draft(id: string) {
      return draftOf<string>(`answer:${id}`);
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.setData({ words: detail.value, problem: '' });
      if (this.data.open) this.draft(this.data.open.key).write(detail.value);
    },
    onBack() {
      this.setData({ open: null, sure: false });
    },
    onFile() {
      if (this.data.open) go('file', { studentId: this.data.open.studentId });
    },
    async onCopy() {
      const { open } = this.data;
      if (!open) return;
      await this.run(async () => {
        const { url, fileName } = await call('privacy.export', { studentId: open.studentId, why: 'school' });
        await openDocument(url, fileName);
      });
    },
    onYes() {
      const problem = missingIn(this.data.words, 'done');
      this.setData({ problem });
      if (problem) return;
      if (this.data.open?.erases) this.setData({ sure: true });
      else void this.answer('done');
    },
    onNo() {
      const problem = missingIn(this.data.words, 'declined');
      this.setData({ problem });
      if (!problem) void this.answer('declined');
    },
    onSure() {
      void this.answer('done');
    },
    onKeep() {
      this.setData({ sure: false });
    },
    async answer(status: 'done' | 'declined') {
      const { open, words } = this.data;
      if (!open) return;
      await this.run(async () => {
        await call('privacy.answer', { id: open.key, status, answer: words.trim() });
        this.draft(open.key).clear();
        this.setData({ open: null, sure: false });
        tell('回了话，家里看得到');
        await this.load();
      });
      this.setData({ sure: false });
    },
  },
});
