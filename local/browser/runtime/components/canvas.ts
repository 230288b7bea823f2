import { element } from '../ui/dom';
import { defineBuiltin } from './define';

/** The canvas of a component's element, for `createSelectorQuery().fields({ node: true })`. */
export const canvasIn = (host: Element): HTMLCanvasElement | null =>
  host.localName === 'wx-canvas' ? host.querySelector('canvas') : null;

/** `canvas type="2d"`: pages get the node by a selector query and draw with the web's own API, as on a phone. */
export function defineCanvas(): void {
  defineBuiltin('canvas', {
    properties: { type: String, canvasId: String, disableScroll: Boolean },
    create: (host) => {
      const canvas = element('canvas');
      host.element.append(canvas);
      // what a phone's canvas node offers on top of the web's
      Object.assign(canvas, {
        createImage: () => new Image(),
        requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
        cancelAnimationFrame: (handle: number) => cancelAnimationFrame(handle),
      });
      return {};
    },
  });
}
