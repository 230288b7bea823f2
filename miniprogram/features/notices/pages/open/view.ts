import type { Input, Output } from '../../../../shared/contract';
import { mayChoose } from '../../../../shared/domain/answers';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import type { Asks } from '../../../../shared/domain/notices';
import { afterStep, isSettled } from '../../../../shared/domain/receipts';
import { givenName, teacherName } from '../../../../shared/text/names';
import { spokenDay } from '../../../../shared/text/time';

export type Opened = Output<'notices.open'>;
/** An answer without the receipt that it belongs to. */
export type Reply =
  Input<'notices.answer'> extends infer Answer ? (Answer extends unknown ? Omit<Answer, 'receiptId'> : never) : never;

export interface NoticeView {
  readonly title: string;
  /** 李老师有话说 */
  readonly heading: string;
  /** 李老师 · 今天 · 小雨、小阳 */
  readonly about: string;
  /** 「关于小雨、小阳」 where there are several; else empty. */
  readonly children: string;
  /** It takes the place of an earlier one. */
  readonly corrects: boolean;
  readonly body: string;
  /** The voice, then the answers; the words and the rest come last, as in elder mode where there is something to hear. */
  readonly voiceFirst: boolean;
  /** Something came with it besides the voice. */
  readonly more: boolean;
  /** The teacher's voice, a local path or an address; else `speech` is read aloud, where the phone can. */
  readonly voice: string;
  readonly seconds: number;
  readonly speech: string;
  readonly photos: readonly string[];
  /** There are photos, and without a network they cannot be seen. */
  readonly photosAway: boolean;
  readonly file: { readonly name: string; readonly url: string } | null;
  /** It is not valid any more: why, and the receipt of what is. */
  readonly over: { readonly sentence: string; readonly newer: string } | null;
  /** 「最晚周五回话」; empty when there is no hurry. */
  readonly deadline: string;
  /** The answer of one tap that is asked for; null when none is, or it was given. */
  readonly ask: { readonly reply: Reply; readonly label: string } | null;
  /** What one may choose now, with what was chosen before. */
  readonly choices: readonly { readonly value: string; readonly on: boolean }[];
  /** In elder mode the choices are read aloud, in the order in which they stand; else empty. */
  readonly choicesAloud: string;
  /** It was chosen, or said, and something else may still be. */
  readonly mayChange: boolean;
  readonly maySign: boolean;
  readonly maySpeak: boolean;
  readonly mayCall: boolean;
  /** What the teacher knows by now, the most important first; empty before an answer. */
  readonly done: readonly string[];
}

export interface Looks {
  /** ms since the epoch */
  readonly now: number;
  readonly elder: boolean;
  /** The phone can read a text aloud. */
  readonly speaks: boolean;
  /** The voice as a file of this phone, or empty. */
  readonly keptVoice: string;
  /** It is what the phone kept: its addresses lead nowhere. */
  readonly remembered: boolean;
  /** Another choice is being made. */
  readonly changing: boolean;
  /** An answer waits for the network. */
  readonly queued: boolean;
}

/** `said`: what was answered on this phone since the school was last asked, sent or waiting, in order. */
export function noticeView(opened: Opened, said: readonly Reply[], looks: Looks): NoticeView {
  const { title, from, body, photoUrls, file, children, corrects } = opened;
  const today = dayOf(looks.now);
  const names = children.map(givenName).join('、');
  const voice = looks.keptVoice || (looks.remembered ? '' : (opened.voiceUrl ?? ''));
  const speech = voice || !looks.speaks ? '' : [corrects ? '更正' : '', title, body].filter(Boolean).join('。\n');
  const voiceFirst = looks.elder && (opened.over !== null || voice !== '' || speech !== '');
  return {
    title,
    heading: `${teacherName(from)}${corrects ? '更正了通知' : '有话说'}`,
    about: [teacherName(from), spokenDay(dayOf(opened.at), today), names].filter(Boolean).join(' · '),
    // Whose only grandchild it is knows.
    children: children.length > 1 ? `关于${names}` : '',
    corrects,
    body,
    voiceFirst,
    more: (!voiceFirst && body !== '') || (opened.over === null && (photoUrls.length > 0 || file !== null)),
    voice,
    seconds: voice ? (opened.voiceSeconds ?? 0) : 0,
    speech,
    photos: looks.remembered ? [] : photoUrls,
    photosAway: looks.remembered && photoUrls.length > 0,
    file,
    over: overOf(opened),
    ...answering(opened, standingOf(opened, said), looks),
  };
}

interface Standing {
  readonly state: Opened['state'];
  readonly wantsCall: boolean;
  readonly answer: string | null;
  readonly spoke: boolean;
}

/** Where the receipt stands once what was answered here has arrived, by the rule by which the school counts it. */
function standingOf(opened: Opened, said: readonly Reply[]): Standing {
  let { state, wantsCall, answer, spoke } = opened;
  for (const reply of said) {
    ({ state, wantsCall } = afterStep({ ...opened, state, wantsCall, why: null }, reply.answer));
    if (reply.answer === 'chosen') answer = reply.choice;
    if (reply.answer === 'said') spoke = true;
  }
  return { state, wantsCall, answer, spoke };
}

type Answering = Pick<
  NoticeView,
  'deadline' | 'ask' | 'choices' | 'choicesAloud' | 'mayChange' | 'maySign' | 'maySpeak' | 'mayCall' | 'done'
