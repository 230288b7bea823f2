import type { FollowUpKind, LedgerRow, Output } from '../../../../shared/contract';
import { type Day, daysBetween } from '../../../../shared/domain/calendar';
import { spokenFollowUp, spokenGap, spokenReminder, TONE_WORDS, WAY_NAMES } from '../../../../shared/text/contact';
import { spokenDay } from '../../../../shared/text/time';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: LedgerRow['tone'];
  /** Empty where there is nothing to do. */
  readonly action: string;
}
interface Group {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly Row[];
}
export interface LedgerSheet {
  readonly groups: readonly Group[];
  readonly bars: readonly { label: string; value: number; figure: string; tone: 'ok' }[];
  readonly total: number;
  /** 「周三点过名」, empty when nobody asked this week. */
  readonly rolled: string;
}

/** The chip of the children with whom the teacher is paired, beside those of the classes. */
export const MENTEES = 'mentees';

/** What there is to choose from; nothing where there is no choice. */
export function choicesOf({ classes, mentees }: Output<'ledger.class'>): { value: string; label: string }[] {
  const choices = classes.map(({ id, name }) => ({ value: id, label: name }));
  if (mentees > 0) choices.push({ value: MENTEES, label: '我结对的孩子' });
  return choices.length > 1 ? choices : [];
}

/** The class's week: how many are in contact, then the children, those who have waited longest first. */
export function sheetOf({ rows, rolledDay, classId }: Output<'ledger.class'>, today: Day): LedgerSheet {
  const reached = rows.filter(({ thisWeek }) => thisWeek).length;
  return {
    groups: GROUPS.map(({ key, title, holds }) => ({
      key,
      title,
      rows: rows.filter(holds).map((row) => rowOf(row, today, classId === null)),
    })).filter((group) => group.rows.length > 0),
    bars: [{ label: '已联系', value: reached, figure: `${reached} / ${rows.length} 人`, tone: 'ok' }],
    total: rows.length,
    rolled: rolledDay === null ? '' : `${spokenDay(rolledDay, today)}点过名`,
  };
}

const GROUPS: readonly { key: string; title: string; holds(row: LedgerRow): boolean }[] = [
  { key: 'due', title: '等您问一问', holds: ({ tone }) => tone !== 'ok' },
  { key: 'open', title: '本周还没有', holds: ({ tone, thisWeek }) => tone === 'ok' && !thisWeek },
  { key: 'reached', title: '本周已联系', holds: ({ tone, thisWeek }) => tone === 'ok' && thisWeek },
];

/** What a teacher may have done today, in the words of the answer to tap; the first sends the message itself. */
export const DEEDS: readonly { readonly kind: FollowUpKind; readonly label: string }[] = [
  { kind: 'reminded', label: '现在发微信提醒家长' },
  { kind: 'called', label: '打过电话了' },
  { kind: 'visited', label: '去家里看过了' },
  { kind: 'delegated', label: '托人去看过了' },
];

/** So many days what was done is news. */
const NEWS_DAYS = 7;

function rowOf(row: LedgerRow, today: Day, mixed: boolean): Row {
  const how =
    row.thisWeek && row.childDay !== null ? [spokenDay(row.childDay, today), row.way ? WAY_NAMES[row.way] : ''] : [];
  const waits = [spokenGap(row.days), doneOf(row, today)];
  return {
    key: row.id,
    name: row.name,
    fact: [mixed ? row.className : '', worriesOf(row), ...(row.thisWeek ? how : waits)].filter(Boolean).join(' · '),
    state: TONE_WORDS[row.tone],
    tone: row.tone,
    action: row.thisWeek ? '' : '记一笔',
  };
}

const worriesOf = ({ worries }: LedgerRow): string => (worries > 0 ? `${worries} 件事放心不下` : '');

/** 「今天打过电话」: the last that was done, by a teacher or by the school's own reminder. */
function doneOf({ followed, remindedDay }: LedgerRow, today: Day): string {
  if (followed && daysBetween(followed.day, today) < NEWS_DAYS && followed.day >= (remindedDay ?? ''))
    return spokenFollowUp(followed, today);
  return remindedDay === today ? spokenReminder(remindedDay, today) : '';
}
