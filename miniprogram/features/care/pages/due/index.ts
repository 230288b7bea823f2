import { pageBase } from '../../../../behaviors/page-base';
import { atDoor } from '../../../../services/at-door';
import { call, isSilence } from '../../../../services/call';
import { asAppError } from '../../../../services/feedback';
import { keepDue, keptDue } from '../../../../services/kept-due';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { Output } from '../../../../shared/contract';
import { CONTACT } from '../../../../shared/domain/cadence';
import { dayOf } from '../../../../shared/domain/calendar';
import { kindFor } from '../../../../shared/domain/record-kinds';
import { ALL, type DuePage, duePage } from './view';

type Due = Output<'cadence.due'>;
type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

const ORDERS = [
  { value: 'state', label: '先看着急的' },
  { value: 'child', label: '一个孩子一个孩子看' },
];

/** What is due of me: overdue, soon, open; kept on the phone, so that it is there at a door without a network. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    cadenceId: { type: String, value: '' },
  },
  data: {
    _due: null as Due | null,
    page: null as DuePage | null,
    chosen: '',
    orders: ORDERS,
    order: 'state',
    /** A teacher may look at a whole class as well. */
    hasClass: false,
  },
  methods: {
    async load() {
      try {
        await ensureSession();
        const due = await call('cadence.due', { of: 'mine' });
        keepDue(due);
        this.setData({ _due: due, remembered: false });
      } catch (failure) {
        const kept = keptDue();
        if (!kept || !isSilence(asAppError(failure).code)) throw failure;
        this.setData({ _due: kept, remembered: true });
      }
      this.show();
    },
    show() {
      const { _due: due, cadenceId, order } = this.data;
      if (!due) return;
      const asked = this.data.chosen || cadenceId || ALL;
      const chosen = due.cadences.some(({ id }) => id === asked) ? asked : ALL;
      this.setData({
        chosen,
        page: duePage(due, chosen, order === 'child', dayOf(now())),
        hasClass: currentMembership()?.role === 'teacher',
      });
    },
    onCadence({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value[0] ?? ALL });
      this.show();
    },
    onOrder({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ order: detail.value[0] ?? 'state' });
      this.show();
    },
    /** What is missing is written; that the parents were in contact is the ledger's. */
    onWrite({ detail }: Tapped) {
      const [studentId = '', cadenceId = ''] = detail.key.split(':');
      const cadence = this.data._due?.cadences.find(({ id }) => id === cadenceId);
      if (!cadence) return;
      if (cadence.counts.includes(CONTACT)) return go('childLedger', { studentId });
      const set = atDoor().kinds as Parameters<typeof kindFor>[1];
      go('writeVisit', { studentId, kind: kindFor(cadence, set, currentMembership()?.role), due: '1' });
    },
    onClass() {
      go('careOverview');
    },
    onChild({ detail }: Tapped) {
      go('careChild', { studentId: detail.key.split(':')[0] ?? '' });
    },
  },
});
