import type { ConcernEntry, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { SITUATIONS } from '../../../../shared/domain/concerns';
import { spokenWhen } from '../../../../shared/text/time';
import { aboutText, STATE_NAMES, TO_NAMES, toldName, whenText } from '../../words';

type Answer = Output<'concerns.open'>;

export interface Line {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}
export interface ConcernPage {
  readonly about: string;
  readonly kind: string;
  readonly state: string;
  readonly tone: string;
  /** Who and when; where the phone had no network, both times. */
  readonly when: string;
  readonly situation: string;
  readonly words: string;
  readonly isReport: boolean;
  readonly lines: readonly Line[];
  /** How it stands, in a sentence. */
  readonly stands: string;
  readonly outcome: string;
  readonly mayTake: boolean;
  readonly maySettle: boolean;
  readonly studentId: string;
  readonly recordId: string;
}

/** What travelled longer than this waited on the phone for a network, ms. */
const LATE = 5 * 60_000;

export function pageOf(answer: Answer, today: Day): ConcernPage {
  const { state, to, mayHandle, outcome, child, recordId } = answer;
  return {
    about: aboutText(answer),
    kind: TO_NAMES[to],
    state: STATE_NAMES[state].text,
    tone: STATE_NAMES[state].tone,
    when: whenOf(answer, today),
    situation: SITUATIONS.find(({ id }) => id === answer.situation)?.more ?? '',
    words: answer.words,
    isReport: to === 'report',
    lines: answer.entries.map((entry, index) => lineOf(entry, index, today)),
    stands: standsOf(answer, today),
    outcome: outcome ? `${outcome.by} ${whenText(outcome.at, today)}：${outcome.words}` : '',
    mayTake: mayHandle && state === 'open',
    maySettle: mayHandle && state !== 'closed',
    studentId: child?.id ?? '',
    recordId: recordId ?? '',
  };
}

function whenOf({ by, at, phoneAt }: Answer, today: Day): string {
  const arrived = whenText(at, today);
  const waited = at - phoneAt > LATE;
  return waited ? `${by} · 手机上${whenText(phoneAt, today)}点的，${arrived}到学校` : `${by} · ${arrived}`;
}

const lineOf = ({ at, by, whom, day, minute, words }: ConcernEntry, index: number, today: Day): Line => ({
  key: String(index),
  name: whom ? `告诉了${toldName(whom)}` : '补充',
  fact: [whom && day !== null && minute !== null ? spokenWhen(day, minute, today) : whenText(at, today), by, words]
    .filter((part) => part !== '')
    .join(' · '),
});

/** For its author as little as that it is in hand; for who looks after it, since when and by whom. */
function standsOf({ to, state, mayHandle, takenBy, takenAt }: Answer, today: Day): string {
  if (mayHandle) return takenBy && takenAt !== null ? `${takenBy}${whenText(takenAt, today)}接手` : '还没有人接手';
  if (to === 'counsellor') return state === 'open' ? '心理老师还没有看到' : '心理老师已经接手';
  return state === 'open' ? '校长还没有看到，可以当面再说一声' : state === 'taken' ? '校长已经接手' : '校长已经办完';
}
