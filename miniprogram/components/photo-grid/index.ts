import { showError } from '../../services/feedback';
import { choosePhotos, dropFile } from '../../services/files';
import { LIMITS } from '../../shared/limits';

/**
 * Up to nine photos: add, look at in full, take away. Event `change` {photos: string[]} with kept local paths, fit for a
 * draft and the outbox. With `fixed` it only shows (local paths or https addresses).
 */
Component({
  properties: {
    photos: { type: Array, value: [] as string[] },
    most: { type: Number, value: LIMITS.photos as number },
    fixed: { type: Boolean, value: false },
  },
  data: { adding: false },
  methods: {
    async onAdd() {
      const photos = this.data.photos as string[];
      const room = this.data.most - photos.length;
      if (room <= 0 || this.data.adding) return;
      this.setData({ adding: true });
      try {
        const added = await choosePhotos(room);
        if (added.length > 0) this.change([...photos, ...added]);
      } catch (failure) {
        await showError(failure);
      } finally {
        this.setData({ adding: false });
      }
    },
    onRemove({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { path: string }>) {
      const { path } = currentTarget.dataset;
      dropFile(path);
      this.change((this.data.photos as string[]).filter((photo) => photo !== path));
    },
    onLook({ currentTarget }: WechatMiniprogram.TouchEvent<object, object, { path: string }>) {
      wx.previewImage({ urls: this.data.photos as string[], current: currentTarget.dataset.path });
    },
    change(photos: string[]) {
      this.setData({ photos });
      this.triggerEvent('change', { photos });
    },
  },
});
