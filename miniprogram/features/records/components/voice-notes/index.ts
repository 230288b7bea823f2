import type { Recording } from '../../../../services/recorder';
import type { Voice } from '../../form';
import { type Slot, slotsOf, voicesOf, withVoice } from './slots';

type Recorded = WechatMiniprogram.CustomEvent<{ recording: Recording | null }, object, { key: string }>;

/** Up to `most` voices, each recorded with a tap, heard again, made anew. Event `change` {voices: kept local paths with their seconds}. */
Component({
  properties: {
    voices: { type: Array, value: [] as Voice[] },
    most: { type: Number, value: 3 },
  },
  data: { slots: [] as Slot[] },
  observers: {
    'voices, most'(voices: Voice[], most: number) {
      this.setData({ slots: slotsOf(voices, most, this.data.slots) });
    },
  },
  methods: {
    onVoice({ detail, currentTarget }: Recorded) {
      const slots = withVoice(this.data.slots, currentTarget.dataset.key, detail.recording);
      this.setData({ slots });
      this.triggerEvent('change', { voices: voicesOf(slots) });
    },
  },
});
