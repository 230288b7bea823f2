import type { ConcernKind, FollowUpKind, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { CONCERN_NAMES, FOLLOW_UP_NAMES } from '../../../../shared/text/contact';
import type { NoteSheet } from '../../components/note-sheet/sheet';
import { CONCERN_TEXT, concernFact } from '../../concerns';
import { entryLines, type Line, spokenDate } from '../../entries';

type Answer = Output<'ledger.child'>;

export interface ChildPage {
  readonly name: string;
  readonly className: string;
  /** What worries, open ones first. */
  readonly concerns: readonly (Line & { readonly open: boolean })[];
  readonly followUps: readonly Line[];
  readonly entries: readonly Line[];
}

const WITH: Readonly<Record<Answer['entries'][number]['with'], string>> = {
  child: '和孩子',
  caregiver: '和家里照看的人',
};

export const pageOf = ({ child, entries, followUps, concerns }: Answer, today: Day): ChildPage => ({
  name: child.name,
  className: child.className,
  concerns: [...concerns]
    .sort((a, b) => Number(b.status === 'open') - Number(a.status === 'open'))
    .map((concern) => ({
      key: concern.id,
      name: CONCERN_NAMES[concern.kind],
      fact: concernFact(concern, today),
      open: concern.status === 'open',
    })),
  followUps: followUps.map(({ day, kind, note, by }, index) => ({
    key: `${day}:${index}`,
    name: `${spokenDate(day, today)} · ${FOLLOW_UP_NAMES[kind]}`,
    fact: note ? `${by}：${note}` : by,
  })),
  entries: entryLines(entries, today, ({ with: whom, saidBy }) => `${WITH[whom]} · ${saidBy}说的`),
});

const choicesOf = <K extends string>(names: Readonly<Record<K, string>>) =>
  (Object.entries(names) as [K, string][]).map(([value, label]) => ({ value, label }));

/** The longest note of what was done (contract/ledger.ts). */
const FOLLOW_UP_TEXT = 200;

/** The question what was done; `key` is that of the request. */
export const followUpSheet = (key: string): NoteSheet => ({
  key,
  title: '今天做了什么？',
  text: '',
  choices: choicesOf<FollowUpKind>(FOLLOW_UP_NAMES),
  label: '说了什么',
  placeholder: '比如：爸爸周日晚上下班后打回来',
  most: FOLLOW_UP_TEXT,
  yes: '记下来',
});

/** The question what worries; `key` is that of the request. */
export const concernSheet = (key: string): NoteSheet => ({
  key,
  title: '什么事放心不下？',
  text: '只有学校能看到，心理老师和校长也会看到。',
  choices: choicesOf<ConcernKind>(CONCERN_NAMES),
  label: '怎么回事',
  placeholder: '看到的、听到的，照原样写',
  most: CONCERN_TEXT,
  yes: '记下来',
});
