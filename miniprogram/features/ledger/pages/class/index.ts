import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { choicesOf, type LedgerSheet, MENTEES, sheetOf } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** A class's week of contact: how far it is, who has waited longest, and one tap to remind the parents. */
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
    reminding: '',
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
    async onRemind({ detail: { key } }: Tapped) {
      this.setData({ reminding: key });
      await this.run(async () => {
        const { people } = await call('ledger.remind', { studentId: key });
        tell(people > 0 ? '提醒发出去了' : '家里没有微信，请打个电话');
        await this.load();
      });
      this.setData({ reminding: '' });
    },
    onChild({ detail: { key } }: Tapped) {
      go('childFile', { studentId: key });
    },
    onRoll() {
      go('roll', { classId: this.data.chosen });
    },
  },
});
