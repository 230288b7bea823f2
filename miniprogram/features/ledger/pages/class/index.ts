import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { choose, tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import type { FollowUpKind } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { choicesOf, DEEDS, type LedgerSheet, MENTEES, sheetOf } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** A class's week of contact: how far it is, who has waited longest, and what was done about it. */
Component({
  behaviors: [pageBase],
  properties: {
    /** Empty for the first of the classes. */
    classId: { type: String, value: '' },
  },
  data: {
    /** The chosen chip; what was opened says which one at first. */
    chosen: '',
    choices: [] as { value: string; label: string }[],
    sheet: null as LedgerSheet | null,
    /** The child of whom something is being written down. */
    noting: '',
  },
  methods: {
    async load() {
      const { classId, chosen } = this.data;
      const asked = chosen || classId;
      const answer = await call(
        'ledger.class',
        asked === MENTEES ? { mentees: true } : asked ? { classId: asked } : {},
      );
      this.setData({
        chosen: answer.classId ?? MENTEES,
        choices: choicesOf(answer),
        sheet: sheetOf(answer, dayOf(now())),
      });
    },
    async onClass({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value[0] ?? '' });
      await this.refresh();
    },
    async onDeed({ detail: { key } }: Tapped) {
      const place = await choose(
        '今天做了什么？',
        DEEDS.map(({ label }) => label),
      );
      const deed = place === undefined ? undefined : DEEDS[place];
      if (!deed) return;
      this.setData({ noting: key });
      await this.run(async () => {
        tell(deed.kind === 'reminded' ? await this.remind(key) : await this.note(key, deed.kind));
        await this.load();
      });
      this.setData({ noting: '' });
    },
    /** Answers what came of it. */
    async remind(studentId: string): Promise<string> {
      const { people } = await call('ledger.remind', { studentId });
      return people > 0 ? '提醒发出去了' : '家里没有微信，请打个电话';
    },
    async note(studentId: string, kind: FollowUpKind): Promise<string> {
      await call('ledger.follow', { requestKey: newId(), studentId, kind, note: '' });
      return '记好了';
    },
    onChild({ detail: { key } }: Tapped) {
      go('childLedger', { studentId: key });
    },
    onRoll() {
      go('roll', { classId: this.data.chosen });
    },
  },
});
