import type { Input, Output, RecordValues } from '../../shared/contract';
import type { Day } from '../../shared/domain/calendar';
import { isFilled, valuesFault } from '../../shared/domain/record-kinds-check';
import { familyFacts } from '../../shared/domain/record-kinds-facts';
import type { RecordField, RecordKind } from '../../shared/domain/record-kinds-parts';
import { LIMITS } from '../../shared/limits';

export type RecordInput = Input<'records.write'>;
export type CorrectionInput = Input<'records.correct'>;
export type Opened = Output<'records.open'>;
type Goal = NonNullable<Opened['form']['goal']>;

/** A child as far as the form must know it without a network. */
export interface Child {
  readonly id: string;
  readonly name: string;
  readonly className: string;
}
export type SchoolClass = Pick<Child, 'id' | 'name'>;

/** A voice: a kept local file, or the file id of one that is at the school already. */
export interface Voice {
  readonly path: string;
  readonly seconds: number;
}

/** The form as it was typed; it is also the draft. */
export interface RecordForm {
  /** One letter, one key: however often it is saved or sent. */
  readonly requestKey: string;
  readonly kind: string;
  readonly children: readonly Child[];
  /** For a kind that is about a class. */
  readonly class: SchoolClass | null;
  readonly day: Day;
  /** By field id, also of kinds that were chosen before: who changes the kind back finds it again. */
  readonly values: RecordValues;
  readonly place: string;
  /** Kept local files, or file ids. */
  readonly photos: readonly string[];
  readonly photosConsented: boolean;
  readonly voices: readonly Voice[];
  readonly share: boolean;
  readonly shareText: string;
  readonly goal: Goal | null;
  /** The version that is corrected; `null` for a new record. */
  readonly seen: number | null;
}

export const emptyForm = (over: Pick<RecordForm, 'requestKey' | 'kind' | 'day'> & Partial<RecordForm>): RecordForm => ({
  children: [],
  class: null,
  values: {},
  place: '',
  photos: [],
  photosConsented: false,
  voices: [],
  share: false,
  shareText: '',
  goal: null,
  seen: null,
  ...over,
});

/** Whether something was written that would be missed. */
export const isBegun = ({ values, place, photos, voices, shareText }: RecordForm): boolean =>
  Object.values(values).some(isFilled) || place !== '' || photos.length > 0 || voices.length > 0 || shareText !== '';

/** What was filled in for this kind: a value that another kind's field of that id took, and this one's does not, stays away. */
export const valuesOf = (kind: Pick<RecordKind, 'fields'>, values: RecordValues): RecordValues =>
  Object.fromEntries(
    kind.fields.flatMap((field) => {
      const value = said(field, values[field.id]);
      return isFilled(value) && fits(field, value) ? [[field.id, value]] : [];
    }),
  );

/** What was typed, without what only this kind asks: it goes along when another kind is chosen. */
export const carriedValues = (kind: Pick<RecordKind, 'fields'>, values: RecordValues): RecordValues => {
  const texts = kind.fields.flatMap((field) => {
    const value = said(field, values[field.id]);
    return value === undefined ? [] : [[field.id, value] as const];
  });
  return { ...values, ...Object.fromEntries(texts) };
};

type Value = RecordValues[string];
/** A text without the lines to begin with to which nothing was added: they say nothing. */
function said({ template = '' }: RecordField, value: Value | undefined): Value | undefined {
  if (typeof value !== 'string') return value;
  const asked = template.split('\n').flatMap((line) => line.trim() || []);
  const lines = value.split('\n');
  // What was written below such a line belongs to it.
  const endsThere = (next = '') => next.trim() === '' || asked.some((begin) => next.trim().startsWith(begin));
  return lines
    .filter((line, i) => !(asked.includes(line.trim()) && endsThere(lines[i + 1])))
    .join('\n')
    .trim();
}

const TYPES: Readonly<Record<RecordField['type'], (value: Value) => boolean>> = {
  chips: Array.isArray,
  choice: (value) => typeof value === 'string',
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  day: (value) => typeof value === 'string',
  yes_no: (value) => typeof value === 'boolean',
};
function fits(field: RecordField, value: Value): boolean {
  const isFine = valuesFault({ fields: [field] }, { [field.id]: value }) === undefined;
  // A number out of its range was typed here and is complained of; a choice that is none of this kind's was not made here.
  return isFine || (TYPES[field.type](value) && field.type !== 'choice' && field.type !== 'chips');
}

