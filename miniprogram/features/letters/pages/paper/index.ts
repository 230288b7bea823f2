import { pageBase } from '../../../../behaviors/page-base';
import type { Choice } from '../../../../components/choice-chips/index';
import { call } from '../../../../services/call';
import { tell } from '../../../../services/feedback';
import { newId } from '../../../../services/ids';
import { now } from '../../../../services/time';
import { dayOf } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';

type Value = WechatMiniprogram.CustomEvent<{ value: string[] }>;
type Direction = 'to_child' | 'to_parent';

const DIRECTIONS: readonly (Choice & { readonly value: Direction })[] = [
  { value: 'to_child', label: '家里写给孩子的' },
  { value: 'to_parent', label: '孩子写给家里的' },
];

/** A letter on paper was handed over: that it was, not what it says. */
Component({
  behaviors: [pageBase],
  options: { pureDataPattern: /^_/ },
  properties: {
    studentId: { type: String, value: '' },
  },
  data: {
    _key: '',
    name: '',
    adults: [] as Choice[],
    directions: DIRECTIONS,
    adult: '',
    direction: 'to_child' as Direction,
    day: '',
    today: '',
    spoken: '',
    problem: '',
  },
  methods: {
    async load() {
      const { name, adults } = await call('letters.writers', { studentId: this.data.studentId });
      const today = dayOf(now());
      const day = this.data.day || today;
      this.setData({
        _key: this.data._key || newId(),
        name,
        adults: adults.map(({ adultId, relation, name: adult }) => ({ value: adultId, label: `${relation} ${adult}` })),
        adult: this.data.adult || (adults.length === 1 ? (adults[0]?.adultId ?? '') : ''),
        today,
        day,
        spoken: spokenDay(day, today),
      });
    },
    onAdult({ detail }: Value) {
      this.setData({ adult: detail.value[0] ?? '', problem: '' });
    },
    onDirection({ detail }: Value) {
      const direction = DIRECTIONS.find(({ value }) => value === detail.value[0])?.value;
      if (direction) this.setData({ direction });
    },
    onDay({ detail }: WechatMiniprogram.CustomEvent<{ value: string }>) {
      this.setData({ day: detail.value, spoken: spokenDay(detail.value, this.data.today) });
    },
    async onSave() {
      const { _key: requestKey, studentId, adult: adultId, direction, day } = this.data;
      if (adultId === '') return this.setData({ problem: '点一下是和谁的信' });
      await this.run(async () => {
        await call('letters.paper', { requestKey, studentId, adultId, direction, day });
        tell('记下了');
        wx.navigateBack({ fail: () => undefined });
      });
    },
  },
});
