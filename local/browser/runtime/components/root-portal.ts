import { pages } from '../pages/stack';
import { defineBuiltin } from './define';

/** `root-portal`: its children hang at the page, above everything that clips or moves. */
export function definePortal(): void {
  defineBuiltin('root-portal', {
    properties: { enable: [Boolean, true] },
    create: (host) => {
      let body: HTMLElement | null = null;
      const place = () => {
        body ??= host.element.querySelector<HTMLElement>('wx-portal-body');
        if (body === null) return;
        const home = host.element.closest('wx-page') ?? pages.top.element;
        (host.get<boolean>('enable') ? home : host.element).append(body);
      };
      return {
        attached: place,
        changed: (name) => {
          if (name === 'enable' && body !== null) place();
        },
        detached: () => body?.remove(),
      };
    },
  });
}
