/** Just what a family reads of a record. */
export interface FamilyView {
  readonly title: string;
  readonly about: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly text: string;
  /** Local paths or addresses. */
  readonly photos: readonly string[];
  readonly voices: readonly { readonly path: string; readonly seconds: number }[];
}

/** What a family sees of a record that is shared with it, and nothing else. */
Component({
  properties: {
    view: { type: Object, value: null as FamilyView | null },
  },
});
