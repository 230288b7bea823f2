import type { RoomFailure } from '../../../../services/voip';
import type { BoardCall, Ticket } from '../../../../shared/contract';
import { instantOf, minuteOf } from '../../../../shared/domain/calendar';
import { spokenRelation } from '../../../../shared/text/names';
import { namesOf } from '../../../../shared/text/tickets';
import { spokenTime } from '../../../../shared/text/time';

/** A call as its room needs it, for the family as for the school's side. */
export interface RoomCall {
  /** Whom one talks to: 小雨; at the school 爸爸, for the screen stands where many can see it. */
  readonly them: string;
  /** Until when one talks, ms: then the next child comes. */
  readonly talkTo: number;
  readonly family: boolean;
}

export const roomOfTicket = ({ children, day, talkTo }: Ticket): RoomCall => ({
  them: namesOf(children),
  talkTo: instantOf(day, talkTo),
  family: true,
});

/** `changeover`: minutes at the end of each call for the next child to come. */
export const roomOfRow = (call: BoardCall, changeover: number): RoomCall => ({
  them: spokenRelation(call.relation) || '家里人',
  talkTo: instantOf(call.day, call.to - changeover),
  family: false,
});

/** Where the page stands: on the way in, in, or out with a sentence why. */
export type Phase = 'joining' | 'in' | 'out';

/** From so many ms alone on it says what happens when nobody comes. */
const ALONE_LONG_MS = 2 * 60_000;

export interface Waiting {
  readonly title: string;
  readonly hint: string;
}

/** What to say while nobody else is there; `alone` for how long, ms. */
export function waitingFor({ them, family }: RoomCall, alone: number): Waiting {
  if (alone < ALONE_LONG_MS)
    return { title: `等${them}进来`, hint: family ? '一会儿就到，请把手机放稳。' : '家里人看到提醒就会进来。' };
  return family
    ? { title: '还没有人来', hint: '别着急，老师会马上打电话给您。请把手机放在身边。' }
    : { title: `${them}还没有进来`, hint: '可以退出来，换下一个办法打过去。' };
}

/** In the last minutes it is said how many are left. */
const LAST_MINUTES = 3;

export interface Left {
  readonly text: string;
  readonly soon: boolean;
}

/** 「说到晚上 7:43」, near the end 「还有 2 分钟」. */
export function timeLeft({ talkTo }: RoomCall, now: number): Left {
  const minutes = Math.ceil((talkTo - now) / 60_000);
  if (minutes <= 0) return { text: '该说再见了，后面的孩子在等', soon: true };
  if (minutes <= LAST_MINUTES) return { text: `还有 ${minutes} 分钟`, soon: true };
  return { text: `说到${spokenTime(minuteOf(talkTo))}`, soon: false };
}

/** Why one is not in the room. `settings`: the phone's settings are the way back in. */
export interface Out {
  readonly title: string;
  readonly text: string;
  readonly settings: boolean;
}

/** What the page says when one is out again; the family is called by telephone where this way does not work. */
export function outBecause(why: RoomFailure | 'left' | 'over', family: boolean): Out {
  const fallback = family ? '进不来也不要紧，老师会打电话给您。' : '进不去的话，换下一个办法打。';
  const said: Readonly<Record<typeof why, readonly [string, string]>> = {
    left: ['已经挂断了', '还没说完的话，可以再进去。'],
    over: ['这次通话的时间到了', family ? '下次再好好说。' : '请记下这次通话的结果。'],
    denied: ['还不能用话筒和摄像头', `请点下面，允许使用话筒和摄像头。${fallback}`],
    occupied: ['话筒正用在别的通话里', `请先挂断那个通话，再进来。${fallback}`],
    broken: ['通话断了', `请看看网络，再进一次。${fallback}`],
  };
  const [title, text] = said[why];
  return { title, text, settings: why === 'denied' };
}
