import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import type { Output } from '../../../../shared/contract';
import type { Check } from '../../../../shared/domain/file-checks';
import { type ChecksPage, FOLDED, pageOf } from './view';

/** 建档率, and what in the files does not add up, with what to do about it. */
Component({
  behaviors: [pageBase],
  properties: {
    /** One class; without it all of the caller's. */
    classId: { type: String, value: '' },
  },
  data: { answer: null as Output<'contacts.checks'> | null, view: null as ChecksPage | null, unfolded: FOLDED },
  methods: {
    async load() {
      await ensureSession();
      const { classId } = this.data;
      this.setData({ answer: await call('contacts.checks', classId ? { classId } : {}) });
      this.draw();
    },
    draw() {
      const { answer, unfolded } = this.data;
      if (answer) this.setData({ view: pageOf(answer, unfolded) });
    },
    onUnfold() {
      this.setData({ unfolded: { ...this.data.unfolded, classes: true } });
      this.draw();
    },
    onRest({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: Check }>) {
      const { unfolded } = this.data;
      this.setData({ unfolded: { ...unfolded, checks: [...unfolded.checks, currentTarget.dataset.key] } });
      this.draw();
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('checks', { classId: detail.key });
    },
    onChild({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('file', { studentId: detail.key });
    },
    onExport() {
      const { classId } = this.data;
      go('exportFiles', classId ? { classId } : {});
    },
  },
});
