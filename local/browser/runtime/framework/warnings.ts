import { type EaselElement, type GeneralComponent, glassEasel } from './easel';

/** A number to repeat over is fine in WeChat. */
const HARMLESS = /^Use number as for-list/;

/**
 * Says what glass-easel finds strange in our own templates, with its place. Packages pass properties
 * for many platforms, and built-ins know more of them than matter in a browser: those are passed over.
 */
export function installWarnings(): void {
  glassEasel.addGlobalWarningListener((message, owner, node) => {
    const path = typeof owner === 'string' ? owner : (owner as GeneralComponent).is;
    const element = node as EaselElement | undefined;
    const target = element !== undefined && glassEasel.Component.isComponent(element) ? element.is : '';
    if (HARMLESS.test(message)) return false;
    if (!path.startsWith('miniprogram_npm/') && path !== '' && !target.startsWith('wx/'))
      console.warn(`${path}: ${message}${target === '' ? '' : ` of ${target}`}`);
    return false;
  });
}
