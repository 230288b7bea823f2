import { pageBase } from '../../../../behaviors/page-base';
import { call } from '../../../../services/call';
import { draftOf } from '../../../../services/drafts';
import { go } from '../../../../services/routes';
import { ensureSession } from '../../../../services/session';
import { askBeforeTap } from '../../../../services/subscription';
import { now } from '../../../../services/time';
import type { FamilyTimeView } from '../../../../shared/contract';
import { type Day, dayOf, type Weekday, weekOf } from '../../../../shared/domain/calendar';
import {
  type Form,
  formFrom,
  formOf,
  inputOf,
  isSameForm,
  missingIn,
  type StandingView,
  standingView,
  type Unsaved,
} from './view';

type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }>;

const today = (): Day => dayOf(now());
/** What was tapped and is not with the school yet. */
const draft = () => draftOf<Unsaved>('standing');

/** 固定亲情时间: by taps, when one can be called; every week the school gives a time by it, and says how that went. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  data: {
    _known: null as FamilyTimeView | null,
    view: null as StandingView | null,
    form: null as Form | null,
    /** The same as `choice-chips` wants it. */
    chosen: {
      shift: [] as string[],
      nights: [] as string[],
      daysOff: [] as string[],
      only: [] as string[],
      together: [] as string[],
    },
    missing: '',
    changed: false,
    /** It was saved a moment ago. */
    saved: '',
    stopping: false,
    choices: {
      shift: [
        { value: 'day', label: '白班', hint: '白天上班，晚上有空' },
        { value: 'night', label: '夜班', hint: '晚上上班，下午有空' },
        { value: 'two_shift', label: '两班倒', hint: '一周白班，一周夜班' },
        { value: 'irregular', label: '不固定', hint: '说不准，学校看着排' },
      ],
      nights: [
        { value: 'no', label: '白班' },
        { value: 'yes', label: '夜班' },
      ],
      daysOff: ['一', '二', '三', '四', '五', '六', '日'].map((name, i) => ({
        value: String(i + 1),
        label: `周${name}`,
      })),
      only: [
        { value: 'any', label: '都行' },
        { value: 'noon', label: '只在中午' },
        { value: 'evening', label: '只在晚上' },
      ],
      together: [
        { value: 'yes', label: '一起打' },
        { value: 'no', label: '分开打' },
      ],
    },
  },
  methods: {
    async load() {
      await ensureSession();
      this.know(await call('familyTime.read', {}));
    },
    know(known: FamilyTimeView) {
      const kept = draft().read();
      this.setData({ _known: known, view: standingView(known, now()) });
      this.fill(kept ? formFrom(kept, today()) : formOf(known, today()));
    },
    fill(form: Form) {
      const { _known: known } = this.data;
      this.setData({
        form,
        chosen: {
          shift: [form.shift],
          nights: form.nights === null ? [] : [form.nights ? 'yes' : 'no'],
          daysOff: form.daysOff.map(String),
          only: [form.only ?? 'any'],
          together: [form.together ? 'yes' : 'no'],
        },
        missing: missingIn(form),
        changed: known !== null && !isSameForm(form, formOf(known, today())),
      });
    },
    /** Kept at each tap: nothing of it is lost when the phone rings, or the network is gone. */
    change(part: Partial<Form>) {
      const { form } = this.data;
      if (!form) return;
      const next = { ...form, ...part };
      draft().write({ form: next, weekOf: weekOf(today()) });
      this.setData({ saved: '' });
      this.fill(next);
    },
    onShift({ detail }: Chosen) {
      this.change({ shift: detail.value[0] as Form['shift'] });
    },
    onNights({ detail }: Chosen) {
      this.change({ nights: detail.value[0] === 'yes' });
    },
    onDaysOff({ detail }: Chosen) {
      this.change({ daysOff: detail.value.map((value) => Number(value) as Weekday) });
    },
    onOnly({ detail }: Chosen) {
      const [only] = detail.value;
      this.change({ only: only === 'noon' || only === 'evening' ? only : null });
    },
    onTogether({ detail }: Chosen) {
      this.change({ together: detail.value[0] === 'yes' });
    },
    /** The plan is told by a message, so WeChat's sheet comes first. */
    async onSave() {
      const asked = askBeforeTap(['call']);
      await this.save(true, '记下了。', asked);
    },
    onAskStop() {
      this.setData({ stopping: true });
    },
    onKeep() {
      this.setData({ stopping: false });
    },
    async onStop() {
      await this.save(false, '好的，以后不再固定安排。');
      this.setData({ stopping: false });
    },
    /** Sent again after silence it says the same, so the same tap is the way on. */
    async save(on: boolean, saved: string, asked?: Promise<unknown>) {
      const { form } = this.data;
      if (!form) return;
      await this.run(async () => {
        await asked;
        const known = await call('familyTime.save', inputOf(form, on, today()));
        draft().clear();
        this.know(known);
        this.setData({ saved });
        wx.pageScrollTo({ scrollTop: 0 });
      });
    },
    onResult({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      if (detail.key) go('ticket', { id: detail.key });
    },
    onBook() {
      go('slots', { studentId: this.data.view?.bookFor ?? '' });
    },
  },
});
