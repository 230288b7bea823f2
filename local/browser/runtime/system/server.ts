import { isOnline } from './network';
import { phone } from './phone';

/** The phone has no network, or the gateway does not answer. */
export class NoNetwork extends Error {
  constructor() {
    super('request:fail');
  }
}

/** Calls an endpoint of this phone at the gateway, e.g. `post('call', { name, data })`, and answers its JSON. */
export async function post<T>(path: string, body: unknown): Promise<T> {
  const bytes = body instanceof Blob;
  const response = await reach(`${phone.api}/${path}`, {
    method: 'POST',
    headers: { 'content-type': bytes ? 'application/octet-stream' : 'application/json' },
    body: bytes ? body : JSON.stringify(body),
  });
  const answer = (await response.json()) as T & { error?: { errCode: number; errMsg: string } };
  if (answer.error !== undefined) throw answer.error;
  return answer;
}

/** `fetch` that knows of the phone's own network switch. */
export async function reach(url: string, init?: RequestInit): Promise<Response> {
  if (!isOnline()) throw new NoNetwork();
  try {
    return await fetch(url, init);
  } catch {
    throw new NoNetwork();
  }
}
