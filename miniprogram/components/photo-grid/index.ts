import { say, showError } from '../../services/feedback';
import { type Chosen, choosePhotos, dropFile } from '../../services/files';
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
        const chosen = await choosePhotos(room);
        if (chosen.photos.length > 0) this.change([...photos, ...chosen.photos]);
        const why = leftOut(chosen);
        if (why) await say(why);
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

/** Why photos that were chosen are not there, and what to do; empty where all are. */
function leftOut({ tooLarge, noRoom }: Chosen): string {
  return [
    tooLarge > 0 ? `${tooLarge} 张照片太大，变小以后还是发不出去，没有放进来。请换一张，或者重新拍。` : '',
    noRoom > 0
      ? `手机里放不下了，${noRoom} 张照片没有放进来；写的字和放好的照片都在。可以先存好这些，等发出去了再放。`
      : '',
  ].join('');
}
