import type { LedgerRow, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { spokenGap, spokenReminder, TONE_WORDS, WAY_NAMES } from '../../../../shared/text/contact';
import { spokenDay } from '../../../../shared/text/time';

interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: LedgerRow['tone'];
  /** Empty where the parents were reminded today, and where there is nothing to remind of. */
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

function rowOf(row: LedgerRow, today: Day, mixed: boolean): Row {
  const reminded = row.remindedDay === today;
  const how =
    row.thisWeek && row.childDay !== null ? [spokenDay(row.childDay, today), row.way ? WAY_NAMES[row.way] : ''] : [];
  const waits = [spokenGap(row.days), reminded ? spokenReminder(row.remindedDay, today) : ''];
  return {
    key: row.id,
    name: row.name,
    fact: [mixed ? row.className : '', ...(row.thisWeek ? how : waits)].filter(Boolean).join(' · '),
    state: TONE_WORDS[row.tone],
    tone: row.tone,
    action: row.thisWeek || reminded ? '' : '提醒家长',
  };
}
