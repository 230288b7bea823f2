import { type FactRow, factRow } from '../../components/fact-field/row';
import type { FieldConflict, FieldEdit, FileField } from '../../shared/contract';
import {
  type FieldKey,
  fieldOf,
  type RightReason,
  SECTIONS,
  type Section,
  shown,
} from '../../shared/domain/child-file';
import { faultOf } from '../../shared/domain/file-values';
import { SECTION_NAMES } from '../../shared/text/files';
import { errorText } from '../../shared/text/zh';

/** What was typed over one fact, and what stood there when it was. */
interface TypedFact {
  readonly subject: string;
  readonly field: FieldKey;
  readonly mark: string;
  /** Empty for nothing. */
  readonly seen: string;
  readonly to: string;
}

/** A file that is being changed, as it was typed; it is also the draft. */
export interface EditForm {
  /** One key for one content: what was changed after a lost reply is another request. */
  readonly key: string;
  readonly typed: Readonly<Record<string, TypedFact>>;
  readonly why: string;
  /** Why a right is changed; empty while not chosen. */
  readonly reason: RightReason | '';
  readonly reasonNote: string;
}

export const emptyForm = (key: string): EditForm => ({ key, typed: {}, why: '', reason: '', reasonNote: '' });
export const isBegun = ({ typed }: EditForm): boolean => Object.keys(typed).length > 0;

/** A fact of somebody, as the page knows it. */
export interface Fact extends FileField {
  readonly subject: string;
}
export const keyOf = ({ subject, field }: Pick<Fact, 'subject' | 'field'>): string => `${subject}|${field}`;

/** What a masked fact is in full, once it was opened. Never kept. */
export type Opened = Readonly<Record<string, { readonly value: string | null; readonly mark: string }>>;

/** The questions of one part of a file. */
export interface FactGroup {
  readonly key: Section;
  readonly name: string;
  readonly rows: readonly FactRow[];
}

/** A mentor changes nothing but asks the head teacher to. */
export const asksOnly = (facts: readonly Fact[]): boolean =>
  facts.some(({ may }) => may === 'propose') && !facts.some(({ may }) => may === 'edit');

/** The questions of a form by parts, in the file's order: only what the caller may change or ask for. */
export const groupsOf = (facts: readonly Fact[], form: EditForm, opened: Opened, problems: Problems): FactGroup[] =>
  SECTIONS.map((section) => ({
    key: section,
    name: SECTION_NAMES[section],
    rows: facts
      .filter(({ field, may }) => may !== 'see' && fieldOf(field).section === section)
      .map((fact) => rowOf(fact, form, opened, problems)),
  })).filter(({ rows }) => rows.length > 0);

function rowOf(fact: Fact, form: EditForm, opened: Opened, problems: Problems): FactRow {
  const key = keyOf(fact);
  const typed = form.typed[key];
  const full = opened[key];
  return factRow(fact.field, {
    key,
    value: typed?.to ?? seenOf(fact, opened),
    problem: problems[key] ?? '',
    locked: fact.masked && fact.value !== null && !typed && !full && fact.may === 'edit',
  });
}

/** What stood there, as far as it may be typed over: of what is masked nothing, until it was opened; empty for nothing. */
function seenOf(fact: Fact, opened: Opened): string {
  const full = opened[keyOf(fact)];
  if (full) return full.value ?? '';
  return fact.masked && fact.may !== 'edit' ? '' : (fact.value ?? '');
}

/** The form after a value was typed; what is as it was before is no change. */
export function typedOver(form: EditForm, fact: Fact, opened: Opened, to: string, key: string): EditForm {
  const name = keyOf(fact);
  const before = form.typed[name];
  const full = opened[name];
  const mark = before?.mark ?? full?.mark ?? fact.mark;
  const seen = before?.seen ?? seenOf(fact, opened);
  const { [name]: _, ...others } = form.typed;
  const typed =
    to === seen ? others : { ...others, [name]: { subject: fact.subject, field: fact.field, mark, seen, to } };
  return { ...form, key, typed };
}

/** Sentences by the key of a fact; `reason` for the reason of a right. */
export type Problems = Readonly<Record<string, string>>;

/** What cannot be saved as it was typed, said beside it. */
export function problemsOf(form: EditForm): Problems {
  const problems: Record<string, string> = {};
  for (const [key, { field, to }] of Object.entries(form.typed)) {
    const rule = faultOf(field, to);
    if (rule !== null) problems[key] = errorText('contacts.unreadable', { field, rule });
  }
  if (changesRights(form) && form.reason === '') problems.reason = errorText('contacts.needs-reason');
  return problems;
}

/** Who may be in contact, or who is a legal guardian, is changed: it needs a reason. */
export const changesRights = ({ typed }: EditForm): boolean =>
  Object.values(typed).some(({ field }) => fieldOf(field).section === 'rights');

export const editsOf = ({ typed }: EditForm): FieldEdit[] =>
  Object.values(typed).map(({ subject, field, mark, to }) => ({ subject, field, mark, to: to.trim() || null }));

/** A fact that somebody else changed meanwhile; one of the two values is to be kept. */
export interface ConflictRow {
  readonly key: string;
  readonly label: string;
  /** 「刚才王老师改成了」 */
  readonly who: string;
  readonly theirs: string;
  readonly mine: string;
  readonly keep: 'theirs' | 'mine';
}

export const conflictRows = (conflicts: readonly FieldConflict[], form: EditForm): ConflictRow[] =>
  conflicts.map(({ subject, field, now, byName }) => {
    const key = keyOf({ subject, field });
    return {
      key,
      label: fieldOf(field).label,
      who: `刚才${byName ?? '别人'}改成了`,
      theirs: shown(field, now) || '（空着）',
      mine: shown(field, form.typed[key]?.to || null) || '（空着）',
      keep: 'theirs',
    };
  });

/** The form after each conflict was decided: what is kept of the others is no longer typed, what is kept of one's own has seen theirs. */
export function settled(
  form: EditForm,
  conflicts: readonly FieldConflict[],
  rows: readonly ConflictRow[],
  key: string,
): EditForm {
  const typed = { ...form.typed };
  for (const conflict of conflicts) {
    const name = keyOf(conflict);
    const mine = typed[name];
    const isMine = rows.find((row) => row.key === name)?.keep === 'mine';
    if (mine && isMine) typed[name] = { ...mine, mark: conflict.mark, seen: conflict.now ?? '' };
    else delete typed[name];
  }
  return { ...form, key, typed };
}
