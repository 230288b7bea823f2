import type { CallerRole } from '../../../../shared/access/permissions';
import type { FileChangeView } from '../../../../shared/contract';
import { type Day, dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { VIA_WORDS } from '../../../../shared/text/files';
import { fullDate, shortDate, spokenDay, spokenTime } from '../../../../shared/text/time';
import { ROLE_NAMES } from '../../../../shared/text/zh';

export interface ChangeCard {
  readonly key: string;
  /** 「孩子」 or the adult's name, and that the file of it was made. */
  readonly about: string;
  /** 「上午 9:12 · 李秀兰（老师）· 学校改的」 */
  readonly who: string;
  /** 「因为：妈妈打电话来说的」; empty where nobody said. */
  readonly why: string;
  readonly lines: readonly { readonly label: string; readonly before: string; readonly after: string }[];
  /** 「看全部 12 项」: the rest of what a new file began with. */
  readonly rest: string;
  readonly hidden: string;
}
export interface DayGroup {
  readonly day: Day;
  readonly name: string;
  readonly cards: readonly ChangeCard[];
}

/** Of what a new file began with so many facts are shown at first. */
const FIRST = 3;

/** The versions of a file, newest first, by day. `open`: those of which everything is shown. */
export function groupsOf(changes: readonly FileChangeView[], open: readonly string[], today: Day): DayGroup[] {
  const days = new Map<Day, ChangeCard[]>();
  for (const change of changes) {
    const day = dayOf(change.at);
    days.set(day, [...(days.get(day) ?? []), cardOf(change, open.includes(change.id))]);
  }
  return [...days].map(([day, cards]) => ({ day, name: dayText(day, today), cards }));
}

/** 今天, 昨天, 11月3日; of another year with the year. */
function dayText(day: Day, today: Day): string {
  if (day.slice(0, 4) !== today.slice(0, 4)) return fullDate(day);
  const word = spokenDay(day, today);
  return word === shortDate(day) ? word : `${word}（${shortDate(day)}）`;
}

function cardOf(change: FileChangeView, isOpen: boolean): ChangeCard {
  const { id, at, byName, byRole, via, why, about, made, lines, hidden } = change;
  const role = ROLE_NAMES[byRole as CallerRole];
  const folded = made && !isOpen && lines.length > FIRST;
  return {
    key: id,
    about: made ? `${about} · 建了档案` : about,
    who: [spokenTime(minuteOf(at)), role ? `${byName}（${role}）` : byName, VIA_WORDS[via]].join(' · '),
    // Of an import it is the sheet's name.
    why: why === null ? '' : via === 'roster' ? `名册：${why}` : `因为：${why}`,
    // Of what is new there is no "before".
    lines: (folded ? lines.slice(0, FIRST) : lines).map(({ label, before, after }) => ({
      label,
      before: made ? '' : (before ?? '空着'),
      after: after ?? '空着',
    })),
    rest: folded ? `看全部 ${lines.length} 项` : '',
    hidden: hidden > 0 ? `还有 ${hidden} 处，是您这里不显示的内容` : '',
  };
}
