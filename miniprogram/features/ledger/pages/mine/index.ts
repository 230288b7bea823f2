import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { type MinePage, pageOf } from './view';

/** A family's own view of a child's weeks: what the child heard, and from whom; nothing that counts against anybody. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: { page: null as MinePage | null, books: false },
  methods: {
    async load() {
      await ensureSession();
      const answer = await call('ledger.mine', { studentId: this.data.studentId });
      const role = currentMembership()?.role === 'guardian' ? 'guardian' : 'parent';
      this.setData({ page: pageOf(answer, role, dayOf(now())), books: role === 'parent' });
    },
    onBook() {
      go('slots', { studentId: this.data.studentId });
    },
  },
});
