import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudError, errors } from './errors';
import type { TokenHolder } from './functions/host';
import type { Operation, Operations } from './operations';
import type { Action, Call, Reply } from './services/action';

/** What a test may do to a request of the SDK. `before` loses it, `after` loses the reply to what has been done. */
export interface Fault {
  readonly drop?: 'before' | 'after';
  readonly delayMs?: number;
  /** Answered in place of running it. */
  readonly error?: { readonly code: string; readonly message: string };
}
export type FaultHook = (operation: Operation, body: Readonly<Record<string, unknown>>) => Fault | undefined;

export interface ServerOptions {
  readonly port: number;
  readonly latencyMs: number;
  readonly actions: Readonly<Record<string, Action>>;
  readonly operations: Operations;
  /** Whom a WeChat token belongs to. */
  readonly callerOf: (token: string) => TokenHolder | undefined;
  /** Answers what is not the SDK's `/admin`: stored files. */
  readonly other: (request: IncomingMessage, response: ServerResponse, url: URL, body: Buffer) => Promise<void>;
}

export interface CloudServer {
  readonly base: string;
  fault(hook: FaultHook): () => void;
  close(): Promise<void>;
}

type Body = Record<string, unknown>;

/** The SDK's door, `POST /admin`, on 127.0.0.1 only. */
export async function startServer(options: ServerOptions): Promise<CloudServer> {
  const hooks = new Set<FaultHook>();
  const server = createServer((request, response) => {
    handle(options, hooks, request, response).catch((error: unknown) => {
      console.error('local cloud:', error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = 60_000;
  await listen(server, options.port);
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fault(hook) {
      hooks.add(hook);
      return () => hooks.delete(hook);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function handle(
  options: ServerOptions,
  hooks: ReadonlySet<FaultHook>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const raw = await readAll(request);
  if (url.pathname !== '/admin') return options.other(request, response, url, raw);
  const requestId = randomUUID();
  let reply: Reply;
  try {
    const body = await parse(request, raw);
    const { operation, call } = describe(options, request, requestId, body);
    const fault = [...hooks].map((hook) => hook(operation, body)).find((one) => one !== undefined);
    const wait = options.latencyMs + (fault?.delayMs ?? 0);
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    if (fault?.drop === 'before') return void response.destroy();
    if (fault?.error) throw new CloudError(fault.error.code, fault.error.message);
    options.operations.add(operation);
    const action = options.actions[operation.action];
    if (!action) throw errors.invalidAction(operation.action);
    reply = await action(body, call);
    if (fault?.drop === 'after') return void response.destroy();
  } catch (error) {
    reply = refusal(error);
  }
  send(response, reply, requestId);
}

function describe(
  { callerOf }: ServerOptions,
  request: IncomingMessage,
  requestId: string,
  body: Body,
): { operation: Operation; call: Call } {
  const { action, collectionName, transactionId, wxCloudApiToken } = body;
  const operation: Operation = {
    action: String(action),
    ...(typeof collectionName === 'string' ? { collection: collectionName } : {}),
    transaction: typeof transactionId === 'string',
  };
  const holder = typeof wxCloudApiToken === 'string' ? callerOf(wxCloudApiToken) : undefined;
  const call = { requestId, headers: request.headers, caller: holder?.name, user: holder?.openid, operation };
  return { operation, call };
}

/**
 * Any key opens this cloud, as its port is open to this machine's user only; but a key there must be: a web page in the
 * user's browser cannot send the header without being asked first, and we do not answer that question.
 */
async function parse(request: IncomingMessage, raw: Buffer): Promise<Body> {
  const { authorization = '', 'content-type': type = '' } = request.headers;
  if (!/^(TC3-HMAC-SHA256|Bearer) /.test(authorization)) throw errors.signature();
  if (type.startsWith('multipart/form-data')) return parseForm(type, raw);
  try {
    const body: unknown = JSON.parse(raw.toString());
    if (body !== null && typeof body === 'object') return body as Body;
  } catch {
    // Falls through to the refusal.
  }
  throw errors.invalidParam('the request is not JSON');
}

/** The form of `callCompatibleWxOpenApi`; its data may be a text or a file. */
async function parseForm(type: string, raw: Buffer): Promise<Body> {
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData();
  const fields = [...form].map(
    async ([name, value]) =>
      [name, typeof value === 'string' ? value : new Uint8Array(await value.arrayBuffer())] as const,
  );
  return Object.fromEntries(await Promise.all(fields));
}

function refusal(error: unknown): Reply {
  if (error instanceof CloudError) return { code: error.code, message: error.message };
  console.error('local cloud:', error);
  return { code: 'SYS_ERR', message: error instanceof Error ? error.message : String(error) };
}

function send(response: ServerResponse, reply: Reply, requestId: string): void {
  const isRaw = 'raw' in reply && reply.raw instanceof Uint8Array;
  const bytes = isRaw ? Buffer.from(reply.raw) : Buffer.from(JSON.stringify({ ...reply, requestId }));
  const type = isRaw ? 'application/octet-stream' : 'application/json; charset=utf-8';
  response.writeHead(200, { 'content-type': type, 'content-length': bytes.length });
  response.end(bytes);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}
