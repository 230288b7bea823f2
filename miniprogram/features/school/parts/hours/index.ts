import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { NO_SCHOOL, type Settings } from '../../settings/school';
import { NEW_SPAN, type Span, spanOfWindow, type Window, withSpan } from '../../settings/spans';
import { type DayRow, spanProblem, weekOf } from './view';

/** 开放时间: when children may call, by the days of the week. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: {
    week: [] as DayRow[],
    today: '',
    writing: false,
    /** Which window the span replaces; null for a new one. */
    place: null as number | null,
    span: NEW_SPAN,
    problem: '',
  },
  observers: {
    settings({ windows }: Settings) {
      const today = dayOf(now());
      this.setData({ today, week: weekOf(windows, today) });
    },
  },
  methods: {
    change(windows: Window[]) {
      this.setData({ writing: false });
      this.triggerEvent('change', { changes: { windows } });
    },
    onAdd() {
      this.setData({ writing: true, place: null, span: NEW_SPAN, problem: '' });
    },
    onEdit({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const place = Number(detail.key);
      const window = this.data.settings.windows[place];
      if (window) this.setData({ writing: true, place, span: spanOfWindow(window), problem: '' });
    },
    onSpan({ detail }: WechatMiniprogram.CustomEvent<{ span: Span }>) {
      this.setData({ span: detail.span, problem: '' });
    },
    onKept() {
      const { settings, span, place } = this.data;
      const problem = spanProblem(settings, span, place);
      if (problem) this.setData({ problem });
      else this.change(withSpan(settings.windows, span, place));
    },
    onRemoved() {
      const { settings, place } = this.data;
      this.change(settings.windows.filter((_, i) => i !== place));
    },
    onLeft() {
      this.setData({ writing: false });
    },
  },
});
