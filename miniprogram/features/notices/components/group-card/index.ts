import { CARD, type CardWords, COLOURS, type Colours, drawCard, type Pen, pathOf } from './card';

/** How long after it came up a tap beside it is still the second tap of the finger that opened it, ms. */
const SAME_TAP = 500;
type Canvas = WechatMiniprogram.Canvas;
interface Swatch {
  readonly dataset: { readonly name: string };
  readonly backgroundColor: string;
}

/**
 * The card for the class's WeChat group: shows it before it goes, and hands it on as a card or as a picture. It names the notice
 * only when the sender says so. Open while `open`. Events: `drawn` {picture}, `no`; the page's `onShareAppMessage` sends it.
 */
Component({
  properties: {
    open: { type: Boolean, value: false },
    noticeId: { type: String, value: '' },
    /** With the title that may stand on it; `null` where it names a child. */
    words: { type: Object, value: { school: '', title: null } as CardWords },
  },
  options: { pureDataPattern: /^_/ },
  data: {
    /** What was drawn last, or is being drawn. */
    _drawn: '',
    colours: COLOURS,
    choices: [] as { value: string; label: string }[],
    named: 'no',
    picture: '',
    openedAt: 0,
  },
  observers: {
    'open, words'(open: boolean, words: CardWords | null) {
      if (!open || !words) return;
      const choices = [
        { value: 'no', label: '只说有新通知' },
        { value: 'yes', label: '写上标题' },
      ];
      this.setData({ choices: words.title === null ? [] : choices });
      void this.draw();
    },
    open(open: boolean) {
      if (open) this.setData({ named: 'no', openedAt: Date.now() });
    },
  },
  methods: {
    onNamed({ detail }: WechatMiniprogram.CustomEvent<{ value: string[] }>) {
      this.setData({ named: detail.value[0] ?? 'no' });
      void this.draw();
    },
    /** Once for the same words. A phone that cannot draw sends the card that is shipped. */
    async draw() {
      const { words, named } = this.data;
      const said: CardWords = { ...words, title: named === 'yes' ? words.title : null };
      const key = JSON.stringify(said);
      if (key === this.data._drawn) return;
      this.setData({ _drawn: key });
      const picture = await this.picture(said).catch(() => '');
      if (key !== this.data._drawn) return;
      this.setData({ picture });
      this.triggerEvent('drawn', { picture });
    },
    async picture(words: CardWords): Promise<string> {
      const { canvas, colours } = await this.tools();
      canvas.width = CARD.width;
      canvas.height = CARD.height;
      drawCard(canvas.getContext('2d') as Pen, words, colours);
      // Without a size of its own the file would be as many times larger as the screen is finer.
      const size = { destWidth: canvas.width, destHeight: canvas.height };
      const { tempFilePath } = await wx.canvasToTempFilePath({ canvas, ...size, fileType: 'png' }, this);
      return tempFilePath;
    },
    /** The canvas, and the colours of the tokens, which a canvas cannot read by itself. */
    tools(): Promise<{ readonly canvas: Canvas; readonly colours: Colours }> {
      return new Promise((resolve, reject) => {
        this.createSelectorQuery()
          .select('#canvas')
          .fields({ node: true })
          .selectAll('.swatch')
          .fields({ dataset: true, computedStyle: ['backgroundColor'] })
          .exec(([found, swatches = []]: [{ readonly node?: Canvas } | null, Swatch[]?]) => {
            const colours = Object.fromEntries(
              swatches.map(({ dataset, backgroundColor }) => [dataset.name, backgroundColor]),
            );
            if (found?.node && COLOURS.every((name) => colours[name]))
              resolve({ canvas: found.node, colours: colours as Colours });
            else reject(new Error('nothing to draw with'));
          });
      });
    },
    /** WeChat's own sheet: to a chat, or into the album. */
    onPicture() {
      const { picture, noticeId } = this.data;
      if (picture) wx.showShareImageMenu({ path: picture, entrancePath: pathOf(noticeId), fail: () => undefined });
    },
    onNo() {
      this.triggerEvent('no');
    },
    onVisible({ detail }: WechatMiniprogram.CustomEvent<{ visible: boolean }>) {
      if (!detail.visible && Date.now() - this.data.openedAt > SAME_TAP) this.onNo();
    },
  },
});
