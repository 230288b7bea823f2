import { urlOfLocalFile } from '../wx/file-store';
import { post } from './server';

const resolved = new Map<string, { url: string; until: number }>();
const CLOUD_URL_LIFE_MS = 60_000;

/**
 * The URL under which this browser finds what a page names: a file of the phone (`wxfile://`), of
 * the cloud (`cloud://`), of the app's package (`/assets/…`, or relative to the page), or of the net.
 * `undefined` when there is no such file or it is not ours to see.
 */
export async function mediaUrl(source: string, pagePath: string): Promise<string | undefined> {
  if (source.startsWith('wxfile://') || source.startsWith('http://tmp/')) return urlOfLocalFile(source);
  if (source.startsWith('cloud://')) return cloudUrl(source);
  if (/^(https?:|data:|blob:|\/\/)/.test(source)) return source;
  const path = new URL(source, `http://app/${pagePath}`).pathname;
  return `/bundle/assets${path}`;
}

/** A temporary link to a cloud file, or `undefined` when it is not ours. */
async function cloudUrl(fileID: string): Promise<string | undefined> {
  const known = resolved.get(fileID);
  if (known !== undefined && known.until > performance.now()) return known.url;
  const { urls } = await post<{ urls: Record<string, string> }>('temp-urls', { fileIds: [fileID] });
  const url = urls[fileID];
  if (url !== undefined) resolved.set(fileID, { url, until: performance.now() + CLOUD_URL_LIFE_MS });
  return url;
}
