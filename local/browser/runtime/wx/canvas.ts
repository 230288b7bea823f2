import { phoneCanvas } from '../components/canvas';
import { asyncApi } from './api';
import { WxFailure } from './failure';
import { storeTemporary } from './file-store';

interface ExportOptions {
  canvas: HTMLCanvasElement;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  destWidth?: number;
  destHeight?: number;
  fileType?: 'png' | 'jpg';
  quality?: number;
}

/** Android phones fail to make larger pictures. */
const MAX_SIDE = 4096;

/** Part of a canvas as a file. By default all of it, and each pixel as often as the screen has them, as documented. */
async function exportCanvas(options: ExportOptions): Promise<{ tempFilePath: string }> {
  const { canvas, x = 0, y = 0, fileType, quality = 1 } = options;
  if (!(canvas instanceof HTMLCanvasElement)) throw new WxFailure('invalid canvas');
  const { width = canvas.width - x, height = canvas.height - y } = options;
  const { destWidth = width * devicePixelRatio, destHeight = height * devicePixelRatio } = options;
  const size = { width: Math.round(destWidth), height: Math.round(destHeight) };
  if (size.width < 1 || size.height < 1 || width <= 0 || height <= 0) throw new WxFailure('canvas is empty');
  if (Math.max(size.width, size.height) > MAX_SIDE) throw new WxFailure('create bitmap failed');
  const picture = Object.assign(document.createElement('canvas'), size);
  const context = picture.getContext('2d');
  const isJpeg = fileType === 'jpg';
  // where nothing was drawn a JPEG is black, as on a phone
  context?.drawImage(canvas, x, y, width, height, 0, 0, size.width, size.height);
  const goodQuality = quality > 0 && quality <= 1 ? quality : 1;
  const blob = await new Promise<Blob | null>((resolve) =>
    picture.toBlob(resolve, isJpeg ? 'image/jpeg' : 'image/png', goodQuality),
  );
  if (blob === null) throw new WxFailure('create bitmap failed');
  return { tempFilePath: await storeTemporary(blob, isJpeg ? 'canvas.jpg' : 'canvas.png') };
}

export const canvasApi = {
  canvasToTempFilePath: asyncApi<ExportOptions>('canvasToTempFilePath', exportCanvas),
  /** Of type `2d` only. */
  createOffscreenCanvas: ({ width = 300, height = 150 }: { width?: number; height?: number } = {}) =>
    Object.assign(phoneCanvas(), { width, height }),
};
