import type { Bar } from '../../../../components/bar-chart/bars';
import type { Audience, Output, ReceiptState } from '../../../../shared/contract';
import { pushTitle } from '../../../../shared/domain/audience';
import { dayOf, minuteOf } from '../../../../shared/domain/calendar';
import { isOver, isUnsent, type NoticeStatus } from '../../../../shared/domain/notices';
import { DEEDS } from '../../../../shared/text/receipts';
import { spokenDay, spokenWhen } from '../../../../shared/text/time';
import type { CardWords } from '../../components/group-card/card';
import { GROUPS, type GroupKey, openRow, type Person, type PersonRow, restRow } from './people';

export type Board = Output<'notices.board'>;

/** People of whom the same is to be done. */
export interface Group {
  readonly key: GroupKey;
  readonly title: string;
  readonly rows: readonly PersonRow[];
}
export interface ClassRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber';
}
export interface BoardPage {
  readonly headline: string;
  readonly title: string;
  readonly sent: string;
  /** How far it got, in numbers of people. */
  readonly bars: readonly Bar[];
  readonly people: number;
  /** 「参加 32 · 不参加 3」, empty where nobody answered. */
  readonly answers: string;
  readonly classes: readonly ClassRow[];
  readonly groups: readonly Group[];
  /** Those for whom nothing is to be done: 「家里听到了 83 人」, empty when there are none. */
  readonly restTitle: string;
  readonly rest: readonly PersonRow[];
  /** There are more than are shown. */
  readonly more: boolean;
  /** Families have it, and it holds: one may remind, print, hand it to the class's group. */
  readonly lives: boolean;
  /** There is a notice to read, and nothing else to do with it. */
  readonly readable: boolean;
  /** Somebody is missing who may be reminded, or whom one must ring up instead. */
  readonly nudging: boolean;
}

/** How much of the board is drawn: a school has two thousand people, a phone draws a thousand nodes. */
export interface Shown {
  readonly rows: number;
  readonly restToo: boolean;
  /** Receipts whose outcome is noted on this phone and waits for the network. */
  readonly waiting: ReadonlySet<string>;
}
/** Rows that are drawn at first, and with each reach for more. */
export const PAGE_OF_ROWS = 40;

/** What a notice is before anybody has it, and when it is over. */
const NOT_OUT: Readonly<Partial<Record<NoticeStatus, string>>> = {
  review: '等校长看过再发',
  returned: '校长退回来了',
  checking: '录音和照片正在检查',
  held: '没有发出去',
  scheduled: '到时候自动发',
  recalled: '已经收回了',
  corrected: '已经更正了',
};

/** The teacher's board of a notice, in the order in which the server named its people. */
export function boardOf(board: Board, instant: number, shown: Shown): BoardPage {
  const people = board.rows ?? [];
  const open = people.filter(isToDo);
  const rest = people.filter((person) => !isToDo(person));
  const groups = GROUPS.map(({ key, title, has }) => ({ key, title, of: byFamily(open.filter(has)) }));
  return {
    headline: headlineOf(board, open),
    title: board.title,
    sent: sentOf(board, instant),
    bars: barsOf(board),
    people: board.people,
    answers: board.answers.map(({ answer, people: n }) => `${answer} ${n}`).join(' · '),
    classes: board.rows === null ? board.classes.map(classRow) : [],
    groups: groups
      .filter(({ of }) => of.length > 0)
      .map(({ key, title, of }, i, all) => ({
        key,
        title: `${title} ${new Set(of.map(familyKey)).size} 户`,
        rows: of.slice(0, roomIn(shown.rows, all.slice(0, i))).map((person) => openRow(person, board, shown.waiting)),
      }))
      .filter(({ rows }) => rows.length > 0),
    restTitle: rest.length > 0 ? restTitle(board, rest.length) : '',
    rest: shown.restToo ? rest.slice(0, shown.rows).map((person) => restRow(person, instant)) : [],
    more: shown.rows < Math.max(open.length, shown.restToo ? rest.length : 0),
    readable: board.of === 'notice' && (isUnsent(board.status) || isOver(board.status)),
    lives: board.of === 'notice' && !isUnsent(board.status) && !isOver(board.status),
    nudging: board.unheard > 0,
  };
}

const familyKey = ({ children }: Person): string => [...children].sort().join('、');

/** Those of one family stand together, where the first of them stood: one call is enough for all of them. */
function byFamily(people: readonly Person[]): Person[] {
  const families = new Map<string, Person[]>();
  for (const person of people) families.set(familyKey(person), [...(families.get(familyKey(person)) ?? []), person]);
  return [...families.values()].flat();
}

const isToDo = ({ open }: Person): boolean => open;
/** Of so many rows in all, those that are left after the groups before. */
const roomIn = (rows: number, before: readonly { readonly of: readonly Person[] }[]): number =>
  Math.max(0, rows - before.reduce((sum, { of }) => sum + of.length, 0));

/** Whether it changes by itself: it is being checked, or letters are leaving. */
export const isUnderWay = ({ status }: Pick<Board, 'status'>): boolean => status === 'checking' || status === 'sending';

