import type { Output } from '../../../../shared/contract';
import { fieldOf, SECTIONS } from '../../../../shared/domain/child-file';
import { SECTION_NAMES } from '../../../../shared/text/files';
import type { Fact } from '../../typed';

type File = Output<'contacts.file'>;

export interface EditHead {
  readonly name: string;
  /** 「三(2)班 · 住在哪里，谁照看」 */
  readonly about: string;
}

export function headOf({ name, className }: File, section: string): EditHead {
  const part = SECTIONS.find((known) => known === section);
  return { name, about: part ? `${className} · ${SECTION_NAMES[part]}` : className };
}

/** The pupil's facts of one part of the file; of all parts where none is named. */
export const factsOf = ({ id, fields }: File, section: string): Fact[] =>
  fields
    .filter(({ field }) => section === '' || fieldOf(field).section === section)
    .map((field) => ({ ...field, subject: id }));
