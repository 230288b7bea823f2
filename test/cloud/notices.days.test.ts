import { describe, expect, it } from 'vitest';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import type { Input } from '../../miniprogram/shared/contract';
import { instantOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, NOON } from '../support/backend';
import { aMember, aSchool, aStudent, SCHOOL, seedLittleSchool } from '../support/builders';
import { aNotice } from '../support/notices';
import { sharedBackend } from '../support/shared-backend';

/** The ladder over days, by a moved clock, through the job that the timer runs. */
const seed = async ({ deps }: Backend) => {
  await seedLittleSchool(deps.store, deps.vault);
  await deps.store.put('schools', aSchool({ sms: { on: true, capFen: 1000, feeFen: 5 } }));
};
const b = await sharedBackend(seed);
const HEAD = 'o-t-head';
const DAYS = ['2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'] as const;
const at = (day: 0 | 1 | 2 | 3, hour: number) => instantOf(DAYS[day], hour * 60);

/** Moves the clock on tick by tick, and has the jobs run at each; every hour is often enough here. */
async function until(instant: number): Promise<void> {
  while (b.clock.at < instant) {
    b.clock.at = Math.min(instant, b.clock.at + 3_600_000);
    expect(await work(b.deps, {})).toEqual([]);
  }
}
let taps = 0;
const tap = () => `tap-${String(++taps).padStart(5, '0')}`;
async function send(over: Partial<Input<'notices.send'>> = {}): Promise<string> {
  const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ requestKey: tap(), ...over }));
  await work(b.deps, { job: 'outbox' });
  return noticeId;
}
const stand = async (noticeId: string, person: string) => {
  const { state, rung, open, covered, why, climbAt } =
    (await b.deps.store.get('receipts', `${noticeId}:${person}`)) ?? {};
  return { state, rung, open, covered, why, climbAt };
};
const tell = (noticeId: string, person: string, way: 'call' | 'visit', outcome: Input<'notices.told'>['outcome']) =>
  b.call(HEAD, 'notices.told', { requestKey: tap(), receiptId: `${noticeId}:${person}`, way, outcome });
/** The children's notice goes to 周小海's family alone: a father far away, and a grandfather with an old telephone. */
const toHai: Input<'notices.send'>['audience'] = {
  of: { kind: 'pupils', studentIds: ['s-hai'] },
  roles: ['parent', 'guardian'],
};

