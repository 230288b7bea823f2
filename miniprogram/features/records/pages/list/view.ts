import { type CallerRole, scopesOf } from '../../../../shared/access/permissions';
import type { Output } from '../../../../shared/contract';
import type { Day } from '../../../../shared/domain/calendar';
import { BOOKS, type Book } from '../../../../shared/domain/record-kinds-parts';
import { BOOK_WORDS } from '../../words';

export type Term = Output<'records.list'>['terms'][number];

/** Whether the reader writes such records, or is one of the family and reads what was shared. */
export const isStaff = (role: CallerRole): boolean => scopesOf(role, 'records.write').length > 0;

/** The filter by book; '' for all of them. */
export type BookFilter = Book | '';
export const BOOK_CHIPS: readonly { readonly value: BookFilter; readonly label: string }[] = [
  { value: '', label: '全部' },
  ...BOOKS.map((book) => ({ value: book, label: BOOK_WORDS[book] })),
];

/** What stands in the picker of terms: all of them, then the newest. */
export const termNames = (terms: readonly Term[]): string[] => ['全部学期', ...terms.map(({ name }) => name)];

/** A time of which a book can be made. */
export interface Period {
  readonly name: string;
  readonly from: Day;
  readonly to: Day;
}

/** The month in which a school year begins. */
const AUGUST = 8;
/** So many answers WeChat's sheet has room for. */
const MOST = 6;

/** School years, newest first, then terms: what one may choose for a book. */
export function bookPeriods(terms: readonly Term[]): Period[] {
  const years = new Map<number, Period>();
  for (const { from, to } of terms) {
    const year = Number(from.slice(0, 4)) - (Number(from.slice(5, 7)) >= AUGUST ? 0 : 1);
    const known = years.get(year);
    years.set(year, {
      name: `${year}—${year + 1} 学年`,
      from: known && known.from < from ? known.from : from,
      to: known && known.to > to ? known.to : to,
    });
  }
  const newest = [...years.entries()].sort(([a], [b]) => b - a).map(([, period]) => period);
  return [...newest, ...terms].slice(0, MOST).map(({ name, from, to }) => ({ name, from, to }));
}

/** What is said about a book that was made; empty where it simply opens. */
export const bookNews = ({ left }: Pick<Output<'records.book'>, 'left'>): string =>
  left > 0 ? `照片太多，有 ${left} 张放不进去了，别的都在。` : '';
