import type { Choice } from '../../../../components/choice-chips/index';
import type { Output, PairingRow } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { endLabel, kindNamed, OFFICE_ENDS } from '../../../../shared/domain/pairing';
import { fullDate, shortDate } from '../../../../shared/text/time';
import { kindLabel } from '../../pairing-words';

export interface PairCard {
  readonly key: string;
  readonly name: string;
  readonly kind: string;
  readonly when: string;
  readonly means: string;
  readonly note: string;
  readonly mayNote: boolean;
  readonly mayEnd: boolean;
  /** A pupil: the end needs neither a reason nor a note. */
  readonly pupil: boolean;
}
export interface MentorsPage {
  readonly headline: string;
  readonly line: string;
  readonly now: readonly PairCard[];
  readonly past: readonly PairCard[];
  readonly mayPair: boolean;
  readonly mayPairPupils: boolean;
}

/** 「9月7日起」, 「9月7日到11月20日 · 换人来带」; another year is told with it. */
function spanText({ from, to, endedWhy }: PairingRow, today: Day): string {
  const day = (one: Day) => (one.slice(0, 4) === today.slice(0, 4) ? shortDate(one) : fullDate(one));
  if (to === null) return `${day(from)}起`;
  return [from === to ? `${day(from)}当天` : `${day(from)}到${day(to)}`, endedWhy ? endLabel(endedWhy) : '']
    .filter(Boolean)
    .join(' · ');
}

const cardOf = (row: PairingRow, name: string, today: Day): PairCard => ({
  ...{ key: row.pairingId, name, kind: kindLabel(row.kind), when: spanText(row, today) },
  means: row.to === null ? kindNamed(row.kind).means : '',
  ...{ note: row.note ?? '', mayNote: row.mayNote && row.to === null, mayEnd: row.mayEnd, pupil: row.kind === 'pupil' },
});

const halves = (rows: readonly PairingRow[], nameOf: (row: PairingRow) => string, today: Day) => ({
  // Adults before pupils.
  now: [...rows]
    .sort((a, b) => Number(a.kind === 'pupil') - Number(b.kind === 'pupil'))
    .filter(({ to }) => to === null)
    .map((row) => cardOf(row, nameOf(row), today)),
  past: rows.filter(({ to }) => to !== null).map((row) => cardOf(row, nameOf(row), today)),
});

/** Who stands and stood beside a child. */
export function ofChild({ child, rows, mayPair, mayPairPupils }: Output<'pairing.history'>, today: Day): MentorsPage {
  const adults = rows.filter(({ to, kind }) => to === null && kind !== 'pupil').length;
  return {
    headline: adults > 0 ? `${adults} 位大人在帮扶${child.name}` : `还没有大人帮扶${child.name}`,
    line: child.className,
    ...halves(rows, ({ mentorName }) => mentorName, today),
    ...{ mayPair, mayPairPupils },
  };
}

/** Beside whom somebody stands and stood; a child that was erased has no name any more. */
export function ofMentor({ name, rows }: Output<'pairing.ofMentor'>, today: Day): MentorsPage {
  const open = rows.filter(({ to }) => to === null).length;
  return {
    headline: open > 0 ? `${name}带着 ${open} 个孩子` : `${name}现在没有带孩子`,
    line: '',
    ...halves(rows, ({ child }) => (child ? `${child.name}（${child.className}）` : '档案已经删除的孩子'), today),
    ...{ mayPair: true, mayPairPupils: false },
  };
}

export const REASONS: readonly Choice[] = OFFICE_ENDS.map(({ id: value, label }) => ({ value, label }));

/** Pupils of the class who may help the child. */
export const helpersFor = (pupils: Output<'pairing.pupils'>, studentId: string) => {
  const there = new Set(pupils.pairs.filter(({ child }) => child.id === studentId).map(({ helper }) => helper.id));
  return pupils.pupils
    .filter(({ id }) => id !== studentId && !there.has(id))
    .map(({ id: value, name: label }) => ({ value, label }));
};
