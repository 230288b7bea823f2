import type { HandoverView } from '../../../../shared/contract';
import { taskWord } from '../../handover/plan';
import { type Signature, type SignRow, signRows } from '../../handover/signing';

/** One line that waits for the caller's name. */
export interface ToSign {
  readonly lineId: string;
  readonly side: 'from' | 'to';
  readonly headline: string;
  /** What is handed over, in plain words. */
  readonly words: readonly string[];
  /** What is open and goes along. */
  readonly tasks: readonly string[];
  /** What the one before wrote; empty where nothing was. */
  readonly note: string;
  readonly noteBy: string;
}
export interface OpenView {
  readonly headline: string;
  readonly toSign: ToSign | null;
  /** How many wait for the caller, this one too. */
  readonly left: number;
  /** Lines that are the caller's no more, or others'. */
  readonly lines: readonly SignRow[];
  /** What was written for the caller, in lines that are signed. */
  readonly notes: readonly { readonly key: string; readonly by: string; readonly text: string }[];
}

const OVER: Readonly<Record<HandoverView['status'], string>> = {
  draft: '这份交接还没有开始',
  signing: '您这边都签好了',
  applying: '正在交接',
  applied: '交接好了',
  undoing: '正在撤回',
  undone: '这次交接撤回了，一切照原来的',
  dropped: '这份交接作废了，不用签了',
};

/** A handover as one who signs it reads it: line by line. */
export function openView(view: HandoverView): OpenView {
  const mine = view.status === 'signing' ? view.signatures.filter((line) => line.mine !== null) : [];
  const [first] = mine;
  return {
    headline: first ? '请您看一看，签个字' : OVER[view.status],
    toSign: first ? toSignOf(first, view) : null,
    left: mine.length,
    lines: signRows(view.signatures.filter((line) => !mine.includes(line))),
    notes: view.signatures
      .filter((line) => line.note && line !== first)
      .map(({ id, fromName, note }) => ({ key: id, by: fromName ?? '', text: note })),
  };
}

/** As a plan names what a pair of mentors hands over. */
const MENTORS = '帮扶：';

function toSignOf(line: Signature, { after, tasks }: HandoverView): ToSign {
  const { what, fromName, toName, note } = line;
  const side = line.mine ?? 'from';
  // 「二(1)班 → 三(1)班」: what it is now, and what it will be.
  const [now = what, then = now] = what.split(' → ');
  const target = after.find(({ name }) => name === then);
  const size = target ? `${target.pupils} 个孩子` : '';
  const open = tasks.filter(({ className, carried }) => carried && className === now);
  return {
    lineId: line.id,
    side,
    headline: headlineOf(now, side, fromName, toName),
    words: [
      then === now ? size : `下学年是${then}，${size}`,
      side === 'from'
        ? '正式交接以后，这里的档案您就看不到了；您写过的记录都还在，接手的老师看得到。'
        : '正式交接以后，孩子的档案、联系记录和家访记录您都看得到。',
    ].filter(Boolean),
    tasks: open.map(taskWord),
    note: side === 'to' ? note : '',
    noteBy: fromName ?? '',
  };
}

function headlineOf(what: string, side: 'from' | 'to', fromName: string | null, toName: string | null): string {
  const children = what.startsWith(MENTORS) ? what.slice(MENTORS.length) : '';
  if (side === 'from') return `您把${children ? `帮扶的${children}` : what}交给${toName ?? '学校'}`;
  if (!children) return `${fromName ?? '学校'}把${what}交给您`;
  return fromName ? `${fromName}把帮扶的${children}交给您` : `请您帮扶${children}`;
}
