import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { isOver, isUnsent } from '../../../../shared/domain/notices';
import { departureNews, noticeWord, type Word } from '../../../../shared/text/notices';
import { spokenDay } from '../../../../shared/text/time';
import { audienceText, type Known } from '../../addressed';

type Notice = Output<'notices.read'>;
interface Fact {
  readonly label: string;
  readonly text: string;
}
/** Another version of the same notice. */
interface Version {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

/** What a page of one notice shows to the school; `may…` are the buttons below it. */
export interface Detail {
  readonly title: string;
  readonly about: string;
  readonly word: Word | null;
  /** What happened, why, and what to do; empty for one that is simply out. */
  readonly news: string;
  readonly body: string;
  readonly voiceUrl: string;
  readonly seconds: number;
  readonly pictures: readonly string[];
  readonly file: string;
  readonly facts: readonly Fact[];
  readonly versions: readonly Version[];
  readonly mayReview: boolean;
  readonly mayMend: boolean;
  readonly mayCorrect: boolean;
  readonly mayRecall: boolean;
  /** What taking back is called: of one that nobody has yet it is a smaller thing. */
  readonly recall: '收回' | '不发了';
  readonly left: boolean;
  /** It goes on by itself within seconds. */
  readonly moves: boolean;
  /** Families have it: one may look who heard it. */
  readonly hasBoard: boolean;
}

const ASKED: Readonly<Record<Notice['asks'], string>> = {
  read: '看过就行',
  hear: '请听一听',
  confirm: '请回「收到」',
  answer: '请选一个',
  sign: '请签名',
};

/** `instant` is now, ms. */
export function detailOf(notice: Notice, known: Known, instant: number): Detail {
  const { status, mine, mayChange } = notice;
  const left = !isUnsent(status);
  const isDone = isOver(status);
  return {
    title: notice.title,
    about: aboutText(notice, instant),
    word: left && !isDone ? null : noticeWord({ ...notice, unheard: 0 }, instant, notice.mayReview),
    news: newsOf(notice, instant),
    body: notice.body,
    voiceUrl: notice.voiceUrl ?? '',
    seconds: notice.voiceSeconds ?? 0,
    pictures: notice.pictureUrls.flatMap((url) => url ?? []),
    file: notice.file?.name ?? '',
    facts: factsOf(notice, known, instant),
    versions: versionsOf(notice),
    mayReview: notice.mayReview && status === 'review',
    mayMend: mine && (status === 'returned' || status === 'held'),
    mayCorrect: mayChange && left && !isDone,
    mayRecall: mayChange && !isDone && !notice.mayReview,
    left,
    recall: left ? '收回' : '不发了',
    moves: status === 'checking' || status === 'sending',
    hasBoard: left && status !== 'recalled',
  };
}

/** Of one that waits for its hour, or was taken back, the time that matters is said above it. */
function aboutText({ status, at, by }: Notice, instant: number): string {
  if (status === 'scheduled' || status === 'recalled') return by;
  return `${by} · ${spokenDay(dayOf(at), dayOf(instant))}${isUnsent(status) ? '写的' : '发的'}`;
}

/** The headteacher's own words, or the school's reason, are said as they were written. */
function newsOf(notice: Notice, instant: number): string {
  const { status, review, recall, mayReview } = notice;
  if (status === 'review' && mayReview) return '微信的检查拿不准，要您看一眼：可以发给家里吗？';
  if (status === 'returned')
    return review?.note ? `${review.by ?? '校长'}退回来了：${review.note}` : departureNews(notice);
  if (status === 'recalled' && recall)
    return `${recall.by}${spokenDay(dayOf(recall.at), dayOf(instant))}收回了：${recall.reason}`;
  return departureNews(notice);
}

function factsOf(notice: Notice, known: Known, instant: number): Fact[] {
  const { asks, choices, deadline, urgent, audience } = notice;
  const answers = choices.length > 0 ? `：${choices.join(' / ')}` : '';
  const facts = [
    { label: '发给', text: audienceText(audience, known) },
    { label: '请家里', text: `${ASKED[asks].replace(/^请/, '')}${answers}` },
    { label: '期限', text: deadline === null ? '' : `最晚${spokenDay(deadline, dayOf(instant))}` },
    { label: '急事', text: urgent ? '夜里也发' : '' },
  ];
  return facts.filter(({ text }) => text !== '');
}

const versionsOf = ({ corrects, correctedBy }: Notice): Version[] => [
  ...(correctedBy === null ? [] : [{ key: correctedBy, name: '看更正后的', fact: '家里现在看到的是新的一条' }]),
  ...(corrects === null ? [] : [{ key: corrects, name: '看更正前的', fact: '这一条是更正通知' }]),
];
