import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWechatApi, type WechatApi } from '../../cloudfunctions/_server/wechat/api';
import { createClock } from '../../local/clock';
import type { LocalCloud } from '../../local/cloud';
import { createWechat, type LocalWechat } from '../../local/wechat';
import { connect, startEmpty } from './cloud.support';

/** The product's own door to WeChat, through the unmodified SDK. */
let cloud: LocalCloud;
let wechat: LocalWechat;
let api: WechatApi;

beforeAll(async () => {
  wechat = createWechat({
    clock: createClock(),
    templates: [],
    pages: ['pages/inbox/index'],
    pushEvent: async () => {},
  });
  cloud = await startEmpty({ wechat });
  // A function finds its environment so.
  Object.assign(process.env, { TCB_CONTEXT_KEYS: 'TCB_ENV', ...cloud.sdkEnv });
  api = createWechatApi(connect(cloud));
});
afterAll(async () => {
  await cloud.close();
  await wechat.close();
});

describe('an SMS', () => {
  it('reaches the telephone with a link that opens the page', async () => {
    const link = await api.urlLink('pages/inbox/index');
    expect(await api.sendSms({ phone: '17000000005', content: '学校通知：周五家长会', link })).toEqual({
      errcode: 0,
      code: 'Ok',
    });
    const [sms] = wechat.deliveries();
    expect(sms).toMatchObject({ way: 'sms', to: '17000000005', page: 'pages/inbox/index', errcode: 0 });
    expect(sms?.lines.join()).toBe(`【亲情连线】学校通知：周五家长会，跳转小程序 ${link}，拒收请回复R`);
  });

  it('is refused with more than thirty characters, or to what is no number', async () => {
    const link = await api.urlLink('pages/inbox/index');
    const refused = { errcode: -501007, code: '' };
    expect(await api.sendSms({ phone: '17000000005', content: '长'.repeat(31), link })).toEqual(refused);
    expect(await api.sendSms({ phone: '739', content: '好', link })).toEqual(refused);
    expect(await api.sendSms({ phone: '17000000005', content: '好', link: 'https://example.org' })).toEqual(refused);
  });

  it('has no link to a page that the released Mini Program does not have', async () => {
    await expect(api.urlLink('pages/nowhere/index?id=1')).rejects.toThrow('40165');
  });
});
