/**
 * WeChat's built-in components that the browser runtime knows. The compiler refuses any other tag
 * that is not declared in `usingComponents`; the runtime defines a component for each.
 */
export const BUILTIN_TAGS = [
  'view',
  'text',
  'button',
  'input',
  'textarea',
  'image',
  'scroll-view',
  'swiper',
  'swiper-item',
  'picker',
  'picker-view',
  'picker-view-column',
  'switch',
  'slider',
  'label',
  'form',
  'navigator',
  'icon',
  'progress',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'rich-text',
  'canvas',
  'video',
  'voip-room',
  'movable-area',
  'movable-view',
  'root-portal',
  'page-meta',
  'cover-view',
  'cover-image',
] as const;

export type BuiltinTag = (typeof BUILTIN_TAGS)[number];

/** Tags of the WXML language itself, which are no components. */
export const LANGUAGE_TAGS = ['block', 'slot', 'template', 'import', 'include', 'wxs'] as const;

/**
 * Built-in components with something around their children. The inner tag is a plain element
 * that the runtime styles and moves; every other built-in shows its children directly.
 */
export const BUILTIN_TEMPLATES: Partial<Record<BuiltinTag, string>> = {
  'scroll-view': '<wx-scroll-inner><slot/></wx-scroll-inner>',
  swiper: '<wx-swiper-track><slot/></wx-swiper-track>',
  'picker-view-column': '<wx-wheel><slot/></wx-wheel>',
  'root-portal': '<wx-portal-body><slot/></wx-portal-body>',
};

/** Where the template and the definition of a built-in component live in the component space. */
export const builtinPath = (tag: string): string => `wx/${tag}`;
