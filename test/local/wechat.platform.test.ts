import { describe, expect, it, vi } from 'vitest';
import { FATHER, openWorld, START } from './wechat-world';

const HOUR = 60 * 60_000;

describe('security.msgSecCheck', () => {
  const check = async (world: ReturnType<typeof openWorld>, change: Record<string, unknown> = {}) =>
    world.wechat.openApi('security.msgSecCheck', {
      openid: FATHER,
      scene: 2,
      version: 2,
      content: '孩子很好',
      ...change,
    });

  it.each([
    ['孩子很好，请放心', 'pass', 100],
    ['点这里免费领钱', 'review', 20008],
    ['一起去赌博', 'risky', 20006],
  ])('%s → %s', async (content, suggest, label) => {
    const world = openWorld();
    world.wechat.visited(FATHER);
    expect(await check(world, { content })).toMatchObject({ errcode: 0, result: { suggest, label } });
  });

  it('answers 61010 for a user who was not here within two hours', async () => {
    const world = openWorld();
    expect(await check(world)).toMatchObject({ errcode: 61010 });
    world.wechat.visited(FATHER);
    world.clock.moveTo(START + 2 * HOUR - 1000);
    expect(await check(world)).toMatchObject({ errcode: 0 });
    world.clock.moveTo(START + 2 * HOUR + 1000);
    expect(await check(world)).toMatchObject({ errcode: 61010 });
  });

  it.each([
    ['openid', { openid: '' }, 40003],
    ['version', { version: 1 }, 47001],
    ['scene', { scene: 5 }, 40129],
    ['nothing', { content: '' }, 47001],
    ['too much', { content: '字'.repeat(2501) }, 45002],
  ])('refuses %s', async (_, change, errcode) => {
    const world = openWorld();
    world.wechat.visited(FATHER);
    expect(await check(world, { content: '字'.repeat(2500) })).toMatchObject({ errcode: 0 });
    expect(await check(world, change)).toMatchObject({ errcode });
  });
});

describe('security.mediaCheckAsync', () => {
  const files: Readonly<Record<string, Uint8Array>> = {
    'cloud://local/good.jpg': Buffer.from('a picture'),
    'cloud://local/bad.jpg': Buffer.from('a picture local-wechat:risky of something'),
    'cloud://local/odd.mp3': Buffer.from('local-wechat:review'),
    'cloud://local/huge.jpg': new Uint8Array(10 * 1024 * 1024 + 1),
  };
  const media = (url: string) => ({ media_url: url, media_type: 2, version: 2, openid: FATHER, scene: 1 });

  it.each([
    ['cloud://local/good.jpg', { errcode: 0, result: { suggest: 'pass', label: 100 } }],
    ['cloud://local/bad.jpg', { errcode: 0, result: { suggest: 'risky', label: 20006 } }],
    ['cloud://local/odd.mp3', { errcode: 0, result: { suggest: 'review', label: 21000 } }],
    ['cloud://local/huge.jpg', { errcode: -1008 }],
    ['cloud://local/none.jpg', { errcode: -1008 }],
  ])('%s: the result comes as an event', async (url, result) => {
    const { wechat, events } = openWorld({ readFile: async (id) => files[id] });
    wechat.visited(FATHER);
    const answer = await wechat.openApi('security.mediaCheckAsync', media(url));
    expect(answer).toMatchObject({ errcode: 0, trace_id: expect.stringMatching(/^[\da-f-]{20,}$/) });
    expect(events).toEqual([]);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    expect(events[0]).toMatchObject({
      Event: 'wxa_media_check',
      FromUserName: FATHER,
      trace_id: answer.trace_id,
      version: 2,
      ...result,
    });
  });

  it('is due by the local clock too', async () => {
    const { wechat, events, clock } = openWorld({ mediaCheckMs: HOUR, readFile: async (id) => files[id] });
    wechat.visited(FATHER);
    await wechat.openApi('security.mediaCheckAsync', media('cloud://local/good.jpg'));
    clock.moveTo(START + 2 * HOUR);
    await vi.waitFor(() => expect(events).toHaveLength(1));
    await wechat.close();
  });

  it('refuses a wrong type and an absent user', async () => {
    const { wechat } = openWorld();
    const data = media('cloud://local/good.jpg');
    expect(await wechat.openApi('security.mediaCheckAsync', data)).toMatchObject({ errcode: 61010 });
    wechat.visited(FATHER);
    expect(await wechat.openApi('security.mediaCheckAsync', { ...data, media_type: 3 })).toMatchObject({
      errcode: 47001,
    });
  });
});

