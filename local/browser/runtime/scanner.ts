import { unzipSync } from 'fflate';
import jsQr from 'jsqr';

/** Reads codes from pictures and from the pictures of a document; loaded when somebody scans one. */

const MAX_SIDE = 1600;
const PICTURE = /\.(png|jpe?g|gif|bmp)$/i;

/** The texts of the codes in a file, in its own order. A file that is no picture and no document has none. */
async function scanCodes(file: File): Promise<string[]> {
  const pictures = /\.docx$/i.test(file.name) ? picturesOf(new Uint8Array(await file.arrayBuffer())) : [file];
  const texts = await Promise.all(pictures.map(readCode));
  return texts.filter((text) => text !== undefined);
}

/** A .docx is a zip with its pictures in `word/media`. */
function picturesOf(bytes: Uint8Array): Blob[] {
  const files = unzipSync(bytes, { filter: ({ name }) => PICTURE.test(name) });
  return Object.keys(files)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .flatMap((name) => files[name] ?? [])
    .map((content) => new Blob([content.slice()]));
}

async function readCode(picture: Blob): Promise<string | undefined> {
  const bitmap = await createImageBitmap(picture).catch(() => undefined);
  if (bitmap === undefined) return undefined;
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context?.drawImage(bitmap, 0, 0, width, height);
  const pixels = context?.getImageData(0, 0, width, height);
  return pixels === undefined ? undefined : jsQr(pixels.data, width, height)?.data;
}

globalThis.__scanCodes = scanCodes;
