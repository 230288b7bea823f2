import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import type { PairProposal } from '../../../../shared/contract';
import { type Board, type BoardPage, outcomeText, type Proposals, pageOf, pairsOf, proposalsOf, without } from './view';

type Keyed = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

/** As many pairs as one request takes. */
const AT_ONCE = 200;

/** 结对帮扶: children who have nobody, proposals to accept one by one or all, and everybody who stands beside a child. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    page: null as BoardPage | null,
    classId: '',
    sought: '',
    proposals: null as Proposals | null,
    _board: null as Board | null,
    _rows: [] as PairProposal[],
    _left: 0,
    _unchecked: [] as string[],
    /** A key for each taking up, so that what is sent twice pairs once. */
    _keys: {} as Record<string, string>,
  },
  methods: {
    async load() {
      const { classId } = this.data;
      const board = await call('pairing.board', classId ? { classId } : {});
      this.setData({ _board: board });
      this.show();
    },
    show() {
      const { _board: board, sought, classId } = this.data;
      if (board) this.setData({ page: pageOf(board, { sought, classId }) });
    },
    async onClass({ detail }: WechatMiniprogram.PickerChange) {
      this.setData({ classId: this.data.page?.classes[Number(detail.value)]?.value ?? '', proposals: null });
      await this.refresh();
    },
    onSought({ detail }: WechatMiniprogram.Input) {
      this.setData({ sought: detail.value });
      this.show();
    },
    onChild({ detail }: Keyed) {
      go('pair', { studentId: detail.key });
    },
    onMentor({ detail }: Keyed) {
      go('mentors', { mentorId: detail.key });
    },
    onCheck({ detail }: Keyed) {
      go('person', { id: detail.key });
    },
    onByHand() {
      go('pair');
    },
    async onMost({ detail }: Chosen) {
      await this.run(async () => {
        await call('pairing.configure', { load: Number(detail.value[0]) });
        this.setData({ proposals: null });
        await this.load();
      });
    },

    async onPropose() {
      const { classId } = this.data;
      await this.run(async () => {
        const { rows, left, unchecked } = await call('pairing.propose', classId ? { classId } : {});
        this.setData({ _rows: rows, _left: left, _unchecked: unchecked, _keys: {} });
        this.showProposals();
        wx.pageScrollTo({ scrollTop: 0, duration: 0, fail: () => undefined });
      });
    },
    showProposals() {
      const { _rows: rows, _left: left, _unchecked: unchecked } = this.data;
      this.setData({ proposals: proposalsOf(rows, left, unchecked) });
    },
    onLater() {
      this.setData({ proposals: null });
    },
    async onTake({ detail }: Keyed) {
      await this.take(detail.key);
    },
    async onTakeAll() {
      await this.take();
    },
    async take(key?: string) {
      await this.run(async () => {
        const wanted = pairsOf(this.data._rows, key);
        const sum = { made: 0, taken: 0 };
        for (let from = 0; from < wanted.length; from += AT_ONCE) {
          const pairs = wanted.slice(from, from + AT_ONCE);
          const { made, taken } = await call('pairing.pair', {
            ...{ requestKey: this.keyFor(pairs[0]?.studentId ?? ''), pairs, onlyAlone: true },
          });
          sum.made += made;
          sum.taken += taken;
          this.setData({ _rows: without(this.data._rows, pairs) });
        }
        if (this.data._rows.length > 0) this.showProposals();
        else this.setData({ proposals: null });
        await this.load();
        tell(outcomeText(sum));
      });
    },
    /** The same again, after no answer came, is the same request. */
    keyFor(studentId: string): string {
      const known = this.data._keys[studentId] ?? newId();
      this.setData({ _keys: { ...this.data._keys, [studentId]: known } });
      return known;
    },
  },
});