describe('phonenumber.getPhoneNumber', () => {
  const redeem = async ({ wechat }: ReturnType<typeof openWorld>, code: string, more = {}) =>
    wechat.openApi('phonenumber.getPhoneNumber', { code, ...more });

  it('gives the number for a code, once', async () => {
    const world = openWorld();
    world.wechat.setPhoneNumber(FATHER, '13800000001');
    const code = world.wechat.issuePhoneCode(FATHER);
    const answers = await Promise.all([redeem(world, code), redeem(world, code)]);
    expect(answers).toMatchObject([
      {
        errcode: 0,
        phone_info: { purePhoneNumber: '13800000001', countryCode: '86', watermark: { appid: world.wechat.appId } },
      },
      { errcode: 40029 },
    ]);
  });

  it('refuses a code after five minutes, an invented one and another person', async () => {
    const world = openWorld();
    world.wechat.setPhoneNumber(FATHER, '13800000001');
    const [late, other] = [world.wechat.issuePhoneCode(FATHER), world.wechat.issuePhoneCode(FATHER)];
    expect(await redeem(world, 'invented')).toMatchObject({ errcode: 40029 });
    expect(await redeem(world, other, { openid: 'o-mother' })).toMatchObject({ errcode: 40029 });
    expect(await redeem(world, other, { openid: FATHER })).toMatchObject({ errcode: 0 });
    world.clock.moveTo(START + 5 * 60_000 + 1000);
    expect(await redeem(world, late)).toMatchObject({ errcode: 40029 });
  });

  it('has no code for a person without a number', () => {
    expect(() => openWorld().wechat.issuePhoneCode(FATHER)).toThrow('no phone number');
  });
});

describe('SMS', () => {
  const sms = {
    env: 'local',
    phone_number_list: ['+8613800000001'],
    sms_type: 'Notification',
    template_id: '900001',
    template_param_list: ['张老师', '周五 15:00'],
  };
  const world = () => openWorld({ smsTemplates: { '900001': '{1}提醒您：家长会 {2}，请准时到校。' } });

  it('reaches every number and is recorded', async () => {
    const { wechat } = world();
    const answer = await wechat.openApi('cloudbase.sendSms', {
      ...sms,
      phone_number_list: ['+8613800000001', '+8613800000002'],
    });
    expect(answer).toMatchObject({
      errcode: 0,
      send_status_list: [
        { phone_number: '+8613800000001', code: 'Ok' },
        { phone_number: '+8613800000002', code: 'Ok' },
      ],
    });
    expect(wechat.deliveries().map(({ to }) => to)).toEqual(['13800000002', '13800000001']);
    expect(wechat.deliveries()[0]).toMatchObject({
      way: 'sms',
      lines: ['【亲情连线】张老师提醒您：家长会 周五 15:00，请准时到校。'],
    });
  });

  it('takes a thousand numbers, not one more', async () => {
    const { wechat } = world();
    const numbers = (count: number) =>
      Array.from({ length: count }, (_, index) => `+86138${String(index).padStart(8, '0')}`);
    const send = (count: number) => wechat.openApi('cloudbase.sendSms', { ...sms, phone_number_list: numbers(count) });
    expect(await send(1001)).toMatchObject({ errcode: -501007 });
    expect(wechat.deliveries()).toEqual([]);
    expect(await send(1000)).toMatchObject({ errcode: 0 });
  });

  it.each([
    ['env', { env: '' }],
    ['sms_type', { sms_type: 'Other' }],
    ['TemplateId not exist', { template_id: '1' }],
    ['template_param_list', { template_param_list: ['张老师'] }],
    ['template_param_list', { template_param_list: ['张老师', ''] }],
    ['phone_number_list', { phone_number_list: [] }],
    ['phone_number_list', { phone_number_list: ['13800000001'] }],
    ['content', { sms_type: 'Marketing', content: '字'.repeat(31), path: '/index.html' }],
    ['path', { sms_type: 'Marketing', content: '字' }],
  ])('refuses a wrong %s', async (name, change) => {
    const { wechat } = world();
    const answer = await wechat.openApi('cloudbase.sendSms', { ...sms, ...change });
    expect(answer).toMatchObject({ errcode: -501007, errmsg: expect.stringContaining(name) });
    expect(wechat.deliveries()).toEqual([]);
  });

  it('opens a page by its link', async () => {
    const { wechat } = world();
    expect(await wechat.openApi('urllink.generate', { path: 'pages/nowhere' })).toMatchObject({ errcode: 40165 });
    const { url_link: link } = await wechat.openApi('urllink.generate', { path: 'pages/home/index', query: 'n=1' });
    const { env, phone_number_list } = sms;
    const data = { env, phone_number_list, template_id: '2053122', template_param_list: ['您有一条学校通知'] };
    expect(await wechat.openApi('cloudbase.sendSmsV2', { ...data, url_link: 'https://example.com' })).toMatchObject({
      errcode: -501007,
    });
    expect(await wechat.openApi('cloudbase.sendSmsV2', { ...data, url_link: link })).toMatchObject({ errcode: 0 });
    expect(wechat.deliveries()[0]).toMatchObject({
      page: 'pages/home/index?n=1',
      lines: [`【亲情连线】您有一条学校通知，跳转小程序 ${String(link)}，拒收请回复R`],
    });
  });
});

