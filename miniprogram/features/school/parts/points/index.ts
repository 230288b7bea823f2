import type { Choice } from '../../../../components/choice-chips/index';
import { NO_SCHOOL, type Settings } from '../../settings/school';
import { channelChoices, KIND_CHOICES, nextPoint, type PointRow, pointRows, withChannel } from './view';

type Tapped = WechatMiniprogram.TouchEvent<object, object, { place: number }>;
type Chosen = WechatMiniprogram.CustomEvent<{ value: string[] }, object, { place: number }>;
type Typed = WechatMiniprogram.CustomEvent<{ value: string }, object, { place: number }>;

/** 通话点: where children call from, and how. Event `change` {changes}, as of every part of the settings. */
Component({
  properties: { settings: { type: Object, value: NO_SCHOOL.settings as Settings } },
  data: { rows: [] as PointRow[], kinds: KIND_CHOICES, ways: [] as Choice[], hasVideo: false },
  observers: {
    settings({ points, channels }: Settings) {
      this.setData({
        rows: pointRows(points),
        ways: channelChoices(channels.video),
        hasVideo: points.some(({ kind }) => kind === 'video'),
      });
    },
  },
  methods: {
    change(points: Settings['points']) {
      this.triggerEvent('change', { changes: { points } });
    },
    changeOne(place: number, part: Partial<Settings['points'][number]>) {
      this.change(this.data.settings.points.map((point, i) => (i === place ? { ...point, ...part } : point)));
    },
    onName({ detail, currentTarget }: Typed) {
      this.changeOne(currentTarget.dataset.place, { name: detail.value });
    },
    onKind({ detail, currentTarget }: Chosen) {
      this.changeOne(currentTarget.dataset.place, { kind: detail.value[0] === 'video' ? 'video' : 'phone' });
    },
    onAdd() {
      const { points } = this.data.settings;
      this.change([...points, nextPoint(points)]);
    },
    onRemove({ currentTarget }: Tapped) {
      this.change(this.data.settings.points.filter((_, i) => i !== currentTarget.dataset.place));
    },
    onWays({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      const { channels } = this.data.settings;
      const video = withChannel(channels.video, detail.value);
      this.triggerEvent('change', { changes: { channels: { ...channels, video } } });
    },
  },
});
