import type { Input, ProposalView } from '../../../../shared/contract';
import { type Day, dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { fieldOf, shown } from '../../../../shared/domain/child-file';
import { PROPOSAL_WORDS } from '../../../../shared/text/files';
import { spokenRelation } from '../../../../shared/text/names';
import { spokenDay, spokenTime } from '../../../../shared/text/time';

type Item = ProposalView['items'][number];

export interface ItemRow {
  readonly key: string;
  /** 「妈妈 李梅 · 电话」 */
  readonly label: string;
  readonly before: string;
  readonly to: string;
  /** The file changed after the family looked; what it saw. */
  readonly moved: string;
  readonly taken: boolean;
}

export interface ProposalCard {
  readonly key: string;
  readonly child: string;
  readonly who: string;
  readonly note: string;
  /** It is decided here. */
  readonly open: boolean;
  /** It is one's own, and nobody answered yet. */
  readonly mine: boolean;
  readonly word: string;
  readonly tone: 'lamp' | 'ok' | 'plain';
  readonly answer: string;
  readonly items: readonly ItemRow[];
  /** 「写进档案」, how many where some are left out; all left out, it says so. */
  readonly action: string;
}

/** What the teacher ticked off, by proposal and item, and wrote; nothing ticked off means that all of it is taken. */
export interface Choice {
  readonly left: readonly string[];
  readonly note: string;
}
export type Choices = Readonly<Record<string, Choice>>;
export const UNTOUCHED: Choice = { left: [], note: '' };

export const itemKey = ({ subject, field }: Pick<Item, 'subject' | 'field'>): string => `${subject}|${field}`;

export const cardsOf = (proposals: readonly ProposalView[], choices: Choices, today: Day): ProposalCard[] =>
  proposals.map((proposal) => cardOf(proposal, choices[proposal.id] ?? UNTOUCHED, today));

function cardOf(proposal: ProposalView, { left }: Choice, today: Day): ProposalCard {
  const { id, className, childName, byName, relation, at, status, note, answer, answeredBy, items } = proposal;
  const open = proposal.mayAnswer;
  const waits = status === 'open';
  const rows = items.map((item) =>
    // Once it was answered the file has the new value: what the family saw is what stood there.
    waits
      ? rowOf(item, item.now, !left.includes(itemKey(item)))
      : rowOf({ ...item, moved: false }, item.seen, item.taken === true),
  );
  const taken = rows.filter((row) => row.taken).length;
  return {
    key: id,
    child: `${className} ${childName}`.trim(),
    // A mentor stands in no relation to the family.
    who: `${relation ? `${spokenRelation(relation)} ` : ''}${byName} · ${spokenDay(dayOf(at), today)}${spokenTime(minuteOf(at))}提的`,
    note: note ?? '',
    open,
    mine: waits && proposal.mine,
    word: PROPOSAL_WORDS[status],
    tone: waits ? 'lamp' : status === 'accepted' ? 'ok' : 'plain',
    answer: answeredBy ? `${answeredBy}：${answer || PROPOSAL_WORDS[status]}` : '',
    items: rows,
    action: taken === 0 ? '都不改，告诉家里' : taken < rows.length ? `写进档案（${taken} 处）` : '写进档案',
  };
}

function rowOf(item: Item, before: string | null, taken: boolean): ItemRow {
  const { field, subjectName, seen, to, moved } = item;
  return {
    key: itemKey(item),
    label: `${subjectName} · ${fieldOf(field).label}`,
    before: shown(field, before) || '空着',
    to: shown(field, to) || '空着',
    moved: moved ? `家里看的时候是「${shown(field, seen) || '空着'}」，后来学校改过。` : '',
    taken,
  };
}

/** The answer: the items that were left ticked, each with what it saw. */
export const answerOf = ({ id, items }: ProposalView, { left, note }: Choice): Input<'contacts.answer'> => ({
  id,
  take: items
    .filter((item) => !left.includes(itemKey(item)))
    .map(({ subject, field, mark }) => ({ subject, field, mark })),
  note: note.trim(),
});
