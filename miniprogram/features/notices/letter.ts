import type { Audience, Input, Output } from '../../shared/contract';
import { addDays, type Day, dayOf, instantOf } from '../../shared/domain/calendar';
import { LIMITS } from '../../shared/limits';
import { type NoticeTemplate, openLine } from '../../shared/text/notice-templates';

export type Letter = Input<'notices.send'>;
export type Asks = Letter['asks'];

/** A file as it was chosen from a chat; `path` is a kept local file. */
export interface ChosenFile {
  readonly path: string;
  readonly name: string;
}

/** A day and a clock, 'HH:MM', as pickers give them. */
export interface Later {
  readonly day: Day;
  readonly clock: string;
}

/** The form as it was typed; it is also the draft. Paths are kept local files. */
export interface NoticeForm {
  /** One letter, one key: however often 「发出去」 is tapped, also after the app was killed. */
  readonly requestKey: string;
  readonly title: string;
  readonly body: string;
  readonly voice: { readonly path: string; readonly seconds: number } | null;
  readonly pictures: readonly string[];
  readonly file: ChosenFile | null;
  readonly asks: Asks;
  /** As they are typed, empty ones too. */
  readonly choices: readonly string[];
  readonly deadline: Day | '';
  readonly later: Later | null;
  readonly urgent: boolean;
  /** `null` until it is chosen. */
  readonly audience: Audience | null;
  /** Local path → `cloud://` id of what is at the school already. */
  readonly uploaded: Readonly<Record<string, string>>;
}

export const emptyForm = (requestKey: string): NoticeForm => ({
  requestKey,
  title: '',
  body: '',
  voice: null,
  pictures: [],
  file: null,
  asks: 'read',
  choices: ['', ''],
  deadline: '',
  later: null,
  urgent: false,
  audience: null,
  uploaded: {},
});

/** What a draft is kept under: a new notice has one, and each that is written from another. */
export const draftName = (from: string): string => (from === '' ? 'notice' : `notice:${from}`);

/** Whether somebody has written something that would be missed. */
export const isBegun = ({ title, body, voice, pictures, file }: NoticeForm): boolean =>
  title !== '' || body !== '' || voice !== null || pictures.length > 0 || file !== null;

/** Local files of the form. */
export const filesOf = ({ voice, pictures, file }: NoticeForm): string[] => [
  ...(voice === null ? [] : [voice.path]),
  ...pictures,
  ...(file === null ? [] : [file.path]),
];

/** The form with a template in place of what was written; whom it is for and what is attached stays. */
export const filled = (form: NoticeForm, { title, body, asks, choices, urgent }: NoticeTemplate): NoticeForm => ({
  ...form,
  title,
  body,
  asks,
  choices: choices.length > 0 ? choices : ['', ''],
  urgent,
});

/** A notice that was written before, to be written anew. Its files are not here yet; a time that was set is over. */
export const formOf = (notice: Output<'notices.read'>, requestKey: string, today: Day): NoticeForm => ({
  ...emptyForm(requestKey),
  title: notice.title,
  body: notice.body,
  asks: notice.asks,
  choices: notice.choices.length > 0 ? notice.choices : ['', ''],
  deadline: notice.deadline !== null && notice.deadline >= today ? notice.deadline : '',
  urgent: notice.urgent,
  audience: notice.audience,
});

export const sendsAt = ({ day, clock }: Later): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return instantOf(day, hours * 60 + minutes);
};

const given = (choices: readonly string[]): string[] => choices.map((choice) => choice.trim()).filter(Boolean);

export interface Problems {
  readonly title: string;
  readonly body: string;
  readonly voice: string;
  readonly audience: string;
  readonly choices: string;
  readonly later: string;
  readonly deadline: string;
}
export const NO_PROBLEMS: Problems = {
  title: '',
  body: '',
  voice: '',
  audience: '',
  choices: '',
  later: '',
  deadline: '',
};

/** What is still missing, said beside the question it is about. `instant` is now, ms. */
export function problemsOf(form: NoticeForm, instant: number): Problems {
  return {
    title: textProblem(form.title, '请写一个标题，家长第一眼看到它。'),
    body: textProblem(form.body, '请写几句，不方便听的人可以看。'),
    voice: form.asks === 'hear' && form.voice === null ? '要请人听一听，先录一段话；或者改成「看过就行」。' : '',
    audience: form.audience === null ? '请选发给谁。' : '',
    choices: form.asks === 'answer' ? choicesProblem(given(form.choices)) : '',
    later: form.later !== null && sendsAt(form.later) <= instant ? '定的时间已经过了，请改一改，或者现在发。' : '',
    deadline: deadlineProblem(form, instant),
  };
}

function textProblem(text: string, missing: string): string {
  if (text.trim() === '') return missing;
  const open = openLine(text);
  return open === null ? '' : `还有一处没填：「${open}」`;
}

function choicesProblem(choices: readonly string[]): string {
  if (choices.length < 2) return '请写至少两个答案，家里选一个。';
  return new Set(choices).size < choices.length ? '有两个答案一样，请改一个。' : '';
}

function deadlineProblem({ deadline, later }: NoticeForm, instant: number): string {
  if (deadline === '' || deadline >= (later?.day ?? dayOf(instant))) return '';
  return later === null ? '这一天已经过了，请改一改。' : '发出去那天已经过了这一天，请改一改。';
}

export const isFine = (problems: Problems): boolean => Object.values(problems).every((text) => text === '');

/** The place of the first question that is not answered, to scroll to. */
export const firstProblem = (problems: Problems): string =>
  Object.entries(problems).find(([, text]) => text !== '')?.[0] ?? '';

/** What goes to the school, once all files are there. @throws when the form is not complete */
export function letterOf(form: NoticeForm, corrects: string): Letter {
  const { voice, file, audience, uploaded } = form;
  if (audience === null) throw new Error('notices: a letter to nobody');
  const idOf = (path: string): string => {
    const fileId = uploaded[path];
    if (fileId === undefined) throw new Error('notices: a file that is not uploaded');
    return fileId;
  };
  return {
    requestKey: form.requestKey,
    title: form.title.trim(),
    body: form.body.trim(),
    asks: form.asks,
    urgent: form.urgent,
    audience,
    pictures: form.pictures.map(idOf),
    choices: form.asks === 'answer' ? given(form.choices) : [],
    ...(voice === null ? {} : { voice: { fileId: idOf(voice.path), seconds: voice.seconds } }),
    ...(file === null ? {} : { file: { fileId: idOf(file.path), name: file.name } }),
    ...(form.deadline === '' ? {} : { deadline: form.deadline }),
    ...(form.later === null ? {} : { sendAt: sendsAt(form.later) }),
    ...(corrects === '' ? {} : { corrects }),
  };
}

/** The last day that makes sense for a deadline, or to send something. */
export const latestDay = (today: Day): Day => addDays(today, 90);

/** At least two answers, at most as many as the contract takes. */
export const CHOICES = { least: 2, most: LIMITS.choices } as const;
