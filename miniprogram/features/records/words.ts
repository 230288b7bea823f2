import type { Day } from '../../shared/domain/calendar';
import type { Book } from '../../shared/domain/record-kinds-parts';
import { fullDate, shortDate, spokenDay } from '../../shared/text/time';

/** The books of a school, as they stand in the chooser and above the portfolio's parts. */
export const BOOK_WORDS: Readonly<Record<Book, string>> = {
  visit: '走访',
  talk: '谈心',
  study: '学习',
  life: '生活',
  growth: '成长',
  family: '和家里',
};

/** 「今天 11月24日」; a day of another year with its year. */
export function dayText(day: Day, today: Day): string {
  const date = day.slice(0, 4) === today.slice(0, 4) ? shortDate(day) : fullDate(day);
  const spoken = spokenDay(day, today);
  return spoken === shortDate(day) ? date : `${spoken} ${date}`;
}

/** 「8 张照片」「2 段录音」 that wait for the check or were held by it; empty where all can be seen. */
export function waitingText(
  what: { readonly one: string; readonly unit: string },
  files: readonly { readonly url: string | null; readonly state: 'checking' | 'shown' | 'held' }[],
): string {
  const hidden = (state: string) => files.filter((file) => file.state === state && file.url === null).length;
  const [checking, held] = [hidden('checking'), hidden('held')];
  return [
    checking > 0 ? `${checking} ${what.unit}${what.one}正在检查，过一会儿再看` : '',
    held > 0 ? `${held} ${what.unit}${what.one}没有通过检查，不能放出来` : '',
  ]
    .filter((part) => part !== '')
    .join('；');
}
export const PHOTOS = { one: '照片', unit: '张' } as const;
export const VOICES = { one: '录音', unit: '段' } as const;
