import { pageBase } from '../../../../behaviors/page-base';
import { ticking } from '../../../../behaviors/ticking';
import { call } from '../../../../services/call';
import { knownChildren } from '../../../../services/children';
import { openDocument } from '../../../../services/document';
import { tell } from '../../../../services/feedback';
import { go, goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { SchoolClass } from '../../addressed';
import { type Detail, detailOf } from './view';

/** What is about to leave is looked at again every few seconds, for a minute. */
const AGAIN = 5;
const ENOUGH = 60;

/** What is asked in the sheet from below: why it is taken back, or why it goes back to its writer. */
type Asking = 'recall' | 'return' | '';

/** One notice as the school sees it: what the family reads, how it stands, and what one may still do with it. */
Component({
  behaviors: [pageBase, ticking],
  data: {
    noticeId: '',
    view: null as Detail | null,
    fileUrl: '',
    classes: [] as SchoolClass[],
    asking: '' as Asking,
    reason: '',
    problem: '',
  },
  methods: {
    /** A page's query; `id` cannot be a property. */
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ noticeId: id });
    },
    async load() {
      await ensureSession();
      const { noticeId } = this.data;
      const [notice, { classes }] = await Promise.all([call('notices.read', { noticeId }), this.school()]);
      const view = detailOf(notice, { classes, children: knownChildren() }, now());
      this.setData({ view, classes, fileUrl: notice.file?.url ?? '' });
    },
    tick(n: number) {
      if (this.data.view?.moves && n % AGAIN === 0 && n <= ENOUGH) void this.refresh();
    },
    async school(): Promise<{ classes: SchoolClass[] }> {
      const { classes } = this.data;
      return classes.length > 0 ? { classes } : call('school.read', {});
    },
    async onFile() {
      const { fileUrl, view } = this.data;
      if (fileUrl && view) await this.run(() => openDocument(fileUrl, view.file));
    },
    onVersion({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('noticeDetail', { id: detail.key });
    },
    onBoard() {
      go('noticeBoard', { id: this.data.noticeId });
    },
    onCorrect() {
      go('writeNotice', { corrects: this.data.noticeId });
    },
    onMend() {
      go('writeNotice', { from: this.data.noticeId });
    },
    onRecall() {
      this.setData({ asking: 'recall', reason: '', problem: '' });
    },
    onReturn() {
      this.setData({ asking: 'return', reason: '', problem: '' });
    },
    onStay() {
      this.setData({ asking: '' });
    },
    onReason({ detail }: WechatMiniprogram.Input) {
      this.setData({ reason: detail.value, problem: '' });
    },
    async onLetGo() {
      await this.end(async () => {
        await call('notices.review', { noticeId: this.data.noticeId, verdict: 'send' });
        tell('好的，发给家里');
      });
    },
    /** Why it is taken back is read by families, why it is returned by its writer: neither goes without a word. */
    async onGiveReason() {
      const { asking, noticeId } = this.data;
      const reason = this.data.reason.trim();
      if (reason === '') return this.setData({ problem: '请写一句为什么。' });
      if (asking === 'return') {
        await this.end(async () => {
          await call('notices.review', { noticeId, verdict: 'return', note: reason });
          tell('退给老师了');
        });
        return;
      }
      const isDone = await this.run(async () => call('notices.recall', { noticeId, reason }));
      if (!isDone) return;
      this.setData({ asking: '' });
      await this.refresh();
    },
    /** After the headteacher's word the notice is its writer's again: the list is where one goes on. */
    async end(task: () => Promise<void>) {
      const isDone = await this.run(async () => {
        await task();
        return true;
      });
      if (isDone) wx.navigateBack({ fail: () => goInstead('sentNotices') });
    },
  },
});
