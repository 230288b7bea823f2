import type { Choice } from '../../../../components/choice-chips/index';
import type { ClassPlan, Place } from '../../handover/plan';

const GOES: readonly Choice[] = [
  { value: 'on', label: '接着读' },
  { value: 'out', label: '毕业' },
];
const NO_CLASS: ClassPlan = { classId: '', to: null, teacherId: null, carry: false };

/**
 * Where one class goes and who is its teacher then. `kind` as of the plan: in the middle of a year only the teacher changes. `tasks`: what is
 * open in the class. Events: `yes` {plan}, `no`.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    name: { type: String, value: '' },
    kind: { type: String, value: 'year' as 'year' | 'change' },
    plan: { type: Object, value: NO_CLASS },
    /** A part of a split class: where it goes stands with its children. */
    part: { type: Boolean, value: false },
    /** Where it would go, had it not been said to graduate. */
    next: { type: Object, value: { grade: 1, number: 1 } as Place },
    people: { type: Array, value: [] as { id: string; name: string }[] },
    likely: { type: Array, value: [] as string[] },
    tasks: { type: Array, value: [] as string[] },
  },
  data: { goes: GOES, form: NO_CLASS },
  observers: {
    'open, plan'(open: boolean, plan: ClassPlan) {
      if (open) this.setData({ form: plan });
    },
  },
  methods: {
    write(part: Partial<ClassPlan>) {
      this.setData({ form: { ...this.data.form, ...part } });
    },
    onGoes({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.write({ to: detail.value[0] === 'out' ? null : { ...this.data.next } });
    },
    onPlace({ detail }: WechatMiniprogram.CustomEvent<{ place: Place }>) {
      this.write({ to: detail.place });
    },
    onTeacher({ detail }: WechatMiniprogram.CustomEvent<{ id: string }>) {
      this.write({ teacherId: detail.id || null });
    },
    onCarry({ detail }: WechatMiniprogram.CustomEvent<{ value: boolean }>) {
      this.write({ carry: detail.value });
    },
    onYes() {
      this.triggerEvent('yes', { plan: this.data.form });
    },
    onNo() {
      this.triggerEvent('no');
    },
  },
});
