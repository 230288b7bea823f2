import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { FileChangeView } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { type DayGroup, groupsOf } from './view';

/** Every version of a child's file: who changed what, when and why. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    changes: [] as FileChangeView[],
    open: [] as string[],
    groups: [] as DayGroup[],
    next: null as number | null,
  },
  methods: {
    async load() {
      await ensureSession();
      await this.fetch([]);
    },
    async fetch(newer: readonly FileChangeView[], before?: number) {
      const { studentId } = this.data;
      const answer = await call('contacts.timeline', { studentId, ...(before === undefined ? {} : { before }) });
      const changes = [...newer, ...answer.changes];
      this.setData({ changes, next: answer.next });
      this.draw();
    },
    draw() {
      const { changes, open } = this.data;
      this.setData({ groups: groupsOf(changes, open, dayOf(now())) });
    },
    onRest({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { key: string }>) {
      this.setData({ open: [...this.data.open, currentTarget.dataset.key] });
      this.draw();
    },
    async onReachBottom() {
      const { next, changes } = this.data;
      if (next !== null) await this.run(() => this.fetch(changes, next));
    },
  },
});
