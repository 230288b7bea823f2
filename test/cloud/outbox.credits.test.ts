import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { creditsLeft } from '../../cloudfunctions/_server/outbox/credits';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { type PushedEvent, takeEvent } from '../../cloudfunctions/_server/wechat/events';
import { deployedTemplates } from '../../cloudfunctions/_server/wechat/templates';
import { createWechat } from '../../local/wechat';
import { type Backend, NOON } from '../support/backend';
import { aMember, aSchool, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { ALL, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const ONE = 'local-template-notice';
const OTHER = 'local-template-call';
const LASTING = 'lasting-notice';
const templates = deployedTemplates({ 'notice+': `${LASTING}/thing7/thing8/thing9` });
const school =
  (longTerm: boolean) =>
  ({ deps }: Pick<Backend, 'deps'>) =>
    deps.store.put('schools', aSchool({ longTerm }));
const b = await sharedBackend(school(true));
const { post, receipt } = outboxOf(b);
/** Deps of an account that has a long-term template for notices, reading the school anew. */
const deps = (): Deps => ({
  ...b.deps,
  templates,
  schoolOf: async () => (await b.deps.store.get('schools', SCHOOL)) ?? aSchool(),
});

const USER = 'o1';
/** The same as WeChat’s side takes one. */
const PHONE = 'o-user-of-wechat';
const left = async (template: string, openid = USER) => {
  const account = await b.deps.store.get('accounts', openid);
  return account ? creditsLeft(account, template) : 0;
};

describe('our count and WeChat’s own', () => {
  const MOVES = [
    'yes',
    'yes to both',
    'no',
    'one leaves',
    'the other leaves',
    'taken back',
    'both taken back',
    'for good',
    'not for good',
    'a lasting one leaves',
    'for good taken back',
  ] as const;
  const moves = fc.array(fc.tuple(fc.constantFrom(...MOVES), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 14,
  });

  /** WeChat's side, on which things happen to one user; the events wait to be brought. */
  function wechatSide() {
    const events: PushedEvent[] = [];
    let at = NOON;
    const side = createWechat({
      clock: { now: () => at, moveTo: () => {}, offset: 0, onMove: () => () => {} },
      templates: [ONE, OTHER, LASTING].map((id) => ({ id, title: id, fields: ['thing1'], lasting: id === LASTING })),
      pushEvent: async (event) => void events.push(event as PushedEvent),
      repeatEvery: 0,
      sendMs: 0,
    });
    const send = async (template_id: string) =>
      (await side.openApi('subscribeMessage.send', { touser: PHONE, template_id, data: { thing1: { value: '好' } } }))
        .errcode;
    const does: Readonly<Record<(typeof MOVES)[number], () => Promise<unknown>>> = {
      yes: () => side.answerSubscribe(PHONE, { [ONE]: 'accept' }),
      'yes to both': () => side.answerSubscribe(PHONE, { [ONE]: 'accept', [OTHER]: 'accept' }),
      no: () => side.answerSubscribe(PHONE, { [ONE]: 'reject' }),
      'one leaves': () => send(ONE),
      'the other leaves': () => send(OTHER),
      'taken back': () => side.refuseTemplates(PHONE, [ONE]),
      'both taken back': () => side.refuseTemplates(PHONE, [ONE, OTHER]),
      'for good': () => side.answerSubscribe(PHONE, { [LASTING]: 'accept' }),
      'not for good': () => side.answerSubscribe(PHONE, { [LASTING]: 'reject' }),
      'a lasting one leaves': () => send(LASTING),
      'for good taken back': () => side.refuseTemplates(PHONE, [LASTING]),
    };
    /** How many more WeChat would take. */
    const left = async (template: string, most: number) => {
      let taken = 0;
      while (taken < most && (await send(template)) === 0) taken++;
      return taken;
    };
    return {
      side,
      events,
      left,
      wait: (seconds: number) => (at += seconds * 1000),
      do: (move: (typeof MOVES)[number]) => does[move](),
    };
  }

  it('agree when all events came, in any order, some twice, their lists as an object or an array', async () => {
    await fc.assert(
      fc.asyncProperty(moves, fc.infiniteStream(fc.nat()), async (happened, dice) => {
        await b.renew();
        const wechat = wechatSide();
        for (const [move, seconds] of happened) {
          await wechat.do(move);
          wechat.wait(seconds);
        }
        await wechat.side.idle();
        const arriving = wechat.events.splice(0).flatMap((event) => {
          const [n = 0] = [...dice.take(1)];
          const asList = { ...event, List: Array.isArray(event.List) ? event.List : [event.List] };
          return n % 3 === 0 ? [event, asList] : n % 3 === 1 ? [asList] : [event];
        });
        const shuffled = arriving.map((event) => ({ event, n: [...dice.take(1)][0] ?? 0 })).sort((x, y) => x.n - y.n);
        for (const { event } of shuffled) await takeEvent(deps(), event);
        expect({
          one: await left(ONE, PHONE),
          other: await left(OTHER, PHONE),
          lasting: await left(LASTING, PHONE),
        }).toEqual({
          one: await wechat.left(ONE, 20),
          other: await wechat.left(OTHER, 20),
          lasting: await wechat.left(LASTING, 1),
        });
        await wechat.side.close();
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});

describe('the last credit', () => {
  const event = (Event: string, second: number, entry: object) =>
    takeEvent(deps(), {
      Event,
      FromUserName: USER,
      CreateTime: NOON / 1000 + second,
      List: { TemplateId: ONE, ...entry },
    });
  const accepted = (second: number) =>
    event('subscribe_msg_popup_event', second, { SubscribeStatusString: 'accept', PopupScene: '0' });
  const left1 = () => event('subscribe_msg_sent_event', 0, { MsgID: '1', ErrorCode: '0' });

  it.each([
    ['before', 0],
    ['after', 1],
  ])(
    'is used up once, where the event comes %s the refusal of the next message in the same second',
    async (_when, k) => {
      await school(false)(b);
      await accepted(-100);
      for (const n of [1, 2]) await post(n, {}, { to: USER, _id: `notice:${n}`, order: NOON + n });
      await b.deps.store.updateWhere('familyMembers', { _id: 'm2' }, { set: { openid: USER } });
      let sent = 0;
      const sendSubscribe = async () => {
        sent += 1;
        if (sent === 2 && k === 0) await left1();
        return { errcode: sent === 1 ? 0 : 43101 };
      };
      await sendDue({ ...deps(), wechat: { ...b.deps.wechat, sendSubscribe } }, ALL);
      if (k === 1) await left1();
      expect(await left(ONE)).toBe(0);
      await accepted(60);
      expect(await left(ONE)).toBe(1);
    },
  );
});

describe('a school with long-term subscriptions', () => {
  const accept = (template: string, second = 0) =>
    takeEvent(deps(), {
      Event: 'subscribe_msg_popup_event',
      FromUserName: USER,
      CreateTime: NOON / 1000 - 100 + second,
      List: { TemplateId: template, SubscribeStatusString: 'accept', PopupScene: '0' },
    });

  it('writes with the long-term template and its fields, as often as it likes', async () => {
    await accept(LASTING);
    for (const n of [1, 2, 3]) await post(n, {}, { to: USER, _id: `notice:${n}` });
    for (const n of [2, 3])
      await b.deps.store.updateWhere('familyMembers', { _id: `m${n}` }, { set: { openid: USER } });
    await sendDue(deps(), ALL);
    expect(b.sent.map(({ templateId, data }) => [templateId, data])).toEqual(
      Array(3).fill([LASTING, { thing7: '家长会', thing8: '李老师', thing9: '点开看一看' }]),
    );
    expect(await left(LASTING)).toBe(1);
  });

  it('uses up single ones of those who did not accept it yet', async () => {
    await accept(ONE);
    await post(1);
    await sendDue(deps(), ALL);
    expect(b.sent.map(({ templateId }) => templateId)).toEqual([ONE]);
  });

  it('tries the long-term one where it knows of neither; 43101 ends it until it is accepted anew', async () => {
    await accept(LASTING);
    await post(1);
    b.errcodes.set(USER, 43101);
    await sendDue(deps(), ALL);
    expect(await receipt(1)).toMatchObject({ state: 'refused', why: 'no_credit' });
    expect((await b.deps.store.get('accounts', USER))?.credits).toEqual({ [LASTING]: 0 });
    await accept(LASTING, 10);
    expect(await left(LASTING)).toBe(0);
    await accept(LASTING, 200);
    expect(await left(LASTING)).toBe(1);
  });

  it('goes back to single ones when it is switched off', async () => {
    await accept(LASTING);
    await school(false)(b);
    await post(1);
    await sendDue(deps(), ALL);
    expect(b.sent.map(({ templateId }) => templateId)).toEqual([ONE]);
  });

  it('asks its families for the long-term ones that there are, and for single ones else', async () => {
    await withAccounts(b.deps.store, [aMember({ _id: 'm1', openid: USER }, [aStudent()])]);
    const asked = async () => {
      const reply = await serve(apiHandlers, deps())({ method: 'home.open', input: {} }, USER);
      return reply.ok ? (reply.data as { subscriptions: unknown }).subscriptions : reply.code;
    };
    const call = { kind: 'call', templateId: OTHER, left: 0, lasting: false };
    const contact = { kind: 'contact', templateId: 'local-template-contact', left: 0, lasting: false };
    expect(await asked()).toEqual([call, { kind: 'notice', templateId: LASTING, left: 0, lasting: true }, contact]);
    await accept(LASTING);
    expect(await asked()).toEqual([call, { kind: 'notice', templateId: LASTING, left: 1, lasting: true }, contact]);
    await school(false)(b);
    expect(await asked()).toEqual([call, { kind: 'notice', templateId: ONE, left: 0, lasting: false }, contact]);
  });
});
