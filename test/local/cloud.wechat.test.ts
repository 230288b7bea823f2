import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalCloud, readFunctions } from '../../local/cloud';
import type { Wechat } from '../../local/ports';
import { bundle, connect, folder, startEmpty } from './cloud.support';

const ASK = `
import cloudbase from '@cloudbase/node-sdk';
const app = cloudbase.init({ env: cloudbase.SYMBOL_CURRENT_ENV });
export async function main({ api, data, raw }) {
  if (!raw) return (await app.callWxOpenApi({ apiName: api, requestData: data })).result;
  const bytes = await app.callCompatibleWxOpenApi({ apiName: api, requestData: Buffer.from(JSON.stringify(data)) });
  return Buffer.from(bytes).toString('hex');
}`;

describe('WeChat APIs through the cloud', () => {
  const files = folder();
  const asked: { api: string; data: unknown }[] = [];
  let cloud: LocalCloud;

  const wechat = {
    async openApi(api: string, data: Record<string, unknown>) {
      asked.push({ api, data });
      return { errcode: 0, errmsg: 'ok', msgid: 7 };
    },
    async binaryApi(api: string, data: Record<string, unknown>) {
      asked.push({ api, data });
      return new Uint8Array([0x89, 0x50, 0xff, 0x00]);
    },
  } as unknown as Wechat;

  beforeAll(async () => {
    const file = bundle(files.path, 'ask', ASK);
    const openapi = ['subscribeMessage.send', 'wxacode.getUnlimited'];
    cloud = await startEmpty({
      wechat: () => wechat,
      functions: [
        { name: 'may', file, openapi },
        { name: 'mayNot', file, openapi: [] },
      ],
    });
  });
  afterAll(async () => {
    await cloud.close();
    files.remove();
  });

  const ask = (name: string, event: object, source: 'wx_client' | 'wx_timer' = 'wx_client') =>
    cloud.invoke(name, event, source === 'wx_client' ? { openid: 'o1', source } : { source });

  it('hands on JSON and raw bytes', async () => {
    asked.length = 0;
    const data = { touser: 'o1', data: { thing1: { value: '通知' } } };
    expect(await ask('may', { api: 'subscribeMessage.send', data })).toEqual({ errcode: 0, errmsg: 'ok', msgid: 7 });
    expect(await ask('may', { api: '/subscribeMessage.send', data }, 'wx_timer')).toMatchObject({ errcode: 0 });
    expect(await ask('may', { api: 'wxacode.getUnlimited', data: { scene: 'a=1' }, raw: true })).toBe('8950ff00');
    expect(asked).toEqual([
      { api: 'subscribeMessage.send', data },
      { api: 'subscribeMessage.send', data },
      { api: 'wxacode.getUnlimited', data: { scene: 'a=1' } },
    ]);
  });

  it("refuses what the function's config.json does not list", async () => {
    asked.length = 0;
    expect(await ask('may', { api: 'security.msgSecCheck', data: {} })).toMatchObject({ errcode: -604101 });
    expect(await ask('mayNot', { api: 'subscribeMessage.send', data: {} })).toMatchObject({ errcode: -604101 });
    const raw = (await ask('mayNot', { api: 'wxacode.getUnlimited', data: {}, raw: true })) as string;
    expect(Buffer.from(raw, 'hex').toString()).toContain('-604101');
    expect(asked).toEqual([]);
  });

  it('lets an operator call every API', async () => {
    const { result } = await connect(cloud).callWxOpenApi({
      apiName: 'security.msgSecCheck',
      requestData: { content: 'x' },
    });
    expect(result).toMatchObject({ errcode: 0 });
  });
});

describe('readFunctions', () => {
  it("reads limits, variables, timers and permissions from the repository's files", () => {
    const root = folder();
    const functions = [
      {
        name: 'jobs',
        timeout: 60,
        memorySize: 512,
        runtime: 'Nodejs20.19',
        handler: 'index.main',
        envVariables: { KEY: '{{env.READ_TEST}}' },
        triggers: [{ name: 'tick', type: 'timer', config: '0 */5 * * * * *' }],
      },
      { name: 'bare' },
    ];
    writeFileSync(join(root.path, 'cloudbaserc.json'), JSON.stringify({ version: '2.0', functions }));
    mkdirSync(join(root.path, 'cloudfunctions', 'jobs'), { recursive: true });
    writeFileSync(
      join(root.path, 'cloudfunctions', 'jobs', 'config.json'),
      JSON.stringify({ permissions: { openapi: ['a.b'] } }),
    );
    process.env.READ_TEST = 'k1';
    expect(readFunctions(root.path)).toEqual([
      {
        name: 'jobs',
        file: join(root.path, 'cloudfunctions', 'jobs', 'index.js'),
        timeout: 60,
        memoryMb: 512,
        triggers: [{ name: 'tick', type: 'timer', config: '0 */5 * * * * *' }],
        openapi: ['a.b'],
        environment: { KEY: 'k1' },
      },
      expect.objectContaining({ name: 'bare', timeout: 3, memoryMb: 256, openapi: [], environment: {} }),
    ]);
    root.remove();
  });
});

describe('starting', () => {
  it('is ready at once', async () => {
    const start = performance.now();
    const cloud = await startEmpty();
    expect(performance.now() - start).toBeLessThan(500);
    await cloud.close();
  });
});
