import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call, isSilence } from '../../../../services/call';
import { asAppError, ask, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { givenName } from '../../../../shared/text/names';
import { calledName } from '../../child';
import { newestLetters } from '../../older';
import { type LetterRow, rowOf } from '../../words';
import { anewText } from './view';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** A parent's letters with one child, newest first. What they say is never kept on the phone, so without a network one can only write. */
Component({
  behaviors: [pageBase, ofChild],
  data: { name: '', anew: '', rows: [] as LetterRow[], next: null as number | null },
  methods: {
    /** @param more how many older ones than those that stand here */
    async load(more = 0) {
      const studentId = await this.whichChild();
      try {
        const { child, letters, next, secretAnewAt } = await newestLetters(this.data.rows.length + more, (before) =>
          call('letters.box', { studentId, ...(before === undefined ? {} : { before }) }),
        );
        if (studentId !== this.data.studentId) return;
        const [name, today] = [givenName(child.name), dayOf(now())];
        const rows = letters.map((one) => rowOf(one, today));
        this.setData({ name, rows, next, anew: anewText(secretAnewAt, name, today), remembered: false });
      } catch (failure) {
        if (!isSilence(asAppError(failure).code)) throw failure;
        this.setData({ name: calledName(studentId), remembered: true });
      }
    },
    async onOlder() {
      if (this.data.next !== null) await this.run(() => this.load(1));
    },
    onReachBottom() {
      return this.onOlder();
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ studentId: detail.value[0] ?? '', rows: [], next: null, anew: '' });
      await this.run(() => this.load());
    },
    onOpen({ detail }: Tapped) {
      go('letter', { id: detail.key, studentId: this.data.studentId });
    },
    onWrite() {
      go('writeLetter', { studentId: this.data.studentId });
    },
    /** The school did not take it: its words go back into the form. */
    onMend({ detail }: Tapped) {
      go('writeLetter', { studentId: this.data.studentId, letter: detail.key });
    },
    async onTakeBack({ detail }: Tapped) {
      if (!(await ask({ text: `${this.data.name}还没看这封信。收回以后就看不到了。`, yes: '收回' }))) return;
      await this.run(async () => {
        await call('letters.takeBack', { letterId: detail.key });
        tell('收回来了');
      });
      // Whether it came back or was opened a moment ago: what stands here is true again.
      await this.refresh();
    },
  },
});
