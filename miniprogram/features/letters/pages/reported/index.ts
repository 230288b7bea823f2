import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { dropPassing, openVoice } from '../../../../services/passing';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { cardsOf, type ReportCard } from './view';

/** Letters that their readers found wrong: why, and, where the reader handed it over, the letter. For the counsellor and the headteacher. */
Component({
  behaviors: [pageBase],
  data: { cards: [] as ReportCard[], heard: '', path: '', seconds: 0, answering: '', answer: '', problem: '' },
  lifetimes: {
    detached() {
      dropPassing(this.data.path);
    },
  },
  methods: {
    async load() {
      this.setData({ cards: cardsOf(await call('letters.reported', {}), dayOf(now())) });
    },
    onAnswer({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { key: string }>) {
      this.setData({ answering: currentTarget.dataset.key, answer: '', problem: '' });
    },
    /** The voice that the receiver handed over; on this phone only while this page is open. */
    async onVoice({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { key: string }>) {
      const letterId = currentTarget.dataset.key;
      await this.run(async () => {
        const { dataUrl, seconds } = await call('letters.handedVoice', { letterId });
        const path = await openVoice(dataUrl);
        dropPassing(this.data.path);
        this.setData({ heard: letterId, path, seconds });
      });
    },
    onConcern({ currentTarget }: WechatMiniprogram.CustomEvent<object, object, { child: string }>) {
      go('concern', { studentId: currentTarget.dataset.child });
    },
    onText({ detail }: WechatMiniprogram.Input) {
      this.setData({ answer: detail.value, problem: '' });
    },
    onClose() {
      this.setData({ answering: '' });
    },
    async onSave() {
      const { answering: letterId, answer } = this.data;
      if (answer.trim() === '') return this.setData({ problem: '写一句做了什么，再存。' });
      await this.run(async () => {
        await call('letters.answerReport', { letterId, answer: answer.trim() });
        this.setData({ answering: '' });
        tell('记下了');
        await this.load();
      });
    },
  },
});
