import type { Choice } from '../../../../components/choice-chips/index';
import { go } from '../../../../services/routes';
import { dutyStaff } from '../../settings/faults';
import { NAMES_SHOWN } from '../../settings/people';
import { NO_SCHOOL, type School, type Settings } from '../../settings/school';
import { weekdayWord } from '../../settings/words';
import { chosenOn, type DutyRow, dutyRows, teacherChoices, withDuty } from './view';

/** 值日老师: who is on duty, by the day of the week. */
Component({
  properties: {
    settings: { type: Object, value: NO_SCHOOL.settings as Settings },
    school: { type: Object, value: NO_SCHOOL },
  },
  data: {
    rows: [] as DutyRow[],
    /** The weekday whose teachers are being chosen; 0 for none. */
    weekday: 0,
    title: '',
    chosen: [] as string[],
    sought: '',
    teachers: [] as Choice[],
    many: false,
  },
  observers: {
    'settings, school'(settings: Settings, school: School) {
      this.setData({ rows: dutyRows(school, settings), many: dutyStaff(school).length > NAMES_SHOWN });
    },
    'settings, school, chosen, sought'(settings: Settings, school: School, chosen: string[], sought: string) {
      this.setData({ teachers: teacherChoices(school, settings, chosen, sought) });
    },
  },
  methods: {
    onOpen({ detail }: WechatMiniprogram.CustomEvent<{ key: string }>) {
      const weekday = Number(detail.key);
      const title = `${weekdayWord(weekday)}谁值日`;
      this.setData({ weekday, title, chosen: chosenOn(this.data.settings, weekday), sought: '' });
    },
    onChosen({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ chosen: detail.value });
    },
    onSought({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ sought: detail.value });
    },
    onKept() {
      const { school, settings, weekday, chosen } = this.data;
      this.setData({ weekday: 0 });
      this.triggerEvent('change', { changes: { duty: withDuty(school as School, settings, weekday, chosen) } });
    },
    onLeft() {
      this.setData({ weekday: 0 });
    },
    onTable() {
      go('dutyTable');
    },
  },
});
