import { type FactRow, factRow } from '../../../../components/fact-field/row';
import type { FieldEdit, FileField, Output } from '../../../../shared/contract';
import type { FieldKey } from '../../../../shared/domain/child-file';
import { faultOf } from '../../../../shared/domain/file-values';
import { errorText } from '../../../../shared/text/zh';
import { isAbout, type Part } from '../../parts';
import { inOrder, labelOf, plainly, spokenValue } from '../../words';

type File = Output<'contacts.file'>;
type Proposal = Output<'contacts.proposals'>['proposals'][number];

/** What was typed or tapped, by field; empty for nothing. */
export type Answers = { readonly [K in FieldKey]?: string };

/** A fact that the reader may ask to have changed. */
export interface Question {
  readonly field: FieldKey;
  readonly subject: string;
  readonly mark: string;
  readonly hint: string;
  /** What stands there before anything is typed: empty where the file shows only a part. */
  readonly was: string;
}

/** What the form goes by: its questions, what the family asked for before, and the reader's name. */
export interface Known {
  readonly questions: readonly Question[];
  readonly proposals: readonly Proposal[];
  readonly myName: string;
}
export const NOTHING_KNOWN: Known = { questions: [], proposals: [], myName: '' };

/** The questions of one part of a file. `me`: the reader's id. */
export function questionsOf(file: File, part: Part, me: string): Question[] {
  const own = file.members.find(({ personId }) => personId === me)?.fields ?? [];
  const subject = part === 'me' ? me : file.id;
  return inOrder(part === 'me' ? own : file.fields)
    .filter(({ field, may }) => may === 'propose' && isAbout(part, field))
    .map((fact) => questionOf(fact, subject));
}

function questionOf({ field, value, masked, mark }: FileField, subject: string): Question {
  const hidden = masked && value !== null;
  const hint = hidden ? `现在登记的是 ${value}。没有换就空着。` : (HINTS[field] ?? '');
  return { field, subject, mark, hint, was: hidden ? '' : (value ?? '') };
}

const HINTS: { readonly [K in FieldKey]?: string } = {
  'pupil.address': '写到村和组，或者街和门牌。',
  'pupil.health': '有什么病、不能吃什么，老师要知道的。',
  'member.workplace': '在哪个城市、哪个厂或者工地。',
};

const answerTo = ({ field, was }: Question, answers: Answers): string => (answers[field] ?? was).trim();
const isChanged = (question: Question, answers: Answers): boolean => answerTo(question, answers) !== question.was;
const wishedFor = (question: Question, answers: Answers): string | null => answerTo(question, answers) || null;

/** A question as it is drawn, and as it is read aloud with all that one may tap. */
export interface QuestionRow extends FactRow {
  readonly aloud: string;
}

/** The questions as they stand in the form; what is wrong is said only when it was looked for. */
export const rowsOf = (questions: readonly Question[], answers: Answers, checked: boolean): QuestionRow[] =>
  questions.map((question) => {
    const value = answers[question.field] ?? question.was;
    const problem = checked ? problemIn(question, answers) : '';
    const row = factRow(question.field, { key: question.field, value, problem });
    const label = labelOf(question.field);
    const hint = question.hint || (row.hint ?? '');
    const said = plainly(question.field, value || null);
    const aloud = [label, said && `现在写的是：${said}`, spokenValue(hint), ...row.choices.map((one) => one.label)];
    return { ...row, label, hint, aloud: aloud.filter(Boolean).join('。') };
  });

/** What is wrong with an answer; empty where nothing is. */
export function problemIn(question: Question, answers: Answers): string {
  if (!isChanged(question, answers)) return '';
  const rule = faultOf(question.field, wishedFor(question, answers));
  return rule === null ? '' : errorText('contacts.unreadable', { field: question.field, rule });
}

/** The changes to ask for, each with the mark of what was read. */
export const editsOf = (questions: readonly Question[], answers: Answers): FieldEdit[] =>
  questions
    .filter((question) => isChanged(question, answers))
    .map((question) => ({
      subject: question.subject,
      field: question.field,
      mark: question.mark,
      to: wishedFor(question, answers),
    }));

const openOf = (proposals: readonly Proposal[], me: string): Proposal[] =>
  proposals.filter(({ status, byName }) => status === 'open' && byName === me);

/**
 * What the reader asked for before and nobody answered yet, of facts that are not asked about again: a later proposal takes the place of the
 * one before, so it must say these again.
 */
export const carriedOver = (proposals: readonly Proposal[], myName: string, edits: readonly FieldEdit[]): FieldEdit[] =>
  openOf(proposals, myName)
    .flatMap(({ items }) => items)
    .filter((item) => !edits.some(({ subject, field }) => subject === item.subject && field === item.field))
    .map(({ subject, field, mark, to }) => ({ subject, field, mark, to }));

/** The same in sentences: 「电话：改成 138…」. */
export const openWishes = (proposals: readonly Proposal[], myName: string): string[] =>
  openOf(proposals, myName)
    .flatMap(({ items }) => items)
    .map(({ field, to }) =>
      to === null ? `${labelOf(field)}：去掉` : `${labelOf(field)}：改成 ${plainly(field, to)}`,
    );

/** 「请老师改：电话、在哪里上班」, for the outbox. */
export const titleOf = (edits: readonly FieldEdit[]): string =>
  `请老师改：${edits.map(({ field }) => labelOf(field)).join('、')}`;
