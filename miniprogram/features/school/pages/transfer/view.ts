import type { Choice } from '../../../../components/choice-chips/index';
import type { ChildRef, Input, Output } from '../../../../shared/contract';
import { dayOf } from '../../../../shared/domain/calendar';
import { type ConsentState, isAgreed } from '../../../../shared/domain/consents';
import { mayText } from '../../../../shared/text/files';
import { fullDate, shortDate } from '../../../../shared/text/time';

type How = Input<'transfer.leave'>['how'];

const HOW_WORDS: Readonly<Record<How, string>> = {
  transferred: '转到别的学校',
  moved: '跟着家里搬走',
  graduated: '毕业',
  dropped_out: '不来读了',
};
export const HOW_CHOICES: readonly Choice[] = Object.entries(HOW_WORDS).map(([value, label]) => ({ value, label }));

/** What is being written about a child that leaves. */
export interface LeaveForm {
  readonly how: How;
  readonly day: string;
  readonly whereTo: string;
  readonly withFile: boolean;
}

/** Whether the file may go along, and why not. */
export interface FileWords {
  readonly may: boolean;
  readonly text: string;
}
export function fileWords(form: Pick<LeaveForm, 'how'>, consent: ConsentState): FileWords {
  const may = form.how === 'transferred' && isAgreed(consent);
  const text = isAgreed(consent)
    ? '家里同意了。新学校凭转学码接，档案就过去了，不用再填一遍。'
    : `${mayText('transfer', consent)}。请家里的监护人在微信里点「可以」，或者签一张纸。`;
  return { may, text };
}

export const leaveOf = (
  studentId: string,
  form: LeaveForm,
  consent: ConsentState,
): Omit<Input<'transfer.leave'>, 'key'> => ({
  studentId,
  how: form.how,
  day: form.day,
  whereTo: form.whereTo.trim(),
  withFile: form.withFile && fileWords(form, consent).may,
});

/** What is asked before a child leaves. */
export const leavingText = ({ name }: ChildRef): string =>
  `${name}约好的通话都取消，家里的微信看不到学校了。档案留在学校。办错了，一年之内可以再接回来。`;

export interface CodeWords {
  readonly code: string;
  /** In groups, to read out. */
  readonly shown: string;
  readonly until: string;
}
export function codeOf({ code, expiresAt }: Output<'transfer.leave'>): CodeWords | null {
  if (code === null) return null;
  return {
    code,
    shown: code.replace(/(.{3})(?=.)/g, '$1 '),
    until: expiresAt === null ? '' : `${shortDate(dayOf(expiresAt))}以前有效`,
  };
}

/** What a code brings, in words. */
export const arrivalWords = ({ fromSchool, className, members, records }: Output<'transfer.look'>): string[] => [
  `从${fromSchool} ${className}来`,
  `${members} 位家里人，${records} 条记录`,
];

export interface LeftRow {
  readonly key: string;
  readonly name: string;
  readonly fact: string;
}
export const leftRows = (children: Output<'transfer.left'>['children']): LeftRow[] =>
  children.map(({ id, name, className, day, how }) => ({
    key: id,
    name: `${className} ${name}`.trim(),
    fact: `${fullDate(day)} · ${HOW_WORDS[how]}`,
  }));
