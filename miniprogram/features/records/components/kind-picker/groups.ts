import { BOOKS, type RecordKind } from '../../../../shared/domain/record-kinds-parts';
import { BOOK_WORDS } from '../../words';

export interface KindGroup {
  readonly key: string;
  readonly title: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

const choiceOf = ({ id, name }: RecordKind) => ({ value: id, label: name });

/** The kinds to choose from: those that were written last, then all by their books. */
export function groupsOf(kinds: readonly RecordKind[], used: readonly string[]): KindGroup[] {
  const last = used.flatMap((id) => kinds.find((kind) => kind.id === id) ?? []);
  const books = BOOKS.map((book) => ({
    key: book,
    title: BOOK_WORDS[book],
    choices: kinds.filter((kind) => kind.book === book).map(choiceOf),
  }));
  return [{ key: 'last', title: '刚写过的', choices: last.map(choiceOf) }, ...books].filter(
    ({ choices }) => choices.length > 0,
  );
}
