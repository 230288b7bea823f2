import { type Role, scopesOf } from '../access/permissions';
import type { RecordValues } from '../contract';
import { LIMITS } from '../limits';
import { isDay } from './calendar';
import { ABOUT, BOOKS, DEEDS, FIELD_TYPES, type RecordField, type RecordKind } from './record-kinds-parts';

/** What is wrong, and where: a field of a row (`fields.2.choices`) or a field's id. */
export interface KindFault {
  readonly field: string;
  readonly rule: 'required' | 'unknown' | 'choices' | 'range' | 'twice' | 'type' | 'writers' | 'readers' | 'nothing';
}

type Rule = KindFault['rule'];
const at = (field: string, rule: Rule): KindFault => ({ field, rule });
/** The first that is wrong of several things that must hold. */
const first = (
  ...checks: readonly (readonly [isWrong: boolean, field: string, rule: Rule])[]
): KindFault | undefined => {
  const wrong = checks.find(([isWrong]) => isWrong);
  return wrong && at(wrong[1], wrong[2]);
};
const hasTwice = (items: readonly string[]): boolean => new Set(items).size < items.length;
const isWithin = (n: number | undefined, from: number, to: number): boolean =>
  n !== undefined && Number.isInteger(n) && n >= from && n <= to;

/** Of numbers one place behind the point is kept: 38.5 ℃. */
const STEPS = 10;
const MOST_CHOICES = 20;
const MOST_FIELDS = 12;
/** Hundred thousand is more than anything that is counted about a child. */
const LARGEST = 99_999;

/** What is wrong with some rows, of which each has its own id. */
export function kindsFault(kinds: readonly RecordKind[]): KindFault | undefined {
  for (const [i, kind] of kinds.entries()) {
    const fault = kindFault(kind);
    if (fault) return at(`${i}.${fault.field}`, fault.rule);
  }
  return hasTwice(kinds.map(({ id }) => id)) ? at('id', 'twice') : undefined;
}

/** What is wrong with a row: it could not be written, or read, or would mean nothing. */
export function kindFault(kind: RecordKind): KindFault | undefined {
  const ids = kind.fields.map(({ id }) => id);
  const { families } = kind;
  return (
    first(
      [!/^[a-z][a-z0-9_]{0,39}$/.test(kind.id), 'id', 'type'],
      [kind.name.trim() === '', 'name', 'required'],
      [!BOOKS.includes(kind.book), 'book', 'unknown'],
      [!ABOUT.includes(kind.about), 'about', 'unknown'],
      [kind.writers.length === 0 || kind.writers.some((role) => !mayEver('records.write', role)), 'writers', 'writers'],
      [kind.readers.some((role) => !mayEver('records.open', role)), 'readers', 'readers'],
      [ids.length === 0 || ids.length > MOST_FIELDS, 'fields', 'range'],
      [hasTwice(ids), 'fields', 'twice'],
      [!isWithin(kind.photos, 0, LIMITS.photos), 'photos', 'range'],
      [!isWithin(kind.voices, 0, LIMITS.recordVoices), 'voices', 'range'],
      [kind.feeds.some((deed) => !DEEDS.some((known) => known === deed)), 'feeds', 'unknown'],
      [hasTwice(kind.feeds), 'feeds', 'twice'],
      [kind.contact !== undefined && !isAnswer(kind.fields, kind.contact), 'contact', 'choices'],
      [families?.title.trim() === '', 'families.title', 'required'],
      [families?.fields.some((id) => !ids.includes(id)) ?? false, 'families.fields', 'unknown'],
      [families?.photos === true && kind.photos === 0, 'families.photos', 'nothing'],
      [families?.voices === true && kind.voices === 0, 'families.voices', 'nothing'],
    ) ?? kind.fields.map((field, i) => fieldFault(field, `fields.${i}`)).find((fault) => fault !== undefined)
  );
}

