import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { currentMembership, ensureSession } from '../../../../services/session';
import { now } from '../../../../services/time';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { NAMES_SHOWN } from '../../settings/people';
import { type Ask, type Duty, type DutyView, dayWord, dutyView, othersFor, returnsFor } from './view';

type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Asked = WechatMiniprogram.TouchEvent<object, object, { id: string }>;

const NO_DUTY: Duty = { days: [], swaps: [], staff: [] };
const today = (): Day => dayOf(now());

/** 值日表 and 换班: who is on duty when; a day changes hands when both teachers said yes. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    _duty: NO_DUTY,
    view: null as DutyView | null,
    /** A headteacher sets the weekly duty itself. */
    head: false,
    ask: null as Ask | null,
    askTitle: '',
    others: [] as Choice[],
    returns: [] as Choice[],
    many: false,
    problem: '',
    /** The swap that is being answered. */
    answering: '',
  },
  methods: {
    async load() {
      await ensureSession();
      const duty = await call('duty.read', {});
      this.setData({
        _duty: duty,
        view: dutyView(duty, today()),
        head: currentMembership()?.role === 'school_admin',
        many: duty.staff.length > NAMES_SHOWN,
      });
    },
    onSwap({ detail }: Keyed) {
      this.write({ day: detail.key, otherId: '', inReturn: '', sought: '' });
      this.setData({ askTitle: `${dayWord(detail.key, today())}，和谁换？` });
    },
    write(ask: Ask) {
      const { _duty: duty } = this.data;
      this.setData({
        ask,
        others: othersFor(duty, ask),
        returns: ask.otherId ? returnsFor(duty, ask, today()) : [],
        problem: '',
      });
    },
    onOther({ detail }: Chosen) {
      if (this.data.ask) this.write({ ...this.data.ask, otherId: detail.value[0] ?? '', inReturn: '' });
    },
    onReturn({ detail }: Chosen) {
      if (this.data.ask) this.write({ ...this.data.ask, inReturn: detail.value[0] ?? '' });
    },
    onSought({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      if (this.data.ask) this.write({ ...this.data.ask, sought: detail.value });
    },
    async onAsk() {
      const { ask } = this.data;
      if (!ask) return;
      if (!ask.otherId) return this.setData({ problem: '请选和哪位老师换。' });
      await this.run(async () => {
        await call('duty.ask', { day: ask.day, otherId: ask.otherId, inReturn: ask.inReturn || null });
        this.setData({ ask: null });
        await this.load();
        tell('问过了，等那位老师点「好」');
      });
    },
    onLeft() {
      this.setData({ ask: null });
    },
    onYes({ currentTarget }: Asked) {
      return this.answer(currentTarget.dataset.id, true);
    },
    onNo({ currentTarget }: Asked) {
      return this.answer(currentTarget.dataset.id, false);
    },
    async answer(swapId: string, agree: boolean) {
      this.setData({ answering: `${swapId}:${agree}` });
      await this.run(async () => {
        await call('duty.answer', { swapId, agree });
        tell(agree ? '换好了' : '回了那位老师');
      });
      this.setData({ answering: '' });
      // What was settled elsewhere meanwhile is seen at once, too.
      await this.refresh();
    },
    async onWithdraw({ detail }: Keyed) {
      await this.run(async () => {
        await call('duty.withdraw', { swapId: detail.key });
        tell('不换了');
      });
      await this.refresh();
    },
    onWeekly() {
      go('schoolPart', { part: 'duty' });
    },
  },
});
