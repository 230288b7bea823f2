import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock, Cloud, Persona, Wechat } from '../ports';
import { Events } from './gateway/events';
import { Group } from './gateway/group';
import { HttpError, sendJson } from './gateway/http';
import { phonePage } from './gateway/pages';
import { phoneApi } from './gateway/phone-api';
import { shellApi } from './gateway/shell-api';
import { serveSpeech } from './gateway/speech';
import { serveBundle, serveIcon } from './gateway/static-files';
import { VoipRooms } from './gateway/voip';

export interface GatewayOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly cloud: Cloud;
  readonly wechat: Wechat;
  readonly clock: Clock;
  /** The cast as it is now; asked again for each request. */
  readonly personas: () => readonly Persona[];
  /** Where `compileMiniProgram` wrote. */
  readonly bundleDir: string;
  /** Begins the local world anew; the shell offers it when it is given. */
  readonly reset?: () => Promise<void>;
  /** Changes when the world began anew: phones then forget what they stored. */
  readonly epoch?: () => string;
}

export interface Gateway {
  /** e.g. `http://127.0.0.1:4321` */
  readonly url: string;
  close(): Promise<void>;
}

/** What every route gets. */
export interface GatewayContext extends GatewayOptions {
  readonly events: Events;
  readonly group: Group;
  readonly voip: VoipRooms;
}

/**
 * The only door of the browser: the shell at `/`, a persona's phone at `/phone/<key>/`, and their
 * endpoints. Listens on 127.0.0.1 and answers to no other name, so that no web page can reach it.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const events = new Events(options.wechat, options.clock);
  const voip = new VoipRooms();
  const group = new Group(options.clock, (message) => events.send({ kind: 'group', message }));
  const context: GatewayContext = { ...options, events, group, voip };
  const server = createServer((request, response) => {
    route(context, request, response).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      events.close();
      voip.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

async function route(context: GatewayContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host = '', origin } = request.headers;
  if (!LOOPBACK.test(host)) throw new HttpError(403, 'only from this machine');
  if (origin !== undefined && origin !== `http://${host}`) throw new HttpError(403, 'only from our own pages');
  const url = new URL(request.url ?? '/', 'http://gateway');
  const [first = '', second = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  if (first === 'bundle') return serveBundle(context.bundleDir, [second, ...rest].join('/'), response);
  if (first === 'speech') return serveSpeech(url, context.clock, response);
  if (first === 'icons') return serveIcon(second, response);
  if (first === 'api') return shellApi(context, second, request, response);
  if (first === 'phone') {
    const persona = context.personas().find(({ key }) => key === second);
    if (persona === undefined) throw new HttpError(404, `there is nobody called ${second}`);
    if (rest[0] === 'api') return phoneApi(context, persona, rest[1] ?? '', url, request, response);
    return phonePage(context, persona, url, response);
  }
  if (first === '' || first === 'index.html') return serveBundle(context.bundleDir, 'index.html', response);
  throw new HttpError(404, `nothing at ${url.pathname}`);
}

function fail(response: ServerResponse, error: unknown): void {
  if (!(error instanceof HttpError)) console.error(error);
  const status = error instanceof HttpError ? error.status : 500;
  if (response.headersSent) response.end();
  else sendJson(response, { message: error instanceof Error ? error.message : String(error) }, status);
}
