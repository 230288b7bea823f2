import { defineBuiltin } from './define';

/** `text`: line breaks show; `space` and `user-select` are CSS. */
export function defineText(): void {
  defineBuiltin('text', {
    properties: { userSelect: Boolean, selectable: Boolean, space: String, decode: Boolean },
    attributes: ['userSelect', 'selectable', 'space'],
  });
}
