import type { Choice } from '../../../../components/choice-chips/index';
import type { MentorRow, Output, PairProposal } from '../../../../shared/contract';
import { MENTOR_LOAD_MOST } from '../../../../shared/domain/pairing';
import { checkText, kindLabel, mentorFact, reasonText, WAITING } from '../../pairing-words';

export type Board = Output<'pairing.board'>;
/** A row of a list, and what its state says. */
export interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'red' | 'amber' | 'ok' | 'plain';
}
export interface BoardPage {
  readonly headline: string;
  readonly line: string;
  readonly classes: readonly Choice[];
  /** Which of them is shown. */
  readonly classAt: number;
  readonly alone: readonly Row[];
  /** There are more than the list shows. */
  readonly more: string;
  readonly checks: readonly Row[];
  readonly mentors: readonly Row[];
  readonly load: string;
  readonly loads: readonly Choice[];
}

/** Classes with children who have nobody; a school of one class chooses none. */
const ALL = { value: '', label: '全校' };

export function pageOf(
  board: Board,
  { sought, classId }: { readonly sought: string; readonly classId: string },
): BoardPage {
  const { children, paired, alone, mentors, load, classes } = board;
  const left = children - paired;
  const open = classes.filter((one) => one.alone > 0 || one.id === classId);
  const choices =
    open.length > 1 ? [ALL, ...open.map(({ id, name, alone: n }) => ({ value: id, label: `${name}（${n} 个）` }))] : [];
  const chosen = mentors.filter(({ name }) => name.includes(sought.trim()));
  return {
    headline: left > 0 ? `还有 ${left} 个孩子没有人帮扶` : '每个留守孩子都有人帮扶了',
    line: children > 0 ? `全校留守孩子 ${children} 个，${paired} 个有人帮扶。` : '全校现在没有登记留守的孩子。',
    classes: choices,
    classAt: Math.max(
      0,
      choices.findIndex(({ value }) => value === classId),
    ),
    alone: alone.map(({ child, tone, focus }) => ({
      ...{ key: child.id, name: child.name, state: WAITING[tone] },
      fact: focus ? `${child.className} · 重点关注` : child.className,
      tone: tone === 'ok' ? 'plain' : tone,
    })),
    more: alone.length === 200 ? '先列最要紧的 200 个。选一个班，看这个班的。' : '',
    checks: mentors.filter(({ check }) => check === 'missing' || check === 'soon').map(mentorRow),
    mentors: [...chosen].sort((a, b) => b.pairs.length - a.pairs.length || (a.id < b.id ? -1 : 1)).map(mentorRow),
    load: String(load),
    loads: Array.from({ length: MENTOR_LOAD_MOST }, (_, i) => ({ value: String(i + 1), label: `${i + 1} 个` })),
  };
}

const mentorRow = (one: MentorRow): Row => ({
  key: one.id,
  name: one.name,
  fact: [mentorFact(one), one.pairs.map(({ child }) => child.name).join('、')].filter(Boolean).join('：'),
  state: checkText(one),
  tone: one.check === 'missing' ? 'red' : 'amber',
});

export interface Proposals {
  readonly headline: string;
  readonly line: string;
  readonly rows: readonly Row[];
}
const keyOf = ({ child, mentorId }: PairProposal): string => `${child.id} ${mentorId}`;

/** What is proposed and not yet taken up. */
export function proposalsOf(rows: readonly PairProposal[], left: number, unchecked: readonly string[]): Proposals {
  const nobody =
    left > 0 ? `还有 ${left} 个孩子，大家手上都满了。可以请更多的老师、爱心妈妈，或者把每人带几个改多一点。` : '';
  const without = unchecked.length > 0 ? `${unchecked.join('、')}没有有效的从业查询，没有配。` : '';
  return {
    headline: rows.length > 0 ? `给 ${rows.length} 个孩子配好了` : '现在配不出来',
    line: [rows.length > 0 ? '请您看一看，合适的点「就这样」。' : '', nobody, without].filter(Boolean).join(''),
    rows: rows.map((one) => ({
      key: keyOf(one),
      name: `${one.child.name} → ${one.mentorName}`,
      fact: `${one.child.className} · ${kindLabel(one.kind)}：${reasonText(one.reasons)}`,
      ...{ state: '', tone: 'plain' as const },
    })),
  };
}

/** What is asked of the server for some of the proposals; all of them without a key. */
export const pairsOf = (rows: readonly PairProposal[], key?: string) =>
  rows
    .filter((one) => key === undefined || keyOf(one) === key)
    .map(({ child, mentorId, kind }) => ({ studentId: child.id, mentorId, kind }));

export const without = (rows: readonly PairProposal[], taken: readonly { readonly studentId: string }[]) =>
  rows.filter(({ child }) => !taken.some(({ studentId }) => studentId === child.id));

/** 「配好了 3 个；1 个刚才已经有人了」 */
export function outcomeText({ made, taken }: Output<'pairing.pair'>): string {
  if (taken === 0) return `配好了 ${made} 个`;
  return made === 0 ? '刚才已经有人配好了' : `配好了 ${made} 个，${taken} 个刚才已经有人了`;
}
