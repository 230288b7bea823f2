import type { ServerResponse } from 'node:http';
import type { Clock, Wechat } from '../../ports';
import type { GatewayEvent } from '../phone-config';

/** Tells every open page what happens, by server-sent events. */
export class Events {
  readonly #listeners = new Set<ServerResponse>();
  readonly #stops: (() => void)[];

  constructor(wechat: Wechat, clock: Clock) {
    this.#stops = [
      clock.onMove((offset) => this.send({ kind: 'clock', offset })),
      wechat.onDelivery((delivery) => this.send({ kind: 'delivery', delivery })),
    ];
  }

  add(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': here\n\n');
    this.#listeners.add(response);
    response.on('close', () => this.#listeners.delete(response));
  }

  send(event: GatewayEvent): void {
    for (const listener of this.#listeners) listener.write(`data: ${JSON.stringify(event)}\n\n`);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    for (const listener of this.#listeners) listener.end();
  }
}
