import { dayOf, minuteOf } from '../domain/calendar';
import type { MediaState } from '../domain/media';
import type { Asks, NoticeStatus } from '../domain/notices';
import { DEEDS } from './receipts';
import { spokenWhen } from './time';

/** Whether a notice left, and how the checks of its voice and pictures stand. */
export interface Departure {
  readonly status: NoticeStatus;
  readonly voice: MediaState | null;
  readonly pictures: readonly MediaState[];
}

/** 「录音」, 「图片」, 「录音和图片」: those of which something is in a state. */
const named = ({ voice, pictures }: Departure, state: MediaState): string =>
  [voice === state ? '录音' : '', pictures.includes(state) ? '图片' : ''].filter((word) => word !== '').join('和');

/** What of a notice the families will never see; empty where nothing was held. */
export const heldText = (departure: Departure): string => {
  const held = named(departure, 'held');
  return held === '' ? '' : `${held}没通过检查`;
};

/** What must still happen, or did not go as it was meant, by status. */
const WAITING: Readonly<Partial<Record<NoticeStatus, (departure: Departure) => string>>> = {
  review: () => '里面有些话，微信要学校再看一眼。校长点了「可以发」，就发出去',
  returned: () => '校长退回来了，改一改再发',
  checking: (departure) => `${named(departure, 'checking') || '录音'}正在检查，一般几秒钟就发出去`,
  held: () => '录音没通过微信的检查，通知没发出去。请重新录一段再发',
  recalled: () => '这条通知收回了',
  corrected: () => '这条通知更正过了，请看新的一条',
};

/** What the sender must know of how a notice stands; empty where all went as it was meant. */
export function departureNews(departure: Departure): string {
  const waiting = WAITING[departure.status]?.(departure);
  if (waiting !== undefined) return waiting;
  const held = named(departure, 'held');
  const checking = named(departure, 'checking');
  if (held) return `${held}没通过微信的检查，${departure.status === 'scheduled' ? '不会发给家里' : '没有发给家里'}`;
  if (checking && departure.status !== 'scheduled') return `文字发出去了，${checking}正在检查`;
  return '';
}

export interface Word {
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'red' | 'lamp' | 'plain';
}

const WORDS: Readonly<Partial<Record<NoticeStatus, Word>>> = {
  review: { state: '等校长看', tone: 'lamp' },
  returned: { state: '被退回', tone: 'red' },
  held: { state: '没发出去', tone: 'red' },
  sending: { state: '正在发', tone: 'plain' },
  recalled: { state: '已收回', tone: 'plain' },
  corrected: { state: '已更正', tone: 'plain' },
};

interface Sent extends Departure {
  readonly asks: Asks;
  /** ms since the epoch: when it left, or is to leave. */
  readonly at: number;
  /** Families that have not done what it asks. */
  readonly unheard: number;
}

/** How a notice stands, in a word for a list. `instant` is now, ms; `reviews`: the reader is who lets notices go. */
export function noticeWord(notice: Sent, instant: number, reviews = false): Word {
  if (reviews && notice.status === 'review') return { state: '等您看', tone: 'lamp' };
  const word = WORDS[notice.status];
  if (word) return word;
  if (notice.status === 'checking') return { state: `${named(notice, 'checking') || '录音'}在检查`, tone: 'amber' };
  if (notice.status === 'scheduled') return { state: `定时 ${whenText(notice.at, instant)} 发`, tone: 'plain' };
  const [, done] = DEEDS[notice.asks];
  return notice.unheard > 0
    ? { state: `还差 ${notice.unheard} 户`, tone: 'amber' }
    : { state: `都${done}`, tone: 'ok' };
}

/** An instant as people say it: 周五下午 6:00. Both in ms since the epoch. */
export const whenText = (at: number, instant: number): string => spokenWhen(dayOf(at), minuteOf(at), dayOf(instant));
