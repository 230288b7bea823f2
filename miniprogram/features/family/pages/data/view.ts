import type { PrivacyRequest } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { spokenRelation, teacherName } from '../../../../shared/text/names';
import { shortDate, spokenDay } from '../../../../shared/text/time';

export type Kind = PrivacyRequest['kind'];

/** What a family can ask for: how it is offered, what is written, and what becomes of it. */
export interface Wish {
  readonly kind: Kind;
  readonly name: string;
  readonly fact: string;
  readonly title: string;
  readonly about: string;
  readonly placeholder: string;
  readonly button: string;
}
export const WISHES: readonly Wish[] = [
  {
    kind: 'correct',
    name: '有地方不对，请学校改',
    fact: '「改一改」里没有的，比如名字、生日、记录里的话',
    title: '哪里不对？',
    about: '写清楚哪里不对、应该是什么。学校核对以后会改，并且回您的话。',
    placeholder: '比如：生日应该是 2016 年 3 月 5 日',
    button: '请学校改',
  },
  {
    kind: 'copy',
    name: '请学校给一份纸的',
    fact: '不方便用手机看的，学校打印一份给您',
    title: '请学校打印一份',
    about: '学校会把孩子的资料打印一份。写一下怎么给您：您来拿，还是让孩子带回来。',
    placeholder: '比如：周五我来接孩子的时候拿',
    button: '请学校打印',
  },
  {
    kind: 'erase',
    name: '请学校删掉孩子的资料',
    fact: '法律要学校留的会留着，留什么会告诉您',
    title: '请学校删掉孩子的资料？',
    about:
      '学校看过会回您的话。删掉的找不回来。孩子还在校的时候，法律要学校留的会留着；离校以后，能删的更多。留了什么、为什么，都会告诉您。',
    placeholder: '不想全删的话，写要删哪些',
    button: '请学校删掉',
  },
];

/** What the document is and who may have it; an elder hears it. */
export const aboutCopy = (name: string, mayAsk: boolean): string =>
  mayAsk
    ? `学校记下的关于${name}的事，写成一份能看能存的文件：登记的资料、通话和联系、老师写给家里的话、您的同意和不同意，还有谁看过。`
    : '写成一份文件的全部资料，要孩子的法定监护人来拿，一般是爸爸或妈妈。请学校改、打印或者删掉，也要他们来说。学校登记的，您在「孩子的资料」里看得到。';

/** What was asked for, and how it stands. */
export interface RequestRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'lamp' | 'ok' | 'plain';
  /** It can be taken back. */
  readonly mine: boolean;
}

const STATES: Readonly<Record<PrivacyRequest['status'], { readonly word: string; readonly tone: RequestRow['tone'] }>> =
  {
    open: { word: '等学校回话', tone: 'lamp' },
    done: { word: '办好了', tone: 'ok' },
    declined: { word: '没有办', tone: 'plain' },
    withdrawn: { word: '收回了', tone: 'plain' },
  };
const NAMES: Readonly<Record<Kind, string>> = {
  correct: '请学校改资料',
  copy: '请学校打印一份资料',
  erase: '请学校删掉资料',
};

export const rowsOf = (requests: readonly PrivacyRequest[], myName: string, today: Day): RequestRow[] =>
  requests.map((request) => {
    const mine = request.byName === myName;
    const { word, tone } = STATES[request.status];
    return {
      key: request.id,
      name: NAMES[request.kind],
      fact: [
        `${mine ? '' : spokenRelation(request.relation)}${spokenDay(dayOf(request.at), today)}说的`,
        request.note ?? '',
        answerOf(request),
      ]
        .filter(Boolean)
        .join(' · '),
      state: word,
      tone,
      mine: mine && request.status === 'open',
    };
  });

function answerOf({ status, dueDay, answer, answeredBy }: PrivacyRequest): string {
  if (status === 'open') return `学校最晚 ${shortDate(dueDay)}回话`;
  return answer ? `${answeredBy ? teacherName(answeredBy) : '学校'}说：${answer}` : '';
}
