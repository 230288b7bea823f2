import type { IncomingMessage, ServerResponse } from 'node:http';

/** A refusal with its HTTP status. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const MAX_BODY_BYTES = 60 * 1024 * 1024;

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new HttpError(413, 'the file is larger than 60 MB');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

export async function readJson<T>(request: IncomingMessage): Promise<T> {
  const text = (await readBody(request)).toString('utf8');
  try {
    return JSON.parse(text || '{}') as T;
  } catch {
    throw new HttpError(400, 'the body is no JSON');
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}
