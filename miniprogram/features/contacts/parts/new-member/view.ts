import { type FactRow, factRow } from '../../../../components/fact-field/row';
import type { Input } from '../../../../shared/contract';
import type { FieldKey } from '../../../../shared/domain/child-file';
import { faultOf } from '../../../../shared/domain/file-values';
import { errorText } from '../../../../shared/text/zh';

export type NewMember = Input<'contacts.addMember'>;
type YesNo = 'yes' | 'no';

/** An adult to be added, as typed; it is also the draft. */
export interface NewForm {
  /** One key for one content. */
  readonly key: string;
  /** Of one whom the school knows from a brother or sister. */
  readonly personId: string;
  readonly role: NewMember['role'];
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
  readonly legalGuardian: YesNo;
  readonly canRead: YesNo;
  readonly hasSmartphone: YesNo;
}

export const emptyMember = (key: string): NewForm => ({
  key,
  personId: '',
  role: 'parent',
  name: '',
  relation: '',
  phone: '',
  legalGuardian: 'no',
  canRead: 'yes',
  hasSmartphone: 'yes',
});

const PARENT = /^(亲生|亲|生|继|养)?(父亲?|母亲?|爸爸?|妈妈?)$/;

/** With what the adult is to the child: an aunt is not left standing as a parent because nobody tapped above. */
export const withRelation = (form: NewForm, relation: string): Pick<NewForm, 'relation' | 'role'> => {
  const word = relation.trim();
  return { relation, role: word === '' ? form.role : PARENT.test(word) ? 'parent' : 'guardian' };
};

/** The form's questions, and where in the file an answer stands: their words and rules are the file's. */
const QUESTIONS = [
  { part: 'name', field: 'member.name' },
  { part: 'relation', field: 'link.relation' },
  { part: 'phone', field: 'member.phone' },
  { part: 'canRead', field: 'member.canRead' },
  { part: 'hasSmartphone', field: 'member.hasSmartphone' },
  { part: 'legalGuardian', field: 'link.legalGuardian' },
] as const satisfies readonly { part: keyof NewForm; field: FieldKey }[];
export type Part = (typeof QUESTIONS)[number]['part'];

/** Of somebody whom the school knows only what is between this adult and this child is asked; rights are the office's. */
const asked = (form: NewForm, mayRights: boolean) =>
  QUESTIONS.filter(
    ({ part }) =>
      (form.personId === '' || part === 'relation' || part === 'legalGuardian') &&
      (mayRights || part !== 'legalGuardian'),
  );

export type NewProblems = { readonly [P in Part]?: string };

export const questionsOf = (form: NewForm, mayRights: boolean, problems: NewProblems): FactRow[] =>
  asked(form, mayRights).map(({ part, field }) =>
    factRow(field, { key: part, value: form[part], problem: problems[part] ?? '' }),
  );

/** What is missing or cannot be, said beside it. */
export function newProblems(form: NewForm, mayRights: boolean): NewProblems {
  const problems: { [P in Part]?: string } = {};
  for (const { part, field } of asked(form, mayRights)) {
    const rule = faultOf(field, form[part]);
    if (rule !== null) problems[part] = errorText('contacts.unreadable', { field, rule });
  }
  return problems;
}

export const memberInput = (form: NewForm, studentId: string, mayRights: boolean): NewMember => ({
  key: form.key,
  studentId,
  ...(form.personId ? { personId: form.personId } : {}),
  role: form.role,
  name: form.name.trim(),
  relation: form.relation.trim(),
  phone: form.phone.trim() || null,
  legalGuardian: mayRights && form.legalGuardian === 'yes',
  canRead: form.canRead === 'yes',
  hasSmartphone: form.hasSmartphone === 'yes',
});
