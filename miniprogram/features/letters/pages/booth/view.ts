import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { type LetterRow, rowOf } from '../../words';

/** What the tablet shows: who is there, the child's pictures, its letters, one of them, or one that it writes. */
export type Step = 'children' | 'secret' | 'box' | 'letter' | 'write';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

export const childRows = ({ children }: Output<'letters.booth'>): ChildRow[] =>
  children.map(({ studentId, name, waiting }) => ({
    key: studentId,
    name,
    fact: waiting > 0 ? `有 ${waiting} 封信在等你` : '没有新的信，也可以写信',
  }));

export interface Box {
  readonly name: string;
  readonly rows: readonly LetterRow[];
  readonly to: readonly { readonly value: string; readonly label: string }[];
}

export const boxOf = ({ name, letters, to }: Output<'letters.boothBox'>, today: Day): Box => ({
  name,
  rows: letters.map((letter) => ({ ...rowOf(letter, today), takesBack: false })),
  to: to.map(({ adultId, name: label }) => ({ value: adultId, label })),
});

/** What stands above the pictures. `first`: what was chosen the first time, to be tapped once more. */
export const secretLead = (hasSecret: boolean, first: readonly number[] | null): string => {
  if (hasSecret) return '按顺序点你的三个图案';
  return first === null ? '选三个图案，记住先后。这是你的秘密，别告诉别人。' : '再点一遍，看看记住了没有';
};
