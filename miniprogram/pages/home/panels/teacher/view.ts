import type { CallRow, DueChild, HomeView } from '../../../../shared/contract';
import { type Day, weekOf } from '../../../../shared/domain/calendar';
import { spokenGap, spokenReminder, TONE_WORDS } from '../../../../shared/text/contact';
import { DEEDS } from '../../../../shared/text/receipts';
import { spokenTime } from '../../../../shared/text/time';
import { type CareRow, careLine, careRows } from '../care';
import { officerFact } from '../officer';

export type TeacherHome = Extract<HomeView, { kind: 'teacher' }>;

interface Row {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'amber' | 'red' | 'lamp' | 'plain' | 'ok';
  readonly action: string;
}

export interface TeacherPanel {
  readonly headline: string;
  readonly due: readonly Row[];
  /** 「还有 5 个孩子」, empty when all are shown. */
  readonly more: string;
  /** What is due of the cadences, the most urgent first, and what is not shown of it. */
  readonly care: readonly CareRow[];
  readonly careLine: string;
  /** Classes of which nobody asked this week. */
  readonly rolls: readonly Row[];
  readonly unheard: readonly Row[];
  /** What families ask to have changed, and what waits for a signature. */
  readonly asked: readonly Row[];
  /** Of the privacy officer: what waits, or that nothing does; empty for others. */
  readonly officer: string;
  readonly calls: readonly Row[];
  readonly moreCalls: string;
}

/** What fits on a first screen; the ledger and the desk have them all. */
const DUE_SHOWN = 4;
const CALLS_SHOWN = 4;

/** Who needs me today, most urgent first. */
export function panelOf(view: TeacherHome, today: Day): TeacherPanel {
  const due = view.due.slice(0, DUE_SHOWN);
  const several = new Set(due.map(({ className }) => className)).size > 1;
  const left = view.dueCount - due.length;
  const leftCalls = view.calls.length - CALLS_SHOWN;
  return {
    headline: view.dueCount === 0 ? '没有孩子等得太久' : `${view.dueCount} 个孩子在等您`,
    due: due.map((child) => dueRow(child, today, several)),
    more: left > 0 ? `还有 ${left} 个孩子` : '',
    care: careRows(view.care, today),
    careLine: careLine(view.care),
    rolls: view.classes.filter(({ rolled }) => !rolled).map(rollRow),
    unheard: view.unheard.map(unheardRow),
    asked: askedRows(view),
    officer: officerFact(view.officer),
    calls: view.calls.slice(0, CALLS_SHOWN).map(callRow),
    moreCalls: leftCalls > 0 ? `今天还有 ${leftCalls} 个` : '',
  };
}

function dueRow(child: DueChild, today: Day, several: boolean): Row {
  const reminded = child.remindedDay !== null && child.remindedDay >= weekOf(today);
  const said = [
    several ? child.className : '',
    spokenGap(child.days),
    reminded ? spokenReminder(child.remindedDay, today) : '',
  ];
  return {
    key: child.id,
    name: child.name,
    fact: said.filter(Boolean).join(' · '),
    state: TONE_WORDS[child.tone],
    tone: child.tone,
    action: child.remindedDay === today ? '' : '提醒家长',
  };
}

const rollRow = ({ id, name }: TeacherHome['classes'][number]): Row => ({
  key: id,
  name: `${name || '我的班'}本周还没点名`,
  fact: '问一声：本周通过话吗',
  state: '',
  tone: 'plain',
  action: '去点名',
});

/** Keys are the routes that the rows lead to. */
function askedRows({ toSign, proposals }: TeacherHome): Row[] {
  const plain = { state: '', tone: 'plain' } as const;
  return [
    ...(toSign
      ? [
          {
            key: 'handoverOpen',
            name: '有一份交接等您签字',
            fact: '看清楚交什么、接什么再签',
            action: '去签字',
            ...plain,
          },
        ]
      : []),
    ...(proposals > 0
      ? [
          {
            key: 'proposals',
            name: `${proposals} 家想改孩子的资料`,
            fact: '您看过，档案才改',
            action: '看一看',
            ...plain,
          },
        ]
      : []),
  ];
}

/** How many families are missing, and to how many the teacher must telephone or go. */
function unheardRow({ noticeId, title, asks, unheard, call, visit }: TeacherHome['unheard'][number]): Row {
  const missing = unheard > 0 ? `还差 ${unheard} 户没${DEEDS[asks][0]}` : '';
  const todo = [call > 0 ? `${call} 户要打电话` : '', visit > 0 ? `${visit} 户要上门` : ''];
  return {
    key: noticeId,
    name: title,
    fact: [missing, ...todo].filter(Boolean).join('，'),
    state: '',
    tone: 'plain',
    action: '看是谁',
  };
}

const callRow = ({ bookingId, from, children, pointName, status }: CallRow): Row => ({
  key: bookingId,
  name: `${spokenTime(from)} ${children.map(({ name }) => name).join('、')}`,
  fact: pointName,
  state: status === 'in_call' ? '正在通话' : status === 'checked_in' ? '孩子到了' : '',
  tone: 'ok',
  action: '',
});
