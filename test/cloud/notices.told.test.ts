import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import type { Input } from '../../miniprogram/shared/contract';
import { meanwhile, mortal } from '../support/mortal';
import { aNotice, lettersIn } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const { receipts } = lettersIn(b);
const HEAD = 'o-t-head';

type Told = Omit<Input<'notices.told'>, 'receiptId' | 'requestKey'> & { requestKey?: string };
let taps = 0;
const tap = () => `tap-${String(++taps).padStart(5, '0')}`;
const send = async (over: Parameters<typeof aNotice>[0] = {}) =>
  (await b.call(HEAD, 'notices.send', aNotice({ requestKey: tap(), ...over }))).noticeId;
const tell = (noticeId: string, person: string, input: Told, openid = HEAD) =>
  b.call(openid, 'notices.told', { requestKey: tap(), ...input, receiptId: `${noticeId}:${person}` });
const receiptOf = (noticeId: string, person: string) => b.deps.store.get('receipts', `${noticeId}:${person}`);
const onCall = (noticeId: string, person: string, set: Partial<Receipt> = {}) =>
  b.deps.store.updateWhere('receipts', { _id: `${noticeId}:${person}` }, { set: { rung: 'call', ...set } });

describe('notices.told', () => {
  it('who was told on the phone or at the door is done, and so is the family', async () => {
    const id = await send();
    await onCall(id, 'm-granny');
    expect(await tell(id, 'm-granny', { way: 'call', outcome: 'told', note: '说周五来' })).toEqual({
      state: 'called',
      rung: 'call',
      open: false,
    });
    expect(await receiptOf(id, 'm-granny')).toMatchObject({
      climbAt: null,
      at: b.clock.at,
      calls: [{ way: 'call', outcome: 'told', by: '李老师', note: '说周五来', at: b.clock.at }],
    });
    for (const person of ['m-father', 'm-mother'])
      expect(await receiptOf(id, person)).toMatchObject({ open: false, covered: true, climbAt: null, state: 'queued' });
    expect(await receiptOf(id, 'm-grandpa')).toMatchObject({ open: true });
    expect(await tell(id, 'm-grandpa', { way: 'visit', outcome: 'told' })).toMatchObject({
      state: 'visited',
      open: false,
    });
    expect((await receipts(id)).filter(({ open }) => open)).toEqual([]);
  });

  it('somebody else of the household who will tell it on counts', async () => {
    const id = await send();
    expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'told_other' })).toMatchObject({
      state: 'called',
      open: false,
    });
  });

  it('takes the choice of who was told, one of the notice’s', async () => {
    const id = await send({ asks: 'answer', choices: ['去', '不去'] });
    expect(await code(tell(id, 'm-grandpa', { way: 'call', outcome: 'told', choice: '也许' }))).toBe('input.invalid');
    expect(await code(tell(id, 'm-grandpa', { way: 'call', outcome: 'no_answer', choice: '去' }))).toBe(
      'input.invalid',
    );
    expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'told', choice: '去' })).toMatchObject({
      state: 'answered',
      open: false,
    });
    expect(await receiptOf(id, 'm-grandpa')).toMatchObject({ answer: '去', climbAt: null });
    const plain = await send();
    expect(await code(tell(plain, 'm-grandpa', { way: 'call', outcome: 'told', choice: '去' }))).toBe('input.invalid');
  });

  it.each(['told', 'told_other'] as const)(
    '%s without a choice yet stays open, and nothing climbs any more',
    async (outcome) => {
      const id = await send({ asks: 'answer', choices: ['去', '不去'] });
      expect(await tell(id, 'm-grandpa', { way: 'call', outcome })).toMatchObject({ state: 'called', open: true });
      for (const person of ['m-grandpa', 'm-father2'])
        expect(await receiptOf(id, person)).toMatchObject({ open: true, climbAt: null, answer: null });
      expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'told', choice: '去' })).toMatchObject({
        open: false,
      });
      expect(await receiptOf(id, 'm-father2')).toMatchObject({ open: false, covered: true });
    },
  );

  it('a word on the phone counts as signed', async () => {
    const id = await send({ asks: 'sign' });
    expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'told' })).toMatchObject({
      state: 'called',
      open: false,
    });
  });

  it('who asked for a call is told, and open no more', async () => {
    const id = await send();
    await b.call('o-m-father', 'notices.answer', { receiptId: `${id}:m-father`, answer: 'call_me' });
    expect(await receiptOf(id, 'm-father')).toMatchObject({ wantsCall: true, open: true });
    await tell(id, 'm-father', { way: 'call', outcome: 'told' });
    expect(await receiptOf(id, 'm-father')).toMatchObject({ wantsCall: false, open: false, state: 'called' });
  });

  it('after three calls in vain the visit comes at once; a slip at an empty house changes nothing', async () => {
    const id = await send();
    await onCall(id, 'm-grandpa');
    for (const outcome of ['no_answer', 'switched_off'] as const)
      expect(await tell(id, 'm-grandpa', { way: 'call', outcome })).toEqual({
        state: 'queued',
        rung: 'call',
        open: true,
      });
    expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'no_answer' })).toEqual({
      state: 'queued',
      rung: 'visit',
      open: true,
    });
    expect(await receiptOf(id, 'm-grandpa')).toMatchObject({ climbAt: expect.any(Number) });
    for (const outcome of ['nobody_home', 'left_slip'] as const)
      expect(await tell(id, 'm-grandpa', { way: 'visit', outcome })).toEqual({
        state: 'queued',
        rung: 'visit',
        open: true,
      });
    expect((await receiptOf(id, 'm-grandpa'))?.calls).toHaveLength(5);
  });

  it('after a wrong number the visit comes at once', async () => {
    const id = await send();
    await onCall(id, 'm-grandpa');
    expect(await tell(id, 'm-grandpa', { way: 'call', outcome: 'wrong_number' })).toMatchObject({
      rung: 'visit',
      open: true,
    });
  });

  it.each([
    ['call', 'nobody_home'],
    ['call', 'left_slip'],
    ['visit', 'no_answer'],
    ['visit', 'told_other'],
  ] as const)('a %s cannot end with %s', async (way, outcome) => {
    const id = await send();
    expect(await code(tell(id, 'm-grandpa', { way, outcome }))).toBe('input.invalid');
  });

  it('the same attempt counts once, also when it is repeated after a recall; another one does not count then', async () => {
    const id = await send();
    const once = { requestKey: 'tap-once-1', way: 'call', outcome: 'no_answer' } as const;
    const [first, second] = await Promise.all([tell(id, 'm-grandpa', once), tell(id, 'm-grandpa', once)]);
    expect(first).toEqual(second);
    expect((await receiptOf(id, 'm-grandpa'))?.calls).toHaveLength(1);
    await b.call(HEAD, 'notices.recall', { noticeId: id, reason: '发错了' });
    expect(await tell(id, 'm-grandpa', once)).toMatchObject({ open: false });
    expect(await code(tell(id, 'm-grandpa', { way: 'call', outcome: 'told' }))).toBe('notices.over');
  });

  it('a recall that comes while it is told is heeded', async () => {
    const id = await send();
    const deps = meanwhile(
      b.deps,
      (step, collection) => step === 'updateWhere' && collection === 'receipts',
      () => b.call(HEAD, 'notices.recall', { noticeId: id, reason: '发错了' }),
    );
    const input = { requestKey: tap(), receiptId: `${id}:m-grandpa`, way: 'call', outcome: 'told' } as const;
    expect(await serve(apiHandlers, deps)({ method: 'notices.told', input }, HEAD)).toMatchObject({
      ok: false,
      code: 'notices.over',
    });
    expect(await receiptOf(id, 'm-grandpa')).toMatchObject({ over: 'recalled', state: 'queued', calls: [] });
  });

  it('cut short anywhere and sent again, it ends the same', async () => {
    for (let steps = 1; steps <= 9; steps++) {
      const id = await send();
      const input = { requestKey: tap(), receiptId: `${id}:m-granny`, way: 'call', outcome: 'told' } as const;
      await serve(apiHandlers, mortal(b.deps, steps, steps % 2 === 0))({ method: 'notices.told', input }, HEAD);
      expect(await b.call(HEAD, 'notices.told', input)).toMatchObject({ state: 'called', open: false });
      expect((await receiptOf(id, 'm-granny'))?.calls).toHaveLength(1);
      for (const person of ['m-father', 'm-mother'])
        expect(await receiptOf(id, person)).toMatchObject({ covered: true, open: false });
    }
  });

  it('is for the teachers of the child’s class; for others it is not there', async () => {
    const id = await send();
    const input = { way: 'call', outcome: 'told' } as const;
    expect(await code(tell(id, 'm-grandpa', input, 'o-t-other'))).toBe('common.not-found');
    expect(await code(tell(`${id}x`, 'm-grandpa', input))).toBe('common.not-found');
    expect(await code(tell(id, 'm-grandpa', input, 'o-m-father'))).toBe('auth.forbidden');
    expect(await tell(id, 'm-grandpa', input, 'o-t-admin')).toMatchObject({ open: false });
  });
});
