/** The parts of which a kind of record is made. The kinds themselves: record-kinds.ts. */

import type { Role } from '../access/permissions';

/** Where a kind stands in the chooser and in the portfolio 成长记录袋. */
export const BOOKS = ['visit', 'talk', 'study', 'life', 'growth', 'family'] as const;
export type Book = (typeof BOOKS)[number];

/** Whom an entry is about: one child, several, all of a class, or the caregiver of one child. */
export const ABOUT = ['child', 'children', 'class', 'caregiver'] as const;
export type About = (typeof ABOUT)[number];

export const FIELD_TYPES = ['chips', 'choice', 'text', 'number', 'day', 'yes_no'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** One question of a kind. `chips` and `choice` need `choices`; `text` has `max` characters, `number` a range and a unit. */
export interface RecordField {
  readonly id: string;
  readonly label: string;
  readonly type: FieldType;
  readonly choices?: readonly string[] | undefined;
  readonly max?: number | undefined;
  readonly min?: number | undefined;
  readonly unit?: string | undefined;
  readonly required?: boolean | undefined;
  readonly hint?: string | undefined;
  /** Words of a `text` to begin with, one line for each thing that belongs there. */
  readonly template?: string | undefined;
}

/**
 * What an entry proves to have been done, for cadences (domain/cadence.ts). An entry of a school's own kind is also a deed by the
 * kind's id.
 */
export const DEEDS = [
  'visit',
  'talk',
  'parents',
  'caregiver',
  'letter',
  'study',
  'life',
  'training',
  'praise',
  'forum',
] as const;
export type Deed = (typeof DEEDS)[number];

/** A kind of care record (product.md C7). A new kind is a new row, not a new page. */
export interface RecordKind {
  readonly id: string;
  readonly name: string;
  readonly book: Book;
  readonly about: About;
  readonly fields: readonly RecordField[];
  /** How many may be added, 0–9 and 0–3. */
  readonly photos: number;
  readonly voices: number;
  readonly writers: readonly Role[];
  /** Staff who may read it, within their reach; who wrote it always may. */
  readonly readers: readonly Role[];
  /**
   * What a family sees of one that is shared with it, beside the words written for it: these fields, photos, voices, under this title.
   * `on`: the switch begins as on. `null`: never shared.
   */
  readonly families: {
    readonly title: string;
    readonly fields: readonly string[];
    readonly photos: boolean;
    readonly voices: boolean;
    readonly on: boolean;
  } | null;
  readonly feeds: readonly string[];
  /** Where this field (a `choice`) has this answer, the entry is a contact of the parents with each of its children, by letter. */
  readonly contact?: { readonly field: string; readonly is: string };
}
