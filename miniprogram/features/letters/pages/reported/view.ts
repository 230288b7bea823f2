import type { Output } from '../../../../shared/contract';
import { type Day, dayOf } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';
import { REPORT_WORDS } from '../../words';

export interface ReportCard {
  readonly key: string;
  readonly studentId: string;
  readonly title: string;
  readonly about: string;
  readonly why: string;
  readonly words: string;
  /** What the receiver handed over; empty where only the fact was told. */
  readonly handed: string;
  readonly isHanded: boolean;
  /** The voice was handed over as well: how long it is; 0 where there is none. */
  readonly voice: number;
  readonly answered: string;
}

/** Unanswered first, then the newest. */
export const cardsOf = ({ reports }: Output<'letters.reported'>, today: Day): ReportCard[] =>
  [...reports]
    .sort((a, b) => Number(a.answered !== null) - Number(b.answered !== null) || b.at - a.at)
    .map(({ letterId, child, by, from, why, words, at, handed, handedVoice, answered }) => ({
      key: letterId,
      studentId: child.id,
      title: `${child.className} ${child.name}`,
      about: `${by}${spokenDay(dayOf(at), today)}说的，信是${from}写的`,
      why: REPORT_WORDS[why],
      words,
      handed: handed ?? '',
      isHanded: handed !== null,
      voice: handedVoice ?? 0,
      answered: answered ?? '',
    }));
