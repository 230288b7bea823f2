import type { CadenceName, CadenceRow, DutyRow } from '../contract';
import { CONTACT, type DutyState } from '../domain/cadence';
import { type Day, daysBetween } from '../domain/calendar';
import { DEEDS, type Deed, type RecordKind } from '../domain/record-kinds-parts';
import { shortDate } from './time';

/*
 * Cadences as teachers say them. What a deed is, as a thing to choose and as what was not done yet; how its windows lie; for whom, by whom.
 */

export const DEED_NAMES: Readonly<Record<Deed | typeof CONTACT, string>> = {
  visit: '家访',
  talk: '谈心',
  parents: '和家长联系',
  caregiver: '和照护人沟通',
  letter: '家书',
  study: '学习辅导',
  life: '生活照料',
  training: '家长学校',
  praise: '表扬',
  forum: '座谈会',
  contact: '亲子联系',
};

/** As it stands behind 「还没」. */
const UNDONE: Readonly<Record<Deed | typeof CONTACT, string>> = {
  visit: '家访',
  talk: '谈心',
  parents: '和家长联系',
  caregiver: '和照护人沟通',
  letter: '写家书',
  study: '辅导',
  life: '照料',
  training: '上家长学校',
  praise: '表扬',
  forum: '开座谈会',
  contact: '和爸妈联系上',
};

export const WINDOW_NAMES: Readonly<Record<CadenceRow['window'], string>> = {
  week: '每周',
  month: '每月',
  term: '每学期',
  term_thirds: '期初、期中、期末',
};
const NOW_WORDS: Readonly<Record<CadenceRow['window'], string>> = {
  week: '这周',
  month: '这个月',
  term: '这学期',
  term_thirds: '这段时间',
};
export const FOR_NAMES: Readonly<Record<CadenceRow['for'], string>> = {
  left_behind: '留守儿童',
  focus: '重点关注的孩子',
  paired: '结对的孩子',
  boarders: '寄宿生',
  day_pupils: '走读生',
  all: '所有孩子',
};
export const BY_NAMES: Readonly<Record<CadenceRow['by'], string>> = {
  mentor: '帮扶老师',
  head_teacher: '班主任',
};
export const PAUSE_NAMES: Readonly<Record<CadenceRow['pausedBy'][number], string>> = {
  holiday: '放假',
  ill: '生病在家',
  away: '离校一段时间',
};

export const STATE_WORDS: Readonly<
  Record<DutyState, { readonly text: string; readonly tone: 'ok' | 'plain' | 'amber' | 'red' }>
> = {
  ok: { text: '做到了', tone: 'ok' },
  open: { text: '还有时间', tone: 'plain' },
  soon: { text: '快到期', tone: 'amber' },
  overdue: { text: '过期了', tone: 'red' },
  paused: { text: '先不算', tone: 'plain' },
};

const isDeed = (deed: string): deed is Deed | typeof CONTACT => deed === CONTACT || DEEDS.some((one) => one === deed);

/** A deed, or a kind of the school's own, by its name. */
export const deedName = (deed: string, own: readonly Pick<RecordKind, 'id' | 'name'>[] = []): string =>
  isDeed(deed) ? DEED_NAMES[deed] : (own.find(({ id }) => id === deed)?.name ?? '去掉了的记录');

/** 「这个月还没家访」; where several times are asked for, how many were done; where several deeds count, the cadence's own name. */
export function undoneText(duty: Pick<DutyRow, 'done' | 'times'>, cadence: CadenceName): string {
  const [only = '', ...others] = cadence.counts;
  const when = NOW_WORDS[cadence.window];
  const what = others.length === 0 && isDeed(only) ? UNDONE[only] : `做「${cadence.name}」`;
  return duty.done > 0 ? `${when}做了 ${duty.done} 次，还差 ${duty.times - duty.done} 次` : `${when}还没${what}`;
}

/** 「还有 3 天」「今天是最后一天」「11月3日就该做好」; where windows went by, how many. */
export function leftText({ due, missed }: Pick<DutyRow, 'due' | 'missed'>, today: Day): string {
  const days = daysBetween(today, due);
  const left = days < 0 ? `${shortDate(due)}就该做好` : days === 0 ? '今天是最后一天' : `还有 ${days} 天`;
  return missed > 0 ? `前面缺了 ${missed} 次，${left}` : left;
}
