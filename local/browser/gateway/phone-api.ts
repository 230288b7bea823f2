import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CloudCallError, type Persona, type SubscribeAnswer } from '../../ports';
import type { GatewayContext } from '../gateway';
import type { SharedCard } from '../phone-config';
import { HttpError, readBody, readJson, sendJson } from './http';
import { speechAddress } from './speech';
import { joinVoip, signalVoip } from './voip';

interface Call {
  readonly context: GatewayContext;
  readonly persona: Persona;
  readonly url: URL;
  readonly request: IncomingMessage;
}

/** `wx.cloud.callFunction` fails on answers above 1 MB. */
const MAX_REPLY_BYTES = 1024 * 1024;
const REPLY_TOO_LARGE = -504001;

/** What a phone may ask, always as its persona. */
const ENDPOINTS: Record<string, (call: Call) => Promise<object>> = {
  async call({ context, persona, request }) {
    const { name, data } = await readJson<{ name: string; data: unknown }>(request);
    const result = await context.cloud.invoke(name, data, { openid: persona.openid, source: 'wx_client' });
    if (JSON.stringify(result ?? null).length > MAX_REPLY_BYTES)
      throw new CloudCallError(REPLY_TOO_LARGE, 'response data size exceeds 1 MB');
    return { result, requestID: randomUUID() };
  },

  async upload({ context, persona, url, request }) {
    const path = url.searchParams.get('path');
    if (!path) throw new HttpError(400, 'path is missing');
    return { fileID: await context.cloud.upload(path, await readBody(request), persona.openid) };
  },

  async 'temp-urls'({ context, persona, request }) {
    const { fileIds } = await readJson<{ fileIds: string[] }>(request);
    const found = await Promise.all(
      fileIds.map(async (id) => [id, await context.cloud.clientFileUrl(id, persona.openid)] as const),
    );
    return { urls: Object.fromEntries(found.filter(([, link]) => link !== undefined)) };
  },

  async 'login-code'() {
    return { code: randomUUID() };
  },

  async 'phone-code'({ context, persona }) {
    return { code: context.wechat.issuePhoneCode(persona.openid) };
  },

  async 'subscribe-state'({ context, persona, request }) {
    const { templateIds } = await readJson<{ templateIds: string[] }>(request);
    const { templates } = context.wechat;
    const lasting = context.wechat.lasting(persona.openid);
    return {
      messagesOn: context.wechat.messagesOn(persona.openid),
      templates: Object.fromEntries(
        [...templateIds, ...lasting].flatMap((id) => {
          const { title, lasting = false } = templates.get(id) ?? {};
          return title === undefined ? [] : [[id, { title, lasting }]];
        }),
      ),
      lasting,
    };
  },

  async 'subscribe-answer'({ context, persona, request }) {
    const { answers } = await readJson<{ answers: Record<string, SubscribeAnswer> }>(request);
    await context.wechat.answerSubscribe(persona.openid, answers);
    return {};
  },

  async settings({ context, persona, request }) {
    const { messagesOn, refused = [] } = await readJson<{ messagesOn: boolean; refused?: string[] }>(request);
    context.wechat.setMessagesOn(persona.openid, messagesOn);
    if (refused.length > 0) await context.wechat.refuseTemplates(persona.openid, refused);
    return {};
  },

  async speech({ context, request }) {
    const { text } = await readJson<{ text: string }>(request);
    return speechAddress(text, context.clock);
  },

  async share({ context, persona, request }) {
    context.group.post(persona, await readJson<SharedCard>(request));
    return {};
  },

  async codes({ context }) {
    return { codes: context.wechat.codes() };
  },

  'voip-signal': ({ context, persona, request }) => signalVoip(context, persona, request),
};

/** Runs an endpoint of a phone. Errors of the cloud go on as `{ error: { errCode, errMsg } }`. */
export async function phoneApi(
  context: GatewayContext,
  persona: Persona,
  name: string,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (name === 'voip-join' && request.method === 'POST') return joinVoip(context, persona, request, response);
  const endpoint = ENDPOINTS[name];
  if (endpoint === undefined || request.method !== 'POST') throw new HttpError(404, `no endpoint ${name}`);
  context.wechat.visited(persona.openid);
  try {
    sendJson(response, await endpoint({ context, persona, url, request }));
  } catch (error) {
    if (!(error instanceof CloudCallError)) throw error;
    sendJson(response, { error: { errCode: error.errCode, errMsg: error.errMsg } });
  }
}
