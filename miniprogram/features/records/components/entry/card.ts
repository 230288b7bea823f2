import type { ShownRecord } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { teacherName } from '../../../../shared/text/names';
import { dayText, PHOTOS, VOICES, waitingText } from '../../words';

/** A record of the timeline as a card. */
export interface EntryCard {
  readonly key: string;
  readonly title: string;
  /** 「昨天 11月23日 · 李老师 · 孩子家里」 */
  readonly about: string;
  /** What stands beside the title: it was struck, corrected, is shared. */
  readonly marks: readonly { readonly text: string; readonly tone: 'ok' | 'plain' | 'red' }[];
  readonly struck: boolean;
  /** A text of several lines begins below its label. */
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  /** What was written for the family: for staff a part of its own, for the family the words themselves. */
  readonly forFamily: string;
  readonly words: string;
  readonly photos: readonly string[];
  readonly voices: readonly { readonly url: string; readonly seconds: number }[];
  /** What is with files that cannot be heard or seen; empty when all can. */
  readonly waiting: readonly string[];
  /** All of it to be read aloud. */
  readonly speech: string;
}

export function cardOf(record: ShownRecord, staff: boolean, today: Day): EntryCard {
  const { title, facts, place, shareText, photos, voices, others, struck } = record;
  const about = [
    dayText(record.day, today),
    staff ? record.by : teacherName(record.by),
    place,
    others > 0 ? `还写了 ${others} 个孩子` : '',
  ];
  const marks = [
    struck ? ({ text: '划掉了', tone: 'red' } as const) : null,
    record.corrected ? ({ text: '改过', tone: 'plain' } as const) : null,
    staff && record.shared ? ({ text: '家里能看到', tone: 'ok' } as const) : null,
  ];
  const said = facts.map(({ label, text }) => `${label}：${text}`);
  return {
    key: record.recordId,
    title,
    about: about.filter((part) => part !== '').join(' · '),
    marks: marks.filter((mark) => mark !== null),
    struck,
    facts: facts.map(({ label, text }) => ({ label, text: text.includes('\n') ? `\n${text}` : text })),
    forFamily: staff ? shareText : '',
    words: staff ? '' : shareText,
    photos: photos.flatMap(({ url }) => url ?? []),
    voices: voices.flatMap(({ url, seconds }) => (url === null ? [] : { url, seconds })),
    waiting: [waitingText(PHOTOS, photos), waitingText(VOICES, voices)].filter((part) => part !== ''),
    speech: [title, ...said, shareText].filter((part) => part !== '').join('。'),
  };
}
