import type { Choice } from '../../../../components/choice-chips/index';
import type { DelegationView, Input, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { type ChildView, DISQUALIFIERS, type Disqualifier, stepsOf } from '../../../../shared/domain/delegation';
import { CHILD_VIEW_WORDS, DISQUALIFIER_QUESTIONS, STEP_WORDS } from '../../../../shared/text/files';
import { spokenRelation } from '../../../../shared/text/names';
import { fullDate } from '../../../../shared/text/time';

type File = Output<'contacts.file'>;
type YesNo = 'yes' | 'no' | '';

/** What is asked, one at a time; `all` shows everything before it is written down. */
export type Question = 'who' | 'by' | 'since' | Disqualifier | 'child' | 'village' | 'all';

/** 委托照护 as it was answered so far; it is also the draft. */
export interface DelegateForm {
  /** One key for one content. */
  readonly key: string;
  readonly at: Question;
  readonly memberId: string;
  readonly byId: string;
  readonly since: Day | '';
  readonly until: Day | '';
  readonly legal: { readonly [D in Disqualifier]?: YesNo };
  readonly childView: ChildView | '';
  readonly childWords: string;
  readonly told: YesNo;
  readonly villageToldDay: Day | '';
  readonly villageWhom: string;
}

export const emptyForm = (key: string): DelegateForm => ({
  ...{ key, at: 'who', memberId: '', byId: '', since: '', until: '', legal: {} },
  ...{ childView: '', childWords: '', told: '', villageToldDay: '', villageWhom: '' },
});

/** One that is written down already, to go on with. Who gave it is known by name alone. */
export function formOf(key: string, delegation: DelegationView, file: File): DelegateForm {
  const { memberId, byName, since, until, childView, childWords, villageToldDay, villageWhom } = delegation;
  return {
    ...emptyForm(key),
    at: 'all',
    memberId,
    byId: file.members.find(({ name, personId }) => name === byName && personId !== memberId)?.personId ?? '',
    since,
    until: until ?? '',
    childView: childView ?? '',
    childWords: childWords ?? '',
    told: villageToldDay ? 'yes' : '',
    villageToldDay: villageToldDay ?? '',
    villageWhom: villageWhom ?? '',
  };
}

/** The questions in order. The law's four were answered for whom has the care already. */
export const questionsOf = (form: DelegateForm, current: DelegationView | null): Question[] => [
  'who',
  'by',
  'since',
  ...(current && current.memberId === form.memberId ? [] : DISQUALIFIERS),
  'child',
  'village',
  'all',
];

const isLegal = (question: Question): question is Disqualifier =>
  (DISQUALIFIERS as readonly string[]).includes(question);

/** Whether a question is answered; the child's view and the village may come later. */
export function isAnswered(form: DelegateForm, question: Question): boolean {
  if (isLegal(question)) return form.legal[question] === 'no';
  switch (question) {
    case 'who':
      return form.memberId !== '';
    case 'by':
      return form.byId !== '';
    case 'since':
      return form.since !== '';
    case 'village':
      return form.told !== 'yes' || form.villageToldDay !== '';
    default:
      return true;
  }
}

/** Somebody whom the law does not let have the care. */
export const isBarred = ({ legal }: DelegateForm): boolean => Object.values(legal).includes('yes');

/** The question before or after, or the same at the ends. */
export function beside(form: DelegateForm, current: DelegationView | null, step: 1 | -1): Question {
  const questions = questionsOf(form, current);
  return questions[questions.indexOf(form.at) + step] ?? form.at;
}

export const delegateInput = (form: DelegateForm, studentId: string): Input<'contacts.delegate'> => ({
  key: form.key,
  studentId,
  memberId: form.memberId,
  byId: form.byId,
  since: form.since,
  until: form.until || null,
  disqualifiers: DISQUALIFIERS.filter((one) => form.legal[one] === 'yes'),
  childView: form.childView || null,
  childWords: form.childWords.trim(),
  villageToldDay: form.told === 'yes' ? form.villageToldDay || null : null,
  villageWhom: form.told === 'yes' ? form.villageWhom.trim() : '',
});

export interface DelegatePage {
  /** The day on which the village was told, in words; empty before. */
  readonly toldText: string;
  readonly child: string;
  /** 「第 2 个问题，一共 9 个」 */
  readonly progress: string;
  readonly kind: 'person' | 'days' | 'legal' | 'child' | 'village' | 'all';
  readonly title: string;
  readonly hint: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  /** Nobody of the family can be chosen: somebody has to be added first. */
  readonly nobody: boolean;
  readonly barred: boolean;
  readonly mayNext: boolean;
  readonly first: boolean;
  /** All that was answered, each to be changed by a tap. */
  readonly rows: readonly { readonly key: Question; readonly name: string; readonly fact: string }[];
  readonly todo: readonly { readonly key: string; readonly name: string; readonly how: string }[];
}

const YES_NO: readonly Choice[] = [
  { value: 'no', label: '没有' },
  { value: 'yes', label: '有' },
];
const TOLD: readonly Choice[] = [
  { value: 'yes', label: '已经书面告诉了' },
  { value: 'no', label: '还没有' },
];
const VIEWS = Object.entries(CHILD_VIEW_WORDS).map(([value, label]) => ({ value, label }));

export function pageOf(file: File, form: DelegateForm): DelegatePage {
  const questions = questionsOf(form, file.delegation);
  const place = questions.indexOf(form.at);
  return {
    child: `${file.className} ${file.name}`,
    progress: form.at === 'all' ? '' : `第 ${place + 1} 个问题，一共 ${questions.length - 1} 个`,
    ...askedOf(file, form),
    barred: isBarred(form),
    mayNext: isAnswered(form, form.at),
    first: place === 0,
    toldText: form.villageToldDay ? fullDate(form.villageToldDay) : '',
    rows: rowsOf(file, form),
    todo: stepsOf({
      childView: form.childView || null,
      villageToldDay: form.told === 'yes' ? form.villageToldDay || null : null,
    }).map((step) => ({ key: step, ...STEP_WORDS[step] })),
  };
}

type Asked = Pick<DelegatePage, 'kind' | 'title' | 'hint' | 'choices' | 'value' | 'nobody'>;

function askedOf(file: File, form: DelegateForm): Asked {
  const { at } = form;
  const plain = { hint: '', choices: [], value: [], nobody: false };
  if (isLegal(at)) {
    const value = [form.legal[at] ?? ''];
    return {
      ...plain,
      kind: 'legal',
      title: DISQUALIFIER_QUESTIONS[at],
      hint: '照实问，照实写。',
      choices: YES_NO,
      value,
    };
  }
  switch (at) {
    case 'who': {
      // Whoever is at home comes first; a parent rarely is the one.
      const others = file.members.filter(({ personId }) => personId !== form.byId);
      const choices = peopleOf([...others].sort((a, b) => rankOf(a) - rankOf(b)));
      const title = '孩子托给谁照看？';
      return { ...plain, kind: 'person', title, choices, value: [form.memberId], nobody: choices.length === 0 };
    }
    case 'by': {
      const parents = file.members.filter(({ role, personId }) => role === 'parent' && personId !== form.memberId);
      const choices = peopleOf(parents);
      const title = '是爸爸还是妈妈托的？';
      return { ...plain, kind: 'person', title, choices, value: [form.byId], nobody: choices.length === 0 };
    }
    case 'since':
      return { ...plain, kind: 'days', title: '从哪一天起？', hint: '到哪一天可以不填。' };
    case 'child':
      return {
        ...{ ...plain, kind: 'child', title: '孩子自己愿意吗？', choices: VIEWS, value: [form.childView] },
        hint: '单独问孩子，别当着大人的面。还没问，可以先空着。',
      };
    case 'village':
      return {
        ...{ ...plain, kind: 'village', title: '书面告诉村（居）委会了吗？', choices: TOLD, value: [form.told] },
        hint: '父母要把托给谁书面告诉学校和村里。告知书写好以后可以在这里打印。',
      };
    default:
      return { ...plain, kind: 'all', title: '都在这里了', hint: '点一下可以改。' };
  }
}

const rankOf = ({ role }: File['members'][number]): number => (role === 'guardian' ? 0 : 1);
const peopleOf = (members: File['members']): Choice[] =>
  members.map(({ personId, name, relation }) => ({ value: personId, label: `${spokenRelation(relation)} ${name}` }));

function rowsOf(file: File, form: DelegateForm): DelegatePage['rows'] {
  const nameOf = (id: string): string => peopleOf(file.members).find(({ value }) => value === id)?.label ?? '还没选';
  const said = form.childView ? CHILD_VIEW_WORDS[form.childView] : '还没问';
  const told = [form.villageToldDay && fullDate(form.villageToldDay), form.villageWhom]
    .filter(Boolean)
    .join('，告诉了');
  return [
    { key: 'who', name: '托给谁', fact: nameOf(form.memberId) },
    { key: 'by', name: '谁托的', fact: nameOf(form.byId) },
    {
      key: 'since',
      name: '什么时候',
      fact: form.since ? `${fullDate(form.since)}起${form.until ? `，到${fullDate(form.until)}` : ''}` : '还没选',
    },
    { key: 'child', name: '孩子怎么说', fact: form.childWords ? `${said}，「${form.childWords}」` : said },
    { key: 'village', name: '告诉村里', fact: form.told === 'yes' ? told : '还没有' },
  ];
}
