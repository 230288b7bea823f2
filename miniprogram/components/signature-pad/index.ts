import { say } from '../../services/feedback';
import { type Ink, Pen, type Point } from './pen';

/** Finer than this nobody sees on a signature, and the picture only grows. */
const FINEST = 2;

type Canvas = WechatMiniprogram.Canvas;
interface Pad {
  readonly canvas: Canvas;
  readonly pen: Pen;
}
type Touch = WechatMiniprogram.TouchEvent & { readonly touches: readonly (Point & { readonly identifier: number })[] };

/** A canvas is no data; it belongs to the component that it was drawn for. */
const pads = new WeakMap<object, Pad>();

/**
 * A name written with a finger. Events: `sign` within the tap on 「好了」, then `signed` {path} with a temporary picture (PNG,
 * dark on white).
 */
Component({
  properties: {
    busy: { type: Boolean, value: false },
  },
  data: { isName: false, touched: false, making: false },
  lifetimes: {
    ready() {
      this.createSelectorQuery()
        .select('.pad__paper')
        .fields({ node: true, size: true, computedStyle: ['color', 'backgroundColor'] })
        .exec(([found]: readonly (Found | null)[]) => found?.node && pads.set(this, padOf(found)));
    },
  },
  methods: {
    onDown({ touches: [touch] }: Touch) {
      if (!touch || this.data.busy || this.data.making) return;
      if (!this.data.touched) this.setData({ touched: true });
      pads.get(this)?.pen.down(touch);
    },
    onMove({ touches: [touch] }: Touch) {
      if (touch && !this.data.busy && !this.data.making) pads.get(this)?.pen.move(touch);
    },
    onUp() {
      const pen = pads.get(this)?.pen;
      pen?.up();
      if (pen && pen.isName !== this.data.isName) this.setData({ isName: pen.isName });
    },
    onClear() {
      pads.get(this)?.pen.clear();
      this.setData({ isName: false, touched: false });
    },
    async onDone() {
      const pad = pads.get(this);
      if (!pad || this.data.making) return;
      this.triggerEvent('sign');
      this.setData({ making: true });
      try {
        this.triggerEvent('signed', { path: await pictureOf(pad.canvas) });
      } catch {
        await say('签名没有存下来，请再点一次「好了」。');
      } finally {
        this.setData({ making: false });
      }
    },
  },
});

interface Found {
  readonly node: Canvas;
  readonly width: number;
  readonly height: number;
  readonly color: string;
  readonly backgroundColor: string;
}

function padOf({ node: canvas, width, height, color, backgroundColor }: Found): Pad {
  const scale = Math.min(wx.getWindowInfo().pixelRatio, FINEST);
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d') as Ink & { scale(x: number, y: number): void };
  context.scale(scale, scale);
  return { canvas, pen: new Pen(context, { width, height, color: backgroundColor }, color) };
}

function pictureOf(canvas: Canvas): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.canvasToTempFilePath({
      canvas,
      // Without a size of its own the file would be as many times larger as the screen is finer.
      destWidth: canvas.width,
      destHeight: canvas.height,
      fileType: 'png',
      success: ({ tempFilePath }) => resolve(tempFilePath),
      fail: reject,
    });
  });
}