export const isForOne = ({ about }: Pick<RecordKind, 'about'>): boolean => about === 'child' || about === 'caregiver';
export const isForClass = ({ about }: Pick<RecordKind, 'about'>): boolean => about === 'class';

/** Whether whom it is about is chosen as the kind needs it. */
export function hasWhom(kind: RecordKind, form: Pick<RecordForm, 'children' | 'class'>): boolean {
  if (isForClass(kind)) return form.class !== null;
  return isForOne(kind) ? form.children.length === 1 : form.children.length > 0;
}

/** 「林小雨」, 「林小雨等 3 个孩子」, 「三(2)班」; empty before anybody is chosen. */
export function whomText(kind: RecordKind, { children, class: group }: Pick<RecordForm, 'children' | 'class'>): string {
  if (isForClass(kind)) return group?.name ?? '';
  const name = children[0]?.name ?? '';
  return children.length > 1 ? `${name}等 ${children.length} 个孩子` : name;
}

/** What is still missing, by what it is about: `f-<field id>`, `photos`, `voices`, `share`. */
export type Problems = Readonly<Record<string, string>>;

/** What is still missing, in the order of the page, said beside the question it is about. */
export function problemsOf(kind: RecordKind, form: RecordForm): Problems {
  const values = valuesOf(kind, form.values);
  const problems: Record<string, string> = {};
  const isEmpty = Object.keys(values).length === 0 && form.photos.length === 0 && form.voices.length === 0;
  for (const field of kind.fields) {
    const said = fieldProblem(field, values);
    if (said) problems[`f-${field.id}`] = said;
  }
  const [first] = kind.fields;
  if (isEmpty && first && Object.keys(problems).length === 0)
    problems[`f-${first.id}`] = kind.photos > 0 ? '点几个词，或者写一两句，拍张照片也行。' : '点几个词，或者写一两句。';
  const photos = photosProblem(kind, form);
  if (photos) problems.photos = photos;
  if (form.voices.length > kind.voices)
    problems.voices =
      kind.voices === 0 ? '这一类不放录音，请去掉，或者换一类。' : `这一类最多放 ${kind.voices} 段录音。`;
  if (form.share && kind.families && !showsFamily(kind, form))
    problems.share = '这里还没有能给家里看的。请写一两句，或者先把开关关上。';
  return problems;
}

function fieldProblem(field: RecordField, values: RecordValues): string {
  const value = values[field.id];
  const fault = valuesFault({ fields: [field] }, value === undefined ? {} : { [field.id]: value });
  if (!fault) return '';
  const { type, min = 0, max = 0, unit = '' } = field;
  if (fault.rule === 'required') return type === 'text' || type === 'number' ? '这里要写。' : '这里要选一个。';
  if (type === 'number') return fault.rule === 'range' ? `要在 ${min} 到 ${max}${unit} 之间。` : '最多写一位小数。';
  return type === 'text' ? `最多 ${max} 个字。` : '请再选一次。';
}

function photosProblem(kind: RecordKind, { photos, photosConsented }: RecordForm): string {
  if (photos.length === 0) return '';
  if (kind.photos === 0) return '这一类不放照片，请去掉，或者换一类。';
  if (photos.length > kind.photos) return `这一类最多放 ${kind.photos} 张照片。`;
  return photosConsented ? '' : '家里同意拍照了，就把开关打开；没同意，请把照片去掉。';
}

/** Whether a family that it is shared with would see anything. */
function showsFamily(kind: RecordKind, form: RecordForm): boolean {
  const { families } = kind;
  if (!families) return false;
  return (
    form.shareText.trim() !== '' ||
    familyFacts(kind, valuesOf(kind, form.values)).length > 0 ||
    (families.photos && form.photos.length > 0) ||
    (families.voices && form.voices.length > 0)
  );
}

/** What goes to the school about a record, new or corrected; local paths stand where file ids belong. */
export const bodyOf = (kind: RecordKind, form: RecordForm) => {
  const share = form.share && kind.families !== null;
  return {
    day: form.day,
    values: valuesOf(kind, form.values),
    place: form.place.trim(),
    photos: [...form.photos],
    voices: form.voices.map(({ path, seconds }) => ({ fileId: path, seconds })),
    photosConsented: form.photos.length > 0 && form.photosConsented,
    share,
    shareText: share ? form.shareText.trim() : '',
    goal: form.goal,
  };
};

