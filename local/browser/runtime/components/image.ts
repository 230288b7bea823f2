import { mediaUrl } from '../system/media-url';
import { element } from '../ui/dom';
import { type BuiltinDefinition, defineBuiltin, type Host, pagePathOf } from './define';

/** How the picture fills its box, by WeChat's mode. Modes that show a corner name its position. */
const FITS: Record<string, readonly [fit: string, position: string]> = {
  scaleToFill: ['fill', 'center'],
  aspectFit: ['contain', 'center'],
  aspectFill: ['cover', 'center'],
  widthFix: ['fill', 'center'],
  heightFix: ['fill', 'center'],
};

/** `image` and `cover-image`. */
export function defineImage(): void {
  const definition: BuiltinDefinition = {
    properties: {
      src: String,
      mode: [String, 'scaleToFill'],
      lazyLoad: Boolean,
      webp: Boolean,
      showMenuByLongpress: Boolean,
    },
    attributes: ['mode'],
    create: (host) => {
      const picture = element('img', { alt: '', draggable: 'false' });
      picture.onload = () => host.trigger('load', { width: picture.naturalWidth, height: picture.naturalHeight });
      picture.onerror = () => fail(host);
      host.element.append(picture);
      return {
        changed(name, value) {
          if (name === 'src') void load(host, picture, String(value ?? ''));
          if (name === 'mode') {
            const [fit, position] = FITS[String(value)] ?? ['none', String(value)];
            picture.style.objectFit = fit;
            picture.style.objectPosition = position;
          }
          if (name === 'ariaLabel') picture.alt = String(value ?? '');
        },
      };
    },
  };
  defineBuiltin('image', definition);
  defineBuiltin('cover-image', definition);
}

async function load(host: Host, picture: HTMLImageElement, source: string): Promise<void> {
  picture.dataset.source = source;
  if (source === '') {
    picture.removeAttribute('src');
    return;
  }
  // where the page is known only once the picture is in it
  await Promise.resolve();
  const url = await mediaUrl(source, pagePathOf(host.element)).catch(() => undefined);
  if (picture.dataset.source !== source) return;
  if (url === undefined) fail(host);
  else picture.src = url;
}

const fail = (host: Host): void => host.trigger('error', { errMsg: `image:fail to load ${host.get<string>('src')}` });