describe('urllink.generate', () => {
  const DAY = 24 * HOUR;
  const make = (world: ReturnType<typeof openWorld>, change: Record<string, unknown> = {}) =>
    world.wechat.openApi('urllink.generate', {
      path: 'pages/home/index',
      expire_type: 1,
      expire_interval: 3,
      ...change,
    });

  it.each([
    ['31 days', { expire_interval: 31 }, 85401],
    ['no day', { expire_interval: 0 }, 85401],
    ['a time that is past', { expire_type: 0, expire_time: START / 1000 - 1 }, 85401],
    ['a query in Chinese', { query: 'n=家' }, 40212],
    ['a query too long', { query: 'n'.repeat(1025) }, 40212],
  ])('refuses %s', async (_, change, errcode) => {
    expect(await make(openWorld(), change)).toMatchObject({ errcode });
  });

  it('ends with its time: no SMS takes it any more', async () => {
    const world = openWorld();
    const { url_link } = await make(world);
    const { url_link: longer } = await make(world, { expire_interval: 30 });
    const sms = {
      env: 'e',
      phone_number_list: ['+8613800000001'],
      template_id: '2053122',
      template_param_list: ['通知'],
    };
    const send = (link: unknown) => world.wechat.openApi('cloudbase.sendSmsV2', { ...sms, url_link: link });
    expect(await send(url_link)).toMatchObject({ errcode: 0 });
    world.clock.moveTo(START + 3 * DAY + 1000);
    expect(await send(url_link)).toMatchObject({ errcode: -501007 });
    expect(await send(longer)).toMatchObject({ errcode: 0 });
  });
});

describe('wxacode.getUnlimited', () => {
  const code = (data: Record<string, unknown>) => openWorld().wechat.binaryApi('wxacode.getUnlimited', data);
  const errcode = async (data: Record<string, unknown>) => JSON.parse(Buffer.from(await code(data)).toString()).errcode;

  it('is a picture of the size that was asked for', async () => {
    const png = Buffer.from(await code({ scene: 'i=AB12CD34', page: 'pages/home/index', width: 300 }));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(Math.abs(png.readUInt32BE(16) - 300)).toBeLessThan(30);
  });

  it.each([
    [{ scene: '', page: 'pages/home/index' }, 40169],
    [{ scene: 'x'.repeat(33) }, 40169],
    [{ scene: '邀请' }, 40129],
    [{ scene: 'a%20' }, 40129],
    [{ scene: 'a', page: '/pages/home/index' }, 41030],
    [{ scene: 'a', page: 'pages/home/index?x=1' }, 41030],
    [{ scene: 'a', page: 'pages/nowhere/index' }, 41030],
  ])('refuses %o', async (data, expected) => {
    expect(await errcode(data)).toBe(expected);
  });

  it('is known to whoever scans it, the newest first and each once', async () => {
    const { wechat } = openWorld();
    for (const scene of ['s=1', 's=2', 's=1'])
      await wechat.binaryApi('wxacode.getUnlimited', { scene, page: 'pages/home/index' });
    await wechat.binaryApi('wxacode.getUnlimited', { scene: '' });
    expect(wechat.codes()).toMatchObject([
      { page: 'pages/home/index', scene: 's=1' },
      { page: 'pages/home/index', scene: 's=2' },
    ]);
  });

  it('does not look for the page when told so', async () => {
    const png = await code({ scene: 'a', page: 'pages/nowhere/index', check_path: false });
    expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe('an API that is not there', () => {
  it('is refused with its name', async () => {
    const { wechat } = openWorld();
    expect(await wechat.openApi('customerServiceMessage.send', {})).toEqual({
      errcode: 48001,
      errmsg: 'api unauthorized: customerServiceMessage.send',
    });
    expect(Buffer.from(await wechat.binaryApi('wxacode.get', {})).toString()).toContain('48001');
  });

  it('takes the names as the SDKs write them', async () => {
    const { wechat } = openWorld();
    for (const api of ['/subscribeMessage.send', 'openapi.subscribeMessage.send']) {
      expect(await wechat.openApi(api, {})).toMatchObject({ errcode: 40003 });
    }
  });
});