describe('the ladder over three days', { timeout: 60_000 }, () => {
  it('WeChat, an SMS, the call list, three calls in vain, the visit: told at the door', async () => {
    const id = await send({ audience: toHai });
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'sent', rung: 'wechat', open: true });
    expect(await stand(id, 'm-grandpa')).toMatchObject({ state: 'texted', rung: 'sms', why: null });
    expect(b.texted).toMatchObject([{ phone: '17000000005', content: '学校通知：周五家长会' }]);

    await until(at(1, 8));
    // The telephone of who has no WeChat rings first: twelve hours after the SMS, not at night.
    expect(await stand(id, 'm-grandpa')).toMatchObject({ state: 'texted', rung: 'call', open: true });
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'wechat' });
    await until(at(1, 12.5));
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'sent', rung: 'sms' });
    expect(b.texted.map(({ phone }) => phone)).toEqual(['17000000005', '17000000004']);
    await until(at(2, 9));
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'call', open: true });

    for (const outcome of ['no_answer', 'switched_off', 'no_answer'] as const)
      await tell(id, 'm-father2', 'call', outcome);
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'visit', open: true });
    await until(at(2, 20));
    expect(await stand(id, 'm-grandpa')).toMatchObject({ rung: 'visit', open: true });
    await until(at(3, 10));
    expect(await tell(id, 'm-grandpa', 'visit', 'told')).toMatchObject({ state: 'visited', open: false });
    expect(await stand(id, 'm-father2')).toMatchObject({ open: false, covered: true, state: 'sent' });

    const sent = [b.sent.length, b.texted.length];
    await until(at(3, 23));
    expect([b.sent.length, b.texted.length]).toEqual(sent);
    const { rows } = await b.call(HEAD, 'notices.board', { noticeId: id });
    expect(rows?.filter(({ open }) => open)).toEqual([]);
    const way = await b.call(HEAD, 'notices.person', { receiptId: `${id}:m-father2` });
    expect(way.steps.map(({ way: rung, outcome }) => `${rung} ${outcome}`)).toEqual([
      'wechat sent',
      'sms sent',
      'call no_answer',
      'call switched_off',
      'call no_answer',
    ]);
  });

  it('where the school pays no SMS the telephone comes after WeChat', async () => {
    await b.deps.store.put('schools', aSchool({ sms: { on: false, capFen: 1000, feeFen: 5 } }));
    b.clock.at += 60_000;
    const id = await send({ audience: toHai });
    expect(await stand(id, 'm-grandpa')).toMatchObject({ state: 'queued', rung: 'call', why: 'no_smartphone' });
    await until(at(1, 13));
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'sent', rung: 'call' });
    expect(b.texted).toEqual([]);
  });

  it('the father hears it on the first day, and nobody goes on to the grandmother', async () => {
    b.errcodes.set('o-m-granny', 43101);
    const id = await send({ asks: 'confirm' });
    // She cannot read, so no SMS goes to her: what WeChat refuses climbs to the call list at once.
    expect(await stand(id, 'm-granny')).toMatchObject({ state: 'refused', why: 'no_credit', rung: 'call', open: true });
    expect(await stand(id, 'm-mother')).toMatchObject({ rung: 'wechat' });
    await until(at(0, 18));
    await b.call('o-m-father', 'notices.open', { receiptId: `${id}:m-father` });
    expect(await stand(id, 'm-granny')).toMatchObject({ open: true });
    await b.call('o-m-father', 'notices.answer', { receiptId: `${id}:m-father`, answer: 'confirmed' });
    for (const person of ['m-mother', 'm-granny'])
      expect(await stand(id, person)).toMatchObject({ open: false, covered: true, climbAt: null });
    const { length } = b.texted;
    await until(at(2, 12));
    expect(await stand(id, 'm-granny')).toMatchObject({ rung: 'call', open: false });
    expect(await stand(id, 'm-mother')).toMatchObject({ rung: 'wechat', state: 'sent' });
    expect(b.texted.slice(length).map(({ phone }) => phone)).toEqual(['17000000004']);
  });

  it('a grandmother of three in two families hears until both did', async () => {
    const cousin = aStudent({ _id: 's-cousin', name: '林小山' });
    const sister = aStudent({ _id: 's-sister', name: '林小雪' });
    await b.deps.store.insert('students', [cousin, sister]);
    const phone = b.deps.vault.seal('17000000003');
    await b.deps.store.put(
      'familyMembers',
      aMember(
        { _id: 'm-granny', role: 'guardian', name: '刘桂花', canRead: false, phone },
        [aStudent(), sister, cousin],
        { relation: '祖母' },
      ),
    );
    const id = await send();
    expect(b.sent.filter(({ openid }) => openid === 'o-m-granny')).toHaveLength(1);
    await b.call('o-m-father', 'notices.answer', { receiptId: `${id}:m-father`, answer: 'confirmed' });
    await until(at(1, 13));
    expect(await stand(id, 'm-granny')).toMatchObject({ rung: 'call', open: true, covered: false });
    await tell(id, 'm-granny', 'call', 'told');
    expect(await stand(id, 'm-granny')).toMatchObject({ state: 'called', open: false });
  });

  it('urgent at eleven at night: all rungs but the bed’s, within the hour', async () => {
    b.clock.at = at(0, 23);
    b.errcodes.set('o-m-father2', 43101);
    const id = await send({ audience: toHai, urgent: true, asks: 'read' });
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'texted', rung: 'sms' });
    expect(b.texted.map(({ phone }) => phone).sort()).toEqual(['17000000004', '17000000005']);
    await until(at(0, 23.5));
    for (const person of ['m-father2', 'm-grandpa'])
      expect(await stand(id, person)).toMatchObject({ rung: 'call', open: true });
    await until(at(1, 3));
    for (const person of ['m-father2', 'm-grandpa'])
      expect(await stand(id, person)).toMatchObject({ rung: 'visit', open: true });
  });

  it('not urgent in the evening: it leaves in the morning, and so does what climbs', async () => {
    b.clock.at = at(0, 22);
    b.errcodes.set('o-m-father2', 43101);
    const id = await send({ audience: toHai });
    await until(at(1, 6.5));
    expect([b.sent, b.texted]).toEqual([[], []]);
    await until(at(1, 7));
    expect(b.texted).toHaveLength(2);
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'texted', rung: 'sms' });
  });

  it('with a deadline tomorrow the calls begin in the morning, and the visit is left time for', async () => {
    b.clock.at = at(0, 10);
    const id = await send({ audience: toHai, deadline: DAYS[1] });
    await until(at(1, 8));
    expect(await stand(id, 'm-grandpa')).toMatchObject({ rung: 'call' });
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'sms' });
    await until(at(1, 13));
    expect(await stand(id, 'm-grandpa')).toMatchObject({ rung: 'visit' });
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'call' });
    await until(at(1, 20));
    expect(await stand(id, 'm-father2')).toMatchObject({ rung: 'visit' });
  });

  it('what is taken back stops everywhere', async () => {
    const id = await send({ audience: toHai });
    await until(at(0, 15));
    await b.call(HEAD, 'notices.recall', { noticeId: id, reason: '发错了' });
    const before = [b.sent.length, b.texted.length];
    await until(at(3, 12));
    expect([b.sent.length, b.texted.length]).toEqual(before);
    for (const person of ['m-father2', 'm-grandpa'])
      expect(await stand(id, person)).toMatchObject({ open: false, climbAt: null });
  });
});

describe('the month’s sum for SMS', () => {
  it('when it is used up the call list follows at once', async () => {
    await b.deps.store.put('schools', aSchool({ sms: { on: true, capFen: 9, feeFen: 5 } }));
    b.clock.at = NOON + 60_000;
    const id = await send({ audience: toHai });
    await until(at(1, 13));
    expect(b.texted).toHaveLength(1);
    expect(await stand(id, 'm-father2')).toMatchObject({ state: 'sent', rung: 'call', why: 'sms_cap' });
    expect(await b.deps.store.get('smsMonths', `${SCHOOL}:2026-11`)).toMatchObject({ fen: 5 });
  });
});
