import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../local/ports';
import { dataFault, FIELD_RULES } from '../../local/wechat/templates';
import { CALL, CALL_DATA, type Event, FATHER, LASTING, NOTICE, openWorld } from './wechat-world';

const accept = { [CALL.id]: 'accept' } as const;

describe('subscribeMessage.send', () => {
  it('spends one credit an accept, and credits add up', async () => {
    const { wechat, send } = openWorld();
    expect(await send()).toBe(43101);
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.answerSubscribe(FATHER, accept);
    expect([await send(), await send(), await send()]).toEqual([0, 0, 43101]);
    expect(await send({ template_id: NOTICE.id, data: { thing1: { value: '家长会' } } })).toBe(43101);
  });

  it('gives nothing for a refusal', async () => {
    const { wechat, send } = openWorld();
    await wechat.answerSubscribe(FATHER, { [CALL.id]: 'reject' });
    expect(await send()).toBe(43101);
  });

  it('refuses while the main switch is off, and keeps the credit', async () => {
    const { wechat, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    wechat.setMessagesOn(FATHER, false);
    expect(wechat.messagesOn(FATHER)).toBe(false);
    expect(await send()).toBe(43107);
    wechat.setMessagesOn(FATHER, true);
    expect(await send()).toBe(0);
  });

  it('refuses a banned template until it is accepted again', async () => {
    const { wechat, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.answerSubscribe(FATHER, { [CALL.id]: 'ban' });
    expect(await send()).toBe(43107);
    await wechat.answerSubscribe(FATHER, accept);
    expect(await send()).toBe(0);
  });

  it.each([
    ['an empty openid', { touser: '' }, 40003],
    ['something that is no openid', { touser: '爸爸' }, 40003],
    ['an unknown template', { template_id: 'nobody' }, 40037],
    ['no template', { template_id: undefined }, 40037],
    ['a page that is not in app.json', { page: 'pages/nowhere/index?x=1' }, 41030],
    ['no data', { data: undefined }, 47003],
    ['a missing field', { data: { ...CALL_DATA, phrase3: undefined } }, 47003],
    ['a field too long', { data: { ...CALL_DATA, thing1: { value: '长'.repeat(21) } } }, 47003],
    ['a line break', { data: { ...CALL_DATA, thing1: { value: '一\n二' } } }, 47003],
    ['a field the template has not', { data: { ...CALL_DATA, thing9: { value: '多' } } }, 47003],
    ['a sensitive word', { data: { ...CALL_DATA, thing1: { value: '赌博' } } }, 45168],
  ])('refuses %s and keeps the credit', async (_, change, errcode) => {
    const { wechat, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    expect(await send(change)).toBe(errcode);
    expect(await send({ page: '/pages/home/index?from=message' })).toBe(0);
  });

  it('takes one send at a time and user', async () => {
    const { wechat, send } = openWorld({ sendMs: 20 });
    for (let index = 0; index < 3; index += 1) await wechat.answerSubscribe(FATHER, accept);
    await wechat.answerSubscribe('o-mother', accept);
    const answers = await Promise.all([send(), send(), send({ touser: 'o-mother' }), send()]);
    expect(answers).toEqual([0, 43108, 0, 43108]);
    expect([await send(), await send(), await send()]).toEqual([0, 0, 43101]);
  });

  it('records what reached whom, newest first, refusals too', async () => {
    const { wechat, send } = openWorld();
    const heard: Delivery[] = [];
    const stop = wechat.onDelivery((delivery) => heard.push(delivery));
    await wechat.answerSubscribe(FATHER, accept);
    await send({ page: 'pages/home/index?x=1' });
    stop();
    await send();
    expect(heard).toHaveLength(1);
    expect(wechat.deliveries().map(({ errcode }) => errcode)).toEqual([43101, 0]);
    expect(wechat.deliveries()[1]).toMatchObject({
      way: 'subscribe',
      to: FATHER,
      page: 'pages/home/index?x=1',
      lines: ['通话提醒', '通话点：一号通话点', '通话时间：2026年3月9日 19:30', '已预约'],
    });
  });
});

describe('long-term templates', () => {
  const lasting = { template_id: LASTING.id, data: { thing1: { value: '家长会' } } };

  it('are sent again and again once accepted, until the user takes them back', async () => {
    const { wechat, events, send } = openWorld();
    expect(await send(lasting)).toBe(43101);
    await wechat.answerSubscribe(FATHER, { [LASTING.id]: 'accept' });
    expect([await send(lasting), await send(lasting), await send(lasting)]).toEqual([0, 0, 0]);
    expect(wechat.lasting(FATHER)).toEqual([LASTING.id]);
    await wechat.refuseTemplates(FATHER, [LASTING.id]);
    expect([await send(lasting), wechat.lasting(FATHER)]).toEqual([43101, []]);
    await wechat.answerSubscribe(FATHER, { [LASTING.id]: 'accept' });
    expect(await send(lasting)).toBe(0);
    await wechat.answerSubscribe(FATHER, { [LASTING.id]: 'reject' });
    expect(await send(lasting)).toBe(43101);
    await wechat.idle();
    const answers = events.filter(({ Event }) => Event !== 'subscribe_msg_sent_event');
    expect(answers.map(({ List }) => (List as { SubscribeStatusString: string }).SubscribeStatusString)).toEqual([
      'accept',
      'reject',
      'accept',
      'reject',
    ]);
  });

  it('stand on no sheet with one-time ones, and a switched off user gets none', async () => {
    const { wechat, send } = openWorld();
    await expect(wechat.answerSubscribe(FATHER, { ...accept, [LASTING.id]: 'accept' })).rejects.toThrow('20002');
    await wechat.answerSubscribe(FATHER, { [LASTING.id]: 'accept' });
    wechat.setMessagesOn(FATHER, false);
    expect(await send(lasting)).toBe(43107);
  });
});

describe('troubles', () => {
  it('refuse before anything is done, whom they are for and as often as they last', async () => {
    const { wechat, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    wechat.provoke({ api: 'subscribeMessage.send', to: FATHER, errcode: -1, times: 2 });
    wechat.provoke({ to: 'o-mother', errcode: 45168 });
    expect([await send(), await send(), await send()]).toEqual([-1, -1, 0]);
    expect(await send({ touser: 'o-mother' })).toBe(45168);
    expect(wechat.troubles()).toEqual([{ to: 'o-mother', errcode: 45168 }]);
  });

  it('may be silence, for SMS too, until they end', async () => {
    const { wechat, send } = openWorld();
    const end = wechat.provoke({ errcode: 'silent' });
    await expect(send()).rejects.toThrow('no answer');
    await expect(wechat.openApi('cloudbase.sendSmsV2', {})).rejects.toThrow('no answer');
    end();
    expect(await send()).toBe(43101);
    wechat.provoke({ to: '13800000001', errcode: 45009 });
    const sms = { phone_number_list: ['+8613800000001'] };
    expect(await wechat.openApi('cloudbase.sendSmsV2', sms)).toMatchObject({ errcode: 45009 });
  });
});

describe('events', () => {
  it('pushes the answers of the sheet: a List of one is an object, of several an array', async () => {
    const { wechat, events } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.answerSubscribe(FATHER, { [CALL.id]: 'accept', [NOTICE.id]: 'reject' });
    await wechat.idle();
    expect(events).toMatchObject([
      {
        FromUserName: FATHER,
        MsgType: 'event',
        Event: 'subscribe_msg_popup_event',
        List: { TemplateId: CALL.id, SubscribeStatusString: 'accept' },
      },
      { List: [{ SubscribeStatusString: 'accept' }, { TemplateId: NOTICE.id, SubscribeStatusString: 'reject' }] },
    ]);
  });

  it('does not push what the user never saw', async () => {
    const { wechat, events } = openWorld();
    await wechat.answerSubscribe(FATHER, { [CALL.id]: 'ban', [NOTICE.id]: 'filter' });
    await wechat.idle();
    expect(events).toEqual([]);
  });

  it('refuses a template that the sheet could not show', async () => {
    const { wechat } = openWorld();
    await expect(wechat.answerSubscribe(FATHER, { nobody: 'accept' })).rejects.toThrow('20001');
  });

  it('pushes a sent event for each send that was taken, and none for a refusal', async () => {
    const { wechat, events, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    await send();
    await send();
    await wechat.idle();
    const sent = events.filter(({ Event }) => Event === 'subscribe_msg_sent_event');
    expect(sent).toMatchObject([{ List: { TemplateId: CALL.id, ErrorCode: '0', ErrorStatus: 'success' } }]);
  });

  it('pushes a change event and takes the credits when the user takes it back', async () => {
    const { wechat, events, send } = openWorld();
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.refuseTemplates(FATHER, [CALL.id]);
    expect(await send()).toBe(43101);
    await wechat.idle();
    expect(events[1]).toMatchObject({
      Event: 'subscribe_msg_change_event',
      List: { TemplateId: CALL.id, SubscribeStatusString: 'reject' },
    });
  });

  it('tries again when the function fails, and repeats some', async () => {
    const taken: Event[] = [];
    let calls = 0;
    const { wechat } = openWorld({
      repeatEvery: 2,
      pushEvent: async (event) => {
        calls += 1;
        if (calls === 1) throw new Error('cold start');
        taken.push(event);
      },
    });
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.idle();
    expect(taken).toHaveLength(1);
    await wechat.answerSubscribe(FATHER, accept);
    await wechat.idle();
    expect(taken).toHaveLength(3);
    expect(taken[1]).toEqual(taken[2]);
  });
});

describe('its file', () => {
  it('keeps credits, the switch and events under way over a restart, and is never half written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wechat-'));
    const file = join(folder, 'state', 'wechat.json');
    const before = openWorld({ file, retryMs: [60_000], pushEvent: () => Promise.reject(new Error('down')) });
    await Promise.all(Array.from({ length: 20 }, () => before.wechat.answerSubscribe(FATHER, accept)));
    expect(await before.send()).toBe(0);
    before.wechat.setMessagesOn('o-mother', false);
    await before.wechat.close();
    expect(await readdir(join(folder, 'state'))).toEqual(['wechat.json']);

    const after = openWorld({ file });
    await after.wechat.idle();
    expect(after.events).toHaveLength(21);
    expect(after.wechat.messagesOn('o-mother')).toBe(false);
    expect(after.wechat.deliveries()).toHaveLength(1);
    let sent = 0;
    while ((await after.send()) === 0) sent += 1;
    expect(sent).toBe(19);
    await after.wechat.close();
    await rm(folder, { recursive: true });
  });
});

describe('template fields', () => {
  const cases: Readonly<Record<string, { readonly good: readonly string[]; readonly bad: readonly string[] }>> = {
    thing: { good: ['周五 19:30 通话，请到一号点'], bad: ['字'.repeat(21)] },
    name: { good: ['欧阳小明', 'Ann-Marie'], bad: ['字'.repeat(11), 'a'.repeat(21), '王2'] },
    phrase: { good: ['已预约'], bad: ['已预约 ', '六个汉字太多', 'ok'] },
    character_string: { good: ['No. 2026-03/09'], bad: ['编号1', 'x'.repeat(33)] },
    phone_number: { good: ['+86-0766-66888866', '13800000000'], bad: ['138 0000 0000 0000 0000', '电话'] },
    time: {
      good: ['15:01', '2019年10月1日 15:01', '19:30~19:45', '2026-03-09 07:05:00'],
      bad: ['25:00', '2019年13月1日 15:01', '晚上七点', '1:00~2:00~3:00', '2019年10月1日'],
    },
    date: {
      good: ['2019年10月1日', '2019-10-01', '3月9日~3月12日', '2019年10月1日 15:01'],
      bad: ['2019-13-01', '15:01', '明天'],
    },
    number: { good: ['3', '12.5'], bad: ['3次', '1'.repeat(33)] },
    letter: { good: ['abcXYZ'], bad: ['a1', 'a'.repeat(33)] },
    symbol: { good: ['¥', '——'], bad: ['a', '!!!!!!'] },
    amount: { good: ['¥100', '12.50元'], bad: ['一百元', '12345678901'] },
    car_number: { good: ['粤A8Z888挂'], bad: ['粤粤A8888', '粤A8Z88888挂'] },
  };

  it('has a case for every rule', () => {
    expect(Object.keys(cases).sort()).toEqual(Object.keys(FIELD_RULES).sort());
  });

  it.each(Object.entries(cases))('%s', (type, { good, bad }) => {
    const fault = (value: string) => dataFault({ id: 'x', title: 'x', fields: [`${type}1`] }, { [`${type}1`]: value });
    expect(good.map((value) => [value, fault(value)])).toEqual(good.map((value) => [value, undefined]));
    expect(bad.map((value) => [value, fault(value)])).toEqual(
      bad.map((value) => [value, `data.${type}1.value invalid`]),
    );
  });

  it('refuses a type that WeChat has not', () => {
    expect(dataFault({ id: 'x', title: 'x', fields: ['text1'] }, { text1: 'x' })).toBe('data.text1.value invalid');
  });
});
