import type { LetterEnvelope } from '../../shared/contract';
import { type Day, dayOf } from '../../shared/domain/calendar';
import type { ReportReason } from '../../shared/domain/letters';
import { spokenDay } from '../../shared/text/time';

/** A letter in a list, as its reader sees it. */
export interface LetterRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'plain' | 'ok' | 'lamp' | 'amber';
  readonly opens: boolean;
  /** Written by the reader and not opened yet: it can be taken back. */
  readonly takesBack: boolean;
}

export const rowOf = (letter: LetterEnvelope, today: Day): LetterRow => ({
  key: letter.letterId,
  name: letter.mine ? `写给${letter.to}的` : `${letter.from}写来的`,
  fact: `${spokenDay(dayOf(letter.at), today)}${letter.hasVoice ? ' · 有录音' : ''}${
    letter.mine && letter.state === 'held' ? '。请换个说法再录一封' : ''
  }`,
  ...stateOf(letter),
  opens: letter.state !== 'taken_back' && (letter.mine || isReadable(letter)),
  takesBack: letter.mine && (letter.state === 'waiting' || letter.state === 'checking'),
});

const isReadable = ({ state }: LetterEnvelope): boolean =>
  state === 'waiting' || state === 'opened' || state === 'reported';

/** How a letter stands, for who wrote it and for who gets it. */
function stateOf({ mine, state, to }: LetterEnvelope): Pick<LetterRow, 'state' | 'tone'> {
  if (state === 'held') return { state: '录音没有通过检查', tone: 'amber' };
  if (state === 'taken_back') return { state: '收回了', tone: 'plain' };
  if (mine) {
    if (state === 'checking') return { state: '正在送过去', tone: 'plain' };
    return state === 'waiting' ? { state: `${to}还没打开`, tone: 'plain' } : { state: `${to}看过了`, tone: 'ok' };
  }
  return state === 'waiting' ? { state: '新的', tone: 'lamp' } : { state: '看过了', tone: 'plain' };
}

/** Why a letter is reported, as its reader says it: a child about a parent's, a parent about a child's. */
export const REPORT_WORDS: Readonly<Record<ReportReason, string>> = {
  scared: '看了害怕、担心',
  rude: '骂人、吓唬人',
  money: '要钱、要东西',
  stranger: '不像他自己写的',
  other: '别的',
};
