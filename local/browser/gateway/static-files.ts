import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, sep } from 'node:path';
import { HttpError } from './http';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
};

export async function serveBundle(bundleDir: string, path: string, response: ServerResponse): Promise<void> {
  const file = normalize(join(bundleDir, path));
  if (!file.startsWith(bundleDir + sep)) throw new HttpError(403, 'outside of the bundle');
  const bytes = await readFile(file).catch(() => {
    throw new HttpError(404, `no file ${path}`);
  });
  send(response, bytes, TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream');
}

const iconDir = join(dirname(createRequire(import.meta.url).resolve('tdesign-icons-svg/package.json')), 'src');

/** TDesign's icons as masks: the files misspell `viewBox` and have no size of their own. */
export async function serveIcon(name: string, response: ServerResponse): Promise<void> {
  if (!/^[\w-]+\.svg$/.test(name)) throw new HttpError(404, `no icon ${name}`);
  const svg = await readFile(join(iconDir, name), 'utf8').catch(() => {
    throw new HttpError(404, `no icon ${name}`);
  });
  const fixed = svg
    .replace('view-box=', 'viewBox=')
    .replace('width="1em" height="1em"', 'width="24" height="24"')
    .replaceAll('currentColor', '#000');
  send(response, fixed, 'image/svg+xml');
}

function send(response: ServerResponse, body: Buffer | string, type: string): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
  response.end(body);
}
