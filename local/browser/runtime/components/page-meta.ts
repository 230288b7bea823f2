import { translateInlineUnits } from '../framework/units';
import { pages } from '../pages/stack';
import { phone } from '../system/phone';
import { defineBuiltin, type Host } from './define';

const SYSTEM_FONT_PX = 16;

/** `page-meta`: what the first tag of a page says about the page itself. */
export function definePageMeta(): void {
  defineBuiltin('page-meta', {
    properties: {
      rootFontSize: String,
      pageFontSize: String,
      pageStyle: String,
      rootBackgroundColor: String,
      backgroundColor: String,
      backgroundTextStyle: String,
      scrollTop: String,
      scrollDuration: [Number, 300],
    },
    create: (host) => ({
      attached: () => {
        for (const name of ['rootFontSize', 'pageFontSize', 'pageStyle', 'backgroundColor']) apply(host, name);
      },
      changed: (name) => apply(host, name),
    }),
  });
}

function apply(host: Host, name: string): void {
  const page = pages.pageOf(host.element);
  const value = host.get<string>(name);
  if (page === undefined || typeof value !== 'string' || value === '') return;
  if (name === 'rootFontSize') {
    page.rootFontSize = fontSize(value);
    pages.refreshChrome();
  } else if (name === 'pageFontSize') page.element.style.fontSize = fontSize(value);
  else if (name === 'pageStyle') page.element.setAttribute('style', translateInlineUnits(value));
  else if (name === 'backgroundColor' || name === 'rootBackgroundColor') page.element.style.backgroundColor = value;
  else if (name === 'scrollTop') page.element.scrollTo({ top: Number.parseFloat(value), behavior: 'smooth' });
}

/** `system` follows the font scale that the person set on the phone. */
const fontSize = (value: string): string =>
  value === 'system' ? `${SYSTEM_FONT_PX * phone.fontScale}px` : translateInlineUnits(value);
