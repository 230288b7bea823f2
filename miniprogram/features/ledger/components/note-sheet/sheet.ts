/** What the sheet asks. A new `key` is a new question, with nothing typed yet. */
export interface NoteSheet {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** None where there are only words to write. */
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly label: string;
  readonly placeholder: string;
  /** How long the words may be, characters. */
  readonly most: number;
  readonly yes: string;
}
/** What it answers. `kind` is empty where there was nothing to choose. */
export interface Noted {
  readonly key: string;
  readonly kind: string;
  readonly note: string;
}
