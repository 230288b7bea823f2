import { type Place, placeWord, WHEELS } from '../../handover/plan';

/** Grade and number of a class on two wheels. Event `change` {place}. */
Component({
  properties: {
    place: { type: Object, value: { grade: 1, number: 1 } as Place },
    label: { type: String, value: '' },
  },
  data: { wheels: WHEELS, at: [0, 0], words: '' },
  observers: {
    place({ grade, number }: Place) {
      this.setData({ at: [grade - 1, number - 1], words: placeWord({ grade, number }) });
    },
  },
  methods: {
    onChange({ detail }: WechatMiniprogram.CustomEvent<{ value: number[] }>) {
      const [grade = 0, number = 0] = detail.value;
      this.triggerEvent('change', { place: { grade: grade + 1, number: number + 1 } });
    },
  },
});
