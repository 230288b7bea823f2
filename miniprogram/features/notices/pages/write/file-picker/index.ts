import { say, showError } from '../../../../../services/feedback';
import { dropFile } from '../../../../../services/files';
import type { ChosenFile } from '../../../letter';
import { chooseFile, UnfitFile } from './choose';

/** One document from a chat. Event `change` {file: {path, name} | null} with a kept local path, fit for a draft. */
Component({
  properties: {
    file: { type: Object, optionalTypes: [null], value: null as ChosenFile | null },
  },
  data: { choosing: false },
  methods: {
    async onChoose() {
      if (this.data.choosing) return;
      this.setData({ choosing: true });
      try {
        const file = await chooseFile();
        if (file) this.change(file);
      } catch (failure) {
        await (failure instanceof UnfitFile ? say(failure.message) : showError(failure));
      } finally {
        this.setData({ choosing: false });
      }
    },
    onRemove() {
      this.change(null);
    },
    change(file: ChosenFile | null) {
      const before = this.data.file as ChosenFile | null;
      if (before) dropFile(before.path);
      this.setData({ file });
      this.triggerEvent('change', { file });
    },
  },
});
