import type { HandoverView } from '../../../shared/contract';
import { dayOf } from '../../../shared/domain/calendar';
import { shortDate } from '../../../shared/text/time';

export type Signature = HandoverView['signatures'][number];

export interface SignRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
  readonly state: string;
  readonly tone: 'ok' | 'amber' | 'lamp';
  readonly action: string;
}

/** Who has not signed a line yet. A side that nobody is on needs no name. */
export const missingOf = ({ fromId, fromName, fromAt, toId, toName, toAt }: Signature): string[] => [
  ...(fromId !== null && fromAt === null ? [fromName ?? ''] : []),
  ...(toId !== null && toAt === null ? [toName ?? ''] : []),
];

export const missingCount = (signatures: readonly Signature[]): number =>
  signatures.reduce((sum, line) => sum + missingOf(line).length, 0);

/** Each line with who hands over what to whom; those that wait stand first. */
export const signRows = (signatures: readonly Signature[]): SignRow[] =>
  [...signatures]
    .sort((a, b) => missingOf(b).length - missingOf(a).length)
    .map((line) => {
      const missing = missingOf(line);
      return {
        key: line.id,
        name: line.what,
        fact: `${line.fromName ?? '没有人'} → ${line.toName ?? '没有人'}`,
        state: missing.length > 0 ? `等${missing.join('、')}` : '都签了',
        tone: line.mine ? 'lamp' : missing.length > 0 ? 'amber' : 'ok',
        action: line.mine ? '我来签' : '',
      };
    });

/** What the office reads of a handover that was begun. */
export interface Standing {
  readonly headline: string;
  readonly advice: string;
  readonly lines: readonly SignRow[];
  readonly missing: number;
  /** What the one main button does now. */
  readonly next: 'apply' | 'undo' | '';
  readonly mayDrop: boolean;
  readonly mayUndo: boolean;
  readonly isOver: boolean;
}

const OVER = { undone: '这次交接撤回了，一切照原来的', dropped: '这次交接作废了' } as const;

export function standingOf(view: HandoverView): Standing {
  const { status, undoUntil, signatures } = view;
  const missing = missingCount(signatures);
  const base = { lines: signRows(signatures), missing, mayDrop: false, mayUndo: false, isOver: false };
  switch (status) {
    case 'draft':
    case 'signing':
      return {
        ...base,
        headline:
          missing > 0
            ? `还差 ${missing} 个签字`
            : signatures.length > 0
              ? '都签好了，可以交接了'
              : '没有换老师，不用签字，可以交接了',
        advice:
          missing > 0
            ? '要签的老师打开首页就看得到。都签了字，您再点「正式交接」。在那以前什么都不变。'
            : '您点了「正式交接」，新班主任马上看得到自己的班，原来的班主任马上看不到了。',
        next: missing > 0 ? '' : 'apply',
        mayDrop: true,
      };
    case 'applying':
      return { ...base, headline: '正在交接', advice: '停住了就点「接着办」，不会重复。', next: 'apply' };
    case 'undoing':
      return { ...base, headline: '正在撤回', advice: '停住了就点「接着办」，不会重复。', next: 'undo' };
    case 'applied':
      return {
        ...base,
        headline: '交接好了',
        advice: undoUntil === null ? '' : `${shortDate(dayOf(undoUntil))}以前还可以整个撤回。`,
        next: '',
        mayUndo: undoUntil !== null,
        isOver: true,
      };
    default:
      return { ...base, headline: OVER[status], advice: '', next: '', isOver: true };
  }
}
