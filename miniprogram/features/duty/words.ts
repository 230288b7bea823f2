/** How the desk speaks of a call: where it stands, how it is made, what went wrong between two desks. */
import type { BoardCall, BookingStatus, Channel, Collision } from '../../shared/contract';
import type { Minute } from '../../shared/domain/calendar';
import { minuteOf } from '../../shared/domain/calendar';
import { spokenRelation } from '../../shared/text/names';
import { spokenTime } from '../../shared/text/time';
import { CALL_END_NAMES } from '../../shared/text/zh';

export type Tone = 'ok' | 'amber' | 'lamp' | 'plain';
export type Word = readonly [string, Tone];

const STATES: Readonly<Record<BookingStatus, Word>> = {
  booked: ['', 'plain'],
  checked_in: ['到了', 'ok'],
  in_call: ['正在通话', 'lamp'],
  done: [CALL_END_NAMES.done, 'ok'],
  no_show_parent: [CALL_END_NAMES.no_show_parent, 'amber'],
  no_show_child: [CALL_END_NAMES.no_show_child, 'amber'],
  failed_school: [CALL_END_NAMES.failed_school, 'amber'],
  failed_network: [CALL_END_NAMES.failed_network, 'amber'],
  cancelled_family: ['家里取消了', 'plain'],
  cancelled_school: ['学校取消了', 'plain'],
  offered: ['', 'plain'],
  offer_lapsed: ['', 'plain'],
};

/** From so many minutes after its beginning on, a child that has not come is late. */
const LATE_AFTER = 3;
/** In the last minutes of a call it is said how many are left. */
const SOON = 3;
/** A call that goes on for so many minutes too long is over, and nobody noted it. */
const FORGOTTEN = 30;

export interface Moment {
  readonly nowMinute: Minute;
  readonly changeoverMinutes: number;
  /** The call that comes next. */
  readonly next: string;
}

/** Where a call stands now. */
export function stateOf(call: BoardCall, { nowMinute, changeoverMinutes, next }: Moment): Word {
  const late = nowMinute - call.from;
  if (call.status === 'in_call') return paceOf(call.to - changeoverMinutes - nowMinute);
  if (call.status === 'booked' && nowMinute >= call.to) return ['时间过了', 'amber'];
  if (call.status === 'booked' && late >= LATE_AFTER) return [`晚到 ${late} 分钟`, 'amber'];
  if (call.bookingId === next && call.status === 'booked') return ['下一个', 'lamp'];
  return STATES[call.status];
}

/** `left`: minutes until the talk should end, so that the next child is on time. */
function paceOf(left: number): Word {
  if (left > SOON) return STATES.in_call;
  if (left > 0) return [`还有 ${left} 分钟`, 'lamp'];
  if (left < -FORGOTTEN) return ['还没有记结果', 'amber'];
  return left === 0 ? ['时间到了', 'amber'] : [`超时 ${-left} 分钟`, 'amber'];
}

/** How a call is made: what the button says, what one says instead of it, and what to do. */
export const WAYS: Readonly<
  Record<Channel, { readonly start: string; readonly instead: string; readonly how: string }>
> = {
  phone: { start: '打电话给家里', instead: '换电话打', how: '打电话' },
  wechat: { start: '用学校微信打视频', instead: '换微信打', how: '打视频' },
  voip_voice: { start: '进入语音通话', instead: '换小程序语音', how: '在小程序里说话' },
  voip_video: { start: '进入视频通话', instead: '换小程序视频', how: '在小程序里视频' },
};

export const iconOf = (channel: Channel): string =>
  channel === 'phone' || channel === 'voip_voice' ? 'phone' : 'video';

/** Two facts that do not go together, in words: nobody is blamed, both stay. */
export function collisionWords({ collisions, status, startedAt }: BoardCall): string[] {
  const here =
    status === 'done' ? `这边${startedAt ? `${spokenTime(minuteOf(startedAt))} ` : ''}打通了` : '这边也记了一次';
  const words: Readonly<Record<Collision, string>> = {
    was_cancelled: `之前已经取消了，${here}，两条都留着。`,
    was_changed: `别处改过这个通话，${here}，两条都留着。`,
    point_taken: '这个通话点同一时间还有一个通话，两条都留着。',
    child_busy: '孩子同一时间还有一个通话，两条都留着。',
    adult_busy: '家长同一时间还有一个通话，两条都留着。',
    quota_used: '孩子这一周的次数已经用过了，这一次也留着。',
  };
  return collisions.map((one) => words[one]);
}

/** 爸爸林建国; a walk-in may name nobody. */
export const adultOf = ({ relation, adultName }: Pick<BoardCall, 'relation' | 'adultName'>): string =>
  relation === adultName ? spokenRelation(adultName) || '家里人' : `${spokenRelation(relation)}${adultName}`;
