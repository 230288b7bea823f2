import type { Choice } from '../../../../components/choice-chips/index';
import type { Input, Output } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import type { ConsentAnswer, Purpose } from '../../../../shared/domain/consents';
import { CONSENT_WORDS, PURPOSE_WORDS } from '../../../../shared/text/files';
import { spokenRelation } from '../../../../shared/text/names';
import { spokenDay } from '../../../../shared/text/time';

type Consents = Output<'privacy.consents'>;
type Answer = Consents['purposes'][number]['answers'][number];

export interface PurposeCard {
  readonly key: Purpose;
  readonly name: string;
  readonly word: string;
  readonly tone: 'ok' | 'amber' | 'red';
  readonly what: string;
  /** 「妈妈 李梅 昨天在手机上同意了」 */
  readonly answers: readonly string[];
}

const SAID: Readonly<Record<ConsentAnswer, string>> = { given: '同意了', refused: '不同意', withdrawn: '收回了同意' };
const TONES = { given: 'ok', refused: 'red', unasked: 'amber' } as const;

export const cardsOf = ({ purposes }: Consents, today: Day): PurposeCard[] =>
  purposes.map(({ purpose, state, answers }) => ({
    key: purpose,
    name: PURPOSE_WORDS[purpose].name,
    word: CONSENT_WORDS[state],
    tone: TONES[state],
    what: PURPOSE_WORDS[purpose].what,
    answers: answers.map((answer) => saidBy(answer, today)),
  }));

function saidBy({ memberName, relation, answer, way, at, enteredBy }: Answer, today: Day): string {
  const how = way === 'app' ? '在手机上' : '在纸上签字';
  const by = enteredBy ? `（${enteredBy}登记）` : '';
  return `${spokenRelation(relation)} ${memberName}${spokenDay(dayOf(at), today)}${how}${SAID[answer]}${by}`;
}

export const guardiansOf = ({ guardians }: Consents): Choice[] =>
  guardians.map(({ id, name, relation }) => ({ value: id, label: `${spokenRelation(relation)} ${name}` }));

/** What a paper says that a legal guardian signed. */
export interface Paper {
  readonly purpose: Purpose;
  readonly memberId: string;
  readonly answer: 'given' | 'refused' | '';
  readonly signedDay: Day;
}

/** The paper as it is sent; `null` while something is not chosen. */
export const paperInput = (
  { purpose, memberId, answer, signedDay }: Paper,
  studentId: string,
): Input<'privacy.consentPaper'> | null =>
  memberId && answer ? { studentId, memberId, purpose, answer, signedDay } : null;
