import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type EntryRow, rowsOf } from './view';

/** One child's contacts with its parents, in words, newest first. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: { name: '', className: '', rows: [] as EntryRow[] },
  methods: {
    async load() {
      const { child, entries } = await call('ledger.child', { studentId: this.data.studentId });
      this.setData({ name: child.name, className: child.className, rows: rowsOf(entries, dayOf(now())) });
    },
    onFile() {
      go('childFile', { studentId: this.data.studentId });
    },
  },
});
