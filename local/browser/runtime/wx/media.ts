import { pages } from '../pages/stack';
import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { openLayer } from '../ui/layers';
import { sendPicture } from '../ui/share';
import { choose } from '../ui/sheet';
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

/** The address of a picture of this phone or of the app's package: these APIs take no other. */
async function localPicture(path: string): Promise<string> {
  const url = /^(https?:\/\/(?!tmp\/)|cloud:)/.test(path) ? undefined : await mediaUrl(path, pages.top.path);
  if (url === undefined) throw new WxFailure('invalid file');
  return url;
}

/** The computer's downloads are the phone's album. */
async function save(path: string): Promise<void> {
  element('a', { href: await localPicture(path), download: path.split('/').at(-1) ?? 'image.png' }).click();
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
  saveImageToPhotosAlbum: asyncApi<{ filePath: string }>('saveImageToPhotosAlbum', ({ filePath }) => save(filePath)),
  /** A picture of this phone, for a chat or the album; `cancel` when the person goes back. */
  showShareImageMenu: asyncApi<{ path: string }>('showShareImageMenu', async ({ path }) => {
    const picture = await localPicture(path);
    const choice = await choose('share-image', ['发送给朋友', '保存图片'], { title: '分享图片' });
    if (choice === 0) await sendPicture(picture);
    else if (choice === 1) await save(path);
    else throw new WxFailure('cancel');
  }),
};
