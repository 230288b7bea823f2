import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Wechat } from '../../ports';
import type { GatewayContext } from '../gateway';
import { HttpError, readJson, sendJson } from './http';

/** WeChat's sides that the shell made fall silent, and the way to end that. */
const silences = new WeakMap<Wechat, () => void>();

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
    const personas = context.personas();
    return sendJson(response, {
      personas,
      refusing: personas.filter(({ openid }) => !wechat.messagesOn(openid)).map(({ key }) => key),
      deliveries: wechat.deliveries(),
      group: context.group.all,
      silent: silences.has(wechat),
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
  if (request.method === 'POST' && name === 'messages') {
    const { key, on } = await readJson<{ key: string; on: boolean }>(request);
    const persona = context.personas().find((one) => one.key === key);
    if (persona === undefined) throw new HttpError(404, `there is nobody called ${key}`);
    wechat.setMessagesOn(persona.openid, on);
    return sendJson(response, {});
  }
  if (request.method === 'POST' && name === 'silence') {
    const { on } = await readJson<{ on: boolean }>(request);
    silences.get(wechat)?.();
    silences.delete(wechat);
    if (on) silences.set(wechat, wechat.provoke({ errcode: 'silent' }));
    return sendJson(response, {});
  }
  if (request.method === 'POST' && name === 'reset' && context.reset !== undefined) {
    await context.reset();
    return sendJson(response, {});
  }
  throw new HttpError(404, `no endpoint ${name}`);
}
