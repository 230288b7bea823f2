import type { IncomingMessage, ServerResponse } from 'node:http';
import type { GatewayContext } from '../gateway';
import { HttpError, readJson, sendJson } from './http';

/** What the shell asks: the cast, what was delivered, the clock, a new beginning. */
export async function shellApi(
  context: GatewayContext,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { clock, wechat } = context;
  if (request.method === 'GET' && name === 'events') return context.events.add(response);
  if (request.method === 'GET' && name === 'state') {
    return sendJson(response, {
      personas: context.personas(),
      deliveries: wechat.deliveries(),
      clockOffset: clock.offset,
      canReset: context.reset !== undefined,
    });
  }
  if (request.method === 'POST' && name === 'clock') {
    const { at } = await readJson<{ at: number }>(request);
    if (!Number.isFinite(at)) throw new HttpError(400, 'at is no time');
    clock.moveTo(at);
    return sendJson(response, { offset: clock.offset });
  }
  if (request.method === 'POST' && name === 'reset' && context.reset !== undefined) {
    await context.reset();
    return sendJson(response, {});
  }
  throw new HttpError(404, `no endpoint ${name}`);
}
