import { ofChild } from '../../../../behaviors/of-child';
import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { ask, tell } from '../../../../services/feedback';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { givenName } from '../../../../shared/text/names';
import { type LetterRow, rowOf } from '../../words';

type Tapped = WechatMiniprogram.CustomEvent<{ key: string }>;

/** A parent's letters with one child, newest first. */
Component({
  behaviors: [pageBase, ofChild],
  data: { name: '', rows: [] as LetterRow[], hasMore: false },
  methods: {
    async load() {
      const studentId = await this.whichChild();
      const { child, letters, hasMore } = await call('letters.box', { studentId });
      const today = dayOf(now());
      this.setData({ name: givenName(child.name), rows: letters.map((one) => rowOf(one, today)), hasMore });
    },
    async onChild({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ studentId: detail.value[0] ?? '' });
      await this.run(() => this.load());
    },
    onOpen({ detail }: Tapped) {
      go('letter', { id: detail.key });
    },
    onWrite() {
      go('writeLetter', { studentId: this.data.studentId });
    },
    async onTakeBack({ detail }: Tapped) {
      if (!(await ask({ text: `${this.data.name}还没看这封信。收回以后就看不到了。`, yes: '收回' }))) return;
      await this.run(async () => {
        await call('letters.takeBack', { letterId: detail.key });
        tell('收回来了');
        await this.load();
      });
    },
  },
});
