import type { EntryCard } from './card';

/** One record of the timeline: what it was, facts, words, photos, voices, and what of it the family sees. Event `open` {key}, where it `opens`. */
Component({
  properties: {
    card: { type: Object, value: null as EntryCard | null },
    /** It can be read aloud with one tap. */
    speaks: { type: Boolean, value: false },
    opens: { type: Boolean, value: false },
  },
  methods: {
    onOpen() {
      if (this.data.opens) this.triggerEvent('open', { key: (this.data.card as EntryCard).key });
    },
  },
});
