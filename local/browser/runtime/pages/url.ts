/** A page path without leading slash and the query, decoded by nobody: WeChat hands values on as written. */
export interface PageUrl {
  readonly path: string;
  readonly query: Record<string, string>;
}

/** Reads what `navigateTo` was given: `/pages/a/index?x=1`, or relative to the page that shows. */
export function parsePageUrl(url: string, currentPath: string): PageUrl {
  const [written = '', search = ''] = url.split('?', 2);
  const path = new URL(written, `http://app/${currentPath}`).pathname.slice(1);
  const pairs = search.split('&').filter(Boolean);
  const query = pairs.map((pair) => {
    const [name = '', ...rest] = pair.split('=');
    return [name, rest.join('=')] as const;
  });
  return { path, query: Object.fromEntries(query) };
}
