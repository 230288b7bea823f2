import type { Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import type { ConsentState, Purpose } from '../../../../shared/domain/consents';
import { PURPOSE_WORDS } from '../../../../shared/text/files';
import { givenName, spokenRelation, teacherName } from '../../../../shared/text/names';
import { spokenDay } from '../../../../shared/text/time';

type Answer = Output<'privacy.consents'>;
type Line = Answer['purposes'][number];

/** One purpose as a question. */
export interface PurposeCard {
  readonly key: Purpose;
  readonly name: string;
  /** What the school would do, and for whom. */
  readonly what: string;
  /** What becomes of it after a no. */
  readonly ifNot: string;
  /** What holds now. */
  readonly now: string;
  readonly tone: 'ok' | 'plain';
  /** What the reader said; empty while nothing. */
  readonly mine: '' | 'given' | 'refused';
  /** What the other guardians said. */
  readonly others: readonly string[];
  readonly aloud: string;
}
export interface ConsentsPage {
  readonly name: string;
  readonly mayAnswer: boolean;
  readonly lead: string;
  readonly cards: readonly PurposeCard[];
}

const IF_NOT: Readonly<Record<Purpose, string>> = {
  photos: '不同意，老师就只写字，不给孩子拍照、录音。',
  publicity: '不同意，学校对外就不用孩子的照片、名字和故事。',
  partners: '不同意，就不把孩子的情况告诉他们。该有的补助照样有。',
  counselling: '不同意，老师照样关心孩子，只是不请心理老师单独谈。',
  transfer: '不同意，转学照样办，档案就留在原来的学校。',
};
const NOW: Readonly<Record<ConsentState, { readonly text: string; readonly tone: PurposeCard['tone'] }>> = {
  given: { text: '家里同意了，学校可以做', tone: 'ok' },
  refused: { text: '家里不同意，学校不做', tone: 'plain' },
  unasked: { text: '家里还没有说，学校先不做', tone: 'plain' },
};

/** `me`: the reader's id; `now` in ms. */
export const pageOf = ({ child, purposes, mine }: Answer, me: string, now: number): ConsentsPage => ({
  name: givenName(child.name),
  mayAnswer: mine,
  lead: mine ? '下面几件，学校要您点了头才做。' : '这几件要法定监护人来定，一般是爸爸或妈妈。他们怎么说的，您看得到。',
  cards: purposes.map((line) => cardOf(line, me, now)),
});

function cardOf({ purpose, state, answers }: Line, me: string, now: number): PurposeCard {
  const { name, what } = PURPOSE_WORDS[purpose];
  const own = answers.find(({ memberId }) => memberId === me);
  const ifNot = IF_NOT[purpose];
  const others = answers.filter((answer) => answer !== own).map((answer) => saidBy(answer, now));
  // One guardian's no stands against the reader's yes: that must be said, or the yes looks lost.
  const against = own?.answer === 'given' && state === 'refused';
  return {
    key: purpose,
    name,
    what,
    ifNot,
    now: against ? '家里还有人不同意，学校不做' : NOW[state].text,
    tone: NOW[state].tone,
    mine: own === undefined ? '' : own.answer === 'given' ? 'given' : 'refused',
    others: [...(own?.way === 'paper' ? [`您签的纸，${enteredBy(own)}登记的`] : []), ...others],
    aloud: `${name}。${what}${ifNot}不同意也一样上课、一样约通话。${NOW[state].text}。`,
  };
}

const SAID: Readonly<Record<Line['answers'][number]['answer'], string>> = {
  given: '同意',
  refused: '不同意',
  withdrawn: '同意过，后来收回了',
};

/** 「妈妈 今天说：同意」 */
function saidBy(answer: Line['answers'][number], now: number): string {
  const when = spokenDay(dayOf(answer.at), dayOf(now));
  const paper = answer.way === 'paper' ? `（签的纸，${enteredBy(answer)}登记的）` : '';
  return `${spokenRelation(answer.relation)}${when}说：${SAID[answer.answer]}${paper}`;
}
const enteredBy = ({ enteredBy: name }: Line['answers'][number]): string => (name ? teacherName(name) : '学校');
