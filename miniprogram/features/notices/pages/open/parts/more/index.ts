import { openDocument } from '../../../../../../services/document';
import { showError } from '../../../../../../services/feedback';
import type { NoticeView } from '../../view';

/** What came with the voice: the words (`words`), the photos, the file. */
Component({
  properties: {
    view: { type: Object, value: {} as NoticeView },
    words: { type: Boolean, value: false },
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
  },
});
