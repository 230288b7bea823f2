import type { LetterInside, Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { LIMITS } from '../../../../shared/limits';
import { givenName } from '../../../../shared/text/names';
import { errorText } from '../../../../shared/text/zh';
import { type LetterRow, rowOf } from '../../words';

/** What the tablet shows: who is there, the child's pictures, its letters, one of them, one that it writes, or what became of it. */
export type Step = 'children' | 'secret' | 'box' | 'letter' | 'write' | 'done';

export interface ChildRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}

/** The screen stands where many pass: a child is called by its given name, and only where two share it by the whole. Whom a letter waits for stands first. */
export function childRows({ children }: Output<'letters.booth'>): ChildRow[] {
  const calls = children.map(({ name }) => givenName(name));
  const rows = children.map(({ studentId, name, waiting }, i) => ({
    key: studentId,
    name: calls.filter((called) => called === calls[i]).length > 1 ? name : (calls[i] ?? name),
    fact: waiting > 0 ? WAITS : '可以写信',
  }));
  return rows.sort((a, b) => Number(b.fact === WAITS) - Number(a.fact === WAITS));
}

const WAITS = '有信在等你';

export interface Box {
  readonly name: string;
  readonly rows: readonly LetterRow[];
  readonly to: readonly { readonly value: string; readonly label: string }[];
  readonly hasOlder: boolean;
  /** What is read aloud to who cannot read the list. */
  readonly more: string;
}

/** So many letters are read out; nobody keeps more in mind. */
const READ_OUT = 3;

export function boxOf({ name, letters, next, to }: Output<'letters.boothBox'>, today: Day): Box {
  const rows = letters.map((letter) => ({ ...rowOf(letter, today), takesBack: false }));
  return {
    name: givenName(name),
    rows,
    to: to.map(({ adultId, name: label }) => ({ value: adultId, label })),
    hasOlder: next !== null,
    more: boxAloud(rows, { hasOlder: next !== null, writes: to.length > 0 }),
  };
}

function boxAloud(
  rows: readonly LetterRow[],
  { hasOlder, writes }: { readonly hasOlder: boolean; readonly writes: boolean },
): string {
  const first = rows
    .slice(0, READ_OUT)
    .map(({ name, fact, state }, i) => `第 ${i + 1} 封，${name}，${fact}，${state}。`);
  const letters =
    rows.length > 0
      ? `${hasOlder ? '这里有' : '一共'} ${rows.length} 封信。${first.join('')}点一封信，就能打开。${
          hasOlder ? '还有更早的，在最下面。' : ''
        }`
      : '还没有信。';
  return `${letters}${writes ? '要写信，点上面的「我要写信」。' : ''}`;
}

/** What stands above the pictures. `first`: what was chosen the first time, to be tapped once more. */
export const secretLead = (hasSecret: boolean, first: readonly number[] | null): string => {
  if (hasSecret) return '按先后点你的三个图案';
  return first === null ? '选三个图案，记住先后' : '再点一遍，看看记住了没有';
};

/** For a child that has no pictures yet while nobody of the school sees to it: somebody else could choose in its name. */
export const SENT_FIRST = {
  locked: true,
  lead: '第一次来，先告诉值日老师',
  more: '',
  problem: errorText('letters.secret-first', {}),
};

/** What is read aloud there. */
export const secretAloud = (hasSecret: boolean): string =>
  hasSecret ? '忘了图案，告诉值日老师。' : '这是你的秘密，别告诉别人，也别让别人看见。';

/** What is read aloud beside an open letter. */
export function letterAloud({ mine, from, voice }: LetterInside): string {
  const how = voice ? '点圆圆的按钮，听里面的声音。' : '不认识的字，点「念给我听」。';
  if (mine) return how;
  return `这是${from}写给你的。${how}这封信让你害怕、难受，点「这封信让我不舒服」，老师会来帮你。`;
}

/** What stands above a letter that a child writes; with one to write to there is nothing to choose. */
export const writeLead = ({ to }: Pick<Box, 'to'>): string => (to.length === 1 ? `写给${to[0]?.label}` : '写给谁？');

/** What is read aloud there. */
export const writeAloud = ({ to }: Pick<Box, 'to'>): string =>
  to.length === 1 ? WRITE_ALOUD : `先点一下写给谁。${WRITE_ALOUD}`;

const WRITE_ALOUD =
  '点一下「开始说话」，对着平板说。说完了点「说完了」，再点「寄出去」。会写字的，也可以写几个字。写的话，老师看不到。';

/** So long nobody touches the tablet before it asks, and then before it puts the letters away, s: whoever comes next must not find them. */
const QUIET = 100;
const ASKED = 20;

/** The seconds that are left once the tablet asks whether anybody is there: `null` before, 0 when the letters are put away. */
export function leavingIn(quietMs: number): number | null {
  const left = Math.ceil(QUIET + ASKED - quietMs / 1_000);
  return left > ASKED ? null : Math.max(0, left);
}

/** What a letter lacks before it can leave; empty where nothing does. */
export function lackOf({
  to,
  text,
  path,
}: {
  readonly to: string;
  readonly text: string;
  readonly path: string;
}): string {
  if (to === '') return '先点一下写给谁';
  if (text.trim() === '' && path === '') return '说一段话，或者写几个字';
  return text.length > LIMITS.letterText ? '字太多了，分成两封信写' : '';
}
