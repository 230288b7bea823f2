import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type FakePhone, fakePhone, noNetwork, ok, refuse } from './support/fake-wx';

type CallModule = typeof import('../../miniprogram/services/call');
let phone: FakePhone;
let service: CallModule;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.resetModules();
  phone = fakePhone();
  vi.stubGlobal('wx', phone.wx);
  service = await import('../../miniprogram/services/call');
});
afterEach(() => vi.useRealTimers());

/** Lets all waits between attempts pass, and answers the outcome: the data or the error's code. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  const settled = work.catch((error: { code: string }) => error.code);
  await vi.runAllTimersAsync();
  return settled;
}
const ids = () => phone.asked.map(({ requestId }) => requestId);

describe('call', () => {
  test('sends method, input and membership to `api` and answers the data', async () => {
    service.actAs('m1');
    phone.serve = () => ok({ left: 'm1' });
    expect(await outcome(service.call('accounts.leave', {}))).toEqual({ left: 'm1' });
    expect(phone.asked).toMatchObject([{ name: 'api', method: 'accounts.leave', input: {}, as: 'm1' }]);
  });

  test('a request id fits the contract and is new for each action', async () => {
    await outcome(service.call('home.open', {}));
    await outcome(service.call('home.open', {}));
    expect(new Set(ids()).size).toBe(2);
    for (const id of ids()) expect(id).toMatch(/^[A-Za-z0-9_-]{8,40}$/);
  });

  test('a stranger sends no membership at all', async () => {
    await outcome(service.call('home.open', {}));
    expect(phone.asked[0]).not.toHaveProperty('as');
  });

  test('files go to `documents`', async () => {
    await outcome(service.call('contacts.printCards', {} as never));
    expect(phone.asked[0]?.name).toBe('documents');
  });

  test('a refusal keeps code and details and is not repeated', async () => {
    phone.serve = () => refuse('accounts.code-wrong', { left: 3 });
    const failure = await service.call('accounts.bind', { code: '1' }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'accounts.code-wrong', details: { left: 3 } });
    expect(phone.asked).toHaveLength(1);
  });

  test('what the catalogue lets repeat is asked three times at most, as the same request', async () => {
    phone.serve = () => refuse('system.busy');
    expect(await outcome(service.call('home.open', {}))).toBe('system.busy');
    expect(phone.asked).toHaveLength(3);
    expect(new Set(ids()).size).toBe(1);
  });

  test('a network that comes back in time is not noticed', async () => {
    phone.serve = () => {
      if (phone.asked.length < 3) throw noNetwork;
      return ok({ left: 'm1' });
    };
    expect(await outcome(service.call('accounts.leave', {}))).toEqual({ left: 'm1' });
  });

  test('is not repeated while the phone itself says that there is no network', async () => {
    const { offline } = await import('../../miniprogram/services/network');
    offline.set(true);
    phone.serve = () => {
      throw noNetwork;
    };
    expect(await outcome(service.call('home.open', {}))).toBe('network.offline');
    expect(phone.asked).toHaveLength(1);
  });

  test('no network, no function and no answer are told apart', async () => {
    phone.serve = () => {
      throw noNetwork;
    };
    expect(await outcome(service.call('home.open', {}))).toBe('network.offline');
    phone.serve = () => {
      throw { errCode: -504002, errMsg: 'cloud.callFunction:fail -504002 functions execute fail' };
    };
    expect(await outcome(service.call('home.open', {}))).toBe('network.server');
    phone.serve = () => new Promise(() => {});
    expect(await outcome(service.call('home.open', {}))).toBe('network.offline');
  });

  test('after a lost reply the same tap is still the same request; after an answer it is a new one', async () => {
    const claim = () => outcome(service.call('accounts.bind', { code: '123456789' }));
    phone.serve = () => {
      throw noNetwork;
    };
    await claim();
    phone.serve = () => ok({});
    await claim();
    expect(new Set(ids()).size).toBe(1);
    await claim();
    expect(new Set(ids()).size).toBe(2);
  });

  test('another input after a lost reply is another request', async () => {
    phone.serve = () => {
      throw noNetwork;
    };
    await outcome(service.call('accounts.bind', { code: '123456789' }));
    await outcome(service.call('accounts.bind', { code: '987654321' }));
    expect(new Set(ids()).size).toBe(2);
  });

  test("the server's clock wins over a phone's that is hours wrong", async () => {
    const { now } = await import('../../miniprogram/services/time');
    const ahead = 5 * 60 * 60_000;
    phone.serve = () => ({ ok: true, data: {}, now: Date.now() + ahead });
    await outcome(service.call('home.open', {}));
    expect(Math.abs(now() - Date.now() - ahead)).toBeLessThan(1_000);
  });
});
