import type { Input } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { RECORD_KINDS } from '../../../../shared/domain/record-kinds';
import { shortDate, spokenDay } from '../../../../shared/text/time';

export type RecordInput = Input<'records.write'>;

/** The child visited, as far as the form must know it without a network. */
export interface Visited {
  readonly id: string;
  readonly name: string;
  readonly className: string;
}

/** The form as it was typed; it is also the draft. */
export interface VisitForm {
  /** One letter, one key: however often it is saved or sent. */
  readonly requestKey: string;
  readonly child: Visited | null;
  readonly day: Day;
  readonly chips: readonly string[];
  readonly note: string;
  /** Kept local files. */
  readonly photos: readonly string[];
  readonly photosConsented: boolean;
  readonly share: boolean;
  readonly shareText: string;
}

export const KIND = 'home_visit' satisfies RecordInput['kind'];
export const CHIPS = RECORD_KINDS[KIND].chips.map((chip) => ({ value: chip, label: chip }));

export const emptyForm = (requestKey: string, day: Day, child: Visited | null): VisitForm => ({
  requestKey,
  child,
  day,
  chips: [],
  note: '',
  photos: [],
  photosConsented: false,
  share: false,
  shareText: '',
});

/** Whether something was written that would be missed. */
export const isBegun = ({ chips, note, photos, shareText }: VisitForm): boolean =>
  chips.length > 0 || note !== '' || photos.length > 0 || shareText !== '';

export interface Problems {
  readonly note: string;
  readonly photos: string;
  readonly share: string;
}
export const NO_PROBLEMS: Problems = { note: '', photos: '', share: '' };

/** What is still missing, said beside the question it is about. */
export function problemsOf(form: VisitForm): Problems {
  const empty = form.chips.length === 0 && form.note.trim() === '' && form.photos.length === 0;
  return {
    note: empty ? '点几个词，或者写一两句，拍张照片也行。' : '',
    photos:
      form.photos.length > 0 && !form.photosConsented ? '家里同意拍照了，就把开关打开；没同意，请把照片去掉。' : '',
    share: form.share && form.shareText.trim() === '' ? '给家里写一两句话，再打开这个开关。' : '',
  };
}
export const isFine = (problems: Problems): boolean => Object.values(problems).every((text) => text === '');
export const firstProblem = (problems: Problems): string =>
  Object.entries(problems).find(([, text]) => text !== '')?.[0] ?? '';

/** What goes to the school; photos are local paths, which the outbox replaces when they are uploaded. */
export const inputOf = (form: VisitForm, studentId: string): RecordInput => ({
  requestKey: form.requestKey,
  studentId,
  kind: KIND,
  day: form.day,
  chips: [...form.chips],
  note: form.note.trim(),
  photos: [...form.photos],
  photosConsented: form.photos.length > 0 && form.photosConsented,
  share: form.share,
  shareText: form.share ? form.shareText.trim() : '',
});

/** A refused letter as a form again, under a new key: what was refused was never written. */
export const formOf = (input: RecordInput, requestKey: string, child: Visited): VisitForm => ({
  requestKey,
  child,
  day: input.day,
  chips: input.chips,
  note: input.note,
  photos: input.photos,
  photosConsented: input.photosConsented,
  share: input.share,
  shareText: input.shareText,
});

/** Just what the family will read, and nothing else. */
export interface Preview {
  readonly title: string;
  readonly about: string;
  readonly text: string;
  readonly photos: readonly string[];
}
export const previewOf = (form: VisitForm, by: string): Preview => ({
  title: RECORD_KINDS[KIND].title,
  about: `${form.child?.name ?? ''} · ${by} · ${shortDate(form.day)}`,
  text: form.shareText.trim(),
  photos: form.photosConsented ? form.photos : [],
});

/** 「今天 11月24日」 */
export function dayText(day: Day, today: Day): string {
  const spoken = spokenDay(day, today);
  const date = shortDate(day);
  return spoken === date ? date : `${spoken} ${date}`;
}
