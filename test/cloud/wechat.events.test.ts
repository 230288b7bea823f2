import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { creditsLeft } from '../../cloudfunctions/_server/outbox/credits';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { subscribeMessage } from '../../cloudfunctions/_server/outbox/messages';
import { type PushedEvent, takeEvent } from '../../cloudfunctions/_server/wechat/events';
import { isFromClient } from '../../cloudfunctions/_server/wechat/identity';
import { createWechat } from '../../local/wechat';
import { NOON } from '../support/backend';
import { SCHOOL } from '../support/builders';
import { aPerson, aReceipt, bindAt } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const b = await sharedBackend();
const USER = 'o-user';
const SECONDS = NOON / 1000;
const { notice, call } = { notice: 'local-template-notice', call: 'local-template-call' };
const list = (entries: readonly object[], asObject = entries.length === 1) => (asObject ? entries[0] : entries);
const popup = (second: number, answers: Record<string, 'accept' | 'reject'>, asObject?: boolean): PushedEvent => ({
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  FromUserName: USER,
  CreateTime: SECONDS + second,
  List: list(
    Object.entries(answers).map(([TemplateId, SubscribeStatusString]) => ({
      TemplateId,
      SubscribeStatusString,
      PopupScene: '0',
    })),
    asObject,
  ),
});
const sent = (second: number, MsgID: string, TemplateId = notice, ErrorCode = '0'): PushedEvent => ({
  MsgType: 'event',
  Event: 'subscribe_msg_sent_event',
  FromUserName: USER,
  CreateTime: String(SECONDS + second),
  List: list([{ TemplateId, MsgID, ErrorCode, ErrorStatus: 'success' }]),
});
const takenBack = (second: number, templates: readonly string[]): PushedEvent => ({
  MsgType: 'event',
  Event: 'subscribe_msg_change_event',
  FromUserName: USER,
  CreateTime: SECONDS + second,
  List: list(templates.map((TemplateId) => ({ TemplateId, SubscribeStatusString: 'reject' }))),
});
const take = (event: PushedEvent) => takeEvent(b.deps, event);
const left = async (template = notice) => {
  const account = await b.deps.store.get('accounts', USER);
  return account ? creditsLeft(account, template) : 0;
};

