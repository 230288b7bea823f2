import type { Output } from '../../../../shared/contract';
import { PURPOSES } from '../../../../shared/domain/consents';
import { CONSENT_WORDS, PURPOSE_WORDS } from '../../../../shared/text/files';
import { givenName, spokenRelation, teacherName } from '../../../../shared/text/names';
import { fullDate } from '../../../../shared/text/time';
import { isAbout, type Part } from '../../parts';
import { inOrder, labelOf, plainly, spokenValue } from '../../words';

type File = Output<'contacts.file'>;
type Proposal = Output<'contacts.proposals'>['proposals'][number];

export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly text: string;
}

/** One part of the page; in elder mode a page of its own. */
export interface Group {
  readonly key: Part | 'others' | 'consents';
  readonly title: string;
  readonly facts: readonly Fact[];
  /** What one may do about it; empty where nothing. */
  readonly action: string;
  /** The part as it is read aloud. */
  readonly aloud: string;
}

/** What was asked of the school, and what it said. */
export interface Asked {
  readonly key: string;
  /** 「等老师看」 */
  readonly state: string;
  readonly tone: 'lamp' | 'ok' | 'plain';
  /** 「现在住哪里：改成 城关镇南街 8 号」 */
  readonly lines: readonly string[];
  /** 「王老师说：…」, or who of the family asked; may be empty. */
  readonly said: string;
  /** It can be taken back. */
  readonly mine: boolean;
}

export interface FilePage {
  readonly name: string;
  readonly className: string;
  readonly groups: readonly Group[];
  readonly asked: readonly Asked[];
}

/** Answered ones that are still shown. */
const ANSWERED = 3;
const EMPTY = '还没写';

/** What the school has on file about a child and the reader. `me`: the reader's id and name. */
export function pageOf(
  file: File,
  proposals: readonly Proposal[],
  me: { readonly id: string; readonly name: string },
): FilePage {
  const name = givenName(file.name);
  const own = file.members.find(({ personId }) => personId === me.id);
  const others = file.members.filter((member) => member !== own);
  const groups = [
    partOf('child', '孩子', file.fields),
    partOf('home', '家里住哪里', file.fields, careOf(file)),
    partOf('me', '我的电话和工作地方', own?.fields ?? []),
    groupOf('others', '家里其他人', others.map(otherOf), ''),
    groupOf('consents', '学校可以做什么', consentsOf(file), file.may.consent ? '看一看，改主意' : '看一看'),
  ];
  return {
    name,
    className: file.className,
    groups: groups.filter(({ facts }) => facts.length > 0),
    asked: [
      ...proposals.filter(({ status }) => status === 'open'),
      ...proposals.filter(isAnswered).slice(0, ANSWERED),
    ].map((one) => askedOf(one, me.name)),
  };
}

const isAnswered = ({ status }: Proposal): boolean => status === 'accepted' || status === 'declined';

function partOf(part: Part, title: string, fields: File['fields'], more: readonly Fact[] = []): Group {
  const mine = inOrder(fields).filter(({ field }) => isAbout(part, field));
  const mayChange = mine.some(({ may }) => may !== 'see');
  // An empty line is of use only where one can fill it in.
  const facts = mine
    .filter(({ value, may }) => value !== null || may !== 'see')
    .map(({ field, value }) => ({ key: field, label: labelOf(field), text: plainly(field, value) || EMPTY }));
  return groupOf(part, title, [...facts, ...more], mayChange ? '改一改' : '');
}

/** Into whose care the parents gave the child, as the school has it. */
function careOf({ delegation }: File): Fact[] {
  if (!delegation) return [];
  const { memberName, relation, since } = delegation;
  const text = `${spokenRelation(relation)} ${memberName}，${fullDate(since)}起`;
  return [{ key: 'delegation', label: '托谁照看', text }];
}

const groupOf = (key: Group['key'], title: string, facts: readonly Fact[], action: string): Group => ({
  key,
  title,
  facts,
  action,
  aloud: `${title}。${facts.map(({ label, text }) => `${label}：${spokenValue(text)}。`).join('')}`,
});

const otherOf = ({ personId, relation, name, phoneMasked }: File['members'][number]): Fact => ({
  key: personId,
  label: spokenRelation(relation),
  text: [name, phoneMasked].filter(Boolean).join('，'),
});

const consentsOf = ({ consents }: File): Fact[] =>
  PURPOSES.flatMap((purpose) => {
    const line = consents.find((one) => one.purpose === purpose);
    return line ? [{ key: purpose, label: PURPOSE_WORDS[purpose].name, text: CONSENT_WORDS[line.state] }] : [];
  });

const STATES: Readonly<Record<Proposal['status'], { readonly word: string; readonly tone: Asked['tone'] }>> = {
  open: { word: '等老师看', tone: 'lamp' },
  accepted: { word: '改好了', tone: 'ok' },
  declined: { word: '没有改', tone: 'plain' },
  withdrawn: { word: '收回了', tone: 'plain' },
};

function askedOf({ id, status, byName, relation, items, answer, answeredBy }: Proposal, myName: string): Asked {
  const mine = byName === myName;
  const answered = answeredBy === null ? '' : `${teacherName(answeredBy)}${answer ? `说：${answer}` : '看过了'}`;
  const asker = mine ? '' : `${spokenRelation(relation)}提的`;
  return {
    key: id,
    state: STATES[status].word,
    tone: STATES[status].tone,
    lines: items.filter(({ field }) => labelOf(field)).map((item) => lineOf(item)),
    said: [asker, answered].filter(Boolean).join('；'),
    mine: mine && status === 'open',
  };
}

function lineOf({ field, to, taken }: Proposal['items'][number]): string {
  const wish = to === null ? `${labelOf(field)}：去掉` : `${labelOf(field)}：改成 ${plainly(field, to)}`;
  return taken === false ? `${wish}（没有改）` : wish;
}
