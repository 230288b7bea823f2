import type { Choice } from '../../../../components/choice-chips/index';
import type { Channel } from '../../../../shared/contract';
import type { Settings } from '../../settings/school';

type Point = Settings['points'][number];

export const KIND_CHOICES: readonly Choice[] = [
  { value: 'phone', label: '打电话' },
  { value: 'video', label: '打视频' },
];
const KIND_NAMES = { phone: '电话', video: '平板' } as const;

export interface PointRow extends Point {
  readonly key: string;
}

/** Each point with a key that stays while its name is typed. */
export const pointRows = (points: readonly Point[]): PointRow[] =>
  points.map((point, i) => ({ ...point, key: point.id ?? `new.${i}` }));

/** One more point, of the kind of the last one, with a name that is free. */
export function nextPoint(points: readonly Point[]): Point {
  const kind = points[points.length - 1]?.kind ?? 'phone';
  const names = new Set(points.map(({ name }) => name));
  let n = points.length + 1;
  while (names.has(`${n} 号${KIND_NAMES[kind]}`)) n += 1;
  return { name: `${n} 号${KIND_NAMES[kind]}`, kind };
}

const CHANNELS: Readonly<Record<Channel, string>> = {
  wechat: '微信视频',
  phone: '打电话',
  voip_video: '小程序里的视频',
  voip_voice: '小程序里的语音',
};

/** The ways to call from a tablet: those in use first, numbered in the order in which they are tried. */
export function channelChoices(inUse: readonly Channel[]): Choice[] {
  const others = (Object.keys(CHANNELS) as Channel[]).filter((channel) => !inUse.includes(channel));
  return [
    ...inUse.map((channel, i) => ({ value: channel, label: `${i + 1}. ${CHANNELS[channel]}` })),
    ...others.map((channel) => ({ value: channel, label: CHANNELS[channel] })),
  ];
}

/** What is in use after a tap: one that was taken up is tried last. `chosen` comes without an order. */
export const withChannel = (inUse: readonly Channel[], chosen: readonly string[]): Channel[] => [
  ...inUse.filter((channel) => chosen.includes(channel)),
  ...(Object.keys(CHANNELS) as Channel[]).filter((channel) => chosen.includes(channel) && !inUse.includes(channel)),
];