const isAnswer = (fields: readonly RecordField[], { field, is }: NonNullable<RecordKind['contact']>): boolean =>
  fields.some(({ id, type, choices }) => id === field && type === 'choice' && choices?.includes(is) === true);

/** Whether what was filled in tells of a contact of the parents with the children. */
export const tellsContact = ({ contact }: Pick<RecordKind, 'contact'>, values: RecordValues): boolean =>
  contact !== undefined && values[contact.field] === contact.is;

const mayEver = (permission: 'records.write' | 'records.open', role: Role): boolean =>
  scopesOf(role, permission).length > 0;

/** Each type has its own measure, and nothing of another's. */
function fieldFault(field: RecordField, path: string): KindFault | undefined {
  const { id, label, type, choices, max, min, unit, template } = field;
  const isChosen = type === 'chips' || type === 'choice';
  const isNumber = type === 'number';
  return first(
    [!/^[a-z][A-Za-z0-9_]{0,39}$/.test(id), `${path}.id`, 'type'],
    [label.trim() === '', `${path}.label`, 'required'],
    [!FIELD_TYPES.includes(type), `${path}.type`, 'unknown'],
    [isChosen ? !isChoosable(choices) : choices !== undefined, `${path}.choices`, 'choices'],
    [type === 'text' && !isWithin(max, 1, LIMITS.recordNote), `${path}.max`, 'range'],
    [isNumber && !(isWithin(min, 0, LARGEST) && isWithin(max, (min ?? 0) + 1, LARGEST)), `${path}.max`, 'range'],
    [type !== 'text' && !isNumber && max !== undefined, `${path}.max`, 'type'],
    [!isNumber && (min !== undefined || unit !== undefined), `${path}.min`, 'type'],
    [template !== undefined && type !== 'text', `${path}.template`, 'type'],
    [
      template !== undefined && !isWithin(template.trim().length, 1, Math.min(LIMITS.recordTemplate, max ?? 0)),
      `${path}.template`,
      'range',
    ],
  );
}

const isChoosable = (choices: readonly string[] = []): boolean =>
  choices.length >= 2 &&
  choices.length <= MOST_CHOICES &&
  !hasTwice(choices) &&
  choices.every((choice) => choice.trim() !== '');

/** What is wrong with what was filled in; `field` is the field's id. A field that is left out was not filled in. */
export function valuesFault(kind: Pick<RecordKind, 'fields'>, values: RecordValues): KindFault | undefined {
  const known = new Map(kind.fields.map((field) => [field.id, field]));
  for (const [id, value] of Object.entries(values)) {
    const field = known.get(id);
    if (!field) return at(id, 'unknown');
    const rule = isFilled(value) ? valueFault(field, value) : undefined;
    if (rule) return at(id, rule);
  }
  const missing = kind.fields.find(({ id, required }) => required === true && !isFilled(values[id]));
  return missing && at(missing.id, 'required');
}

type Value = RecordValues[string];

/** Whether a field says something. */
export const isFilled = (value: Value | undefined): value is Value =>
  value !== undefined && (Array.isArray(value) ? value.length > 0 : value !== '');

function valueFault({ type, choices = [], min = 0, max = 0 }: RecordField, value: Value): Rule | undefined {
  switch (type) {
    case 'chips':
      if (!Array.isArray(value) || hasTwice(value)) return 'type';
      return value.every((chip) => choices.includes(chip)) ? undefined : 'choices';
    case 'choice':
      return typeof value === 'string' && choices.includes(value) ? undefined : 'choices';
    case 'text':
      return typeof value !== 'string' ? 'type' : value.length > max ? 'range' : undefined;
    case 'number':
      if (typeof value !== 'number' || !Number.isInteger(Math.round(value * STEPS * STEPS) / STEPS)) return 'type';
      return value >= min && value <= max ? undefined : 'range';
    case 'day':
      return typeof value === 'string' && isDay(value) ? undefined : 'type';
    case 'yes_no':
      return typeof value === 'boolean' ? undefined : 'type';
  }
}