>;
const NOTHING: Answering = {
  deadline: '',
  ask: null,
  choices: [],
  choicesAloud: '',
  mayChange: false,
  maySign: false,
  maySpeak: false,
  mayCall: false,
  done: [],
};

/** What may still be answered, and what was. Who waits for a call is asked for nothing more: the teacher will ask. */
function answering(opened: Opened, standing: Standing, { now, elder, speaks, changing, queued }: Looks): Answering {
  const { of, asks, over, choices, deadline } = opened;
  if (over !== null) return NOTHING;
  const { state, wantsCall, answer, spoke } = standing;
  const today = dayOf(now);
  // To know that one is done an elder answers also what only wants to be read.
  const settled = isSettled(elder && asks === 'read' ? 'hear' : asks, state, false);
  // An elder who said it has answered: the teacher listens, and notes what it was.
  const told = settled || (elder && asks === 'answer' && spoke);
  const waits = !told && !wantsCall;
  const chooses = asks === 'answer' && !wantsCall && (waits || changing);
  return {
    deadline: deadline && waits ? deadlineWords(deadline, today, asks) : '',
    ask: waits ? askOf(asks, elder) : null,
    choices: chooses ? choices.map((value) => ({ value, on: value === answer })) : [],
    choicesAloud: chooses && elder && speaks ? aloud(choices) : '',
    mayChange: asks === 'answer' && told && !wantsCall && !changing && mayChoose({ answer, deadline }, '', today),
    maySign: asks === 'sign' && waits,
    maySpeak: of === 'notice' && asks !== 'read' && !spoke && !wantsCall,
    mayCall: !wantsCall && state !== 'called' && state !== 'visited',
    done: doneWords(standing, queued),
  };
}

const NUMBERS = ['一', '二', '三', '四', '五', '六'] as const;

/** 「您怎么回老师？第一个：参加。第二个：不参加。」: who cannot read finds it by counting the buttons. */
const aloud = (choices: readonly string[]): string =>
  ['您怎么回老师？', ...choices.map((choice, i) => `第${NUMBERS[i] ?? i + 1}个：${choice}。`)].join('\n');

/** The answers that are one tap. */
const TAPS: Readonly<Partial<Record<Asks, NonNullable<NoticeView['ask']>>>> = {
  hear: { reply: { answer: 'heard' }, label: '我听到了' },
  confirm: { reply: { answer: 'confirmed' }, label: '收到' },
};

/** In elder mode there is one such answer, whatever the teacher's word for it was. */
function askOf(asks: Asks, elder: boolean): NoticeView['ask'] {
  const tap = TAPS[elder && asks === 'read' ? 'hear' : asks];
  return tap ? { ...tap, label: elder ? '我听到了' : tap.label } : null;
}

function overOf({ over, overWhy, newer }: Opened): NoticeView['over'] {
  if (over === 'recalled') return { sentence: `这条通知收回了${overWhy ? `：${overWhy}` : ''}`, newer: '' };
  if (over === 'corrected') return { sentence: newer ? '已经更正，请看新的' : '这条已经更正过了', newer: newer ?? '' };
  return null;
}

const VERBS: Readonly<Record<Asks, string>> = {
  read: '看一看',
  hear: '听一听',
  confirm: '回一声「收到」',
  answer: '回话',
  sign: '签名',
};

/** The day itself still counts. */
function deadlineWords(deadline: Day, today: Day, asks: Asks): string {
  const day = spokenDay(deadline, today);
  if (deadline < today) return `本来最晚${day}${VERBS[asks]}，现在也可以`;
  return deadline === today ? `请在今天${VERBS[asks]}` : `最晚${day}${VERBS[asks]}`;
}

/**
 * A wish for a call comes before everything: it is what will happen next. That it was heard goes without saying beside the
 * rest, and what still waits for the network the teacher does not know.
 */
function doneWords({ state, wantsCall, answer, spoke }: Standing, queued: boolean): string[] {
  const said = [
    wantsCall ? (queued ? '记下了：请老师打电话' : '好的，老师会给您打电话') : '',
    state === 'signed' ? (queued ? '签好了' : '签好了，老师会看到您的签名') : '',
    answer === null ? '' : `您的回话：${answer}`,
    spoke ? (queued ? '您说的话留好了' : '您说的话，老师会听') : '',
    TOLD[state] ?? '',
  ].filter(Boolean);
  const heard = HEARD[state];
  return said.length > 0 || heard === undefined ? said : [queued ? '记下了' : heard];
}

const TOLD: Readonly<Partial<Record<Opened['state'], string>>> = {
  called: '老师已经给您打过电话了',
  visited: '老师已经上门说过了',
};
const HEARD: Readonly<Partial<Record<Opened['state'], string>>> = {
  confirmed: '好的，老师知道您收到了',
  heard: '好的，老师知道您听到了',
};

/** How a waiting answer is called in the outbox. */
export function letterTitle(reply: Reply): string {
  if (reply.answer === 'chosen') return `回老师的话：${reply.choice}`;
  return LETTERS[reply.answer];
}

const LETTERS: Readonly<Record<Exclude<Reply['answer'], 'chosen'>, string>> = {
  heard: '告诉老师：我听到了',
  confirmed: '告诉老师：收到',
  call_me: '告诉老师：请老师打电话',
  signed: '给老师的签名',
  said: '对老师说的话',
};
