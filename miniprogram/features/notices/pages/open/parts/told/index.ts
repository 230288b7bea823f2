import { openDocument } from '../../../../../../services/document';
import { showError } from '../../../../../../services/feedback';
import type { NoticeView } from '../../view';

/**
 * What the school told: the voice, the words, the photos, the file; in elder mode the voice first, the words when asked for.
 * Events: `silent` (the voice could not be played), `newer` (to what took its place).
 */
Component({
  properties: {
    view: { type: Object, value: {} as NoticeView },
    elder: { type: Boolean, value: false },
    /** In elder mode: the words too. */
    written: { type: Boolean, value: false },
  },
  data: { fetching: false },
  methods: {
    async onFile() {
      const { file } = this.data.view as NoticeView;
      if (!file || this.data.fetching) return;
      this.setData({ fetching: true });
      try {
        await openDocument(file.url, file.name);
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ fetching: false });
      }
    },
    onSilent() {
      this.triggerEvent('silent');
    },
    onNewer() {
      this.triggerEvent('newer');
    },
  },
});
