import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWechatApi } from '../../cloudfunctions/_server/wechat/api';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import { createWechat, type LocalWechat } from '../../local/wechat';
import { type App, connect, startEmpty } from './cloud.support';
import { CALL, CALL_DATA, FATHER } from './wechat-world';

/** WeChat's side as the unmodified SDK reaches it, through the local cloud. */
let cloud: LocalCloud;
let wechat: LocalWechat;
let app: App;

beforeAll(async () => {
  wechat = createWechat({ clock: createClock(), templates: [CALL], pushEvent: async () => {} });
  cloud = await startEmpty({ wechat });
  app = connect(cloud);
});
afterAll(async () => {
  await cloud.close();
  await wechat.close();
});

it('answers callWxOpenApi', async () => {
  const send = async () => {
    const requestData = { touser: FATHER, template_id: CALL.id, data: CALL_DATA };
    return (await app.callWxOpenApi({ apiName: 'subscribeMessage.send', requestData })).result;
  };
  expect(await send()).toMatchObject({ errcode: 43101 });
  await wechat.answerSubscribe(FATHER, { [CALL.id]: 'accept' });
  expect(await send()).toMatchObject({ errcode: 0, errmsg: 'ok' });
});

it('answers callCompatibleWxOpenApi with the bytes of a picture, or the JSON of a refusal', async () => {
  const code = async (scene: string): Promise<Buffer> => {
    const requestData = Buffer.from(JSON.stringify({ scene, page: 'pages/home/index' }));
    const answer: unknown = await app.callCompatibleWxOpenApi({ apiName: 'wxacode.getUnlimited', requestData });
    return Buffer.from(answer as Buffer);
  };
  expect((await code('i=AB12')).subarray(1, 4).toString()).toBe('PNG');
  expect((await code('')).toString()).toContain('40169');
});

it('tells our port the number of whoever tapped the button, once and nobody else', async () => {
  const { phoneNumber } = createWechatApi(app);
  wechat.setPhoneNumber(FATHER, '17000000001');
  const [code, stolen] = [wechat.issuePhoneCode(FATHER), wechat.issuePhoneCode(FATHER)];
  expect(await phoneNumber(FATHER, code)).toBe('17000000001');
  expect(await phoneNumber(FATHER, code)).toBeUndefined();
  expect(await phoneNumber('o-somebody', stolen)).toBeUndefined();
  expect(await phoneNumber(FATHER, 'made-up')).toBeUndefined();
});

it('fails where WeChat says nothing, as nobody knows what became of it', async () => {
  const end = wechat.provoke({ api: 'subscribeMessage.send', errcode: 'silent' });
  const requestData = { touser: FATHER, template_id: CALL.id, data: CALL_DATA };
  const sent = app.callWxOpenApi({ apiName: 'subscribeMessage.send', requestData });
  await expect(sent).rejects.toMatchObject({ code: 'SYS_ERR' });
  end();
  expect((await app.callWxOpenApi({ apiName: 'subscribeMessage.send', requestData })).result).toBeDefined();
});
