import { now } from '../../../../../services/time';
import { addDays, clockText, dayOf, minuteOf } from '../../../../../shared/domain/calendar';
import { LIMITS } from '../../../../../shared/limits';
import { shortDate, weekdayName } from '../../../../../shared/text/time';
import {
  type ChosenFile,
  emptyForm,
  type Later,
  latestDay,
  NO_PROBLEMS,
  type NoticeForm,
  type Problems,
} from '../../../letter';
import { deadlineText, extrasText, quietText, urgentText } from '../view';

type Value<T> = WechatMiniprogram.CustomEvent<{ value: T }>;

const WHEN = [
  { value: 'now', label: '现在发' },
  { value: 'later', label: '定个时间发' },
];
/** What a timer begins with: tomorrow morning, when nobody is disturbed. */
const MORNING = '08:00';

/** 「更多」: what most notices do not need, folded. Event `change` {part}: what of the form is new. */
Component({
  properties: {
    form: { type: Object, value: emptyForm('') },
    problems: { type: Object, value: NO_PROBLEMS },
    /** What an SMS costs the school in fen; −1 where it pays for none. */
    smsFen: { type: Number, value: -1 },
  },
  data: {
    open: false,
    when: WHEN,
    today: '',
    latest: '',
    summary: '',
    deadline: '',
    quiet: '',
    urgent: '',
    laterDay: '',
    most: LIMITS.photos,
  },
  observers: {
    'form, smsFen'(form: NoticeForm, smsFen: number) {
      const instant = now();
      const today = dayOf(instant);
      const { later } = form;
      this.setData({
        today,
        latest: latestDay(today),
        summary: extrasText(form, instant),
        deadline: deadlineText(form.deadline, today),
        quiet: quietText(form, instant),
        urgent: urgentText(smsFen < 0 ? null : smsFen),
        laterDay: later === null ? '' : dayLabel(later),
      });
    },
    /** What is complained about must be seen. */
    problems({ later, deadline }: Problems) {
      if (later !== '' || deadline !== '') this.setData({ open: true });
    },
  },
  methods: {
    onFold() {
      this.setData({ open: !this.data.open });
    },
    onDeadline({ detail }: Value<string>) {
      this.change({ deadline: detail.value });
    },
    onNoDeadline() {
      this.change({ deadline: '' });
    },
    onWhen({ detail }: Value<string[]>) {
      const later = detail.value[0] === 'later' ? { day: addDays(dayOf(now()), 1), clock: MORNING } : null;
      this.change({ later });
    },
    onLaterDay({ detail }: Value<string>) {
      this.changeLater({ day: detail.value });
    },
    onLaterClock({ detail }: Value<string>) {
      this.changeLater({ clock: detail.value });
    },
    onUrgent({ detail }: Value<boolean>) {
      this.change({ urgent: detail.value });
    },
    onPictures({ detail }: WechatMiniprogram.CustomEvent<{ photos: string[] }>) {
      this.change({ pictures: detail.photos });
    },
    onFile({ detail }: WechatMiniprogram.CustomEvent<{ file: ChosenFile | null }>) {
      this.change({ file: detail.file });
    },
    changeLater(part: Partial<Later>) {
      const instant = now();
      const kept = (this.data.form as NoticeForm).later ?? { day: dayOf(instant), clock: clockText(minuteOf(instant)) };
      this.change({ later: { ...kept, ...part } });
    },
    change(part: Partial<NoticeForm>) {
      this.triggerEvent('change', { part });
    },
  },
});

/** 11月27日 周五: a timer is set to a date, so the date is said. */
const dayLabel = ({ day }: Later): string => `${shortDate(day)} ${weekdayName(day)}`;
