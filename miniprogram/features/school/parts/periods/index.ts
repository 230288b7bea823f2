import type { Choice } from '../../../../components/choice-chips/index';
import { NO_SCHOOL, type School, type Settings } from '../../settings/school';
import { NEW_SPAN, type Span } from '../../settings/spans';
import {
  type ClassCard,
  classCards,
  classChoices,
  othersSentence,
  periodProblem,
  spanOfKey,
  withPeriods,
} from './view';

/** 班级空闲时段: a class that stands here is called in these periods only. */
Component({
  properties: {
    settings: { type: Object, value: NO_SCHOOL.settings as Settings },
    school: { type: Object, value: NO_SCHOOL },
  },
  data: {
    cards: [] as ClassCard[],
    others: '',
    classes: [] as Choice[],
    writing: false,
    /** Which row the span replaces; empty for a new one. */
    key: '',
    span: NEW_SPAN,
    problem: '',
  },
  observers: {
    'settings, school'(settings: Settings, school: School) {
      const cards = classCards(school, settings);
      this.setData({ cards, others: othersSentence(school, cards), classes: classChoices(school) });
    },
  },
  methods: {
    write(span: Span | null) {
      const { school, settings, key } = this.data;
      this.setData({ writing: false });
      this.triggerEvent('change', { changes: { freePeriods: withPeriods(school as School, settings, span, key) } });
    },
    onAdd() {
      this.setData({ writing: true, key: '', span: NEW_SPAN, problem: '' });
    },
    onEdit({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const span = spanOfKey(this.data.settings, detail.key);
      if (span) this.setData({ writing: true, key: detail.key, span, problem: '' });
    },
    onSpan({ detail }: WechatMiniprogram.CustomEvent<{ span: Span }>) {
      this.setData({ span: detail.span, problem: '' });
    },
    onKept() {
      const { school, settings, span, key } = this.data;
      const problem = periodProblem(school as School, settings, span, key);
      if (problem) this.setData({ problem });
      else this.write(span);
    },
    onRemoved() {
      this.write(null);
    },
    onLeft() {
      this.setData({ writing: false });
    },
  },
});
