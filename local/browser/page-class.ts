/** The class that marks the element of a page, so that the page's styles stay its own. */
export const pageClass = (path: string): string => `page-${path.replace(/\W/g, '-')}`;
