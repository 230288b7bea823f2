import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { go } from '../../../../services/routes';
import { now } from '../../../../services/time';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import type { SituationId, ToldId } from '../../../../shared/domain/concerns';
import { LIMITS } from '../../../../shared/limits';
import { SITUATION_CHOICES } from '../../words';
import { type ConcernPage, pageOf } from './view';

/** One concern: what was said, who was told when, and, for who looks after it, taking it over and settling it. */
Component({
  behaviors: [pageBase],
  properties: {
    concernId: { type: String, value: '' },
  },
  data: {
    page: null as ConcernPage | null,
    situation: '' as SituationId | '',
    situations: SITUATION_CHOICES,
    telling: false,
    plain: false,
    whom: '' as ToldId | '',
    settling: false,
    outcome: '',
    problem: '',
    most: LIMITS.concernWords,
    /** The key of what is being added: a second tap on the same sheet adds nothing. */
    key: '',
  },
  methods: {
    async load() {
      const answer = await call('concerns.open', { concernId: this.data.concernId });
      this.setData({ page: pageOf(answer, dayOf(now())), situation: answer.situation ?? '' });
    },
    onRang({ detail }: WechatMiniprogram.CustomEvent<{ whom: ToldId }>) {
      this.setData({ telling: true, plain: false, whom: detail.whom, key: newId() });
    },
    onTold() {
      this.setData({ telling: true, plain: false, whom: '', key: newId() });
    },
    onMore() {
      this.setData({ telling: true, plain: true, whom: '', key: newId() });
    },
    onClose() {
      this.setData({ telling: false });
    },
    onNoted({ detail: { whom, words } }: WechatMiniprogram.CustomEvent<{ whom: ToldId | ''; words: string }>) {
      void this.add({ whom: whom === '' ? null : whom, words, situation: null });
    },
    onSituation({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const situation = (detail.value[0] ?? '') as SituationId | '';
      if (situation === '') return;
      this.setData({ key: newId() });
      void this.add({ whom: null, words: '', situation });
    },
    async add(added: { readonly whom: ToldId | null; readonly words: string; readonly situation: SituationId | null }) {
      const { concernId, key } = this.data;
      const at = now();
      const told = added.whom === null ? { day: null, minute: null } : { day: dayOf(at), minute: minuteOf(at) };
      await this.run(async () => {
        await call('concerns.tell', { requestKey: key, concernId, ...told, ...added });
        this.setData({ telling: false });
        tell('记好了');
        await this.load();
      });
    },
    async onTake() {
      await this.run(async () => {
        await call('concerns.take', { concernId: this.data.concernId });
        tell('好，您接手了');
        await this.load();
      });
    },
    onSettle() {
      this.setData({ settling: true, problem: '' });
    },
    onStay() {
      this.setData({ settling: false });
    },
    onOutcome({ detail }: WechatMiniprogram.Input) {
      this.setData({ outcome: detail.value, problem: '' });
    },
    async onSettled() {
      const outcome = this.data.outcome.trim();
      if (outcome === '') return this.setData({ problem: '请写一句结果。' });
      await this.run(async () => {
        await call('concerns.settle', { concernId: this.data.concernId, outcome });
        this.setData({ settling: false });
        await this.load();
      });
    },
    onRecord() {
      go('record', { recordId: this.data.page?.recordId ?? '' });
    },
    onChild() {
      go('records', { studentId: this.data.page?.studentId ?? '' });
    },
    onReport() {
      const { studentId = '' } = this.data.page ?? {};
      go('concern', studentId === '' ? {} : { studentId });
    },
  },
});
