import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { Noted, NoteSheet } from '../../components/note-sheet/sheet';
import { settleSheet } from '../../concerns';
import { pageOf, type SchoolPage } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** How many of those who wait are named at first. */
const WAITING_SHOWN = 5;

/** The school's weeks of contact: what worries, how the term went, who waits longest, and the classes. */
Component({
  behaviors: [pageBase],
  data: {
    page: null as SchoolPage | null,
    waiting: [] as SchoolPage['waiting'],
    all: false,
    concerns: [] as Output<'ledger.school'>['concerns'],
    sheet: null as NoteSheet | null,
    /** The headteacher looks into classes and files; the counsellor is told of what worries. */
    opens: false,
  },
  methods: {
    async load() {
      await ensureSession();
      const answer = await call('ledger.school', {});
      const page = pageOf(answer, dayOf(now()));
      this.setData({ page, concerns: answer.concerns, opens: currentMembership()?.role === 'school_admin' });
      this.showWaiting(this.data.all);
    },
    showWaiting(all: boolean) {
      const { waiting = [] } = this.data.page ?? {};
      this.setData({ all, waiting: all ? waiting : waiting.slice(0, WAITING_SHOWN) });
    },
    onAll() {
      this.showWaiting(true);
    },
    onSettle({ detail }: Tapped) {
      const concern = this.data.concerns.find(({ id }) => id === detail.key);
      if (concern) this.setData({ sheet: settleSheet(concern) });
    },
    async onNoted({ detail: { key, note } }: WechatMiniprogram.CustomEvent<Noted>) {
      await this.run(async () => {
        await call('ledger.settle', { concernId: key, outcome: note });
        this.setData({ sheet: null });
        tell('记好了');
        await this.load();
      });
    },
    onClose() {
      this.setData({ sheet: null });
    },
    onConcern({ detail }: Tapped) {
      const concern = this.data.concerns.find(({ id }) => id === detail.key);
      if (concern) go('childLedger', { studentId: concern.child.id });
    },
    onChild({ detail }: Tapped) {
      go('childLedger', { studentId: detail.key });
    },
    onClass({ detail }: Tapped) {
      go('classLedger', { classId: detail.key });
    },
  },
});
