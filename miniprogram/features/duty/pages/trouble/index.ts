import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { type Board, keptDesk, type Untold } from '../../../../services/desk-day';
import { dial, ring } from '../../../../services/dial';
import { say, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { goHome } from '../../../../services/routes';
import { NO_BOARD } from '../../day';
import * as desk from '../../desk';
import {
  effectWords,
  type Outage,
  outageRows,
  outcomeWords,
  TROUBLES,
  type Trouble,
  type UntoldRow,
  untilChips,
  untoldRows,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Row = WechatMiniprogram.TouchEvent<object, object, { key: string }>;

/** What cannot be helped: one tap says what goes wrong, the next one sees to every call that it touches; then who is to be told by telephone. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    _board: NO_BOARD as Board,
    _untold: [] as readonly Untold[],
    _requestKey: '',
    /** Without a network the families can still be told. */
    alone: false,
    troubles: TROUBLES,
    why: '' as Trouble | '',
    points: [] as { value: string; label: string }[],
    broken: [] as string[],
    until: [] as ReturnType<typeof untilChips>,
    to: '1440',
    /** What will happen; empty while something is still to be said. */
    effect: '',
    /** What happened. */
    outcome: '',
    /** What is out of use already. */
    outages: [] as ReturnType<typeof outageRows>,
    rows: [] as UntoldRow[],
    none: [] as string[],
  },
  methods: {
    async load() {
      const { board, alone } = await desk.openDesk();
      const points = board.points.map(({ id, name }) => ({ value: id, label: name }));
      this.setData({ _board: board, points, alone, remembered: alone, _untold: keptDesk()?.untold ?? [] });
      this.show();
    },
    show() {
      const { why, _board: board, _untold: untold } = this.data;
      const outage = this.outage();
      this.setData({
        until: why ? untilChips(why, board.nowMinute) : [],
        effect: outage ? effectWords(board, outage) : '',
        outages: outageRows(board),
        rows: untoldRows(untold),
      });
    },
    /** What is out of use, once it is said. */
    outage(): Outage | null {
      const { why, broken, to, _board: board } = this.data;
      if (!why || (why === 'point_broken' && broken.length === 0)) return null;
      const until = untilChips(why, board.nowMinute).length > 0 ? Number(to) : 1440;
      return { from: board.nowMinute, to: until, pointIds: why === 'point_broken' ? broken : null };
    },
    onWhy({ detail }: Chosen) {
      const [why = ''] = detail.value as Trouble[];
      const only = this.data.points.length === 1 ? this.data.points.map(({ value }) => value) : [];
      this.setData({ why, broken: only, to: '1440', outcome: '', _requestKey: newId() });
      this.show();
    },
    onPoint({ detail }: Chosen) {
      this.setData({ broken: detail.value, _requestKey: newId() });
      this.show();
    },
    onUntil({ detail }: Chosen) {
      this.setData({ to: detail.value[0] ?? '1440', _requestKey: newId() });
      this.show();
    },
    async onGo() {
      const { why, _requestKey: requestKey, _untold: before } = this.data;
      const outage = this.outage();
      if (!why || !outage) return;
      await this.run(async () => {
        const { untold, ...counts } = await call('desk.disrupt', { requestKey, why, ...outage });
        const phones = keptDesk()?.lease?.phones ?? {};
        // A child that came by itself stands here and hears it at once.
        const families = untold.filter(({ adultId }) => adultId !== null);
        const fresh = families.map((one) => ({ call: one, phone: phones[one.bookingId] ?? '' }));
        const earlier = before.filter(({ call: one }) => !untold.some(({ bookingId }) => bookingId === one.bookingId));
        this.keep([...earlier, ...fresh]);
        this.setData({ outcome: outcomeWords(counts), why: '', broken: [] });
        await this.load();
      });
    },
    /** It works again before its time. */
    async onRestore({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { index: number }>) {
      const outage = this.data._board.outages[currentTarget.dataset.index];
      if (!outage) return;
      await this.run(async () => {
        await call('desk.restore', outage);
        const outages = this.data._board.outages.filter((one) => one !== outage);
        this.setData({ _board: { ...this.data._board, outages }, outcome: '', why: '', broken: [] });
        this.show();
        tell('记下了，这些时间又能约了');
      });
    },
    keep(untold: readonly Untold[]) {
      desk.noteUntold(untold);
      this.setData({ _untold: untold });
      this.show();
    },
    /** The desk's own number, else the one in the child's file for whoever may open it. */
    async onCall({ currentTarget }: Row) {
      const { key } = currentTarget.dataset;
      const found = this.data._untold.find(({ call: one }) => one.bookingId === key);
      if (!found) return;
      const { phone, call: told } = found;
      await this.run(async () => {
        if (phone) await ring(phone);
        else if (told.adultId) await dial(told.adultId, 'contact');
        else await say('没有登记号码，请问问班主任。');
      });
    },
    onTold({ currentTarget }: Row) {
      const { key } = currentTarget.dataset;
      this.keep(this.data._untold.filter(({ call: one }) => one.bookingId !== key));
    },
    onBack() {
      wx.navigateBack({ fail: () => goHome() });
    },
  },
});
