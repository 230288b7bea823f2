import type { Choice } from '../../../../components/choice-chips/index';
import { NAMES_SHOWN, peopleChoices } from '../../settings/people';

interface Person {
  readonly id: string;
  readonly name: string;
}

/** One of the school's people, or nobody. Event `change` {id}: '' for nobody. `likely`: who stands first. */
Component({
  properties: {
    people: { type: Array, value: [] as Person[] },
    value: { type: String, value: '' },
    likely: { type: Array, value: [] as string[] },
    /** What nobody is called; without it somebody must be chosen. */
    nobody: { type: String, value: '' },
  },
  data: { sought: '', choices: [] as Choice[], many: false },
  observers: {
    'people, value, likely, nobody, sought'(
      people: Person[],
      value: string,
      likely: string[],
      nobody: string,
      sought: string,
    ) {
      const found = peopleChoices(people, { chosen: [value], likely: new Set(likely), sought });
      this.setData({
        choices: nobody ? [{ value: '', label: nobody }, ...found] : found,
        many: people.length > NAMES_SHOWN,
      });
    },
  },
  methods: {
    onSought({ detail }: WechatMiniprogram.Input) {
      this.setData({ sought: detail.value });
    },
    onChange({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.triggerEvent('change', { id: detail.value[0] ?? '' });
    },
  },
});
