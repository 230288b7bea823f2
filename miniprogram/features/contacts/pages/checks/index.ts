import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go, goInstead } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { type ChecksPage, pageOf } from './view';

/** 建档率, and what in the files does not add up, with what to do about it. */
Component({
  behaviors: [pageBase],
  properties: {
    /** One class; without it all of the caller's. */
    classId: { type: String, value: '' },
  },
  data: { view: null as ChecksPage | null },
  methods: {
    async load() {
      await ensureSession();
      const { classId } = this.data;
      this.setData({ view: pageOf(await call('contacts.checks', classId ? { classId } : {})) });
    },
    onClass({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      go('checks', { classId: detail.key });
    },
    onAll() {
      goInstead('checks');
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
