import { pages } from '../pages/stack';
import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { openLayer } from '../ui/layers';
import { asyncApi } from './api';
import { WxFailure } from './failure';
import { getFile, storeTemporary } from './file-store';

/** Lets the person pick files of this computer. Fails with `cancel` when they pick none. */
function pickFiles(options: { accept: string; count: number; capture?: boolean }): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const input = element('input', { type: 'file', accept: options.accept, multiple: options.count > 1 });
    if (options.capture) input.setAttribute('capture', 'environment');
    input.onchange = () => {
      const files = [...(input.files ?? [])].slice(0, options.count);
      if (files.length > 0) resolve(files);
      else reject(new WxFailure('cancel'));
    };
    input.oncancel = () => reject(new WxFailure('cancel'));
    input.click();
  });
}

async function sizeOf(file: Blob): Promise<{ width: number; height: number }> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  const size = { width: bitmap?.width ?? 0, height: bitmap?.height ?? 0 };
  bitmap?.close();
  return size;
}

const isVideo = (file: Blob): boolean => file.type.startsWith('video/');

interface ChooseMediaOptions {
  count?: number;
  mediaType?: ('image' | 'video' | 'mix')[];
  sourceType?: ('album' | 'camera')[];
}

async function chooseMedia({
  count = 9,
  mediaType = ['image', 'video'],
  sourceType = ['album', 'camera'],
}: ChooseMediaOptions) {
  const kinds = mediaType.includes('mix') ? ['image', 'video'] : mediaType;
  const accept = kinds.map((kind) => `${kind}/*`).join(',');
  const files = await pickFiles({ accept, count, capture: !sourceType.includes('album') });
  const tempFiles = await Promise.all(
    files.map(async (file) => ({
      tempFilePath: await storeTemporary(file, file.name),
      size: file.size,
      fileType: isVideo(file) ? 'video' : 'image',
      ...(isVideo(file) ? { width: 0, height: 0, duration: 0 } : await sizeOf(file)),
    })),
  );
  const types = new Set(tempFiles.map(({ fileType }) => fileType));
  return { tempFiles, type: types.size > 1 ? 'mix' : [...types][0] };
}

interface CompressOptions {
  src: string;
  quality?: number;
  compressedWidth?: number;
  compressedHeight?: number;
}

async function compressImage({ src, quality = 80, compressedWidth, compressedHeight }: CompressOptions) {
  const bitmap = await bitmapOf(src);
  const given =
    compressedWidth !== undefined
      ? compressedWidth / bitmap.width
      : (compressedHeight ?? bitmap.height) / bitmap.height;
  const scale = Math.min(1, given);
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: quality / 100 });
  return { tempFilePath: await storeTemporary(blob, 'compressed.jpg') };
}

async function bitmapOf(src: string): Promise<ImageBitmap> {
  const url = await mediaUrl(src, pages.top.path);
  const response = url === undefined ? undefined : await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new WxFailure('file not found');
  return createImageBitmap(await response.blob()).catch(() => {
    throw new WxFailure('image decode fail');
  });
}

async function preview(sources: readonly string[], start: number): Promise<void> {
  const page = pages.top.path;
  const urls = await Promise.all(sources.map((source) => mediaUrl(source, page)));
  const pictures = urls.map((url) => element('img', { src: url ?? '', alt: '' }));
  const strip = element('div', { class: 'preview-strip' }, ...pictures);
  const layer = openLayer('preview', strip);
  strip.onclick = () => layer.close();
  strip.scrollLeft = start * strip.clientWidth;
}

export const mediaApi = {
  chooseMedia: asyncApi<ChooseMediaOptions>('chooseMedia', chooseMedia),
  chooseImage: asyncApi<{ count?: number; sourceType?: ('album' | 'camera')[] }>('chooseImage', async (options) => {
    const { tempFiles } = await chooseMedia({ ...options, mediaType: ['image'] });
    return {
      tempFilePaths: tempFiles.map(({ tempFilePath }) => tempFilePath),
      tempFiles: tempFiles.map(({ tempFilePath, size }) => ({ path: tempFilePath, size })),
    };
  }),
  chooseMessageFile: asyncApi<{ count: number; type?: string; extension?: string[] }>(
    'chooseMessageFile',
    async ({ count, type = 'all', extension }) => {
      const accept =
        extension?.map((ending) => `.${ending.replace(/^\./, '')}`).join(',') ?? (type === 'image' ? 'image/*' : '');
      const files = await pickFiles({ accept, count });
      return {
        tempFiles: await Promise.all(
          files.map(async (file) => ({
            path: await storeTemporary(file, file.name),
            name: file.name,
            size: file.size,
            type: file.type.startsWith('image/') ? 'image' : 'file',
            time: Math.floor(Date.now() / 1000),
          })),
        ),
      };
    },
  ),
  compressImage: asyncApi<CompressOptions>('compressImage', compressImage),
  getImageInfo: asyncApi<{ src: string }>('getImageInfo', async ({ src }) => {
    const { width, height } = await bitmapOf(src);
    return { width, height, path: src, orientation: 'up', type: getFile(src)?.type.split('/')[1] ?? 'unknown' };
  }),
  previewImage: asyncApi<{ urls: string[]; current?: string | number }>('previewImage', ({ urls, current = 0 }) =>
    preview(urls, typeof current === 'number' ? current : Math.max(0, urls.indexOf(current))),
  ),
  previewMedia: asyncApi<{ sources: { url: string }[]; current?: number }>('previewMedia', ({ sources, current = 0 }) =>
    preview(
      sources.map(({ url }) => url),
      current,
    ),
  ),
  saveImageToPhotosAlbum: asyncApi<{ filePath: string }>('saveImageToPhotosAlbum', async ({ filePath }) => {
    const url = await mediaUrl(filePath, pages.top.path);
    if (url === undefined) throw new WxFailure('file not found');
    element('a', { href: url, download: filePath.split('/').at(-1) ?? 'image.png' }).click();
  }),
  canvasToTempFilePath: asyncApi<{ canvas: HTMLCanvasElement; fileType?: 'png' | 'jpg'; quality?: number }>(
    'canvasToTempFilePath',
    async ({ canvas, fileType = 'png', quality = 1 }) => {
      const type = fileType === 'jpg' ? 'image/jpeg' : 'image/png';
      const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
      if (blob === null) throw new WxFailure('canvas is empty');
      return { tempFilePath: await storeTemporary(blob, `canvas.${fileType}`) };
    },
  ),
};
