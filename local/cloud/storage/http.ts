import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname } from 'node:path/posix';
import type { Files } from './files';

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.aac': 'audio/aac',
  '.wav': 'audio/wav',
  '.webm': 'audio/webm',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** The object store's own door: PUT with a ticket, GET and HEAD with a signed link. */
export async function serveFile(
  files: Files,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  body: Buffer,
): Promise<void> {
  const name = url.pathname.slice(url.pathname.lastIndexOf('/') + 1);
  if (request.method === 'PUT') return upload(files, request, response, name, body);
  const path = files.open(name, url.searchParams);
  if (path === undefined) return refuse(response, 403, 'AccessDenied', 'Request has expired or is not signed');
  const bytes = await files.read(path);
  if (!bytes) return refuse(response, 404, 'NoSuchKey', 'The specified key does not exist');
  response.writeHead(200, {
    'content-type': TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream',
    'content-length': bytes.length,
    'access-control-allow-origin': '*',
    'cache-control': 'private, no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

async function upload(
  files: Files,
  request: IncomingMessage,
  response: ServerResponse,
  id: string,
  body: Buffer,
): Promise<void> {
  const token = request.headers['x-cos-security-token'];
  const ticket = files.redeem(id, typeof token === 'string' ? token : undefined);
  if (!ticket) return refuse(response, 403, 'AccessDenied', 'The upload token is unknown, used or expired');
  await files.put(ticket.path, body);
  response.writeHead(200, { etag: '"local"' });
  response.end();
}

/** The SDK reads refusals as the object store's XML. */
function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(
    `<?xml version='1.0' encoding='utf-8' ?><Error><Code>${code}</Code><Message>${message}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`,
  );
}
