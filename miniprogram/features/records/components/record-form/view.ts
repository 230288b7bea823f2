import { familyFacts } from '../../../../shared/domain/record-kinds-facts';
import type { RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { teacherName } from '../../../../shared/text/names';
import { shortDate } from '../../../../shared/text/time';
import { isForClass, type Opened, type Problems, type RecordForm, valuesOf } from '../../form';
import type { FamilyView } from '../family-view/index';
import { type FieldRow, rowOf } from '../kind-field/row';

export const rowsOf = (kind: RecordKind, form: RecordForm, problems: Problems): FieldRow[] =>
  kind.fields.map((field) => rowOf(field, form.values, problems));

/** Addresses under which files that are at the school already can be seen: file id → address. */
export type Addresses = Readonly<Record<string, string>>;
export const addressesOf = ({ form }: Pick<Opened, 'form'>): Addresses =>
  Object.fromEntries([...form.photos, ...form.voices].flatMap(({ fileId, url }) => (url ? [[fileId, url]] : [])));

/** What is shown for a file: what cannot be seen (yet) is left out. */
export const shownPhotos = ({ photos }: Pick<RecordForm, 'photos'>, addresses: Addresses): string[] =>
  photos.flatMap((path) => addresses[path] ?? (path.startsWith('cloud://') ? [] : path));
export const shownVoices = ({ voices }: Pick<RecordForm, 'voices'>, addresses: Addresses) =>
  voices.flatMap(({ path, seconds }) => {
    const src = addresses[path] ?? (path.startsWith('cloud://') ? '' : path);
    return src === '' ? [] : [{ path: src, seconds }];
  });

/** The form's files after those that are shown were changed: what is not shown stays. */
export function changedFiles<T>(
  before: readonly T[],
  shown: readonly T[],
  pathOf: (item: T) => string,
  addresses: Addresses,
): T[] {
  const isHidden = (item: T) => pathOf(item).startsWith('cloud://') && addresses[pathOf(item)] === undefined;
  const known = new Map(before.map((item) => [addresses[pathOf(item)] ?? pathOf(item), item]));
  return [...before.filter(isHidden), ...shown.map((item) => known.get(pathOf(item)) ?? item)];
}

/** Just what the family will see, and nothing else; `null` where it will see nothing. */
export function previewOf(
  kind: RecordKind,
  form: RecordForm,
  by: string,
  addresses: Addresses = {},
): FamilyView | null {
  const { families } = kind;
  if (!form.share || !families) return null;
  const name = form.children.length === 1 && !isForClass(kind) ? form.children[0]?.name : '每家自己的孩子';
  const photos = families.photos && form.photosConsented ? shownPhotos(form, addresses) : [];
  const voices = families.voices ? shownVoices(form, addresses) : [];
  const facts = familyFacts(kind, valuesOf(kind, form.values));
  const text = form.shareText.trim();
  if (text === '' && facts.length + photos.length + voices.length === 0) return null;
  return {
    title: families.title,
    about: `${name} · ${teacherName(by)} · ${shortDate(form.day)}`,
    facts,
    text,
    photos,
    voices,
  };
}
