import type { Choice } from '../../../../components/choice-chips/index';
import type { Input, Output } from '../../../../shared/contract';
import { EXPORT_REASONS } from '../../../../shared/text/files';

export type ExportInput = Input<'contacts.export'>;

export interface ExportForm {
  readonly kind: ExportInput['kind'];
  /** Empty for all of the caller's. */
  readonly classId: string;
  readonly leftBehindOnly: boolean;
  readonly why: ExportInput['why'] | '';
  readonly note: string;
}
export const emptyForm = (classId: string): ExportForm => ({
  kind: 'class',
  classId,
  leftBehindOnly: false,
  why: '',
  note: '',
});

export const KINDS: readonly Choice[] = [
  { value: 'class', label: '班级名单', hint: '没有身份证号，平时够用' },
  { value: 'form', label: '国家要求的登记表', hint: '有身份证号和住址，用完请删掉' },
];
export const REASONS: readonly Choice[] = Object.entries(EXPORT_REASONS).map(([value, label]) => ({ value, label }));

/** The classes to choose from, all of them first; nothing where there is one. */
export const choicesOf = (classes: Output<'school.read'>['classes']): Choice[] =>
  classes.length < 2
    ? []
    : [{ value: '', label: '全部' }, ...classes.map(({ id, name }) => ({ value: id, label: name }))];

export const exportInput = ({ kind, classId, leftBehindOnly, why, note }: ExportForm): ExportInput | null =>
  why === '' ? null : { kind, ...(classId ? { classId } : {}), leftBehindOnly, why, note: note.trim() };
