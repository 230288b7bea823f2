import type { ReportReason } from '../../../../shared/domain/letters';
import { REPORT_WORDS } from '../../words';

/** What `done` carries. */
export interface Reported {
  readonly why: ReportReason;
  readonly words: string;
  /** The counsellor and the headteacher may read the letter. */
  readonly show: boolean;
}

const REASONS = Object.entries(REPORT_WORDS).map(([value, label]) => ({ value, label }));
const ALOUD = `哪里让你难受？${Object.values(REPORT_WORDS).join('，或者，')}。点一个，再点「告诉老师」。老师看不到信里写了什么。要给老师看，就把下面的开关点开。`;
const isReason = (value: string | undefined): value is ReportReason => value !== undefined && value in REPORT_WORDS;

/** A letter that frightens or hurts is told to the school; whether anybody gets to read it is the reader's choice. Events `done` (`Reported`), `close`. */
Component({
  properties: {
    open: { type: Boolean, value: false },
    busy: { type: Boolean, value: false },
    /** A child at the tablet asks: what is to be done is read aloud as well. */
    child: { type: Boolean, value: false },
  },
  data: { aloud: ALOUD, reasons: REASONS, why: '', words: '', show: false, problem: '' },
  observers: {
    open(open: boolean) {
      if (open) this.setData({ why: '', words: '', show: false, problem: '' });
    },
  },
  methods: {
    onWhy({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ why: detail.value[0] ?? '', problem: '' });
    },
    onWords({ detail }: WechatMiniprogram.Input) {
      this.setData({ words: detail.value });
    },
    onShow({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.setData({ show: detail.value });
    },
    onYes() {
      const { why, words, show } = this.data;
      if (!isReason(why)) return this.setData({ problem: '请先点一个' });
      this.triggerEvent('done', { why, words: words.trim(), show } satisfies Reported);
    },
    onNo() {
      this.triggerEvent('close');
    },
  },
});
