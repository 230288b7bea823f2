import { pages } from '../pages/stack';
import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { defineBuiltin } from './define';

/** The canvas of a component's element, for `createSelectorQuery().fields({ node: true })`. */
export const canvasIn = (host: Element): HTMLCanvasElement | null =>
  host.localName === 'wx-canvas' ? host.querySelector('canvas') : null;

/** `canvas type="2d"`: pages get the node by a selector query and draw with the web's own API, as on a phone. */
export function defineCanvas(): void {
  defineBuiltin('canvas', {
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    attributes: ['disableScroll'],
    create: (host) => {
      host.element.append(phoneCanvas());
      return {};
    },
  });
}

/** A canvas with what a phone's canvas node offers on top of the web's. */
export const phoneCanvas = (): HTMLCanvasElement =>
  Object.assign(element('canvas'), {
    createImage,
    createPath2D: (path?: Path2D) => new Path2D(path),
    requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
    cancelAnimationFrame: (handle: number) => cancelAnimationFrame(handle),
  });

/** `canvas.createImage()`: its `src` may be any path that a phone knows, and what it draws can be exported again. */
function createImage(): HTMLImageElement {
  const image = new Image();
  const address = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
  let source = '';
  Object.defineProperty(image, 'src', {
    get: () => source,
    set: (path: string) => {
      source = path;
      blobUrl(path).then(
        (url) => address?.set?.call(image, url),
        () => image.dispatchEvent(new Event('error')),
      );
    },
  });
  return image;
}

/** An address of our own for a picture: one from elsewhere would lock the canvas. */
async function blobUrl(path: string): Promise<string> {
  const url = await mediaUrl(path, pages.top.path);
  const response = url === undefined ? undefined : await fetch(url);
  if (!response?.ok) throw new Error(`no picture ${path}`);
  return URL.createObjectURL(await response.blob());
}
