import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { go } from '../../../../services/routes';
import type { LetterInside } from '../../../../shared/contract';
import type { Reported } from '../../components/report-sheet/index';

/** One letter of a parent's, written or received. */
Component({
  behaviors: [pageBase],
  properties: {
    /** Whose box it was opened from: then it can be answered. */
    studentId: { type: String, value: '' },
  },
  data: { letterId: '', letter: null as LetterInside | null, asking: false, told: false },
  methods: {
    onLoad({ id = '' }: { id?: string }) {
      this.setData({ letterId: id });
    },
    /** Once opened it stays as it is: coming back to the page fetches nothing. */
    async load() {
      if (this.data.letter) return;
      this.setData({ letter: await call('letters.open', { letterId: this.data.letterId }) });
    },
    onAnswer() {
      go('writeLetter', { studentId: this.data.studentId });
    },
    onAsk() {
      this.setData({ asking: true });
    },
    onClose() {
      this.setData({ asking: false });
    },
    async onReport({ detail }: WechatMiniprogram.CustomEvent<Reported>) {
      await this.run(async () => {
        await call('letters.report', { letterId: this.data.letterId, ...detail });
        this.setData({ asking: false, told: true });
      });
    },
  },
});
