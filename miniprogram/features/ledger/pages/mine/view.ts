import type { Output } from '../../../../shared/contract';
import { addDays, type Day, weekOf } from '../../../../shared/domain/calendar';
import { spokenNews } from '../../../../shared/text/contact';
import { givenName, teacherName } from '../../../../shared/text/names';
import { shortDate, spokenAgo } from '../../../../shared/text/time';
import { entryLines, type Line } from '../../entries';

type Answer = Output<'ledger.mine'>;
export type FamilyRole = 'parent' | 'guardian';

/** A week in a word and a mark: what is not there is left blank, and never counted. */
export interface WeekTile {
  readonly key: Day;
  readonly label: string;
  readonly mark: 'child' | 'caregiver' | 'none';
  readonly word: string;
}
export interface MinePage {
  readonly name: string;
  /** 小雨上次有您的消息是 9 天前 */
  readonly headline: string;
  /** The same of who looks after the child at home; empty where nothing is known. */
  readonly home: string;
  readonly weeks: readonly WeekTile[];
  /** 最近 12 周里，有 9 周小雨有爸爸妈妈的消息。 Empty where there is nothing to be glad of. */
  readonly glad: string;
  readonly entries: readonly Line[];
}

export function pageOf(
  { child, weeks, childDay, caregiverDay, entries }: Answer,
  role: FamilyRole,
  today: Day,
): MinePage {
  const name = givenName(child.name);
  const yours = entries.some((entry) => entry.with === 'child' && entry.day === childDay && entry.byYou);
  const heard = weeks.filter((week) => week.child).length;
  return {
    name,
    headline:
      childDay === null
        ? `${name}盼着听到爸爸妈妈的声音`
        : spokenNews(name, yours ? '您' : '爸爸妈妈', childDay, today),
    home: homeOf(role, caregiverDay, today),
    weeks: weeks.map((week) => tileOf(week, today)),
    glad: heard > 0 ? `最近 ${weeks.length} 周里，有 ${heard} 周${name}有爸爸妈妈的消息。` : '',
    entries: entryLines(entries, today, ({ with: whom, saidBy, bySchool, byYou }) => {
      const withWhom = whom === 'child' ? `和${name}` : role === 'guardian' ? '和照看孩子的人' : '和家里老人';
      return byYou ? `您${withWhom}` : `${withWhom} · ${bySchool ? teacherName(saidBy) : saidBy}记的`;
    }),
  };
}

function homeOf(role: FamilyRole, last: Day | null, today: Day): string {
  const ago = spokenAgo(last, today);
  if (ago === null) return '';
  const when = ago.replace(/^(?=\d)/, ' ');
  return role === 'guardian' ? `爸爸妈妈上次和家里说话是${when}。` : `上次和家里老人说话是${when}。`;
}

function tileOf({ weekOf: key, child, caregiver }: Answer['weeks'][number], today: Day): WeekTile {
  const monday = weekOf(today);
  const label = key === monday ? '本周' : key === addDays(monday, -7) ? '上周' : `${shortDate(key)}起`;
  if (child) return { key, label, mark: 'child', word: '和孩子' };
  return caregiver ? { key, label, mark: 'caregiver', word: '和家里' } : { key, label, mark: 'none', word: '' };
}
