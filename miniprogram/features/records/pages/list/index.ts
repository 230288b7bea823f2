import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { cardsOf, isStaff, type RecordCard } from './view';

/** A child's records, newest first: the whole for staff, what was shared for the family. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    name: '',
    className: '',
    staff: false,
    cards: [] as RecordCard[],
    next: null as number | null,
  },
  methods: {
    async load() {
      await ensureSession();
      this.setData({ staff: isStaff(this.role()), ...(await this.fetch()) });
    },
    role() {
      return currentMembership()?.role ?? 'stranger';
    },
    async fetch(before?: number) {
      const { studentId } = this.data;
      const cursor = before === undefined ? {} : { before };
      const { child, records, next } = await call('records.list', { studentId, ...cursor });
      const cards = cardsOf(records, this.role(), dayOf(now()));
      return { name: child.name, className: child.className, cards, next };
    },
    async onReachBottom() {
      const { next, cards } = this.data;
      if (next === null) return;
      await this.run(async () => {
        const older = await this.fetch(next);
        this.setData({ cards: [...cards, ...older.cards], next: older.next });
      });
    },
    onWrite() {
      go('writeVisit', { studentId: this.data.studentId });
    },
  },
});
