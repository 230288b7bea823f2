import type { Choice } from '../../../../components/choice-chips/index';
import { gradesOf, wholeGrades, withGrades } from '../../settings/grades';
import { NEW_SPAN, type Span, type Window } from '../../settings/spans';
import { WEEKDAY_CHOICES } from '../../settings/words';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Picked = WechatMiniprogram.CustomEvent<{ value: string }, object, { end: 'from' | 'to' | 'since' | 'until' }>;

const PUPIL_CHOICES: readonly Choice[] = [
  { value: 'all', label: '都行' },
  { value: 'boarding', label: '住校的孩子' },
  { value: 'day', label: '走读的孩子' },
];

/**
 * Writes a span of time: weekdays, from when to when, and whose it is: of pupils (opening hours, with the days between which
 * they hold) or of the `classes` to choose from. Events: `change` {span}, `yes`, `no`, `remove`.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    title: { type: String, value: '' },
    span: { type: Object, value: NEW_SPAN },
    problem: { type: String, value: '' },
    /** The span is there already: it can be taken away. */
    removable: { type: Boolean, value: false },
    classes: { type: Array, value: [] as Choice[] },
    today: { type: String, value: '' },
  },
  data: { days: WEEKDAY_CHOICES, pupils: PUPIL_CHOICES, grades: [] as Choice[], whole: [] as string[] },
  observers: {
    'classes, span'(classes: Choice[], { classIds }: Span) {
      this.setData({ grades: gradesOf(classes), whole: wholeGrades(classes, classIds) });
    },
  },
  methods: {
    write(part: Partial<Span>) {
      this.triggerEvent('change', { span: { ...this.data.span, ...part } });
    },
    onDays({ detail }: Chosen) {
      this.write({ weekdays: detail.value });
    },
    onPupils({ detail }: Chosen) {
      this.write({ for: detail.value[0] as Window['for'] });
    },
    onClasses({ detail }: Chosen) {
      this.write({ classIds: detail.value });
    },
    onGrades({ detail }: Chosen) {
      const { classes, span } = this.data;
      this.write({ classIds: withGrades(classes as Choice[], span.classIds, detail.value) });
    },
    onPicked({ detail, currentTarget }: Picked) {
      this.write({ [currentTarget.dataset.end]: detail.value });
    },
    onAlways() {
      this.write({ since: '', until: '' });
    },
    onYes() {
      this.triggerEvent('yes');
    },
    onNo() {
      this.triggerEvent('no');
    },
    onRemove() {
      this.triggerEvent('remove');
    },
  },
});
