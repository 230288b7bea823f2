import { adultsOf } from '../../../cloudfunctions/_server/roster/adults';
import { className } from '../../../cloudfunctions/_server/roster/class-name';
import { checkDigit } from '../../../cloudfunctions/_server/roster/id-number';
import type { Understood } from '../../../cloudfunctions/_server/roster/understand';

/** A file as a school may have it, and what there is to read in it. */
export interface RosterFile {
  readonly name: string;
  readonly fileName?: string;
  readonly bytes: () => Uint8Array;
  /** 「5 三(2)班 张三 男 2018-03-05」: row, class, name, sex, birthday. */
  readonly pupils: readonly string[];
  /** 「张三 父亲张大 15400000001」: the child, then who and the number. Left out where the file names nobody. */
  readonly adults?: readonly string[];
  /** 「5 身份证号 idNumber.checkDigit」: row, title of the column if it is about one, code. Left out where nothing is doubtful. */
  readonly doubts?: readonly string[];
}

/** What was read, in the words of the table. */
export function readingOf({ pupils, doubts, sheets }: Understood) {
  const several = new Set(sheets.map(({ sheet }) => sheet)).size > 1;
  const at = ({ sheet, row }: { sheet: string; row: number }) => (several ? `${sheet}!${row}` : String(row));
  return {
    pupils: pupils.map((pupil) => {
      const { grade, classNo, name, sex, birthDay } = pupil;
      return `${at(pupil)} ${className(grade, classNo)} ${name} ${sex === 'male' ? '男' : '女'} ${birthDay}`;
    }),
    adults: pupils.flatMap((pupil) =>
      adultsOf(pupil).map(({ relation, name, phone }) =>
        [pupil.name, relation + name, ...(phone === undefined ? [] : [phone])].join(' '),
      ),
    ),
    doubts: doubts.map((doubt) => [at(doubt), ...(doubt.column ? [doubt.column] : []), doubt.code].join(' ')),
  };
}

/** A valid ID number of an area that nobody has; an odd `n` is a boy's. */
export function id(day: string, n: number): string {
  const first17 = `990101${day.replaceAll('-', '')}${String(n).padStart(3, '0')}`;
  return first17 + checkDigit(first17);
}

/** The 1 September on which the corpus is read. */
export const TODAY = '2026-09-01';