/** One class of a board, counted by itself; its people are the rows that the server answers when it is asked for this class. */
export function boardOfClass(board: Board, classId: string): Board {
  const counted = board.classes.find((one) => one.classId === classId);
  const { rows } = board;
  if (!counted || rows === null) return board;
  const { families, unheard, name } = counted;
  return {
    ...board,
    title: `${name} · ${board.title}`,
    people: rows.length,
    families,
    unheard,
    states: tallyOf(rows.map(({ state }) => state)).map(([state, people]) => ({ state, people })),
    answers: tallyOf(rows.flatMap(({ answer }) => answer ?? [])).map(([answer, people]) => ({ answer, people })),
  };
}

function tallyOf<T>(values: readonly T[]): [T, number][] {
  const tally = new Map<T, number>();
  for (const value of values) tally.set(value, (tally.get(value) ?? 0) + 1);
  return [...tally];
}

/** The big line: who is missing, or that nobody has it. */
function headlineOf(board: Board, open: readonly Person[]): string {
  const notOut = NOT_OUT[board.status];
  if (notOut) return notOut;
  if (board.people === 0) return '正在发出去';
  const [missing, done] = DEEDS[board.asks];
  if (board.unheard > 0) return `还差 ${board.unheard} 户没${missing}`;
  return open.length > 0 ? `家家都${done}，${open.length} 人等您回话` : `家家都${done}`;
}
function sentOf({ at, by, people, families, status }: Board, instant: number): string {
  if (status === 'scheduled') return `${by}写的，${spokenWhen(dayOf(at), minuteOf(at), dayOf(instant))} 发`;
  const day = spokenDay(dayOf(at), dayOf(instant));
  if (isUnsent(status) || people === 0) return `${by}，${day}写的`;
  return `${by}，${day}发给 ${families} 户，一共 ${people} 人`;
}

type Step = readonly [label: string, states: readonly ReceiptState[], tone: NonNullable<Bar['tone']>];
/** The states as a teacher reads them, the strongest proof first. */
const STEPS: readonly Step[] = [
  ['签了字', ['signed'], 'plain'],
  ['回了话', ['answered'], 'plain'],
  ['听到了', ['heard', 'confirmed'], 'plain'],
  ['老师说了', ['called', 'visited'], 'plain'],
  ['看过', ['opened'], 'ok'],
  ['邻居转告', ['relayed'], 'ok'],
  ['微信发到', ['sent'], 'ok'],
  ['短信发到', ['texted'], 'ok'],
  ['还没发到', ['queued'], 'amber'],
  ['没送到', ['refused'], 'amber'],
  ['不明', ['unknown'], 'amber'],
];

function barsOf({ states }: Board): Bar[] {
  const count = (of: readonly ReceiptState[]) =>
    states.filter(({ state }) => of.includes(state)).reduce((sum, { people }) => sum + people, 0);
  return STEPS.map(([label, of, tone]) => ({ label, tone, value: count(of) }))
    .filter(({ value }) => value > 0)
    .map((bar) => ({ ...bar, figure: `${bar.value} 人` }));
}

function classRow({ classId, name, families, unheard, call, visit }: Board['classes'][number]): ClassRow {
  const todo = [call > 0 ? `${call} 户要打电话` : '', visit > 0 ? `${visit} 户要上门` : ''].filter(Boolean).join('，');
  return {
    key: classId,
    name,
    fact: todo || `一共 ${families} 户`,
    state: unheard > 0 ? `还差 ${unheard} 户` : '都听到了',
    tone: unheard > 0 ? 'amber' : 'ok',
  };
}

/** Of whom the school need not see to any more: of a family one is enough, and the others are not said to have heard. */
const restTitle = ({ of, status, asks }: Board, people: number): string =>
  of === 'record' || isOver(status) ? `发给过 ${people} 人` : `家里有人${DEEDS[asks][1]}的 ${people} 人`;

/** Whether the unheard may be reminded now: the question that is asked before, or why not. */
export function nudgeText(
  { left, next, people }: Board['nudge'],
  instant: number,
): { readonly ask: string; readonly why: string } {
  if (left === 0 || people === 0)
    return { ask: '', why: '没听到的几家，有的收不到微信，有的已经提醒过两次了。请打个电话。' };
  if (next !== null && next > instant) {
    const when = spokenWhen(dayOf(next), minuteOf(next), dayOf(instant));
    return { ask: '', why: `刚提醒过，${when} 以后可以再提醒一次。着急的话，请打电话。` };
  }
  const after = left > 1 ? `这次以后还能提醒 ${left - 1} 次。` : '这是最后一次。';
  return { ask: `给还没回音的 ${people} 人再发一次微信。${after}`, why: '' };
}

/** The card for the class's group. A title that names one of the children is not even offered. */
export function cardOf({ title, rows }: Board, school: string): CardWords {
  const names = (rows ?? []).flatMap(({ children }) => children);
  return { school, title: pushTitle(title, names, '') || null };
}

/**
 * Why the card should not go to a class's group: what only some of its families get would be seen by all of them, and with it
 * whom the school means. Empty where it may.
 */
export const cardProblem = ({ of, leftBehind, boarding }: Audience): string =>
  of.kind === 'pupils' || leftBehind || boarding
    ? '这条通知只发给一部分人家，发到群里别人家也会看到。请用「再提醒一次」，或者打电话。'
    : '';
