import { pageBase } from '../../../../behaviors/page-base';
import type { Bar } from '../../../../components/bar-chart/bars';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { ALL, GAPS_SHOWN, type Overview, overviewOf } from './view';

type Due = Output<'cadence.due'>;
type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** Where the gaps of the cadences are: of a class, or of the school with its classes. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    /** A class; empty for the whole school, of a teacher the first of its classes. */
    classId: { type: String, value: '' },
    cadenceId: { type: String, value: '' },
  },
  data: {
    _due: null as Due | null,
    page: null as Overview | null,
    chosen: '',
    classes: [] as { value: string; label: string }[],
    office: false,
    pairs: false,
    gaps: [] as readonly Bar[],
    all: false,
  },
  methods: {
    async load() {
      await ensureSession();
      const role = currentMembership()?.role;
      const office = role === 'school_admin';
      this.setData({ office, pairs: role !== undefined && scopesOf(role, 'pairing.manage').length > 0 });
      const { classId } = this.data;
      if (!office && !classId) return this.loadClasses();
      this.setData({ _due: await call('cadence.due', classId ? { of: 'class', classId } : { of: 'school' }) });
      this.show();
    },
    /** A teacher with several classes chooses among them. */
    async loadClasses() {
      const { classes } = await call('ledger.class', {});
      this.setData({
        classes: classes.map(({ id, name }) => ({ value: id, label: name })),
        classId: classes[0]?.id ?? '',
      });
      const { classId } = this.data;
      this.setData({ _due: await call('cadence.due', classId ? { of: 'class', classId } : { of: 'mine' }) });
      this.show();
    },
    show() {
      const { _due: due, cadenceId } = this.data;
      if (!due) return;
      const asked = this.data.chosen || cadenceId || ALL;
      const chosen = due.cadences.some(({ id }) => id === asked) ? asked : ALL;
      const page = overviewOf(due, chosen, this.data.pairs, dayOf(now()));
      this.setData({ chosen, page, gaps: page.classes.slice(0, this.data.all ? undefined : GAPS_SHOWN) });
    },
    onCadence({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value[0] ?? ALL });
      this.show();
    },
    async onClassChip({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ classId: detail.value[0] ?? '' });
      await this.refresh();
    },
    onClass({ detail }: Tapped) {
      const { chosen } = this.data;
      go('careOverview', { classId: detail.key, ...(chosen === ALL ? {} : { cadenceId: chosen }) });
    },
    onChild({ detail }: Tapped) {
      go('careChild', { studentId: detail.key.split(':')[0] ?? '' });
    },
    /** One tap, and the child is chosen already. */
    onPair({ detail }: Tapped) {
      go('pair', { studentId: detail.key.split(':')[0] ?? '' });
    },
    onPairing() {
      go('pairing');
    },
    onAll() {
      this.setData({ all: true });
      this.show();
    },
    onRules() {
      go('careRules');
    },
  },
});
