import type { Role } from '../../access/permissions';
import { LIMITS } from '../../limits';
import type { RecordField, RecordKind } from '../record-kinds-parts';

/** What rows of the product have in common. */

/** Teachers are the class's head and the child's mentors; the office sees to everything. */
export const TEACHERS: readonly Role[] = ['teacher', 'school_admin'];
export const SCHOOL: readonly Role[] = ['teacher', 'counsellor', 'school_admin'];
/** 爱心妈妈, 代理家长, retired teachers: what they do themselves, and what is glad. */
export const EVERYONE: readonly Role[] = ['teacher', 'counsellor', 'school_admin', 'volunteer'];

export const note: RecordField = {
  id: 'note',
  label: '说一说',
  type: 'text',
  max: LIMITS.recordNote,
  hint: '看到什么，说了什么',
};
/** The note with lines to begin with. */
export const noteOf = (...lines: readonly string[]): RecordField => ({
  ...note,
  template: lines.map((line) => `${line}：`).join('\n'),
});
export const agreed: RecordField = {
  id: 'agreed',
  label: '说好的事',
  type: 'text',
  max: 300,
  hint: '谁去做，什么时候',
};

/** What a family sees; without fields only the words written for it, with the photos. */
export const tells = (
  title: string,
  over: Partial<NonNullable<RecordKind['families']>> = {},
): NonNullable<RecordKind['families']> => ({ title, fields: [], photos: true, voices: false, on: false, ...over });
