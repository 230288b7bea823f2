import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { tell } from '../../../../services/feedback';
import {
  DAY_CHOICES,
  type DayRow,
  KIND_CHOICES,
  lengthChoices,
  NEW_SPAN,
  PUPIL_CHOICES,
  problemOf,
  type School,
  type Settings,
  type Span,
  spanOf,
  spanProblem,
  type Window,
  weekOf,
  withSpan,
} from './view';

type Tapped = WechatMiniprogram.TouchEvent<object, object, { place: number }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }, object, { place: number }>;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }, object, { place: number; end: 'from' | 'to' }>;

const NONE: Settings = { points: [], windows: [], slotMinutes: 15 };
const KIND_NAMES = { phone: '电话', video: '平板' } as const;

/** 通话点和时间: where children call from, when, and for how long. What is typed stays until it is kept. */
Component({
  behaviors: [pageBase],
  data: {
    settings: NONE,
    known: [] as string[],
    duty: [] as School['duty'],
    week: [] as DayRow[],
    lengths: lengthChoices(NONE.slotMinutes),
    kinds: KIND_CHOICES,
    days: DAY_CHOICES,
    pupils: PUPIL_CHOICES,
    problem: '',
    /** What is shown was changed and not yet kept. */
    drafted: false,
    /** The span that is being written; `place` is which window it replaces, null for a new one. */
    writing: false,
    place: null as number | null,
    span: NEW_SPAN,
    spanProblem: '',
  },
  methods: {
    async load() {
      const { points, windows, slotMinutes, duty } = await call('school.read', {});
      this.setData({ known: points.map(({ id }) => id), duty });
      const draft = this.draft().read();
      this.setData({ drafted: draft !== undefined });
      this.show(draft ?? { points, windows, slotMinutes });
    },
    draft: () => draftOf<Settings>('school-setup'),
    show(settings: Settings) {
      this.setData({
        settings,
        week: weekOf(settings.windows, this.data.duty),
        lengths: lengthChoices(settings.slotMinutes),
        problem: '',
      });
    },
    change(part: Partial<Settings>) {
      const settings = { ...this.data.settings, ...part };
      this.draft().write(settings);
      this.setData({ drafted: true });
      this.show(settings);
    },
    changePoint(place: number, part: Partial<Settings['points'][number]>) {
      this.change({
        points: this.data.settings.points.map((point, i) => (i === place ? { ...point, ...part } : point)),
      });
    },
    onPointName({ detail, currentTarget }: Typed) {
      this.changePoint(currentTarget.dataset.place, { name: detail.value });
    },
    onPointKind({ detail, currentTarget }: Chosen) {
      this.changePoint(currentTarget.dataset.place, { kind: detail.value[0] === 'video' ? 'video' : 'phone' });
    },
    onAddPoint() {
      const { points } = this.data.settings;
      const kind = points[points.length - 1]?.kind ?? 'phone';
      this.change({ points: [...points, { name: `${points.length + 1} 号${KIND_NAMES[kind]}`, kind }] });
    },
    onRemovePoint({ currentTarget }: Tapped) {
      this.change({ points: this.data.settings.points.filter((_, i) => i !== currentTarget.dataset.place) });
    },
    onLength({ detail }: Chosen) {
      this.change({ slotMinutes: Number(detail.value[0]) || this.data.settings.slotMinutes });
    },
    onAddSpan() {
      this.setData({ writing: true, place: null, span: NEW_SPAN, spanProblem: '' });
    },
    onEditSpan({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const place = Number(detail.key);
      const window = this.data.settings.windows[place];
      if (window) this.setData({ writing: true, place, span: spanOf(window), spanProblem: '' });
    },
    onSpanDays({ detail }: Chosen) {
      this.writeSpan({ weekdays: detail.value });
    },
    onSpanPupils({ detail }: Chosen) {
      this.writeSpan({ for: detail.value[0] as Window['for'] });
    },
    onSpanTime({ detail, currentTarget }: Typed) {
      this.writeSpan({ [currentTarget.dataset.end]: detail.value });
    },
    writeSpan(part: Partial<Span>) {
      this.setData({ span: { ...this.data.span, ...part }, spanProblem: '' });
    },
    onSpanKept() {
      const { settings, span, place } = this.data;
      const problem = spanProblem(settings, span, place);
      if (problem) return this.setData({ spanProblem: problem });
      this.setData({ writing: false });
      this.change({ windows: withSpan(settings.windows, span, place) });
    },
    onSpanRemoved() {
      const { settings, place } = this.data;
      this.setData({ writing: false });
      this.change({ windows: settings.windows.filter((_, i) => i !== place) });
    },
    onSpanLeft() {
      this.setData({ writing: false });
    },
    async onForget() {
      this.draft().clear();
      await this.run(() => this.load());
    },
    async onSave() {
      const { settings, known } = this.data;
      const problem = problemOf(settings, known);
      this.setData({ problem });
      if (problem) return;
      await this.run(async () => {
        await call('school.configure', settings);
        this.draft().clear();
        await this.load();
        tell('记下了');
      });
    },
  },
});
