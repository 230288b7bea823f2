import type { Input, Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { givenName, teacherName } from '../../../../shared/text/names';
import { spokenDay } from '../../../../shared/text/time';

export type Opened = Output<'notices.open'>;
export type Answer = Input<'notices.answer'>['answer'];

export interface NoticeView {
  readonly title: string;
  /** 李老师有话说 */
  readonly heading: string;
  /** 李老师 · 今天 · 小雨 */
  readonly about: string;
  readonly body: string;
  readonly voiceUrl: string;
  readonly seconds: number;
  /** Read aloud where no voice came with it. */
  readonly speech: string;
  readonly photos: readonly string[];
  /** 「请在周五以前回话」; empty when there is no hurry. */
  readonly deadline: string;
  /** The answer that is asked for; empty when none is, or it was given. */
  readonly ask: { readonly answer: Answer; readonly label: string } | null;
  readonly mayCall: boolean;
  /** What the teacher knows by now; empty before an answer. */
  readonly done: string;
}

const LABELS: Readonly<Record<Answer, string>> = {
  heard: '我听到了',
  confirmed: '收到',
  call_me: '请老师打电话',
};

/** What each kind of asking wants to hear; reading asks for nothing, but in elder mode an answer is how one knows that one is done. */
const ASKED: Readonly<Record<Opened['asks'], Answer | null>> = { read: null, confirm: 'confirmed', hear: 'heard' };

/** `said`: what was answered on this phone since the school was last asked, sent or waiting. `now` in ms. */
export function noticeView(
  opened: Opened,
  said: readonly Answer[],
  { now, elder, speaks }: { readonly now: number; readonly elder: boolean; readonly speaks: boolean },
): NoticeView {
  const { title, from, body, voiceUrl, voiceSeconds, photoUrls, children, deadline } = opened;
  const today = dayOf(now);
  const done = doneSentence(opened, said);
  return {
    title,
    heading: `${teacherName(from)}有话说`,
    about: [teacherName(from), spokenDay(dayOf(opened.at), today), children.map(givenName).join('、')]
      .filter(Boolean)
      .join(' · '),
    body,
    voiceUrl: voiceUrl ?? '',
    seconds: voiceSeconds ?? 0,
    speech: voiceUrl || !speaks ? '' : `${title}。${body}`,
    photos: photoUrls,
    deadline: deadline && !done ? `请在${spokenDay(deadline, today)}以前回话` : '',
    ask: done ? null : askOf(opened, elder),
    mayCall: !wantsCall(opened, said) && opened.state !== 'called',
    done,
  };
}

function askOf({ asks }: Opened, elder: boolean): NoticeView['ask'] {
  const answer = ASKED[asks] ?? (elder ? 'heard' : null);
  if (!answer) return null;
  return { answer, label: elder ? LABELS.heard : LABELS[answer] };
}

const wantsCall = (opened: Opened, said: readonly Answer[]): boolean => opened.wantsCall || said.includes('call_me');

/** A wish for a call comes before everything: it is what will happen next. */
function doneSentence(opened: Opened, said: readonly Answer[]): string {
  if (wantsCall(opened, said)) return '好的，老师会给您打电话';
  if (opened.state === 'called') return '老师已经给您打过电话了';
  if (opened.state === 'confirmed' || said.includes('confirmed')) return '好的，老师知道您收到了';
  if (opened.state === 'heard' || said.includes('heard')) return '好的，老师知道您听到了';
  return '';
}

/** How a waiting answer is called in the outbox. */
export const letterTitle = (answer: Answer): string => `告诉老师：${LABELS[answer]}`;
