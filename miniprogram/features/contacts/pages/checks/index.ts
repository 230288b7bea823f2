import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import type { Output } from '../../../../shared/contract';
import { type ChecksPage, pageOf } from './view';

/** 建档率, and what in the files does not add up, with what to do about it. */
Component({
  behaviors: [pageBase],
  properties: {
    /** One class; without it all of the caller's. */
    classId: { type: String, value: '' },
  },
  data: { answer: null as Output<'contacts.checks'> | null, view: null as ChecksPage | null, all: false },
  methods: {
    async load() {
      await ensureSession();
      const { classId } = this.data;
      this.setData({ answer: await call('contacts.checks', classId ? { classId } : {}) });
      this.draw();
    },
    draw() {
      const { answer, all } = this.data;
      if (answer) this.setData({ view: pageOf(answer, all) });
    },
    onUnfold() {
      this.setData({ all: true });
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
