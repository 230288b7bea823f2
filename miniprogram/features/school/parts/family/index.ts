import { clockText } from '../../../../shared/domain/calendar';
import { NO_SCHOOL, type Settings } from '../../settings/school';
import { minuteIn } from '../../settings/spans';
import { WEEKDAY_CHOICES } from '../../settings/words';

const CHOICES = [
  { value: 'yes', label: '每周排' },
  { value: 'no', label: '不排' },
];
/** A family has nearly a week to fit its shifts to the next week's time. */
const USUAL = { weekday: 1, minute: 12 * 60 };

/** 固定亲情时间: whether each week's times are laid out for families, and when. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: { choices: CHOICES, weekdays: WEEKDAY_CHOICES, weekday: [] as string[], clock: '' },
  observers: {
    settings({ planning }: Settings) {
      const { weekday, minute } = planning ?? USUAL;
      this.setData({ weekday: [String(weekday)], clock: clockText(minute) });
    },
  },
  methods: {
    change(planning: Settings['planning']) {
      this.triggerEvent('change', { changes: { planning } });
    },
    onWhether({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.change(detail.value[0] === 'yes' ? (this.data.settings.planning ?? USUAL) : null);
    },
    onWeekday({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.change({ ...(this.data.settings.planning ?? USUAL), weekday: Number(detail.value[0]) });
    },
    onClock({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.change({ ...(this.data.settings.planning ?? USUAL), minute: minuteIn(detail.value) });
    },
  },
});
