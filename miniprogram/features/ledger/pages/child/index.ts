import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { ConcernKind, FollowUpKind, Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { Noted, NoteSheet } from '../../components/note-sheet/sheet';
import { settleSheet } from '../../concerns';
import { type ChildPage, concernSheet, followUpSheet, pageOf } from './view';

/** Which question the sheet asks; each is sent by its own method. */
type Asking = 'follow' | 'worry' | 'settle';

/** One child's contacts with its parents, what the school did about it and what worries; with a tap for each of the three. */
Component({
  behaviors: [pageBase],
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    page: null as ChildPage | null,
    concerns: [] as Output<'ledger.child'>['concerns'],
    asking: 'follow' as Asking,
    sheet: null as NoteSheet | null,
  },
  methods: {
    async load() {
      const answer = await call('ledger.child', { studentId: this.data.studentId });
      this.setData({ page: pageOf(answer, dayOf(now())), concerns: answer.concerns });
    },
    onFollow() {
      this.setData({ asking: 'follow', sheet: followUpSheet(newId()) });
    },
    onWorry() {
      this.setData({ asking: 'worry', sheet: concernSheet(newId()) });
    },
    onSettle({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const concern = this.data.concerns.find(({ id }) => id === detail.key);
      if (concern) this.setData({ asking: 'settle', sheet: settleSheet(concern) });
    },
    async onNoted({ detail }: WechatMiniprogram.CustomEvent<Noted>) {
      await this.run(async () => {
        await this.send(detail);
        this.setData({ sheet: null });
        tell('记好了');
        await this.load();
      });
    },
    send({ key, kind, note }: Noted): Promise<unknown> {
      const { studentId, asking } = this.data;
      if (asking === 'settle') return call('ledger.settle', { concernId: key, outcome: note });
      const about = { requestKey: key, studentId, note };
      return asking === 'worry'
        ? call('ledger.worry', { ...about, kind: kind as ConcernKind })
        : call('ledger.follow', { ...about, kind: kind as FollowUpKind });
    },
    onClose() {
      this.setData({ sheet: null });
    },
    onFile() {
      go('file', { studentId: this.data.studentId });
    },
  },
});
