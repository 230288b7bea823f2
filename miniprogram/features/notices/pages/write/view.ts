import type { Audience, Input, Output } from '../../../../shared/contract';
import { addDays, type Day } from '../../../../shared/domain/calendar';
import { spokenDay } from '../../../../shared/text/time';

type Letter = Input<'notices.send'>;
export type Asks = Letter['asks'];
export type Role = Audience['roles'][number];

/** The form as it was typed; it is also the draft. */
export interface NoticeForm {
  /** One letter, one key: however often 「发出去」 is tapped, also after the app was killed. */
  readonly requestKey: string;
  readonly title: string;
  readonly body: string;
  /** A kept local file. */
  readonly voice: { readonly path: string; readonly seconds: number } | null;
  readonly asks: Asks;
  readonly deadline: Day | '';
  readonly urgent: boolean;
  readonly classIds: readonly string[];
  readonly roles: readonly Role[];
}

export const emptyForm = (requestKey: string): NoticeForm => ({
  requestKey,
  title: '',
  body: '',
  voice: null,
  asks: 'read',
  deadline: '',
  urgent: false,
  classIds: [],
  roles: ['parent', 'guardian'],
});

/** Whether somebody has written something that would be missed. */
export const isBegun = ({ title, body, voice }: NoticeForm): boolean => title !== '' || body !== '' || voice !== null;

export const ASKS: readonly { readonly value: Asks; readonly label: string; readonly hint: string }[] = [
  { value: 'read', label: '看过就行', hint: '点开就算看过' },
  { value: 'confirm', label: '请回「收到」', hint: '要按一下「收到」' },
  { value: 'hear', label: '请听一听', hint: '要听您录的话，再按「我听到了」' },
];

export const ROLE_CHOICES: readonly { readonly value: Role; readonly label: string }[] = [
  { value: 'parent', label: '爸爸妈妈' },
  { value: 'guardian', label: '家里照看的人' },
];

export const classChoices = (classes: Output<'school.read'>['classes']): { value: string; label: string }[] =>
  classes.map(({ id, name }) => ({ value: id, label: name }));

/** The classes of the draft that are still the teacher's; a teacher of one class need not choose. */
export function classesOf(form: NoticeForm, classes: readonly { readonly value: string }[]): string[] {
  const mine = classes.map(({ value }) => value);
  const kept = form.classIds.filter((id) => mine.includes(id));
  return kept.length > 0 || mine.length !== 1 ? kept : mine;
}

export interface Problems {
  readonly title: string;
  readonly body: string;
  readonly voice: string;
  readonly classes: string;
  readonly roles: string;
}
export const NO_PROBLEMS: Problems = { title: '', body: '', voice: '', classes: '', roles: '' };

/** What is still missing, said beside the question it is about. */
export function problemsOf(form: NoticeForm): Problems {
  return {
    title: form.title.trim() === '' ? '请写一个标题，家长第一眼看到它。' : '',
    body: form.body.trim() === '' ? '请写几句，不方便听的人可以看。' : '',
    voice: form.asks === 'hear' && form.voice === null ? '要请人听一听，先录一段话；或者改成「看过就行」。' : '',
    classes: form.classIds.length === 0 ? '请选发给哪个班。' : '',
    roles: form.roles.length === 0 ? '请选发给谁。' : '',
  };
}
export const isFine = (problems: Problems): boolean => Object.values(problems).every((text) => text === '');

/** The place of the first question that is not answered, to scroll to. */
export const firstProblem = (problems: Problems): string =>
  Object.entries(problems).find(([, text]) => text !== '')?.[0] ?? '';

/** What goes to the school; `fileId` stands for the recorded voice once it is uploaded. */
export const letterOf = (form: NoticeForm, fileId: string | null): Letter => ({
  requestKey: form.requestKey,
  title: form.title.trim(),
  body: form.body.trim(),
  asks: form.asks,
  urgent: form.urgent,
  audience: { classIds: [...form.classIds], roles: [...form.roles] },
  ...(form.deadline === '' ? {} : { deadline: form.deadline }),
  ...(form.voice === null || fileId === null ? {} : { voice: { fileId, seconds: form.voice.seconds } }),
});

/** 「微信 52 人，要打电话 31 人，联系不上 3 人」 without those that are nobody. */
export function reachText({ wechat, callList, unreachable }: Output<'notices.reach'>): string {
  const ways = [
    { word: '微信', count: wechat },
    { word: '要打电话', count: callList },
    { word: '联系不上', count: unreachable },
  ];
  return ways
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${word} ${count} 人`)
    .join('，');
}

/** Deadlines that teachers mean most often; 'none' for no deadline. */
export const deadlineText = (deadline: Day | '', today: Day): string =>
  deadline === '' ? '不限时间' : `${spokenDay(deadline, today)}以前`;

/** The last day that makes sense for a deadline. */
export const latestDeadline = (today: Day): Day => addDays(today, 90);
