/** An opening tag as written in a WXML file; offsets are into the file's text. */
export interface ScannedTag {
  readonly name: string;
  readonly offset: number;
  readonly attributes: readonly { readonly name: string; readonly value: string; readonly offset: number }[];
}

const TAG = /<([a-zA-Z][\w-]*)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*\/?>/g;
const ATTRIBUTE = /([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'))?/g;

/**
 * The opening tags of a WXML text, for checks that the real compiler does not make. Whether the
 * text is well formed is that compiler's business; here comments and scripts are only blanked out.
 */
export function scanWxml(text: string): ScannedTag[] {
  const blank = (part: string) => part.replace(/[^\n]/g, ' ');
  const clean = text
    .replace(/<!--[\s\S]*?-->/g, blank)
    .replace(/(<wxs\b[^>]*[^/]>)([\s\S]*?)(<\/wxs>)/g, (_, open: string, body: string, close: string) => {
      return open + blank(body) + close;
    });
  return [...clean.matchAll(TAG)].map((match) => {
    const [, name = '', written = ''] = match;
    const start = match.index + 1 + name.length;
    const attributes = [...written.matchAll(ATTRIBUTE)].map((attribute) => ({
      name: attribute[1] ?? '',
      value: attribute[2] ?? attribute[3] ?? '',
      offset: start + attribute.index,
    }));
    return { name, offset: match.index, attributes };
  });
}