describe('credits', () => {
  it('+1 for each acceptance, nothing for a refusal, also for who is not bound yet', async () => {
    expect(await take(popup(0, { [notice]: 'accept', [call]: 'reject' }))).toBe('success');
    await take(popup(5, { [notice]: 'accept' }));
    expect([await left(), await left(call)]).toEqual([2, 0]);
    expect((await b.deps.store.get('accounts', USER))?.memberships).toEqual([]);
  });

  it('a list of one may be an object or an array', async () => {
    await take(popup(0, { [notice]: 'accept' }, true));
    await take(popup(1, { [notice]: 'accept' }, false));
    expect(await left()).toBe(2);
  });

  it('−1 for each message that left, nothing for one that did not', async () => {
    await take(popup(0, { [notice]: 'accept' }));
    await take(sent(1, '101', notice, '43101'));
    expect(await left()).toBe(1);
    await take(sent(2, '102'));
    expect(await left()).toBe(0);
  });

  it('0 when the user takes the template back', async () => {
    for (const second of [0, 1, 2]) await take(popup(second, { [notice]: 'accept', [call]: 'accept' }));
    await take(takenBack(5, [notice]));
    expect([await left(), await left(call)]).toEqual([0, 3]);
    await take(popup(6, { [notice]: 'accept' }));
    expect(await left()).toBe(1);
  });

  it('a template that is not ours, and an event that nobody knows, change nothing', async () => {
    await take(popup(0, { 'another-template': 'accept' }));
    await take({ MsgType: 'event', Event: 'user_enter_tempsession', FromUserName: USER, CreateTime: SECONDS });
    await take({ MsgType: 'text', FromUserName: USER, CreateTime: SECONDS });
    expect(await b.deps.store.get('accounts', USER)).toBeUndefined();
  });

  it('repeated and shuffled events end in the same count', async () => {
    const events = [
      popup(0, { [notice]: 'accept', [call]: 'accept' }),
      sent(3, '201'),
      popup(4, { [notice]: 'accept' }),
      takenBack(10, [notice]),
      popup(20, { [notice]: 'accept' }),
      popup(21, { [notice]: 'accept' }),
      sent(22, '202'),
      popup(30, { [notice]: 'accept' }, false),
    ];
    const order = fc
      .array(fc.constantFrom(...events), { maxLength: 8 })
      .chain((repeats) => fc.shuffledSubarray([...events, ...repeats], { minLength: events.length + repeats.length }));
    await fc.assert(
      fc.asyncProperty(order, async (arriving) => {
        b.cloud.database.wipe();
        for (const event of arriving) await take(event);
        expect([await left(), await left(call)]).toEqual([2, 1]);
      }),
      { numRuns: 15 },
    );
  });

  it('all at once, each twice, they are counted once', async () => {
    const events = Array.from({ length: 6 }, (_, i) => popup(i, { [notice]: 'accept' }));
    await Promise.all([...events, ...events].map(take));
    expect(await left()).toBe(6);
  });

  it('an old event that arrives after 43101 does not bring a credit back', async () => {
    await take(popup(0, { [notice]: 'accept' }));
    b.clock.at = NOON + 60_000;
    b.errcodes.set(USER, 43101);
    const message = subscribeMessage({
      _id: 'contact:1',
      schoolId: SCHOOL,
      kind: 'notice',
      to: USER,
      data: {},
      page: 'pages/home/index',
      dueAt: NOON,
      staleAt: NOON + 1e9,
      refId: 'r1',
    });
    await b.deps.store.insert('receipts', aReceipt(1, { _id: 'r1' }));
    await b.deps.store.insert('familyMembers', aPerson(1, { openid: USER }));
    await b.deps.store.insert('outbox', message);
    await bindAt(b.deps.store, USER);
    await sendDue(b.deps, { limit: 10, until: Number.POSITIVE_INFINITY });
    expect(await left()).toBe(0);
    await take(popup(30, { [notice]: 'accept' }));
    expect(await left()).toBe(0);
    await take(popup(61, { [notice]: 'accept' }));
    expect(await left()).toBe(1);
  });
});

describe('with WeChat’s local side', () => {
  it('our count follows its ledger through accepting, sending and refusing', async () => {
    const templates = [notice, call].map((id) => ({ id, title: id, fields: ['thing1'] }));
    const wechat = createWechat({
      clock: { now: () => b.clock.at, moveTo: () => {}, offset: 0, onMove: () => () => {} },
      templates,
      pushEvent: async (event) => void (await take(event)),
      repeatEvery: 2,
      sendMs: 1,
    });
    const send = async () =>
      (
        await wechat.openApi('subscribeMessage.send', {
          touser: USER,
          template_id: notice,
          data: { thing1: { value: '好' } },
        })
      ).errcode;
    await wechat.answerSubscribe(USER, { [notice]: 'accept', [call]: 'accept' });
    b.clock.at += 1000;
    await wechat.answerSubscribe(USER, { [notice]: 'accept' });
    await wechat.idle();
    expect([await left(), await left(call)]).toEqual([2, 1]);
    expect(await send()).toBe(0);
    await wechat.idle();
    expect(await left()).toBe(1);
    b.clock.at += 1000;
    await wechat.refuseTemplates(USER, [notice]);
    await wechat.idle();
    expect([await left(), await left(call)]).toEqual([0, 1]);
    expect(await send()).toBe(43101);
    await wechat.close();
  });
});

describe('who may call the functions that are not for clients', () => {
  it.each([
    ['a phone', 'o', 'wx_client', true],
    ['DevTools', 'o', 'wx_devtools', true],
    ['DevTools debugging', 'o', 'wx_localdebug', true],
    ['a user without any mark', 'o', '', true],
    ['another function, for a user', undefined, 'wx_client,scf', false],
    ['a push of WeChat', 'o', 'wx_event', false],
    ['an unknown way of WeChat', 'o', 'wx_unknown', false],
    ['the timer', undefined, 'wx_trigger', false],
    ['the timer, locally', undefined, 'wx_timer', false],
    ['the console', undefined, '', false],
  ])('%s', (_who, openid, hops, refused) => {
    expect(isFromClient({ openid, hops })).toBe(refused);
  });
});
