import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { NO_SCHOOL, type School, type Settings } from '../../settings/school';
import { yearsOpen } from '../../settings/sections';
import { WEEKDAY_CHOICES } from '../../settings/words';
import {
  type DaysForm,
  type DaysRow,
  daysProblem,
  firstOfYear,
  formOf,
  newDays,
  ownRows,
  publicRows,
  SAID_CHOICES,
  type Said,
  withDays,
  withoutDays,
  yearSentence,
} from './view';

type Opened = WechatMiniprogram.CustomEvent<{ key: string }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }>;
type Year = WechatMiniprogram.TouchEvent<object, object, { year: number }>;
type Day = WechatMiniprogram.CustomEvent<{ value: string }, object, { end: 'from' | 'to' }>;
type Hour = WechatMiniprogram.CustomEvent<{ value: string }, object, { end: 'from' | 'to'; place: number }>;

/** 学期、放假和补班: the days on which the usual week does not hold. */
Component({
  properties: {
    settings: { type: Object, value: NO_SCHOOL.settings as Settings },
    school: { type: Object, value: NO_SCHOOL },
  },
  data: {
    today: '',
    years: [] as { year: number; text: string }[],
    told: [] as number[],
    own: [] as DaysRow[],
    others: [] as DaysRow[],
    saids: SAID_CHOICES,
    weekdays: WEEKDAY_CHOICES,
    form: null as DaysForm | null,
    problem: '',
  },
  observers: {
    'settings, school'(settings: Settings, school: School) {
      const today = dayOf(now());
      this.setData({
        today,
        years: yearsOpen(school, settings).map((year) => ({ year, text: yearSentence(year) })),
        told: school.yearsAsked.filter((year) => settings.yearsTold.includes(year)),
        own: ownRows(settings, today),
        others: publicRows(school, settings, today),
      });
    },
  },
  methods: {
    change(changes: Partial<Settings>) {
      this.setData({ form: null });
      this.triggerEvent('change', { changes });
    },
    onTermName({ detail }: Typed) {
      this.change({ term: { ...this.data.settings.term, name: detail.value } });
    },
    onTermDay({ detail, currentTarget }: Day) {
      this.change({ term: { ...this.data.settings.term, [currentTarget.dataset.end]: detail.value } });
    },
    onTold({ currentTarget }: Year) {
      this.change({ yearsTold: [...this.data.settings.yearsTold, currentTarget.dataset.year] });
    },
    onUntold({ currentTarget }: Year) {
      this.change({ yearsTold: this.data.settings.yearsTold.filter((year) => year !== currentTarget.dataset.year) });
    },
    onAddIn({ currentTarget }: Year) {
      this.setData({ form: newDays(firstOfYear(currentTarget.dataset.year, this.data.today)), problem: '' });
    },
    onAdd() {
      this.setData({ form: newDays(this.data.today), problem: '' });
    },
    onOpen({ detail }: Opened) {
      const { school, settings } = this.data;
      this.setData({ form: formOf(detail.key, school as School, settings), problem: '' });
    },
    write(part: Partial<DaysForm>) {
      if (this.data.form) this.setData({ form: { ...this.data.form, ...part }, problem: '' });
    },
    onDay({ detail, currentTarget }: Day) {
      const { form } = this.data;
      if (!form) return;
      const days = { from: form.from, to: form.to, [currentTarget.dataset.end]: detail.value };
      // A first day after the last takes the last along.
      this.write(currentTarget.dataset.end === 'from' && days.to < days.from ? { ...days, to: days.from } : days);
    },
    onSaid({ detail }: Chosen) {
      this.write({ said: detail.value[0] as Said });
    },
    onWeekday({ detail }: Chosen) {
      this.write({ weekday: detail.value[0] ?? '' });
    },
    onHour({ detail, currentTarget }: Hour) {
      const { end, place } = currentTarget.dataset;
      const hours = this.data.form?.hours ?? [];
      this.write({ hours: hours.map((own, i) => (i === place ? { ...own, [end]: detail.value } : own)) });
    },
    onAddHours() {
      this.write({ hours: [...(this.data.form?.hours ?? []), { from: '16:00', to: '17:00' }] });
    },
    onRemoveHours({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { place: number }>) {
      this.write({ hours: (this.data.form?.hours ?? []).filter((_, i) => i !== currentTarget.dataset.place) });
    },
    onNote({ detail }: Typed) {
      this.write({ note: detail.value });
    },
    onKept() {
      const { form, settings } = this.data;
      if (!form) return;
      const problem = daysProblem(settings, form);
      if (problem) this.setData({ problem });
      else this.change({ exceptions: withDays(settings.exceptions, form) });
    },
    onRemoved() {
      const { form, settings } = this.data;
      if (form) this.change({ exceptions: withoutDays(settings.exceptions, form.was) });
    },
    onLeft() {
      this.setData({ form: null });
    },
  },
});