/** A new record as it goes to the school; the outbox puts file ids where local paths stand. */
export const inputOf = (kind: RecordKind, form: RecordForm): RecordInput => ({
  requestKey: form.requestKey,
  kind: kind.id,
  studentIds: isForClass(kind) ? [] : form.children.map(({ id }) => id),
  classId: isForClass(kind) ? (form.class?.id ?? null) : null,
  ...bodyOf(kind, form),
});

/** The local files of a form, which must be uploaded. */
export const filesOf = ({ photos, voices }: Pick<RecordForm, 'photos' | 'voices'>): string[] =>
  [...photos, ...voices.map(({ path }) => path)].filter((path) => !path.startsWith('cloud://'));

/** A refused letter as a form again, under a new key: what was refused was never written. `find`: whom the phone knows. */
export const formOf = (
  input: RecordInput,
  requestKey: string,
  find: { child(id: string): Child | undefined; class(id: string): SchoolClass | undefined },
): RecordForm =>
  emptyForm({
    requestKey,
    kind: input.kind,
    children: input.studentIds.map((id) => find.child(id) ?? { id, name: '这个孩子', className: '' }),
    class: input.classId ? (find.class(input.classId) ?? { id: input.classId, name: '这个班' }) : null,
    ...saidBy(input),
  });

/** What an entry or a correction says, as a form holds it. */
const saidBy = (input: RecordInput | CorrectionInput) => ({
  day: input.day,
  values: input.values,
  place: input.place ?? '',
  photos: input.photos,
  photosConsented: input.photosConsented,
  voices: (input.voices ?? []).map(({ fileId, seconds }) => ({ path: fileId, seconds })),
  share: input.share,
  shareText: input.shareText,
  goal: input.goal ?? null,
});

/** What letters about a record have in common: they leave in the order in which they were written. */
export const aboutRecord = (recordId: string): string => `record:${recordId}`;

/** A record of the school as a form to correct it. */
export const correctionOf = ({ form, children, version }: Opened, requestKey: string): RecordForm =>
  emptyForm({
    requestKey,
    kind: form.kind,
    day: form.day,
    children,
    values: form.values,
    place: form.place,
    photos: form.photos.map(({ fileId }) => fileId),
    photosConsented: form.photos.length > 0,
    voices: form.voices.map(({ fileId, seconds }) => ({ path: fileId, seconds })),
    share: form.share,
    shareText: form.shareText,
    goal: form.goal,
    seen: version,
  });

/** A refused correction as a form again, under a new key; it still says which version it was made from. */
export const resumedCorrection = (answer: Opened, input: CorrectionInput, requestKey: string): RecordForm => ({
  ...correctionOf(answer, requestKey),
  ...saidBy(input),
  seen: input.seen,
});

/**
 * Two corrections of one record in one: what only one of them has is taken, chips and files of both, texts one after the other; where one
 * must be chosen it is mine. It is shared only where both share it.
 */
export function merged(kind: RecordKind, mine: RecordForm, theirs: RecordForm): RecordForm {
  const values: Record<string, Value> = { ...theirs.values };
  for (const field of kind.fields) {
    const value = joined(field, mine.values[field.id], theirs.values[field.id]);
    if (value !== undefined) values[field.id] = value;
  }
  const paths = new Set(mine.voices.map(({ path }) => path));
  return {
    ...mine,
    seen: theirs.seen,
    values,
    place: mine.place || theirs.place,
    photos: [...new Set([...mine.photos, ...theirs.photos])].slice(0, LIMITS.photos),
    photosConsented: mine.photosConsented || theirs.photosConsented,
    voices: [...mine.voices, ...theirs.voices.filter(({ path }) => !paths.has(path))].slice(0, LIMITS.recordVoices),
    share: mine.share && theirs.share,
    shareText: bothTexts(mine.shareText, theirs.shareText).slice(0, LIMITS.shareText),
  };
}

function joined({ type, max, choices = [] }: RecordField, mine?: Value, theirs?: Value): Value | undefined {
  if (!isFilled(mine) || !isFilled(theirs)) return isFilled(mine) ? mine : theirs;
  if (Array.isArray(mine) && Array.isArray(theirs))
    return choices.filter((chip) => mine.includes(chip) || theirs.includes(chip));
  if (type === 'text' && typeof mine === 'string' && typeof theirs === 'string')
    return bothTexts(mine, theirs).slice(0, max);
  return mine;
}

function bothTexts(mine: string, theirs: string): string {
  if (mine.includes(theirs)) return mine;
  return theirs.includes(mine) ? theirs : `${mine}\n${theirs}`;
}
