import { describe, expect, it } from 'vitest';
import type { Deps } from '../../cloudfunctions/_server/kernel/deps';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { work } from '../../cloudfunctions/_server/kernel/jobs';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { climb, mendFamilies } from '../../cloudfunctions/_server/notices/ladder';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { NOON } from '../support/backend';
import { aMember, aSchool, aStudent, SCHOOL } from '../support/builders';
import { meanwhile } from '../support/mortal';
import { aNotice } from '../support/notices';
import { ALL, DAY } from '../support/outbox';
import { littleSchool, sharedBackend } from '../support/shared-backend';

/** Nobody waits for nothing: what a family settled in an unlucky moment does not stay on the teacher's lists, and costs nothing more. */

const HEAD = 'o-t-head';
const HOUR = 3_600_000;
const EVER = Number.POSITIVE_INFINITY;
const b = await sharedBackend(littleSchool);
const { store, vault } = b.deps;

const receipt = (id: string) => store.get('receipts', id);
const send = (deps: Deps, over: Parameters<typeof aNotice>[0] = {}) =>
  serve(apiHandlers, deps)({ method: 'notices.send', input: aNotice(over) }, HEAD);
const answer = (id: string, answer: 'heard' | 'confirmed', openid: string) =>
  b.call(openid, 'notices.answer', { receiptId: id, answer });

/** The ladder and the sender, a run every two hours. */
async function live(hours: number): Promise<void> {
  for (const end = b.clock.at + hours * HOUR; b.clock.at < end; b.clock.at += 2 * HOUR)
    for (let changed = 1; changed > 0; ) {
      await sendDue(b.deps, ALL);
      changed = await climb(b.deps, EVER);
    }
}

describe('on the list of visits', () => {
  const FAMILIES = 60;
  const ids = Array.from({ length: FAMILIES }, (_, i) => String(i).padStart(2, '0'));
  /** A father with WeChat and a grandmother without any telephone. */
  const fill = async () => {
    const children = ids.map((i) => aStudent({ _id: `s${i}`, name: `学生${i}` }));
    await store.insert('students', children);
    const plain = { role: 'guardian', phone: null, hasSmartphone: false } as const;
    await store.insert('familyMembers', [
      ...children.map((child, i) => aMember({ _id: `dad${ids[i]}`, openid: `o-dad${ids[i]}` }, [child])),
      ...children.map((child, i) => aMember({ _id: `gran${ids[i]}`, ...plain }, [child], { relation: '奶奶' })),
    ]);
    const membership = {
      kind: 'family',
      role: 'parent',
      schoolId: SCHOOL,
      schoolName: '演示小学',
      name: '家长',
    } as const;
    await store.insert(
      'accounts',
      ids.map((i) => ({ _id: `o-dad${i}`, memberships: [{ id: `dad${i}`, ...membership }], credits: {} })),
    );
  };

  it('nobody stays whose family heard before her letter was written', async () => {
    await fill();
    let parts = 0;
    const heard: string[] = [];
    const slow = meanwhile(
      b.deps,
      (step) => step === 'transact' && ++parts === 3,
      async () => {
        const written = await store.list('receipts', { where: { schoolId: SCHOOL, refId: { ne: '' } }, limit: 1000 });
        for (const { _id, personId, refId } of written)
          if (personId.startsWith('dad')) {
            await b.call(`o-${personId}`, 'notices.open', { noticeId: refId });
            heard.push(_id.replace('dad', 'gran'));
          }
      },
    );
    expect((await send(slow, { asks: 'read' })).ok).toBe(true);
    const late = (await Promise.all(heard.map(receipt))).filter((r) => r?.open);
    expect(late.length).toBeGreaterThan(0);
    await live(26);
    for (const id of heard) expect(await receipt(id)).toMatchObject({ rung: 'visit', open: false, covered: true });
  });

  it('nobody stays who may not be in contact with the child any more', async () => {
    await fill();
    const sent = await b.call(HEAD, 'notices.send', aNotice());
    const id = `${sent.noticeId}:gran00`;
    expect(await receipt(id)).toMatchObject({ rung: 'visit', open: true });
    await store.updateWhere('familyMembers', { _id: 'gran00' }, { set: { 'children.0.mayContact': false } });
    await live(26);
    expect(await receipt(id)).toMatchObject({ open: false, why: 'no_right' });
  });

  it('who is forgotten there is not looked at for ever', async () => {
    await fill();
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    await live(15 * 24);
    expect(await receipt(`${noticeId}:gran00`)).toMatchObject({ rung: 'visit', open: true, climbAt: null });
    b.cloud.operations.reset();
    expect(await climb(b.deps, EVER)).toBe(0);
    expect(b.cloud.operations.total('database.')).toBe(1);
  });
});

describe('once somebody of the family has heard, though the answer is still missing', () => {
  const asked = { asks: 'answer' as const, choices: ['去', '不去'] };
  const noWechat = async () => {
    await store.put('schools', aSchool({ sms: { on: true, capFen: 1000, feeFen: 5 } }));
    await store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { phone: vault.seal('13800000002') } });
  };

  it('an SMS that waits for the morning does not leave, and is not paid', async () => {
    await noWechat();
    await store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { openid: null } });
    b.clock.at = NOON + 10 * HOUR;
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice(asked));
    expect(await receipt(`${noticeId}:m-mother`)).toMatchObject({ rung: 'sms' });
    await answer(`${noticeId}:m-father`, 'heard', 'o-m-father');
    b.clock.at = NOON + 20 * HOUR;
    await sendDue(b.deps, ALL);
    expect(b.texted.map(({ phone }) => phone)).not.toContain('13800000002');
    expect(await store.get('smsMonths', `${SCHOOL}:2026-11`)).toMatchObject({ messages: b.texted.length });
    expect(await receipt(`${noticeId}:m-mother`)).toMatchObject({ open: true, climbAt: null });
  });

  it('the ladder stands still, also when they hear at the moment of its step', async () => {
    await noWechat();
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice(asked));
    await sendDue(b.deps, ALL);
    b.clock.at = NOON + DAY;
    const deps = meanwhile(
      b.deps,
      (step, collection) => step === 'updateWhere' && collection === 'receipts',
      () => answer(`${noticeId}:m-mother`, 'heard', 'o-m-mother'),
    );
    await climb(deps, EVER);
    await sendDue(b.deps, ALL);
    expect(await receipt(`${noticeId}:m-mother`)).toMatchObject({ open: true, climbAt: null, rung: 'wechat' });
    expect(b.texted.map(({ phone }) => phone)).not.toContain('13800000002');
  });
});

describe('who heard a notice that is still to be signed, when somebody else of the family settles it', () => {
  const asksToSign = async () => (await b.call(HEAD, 'notices.send', aNotice({ asks: 'sign' }))).noticeId;
  /** The teacher tells somebody on the phone; the function is stopped before it sees to the others of the family. */
  const tellsAndIsStopped = (receiptId: string) => {
    const stopped = meanwhile(
      b.deps,
      (step, collection) => step === 'list' && collection === 'receipts',
      () => Promise.reject(new Error('stopped')),
    );
    const input = { requestKey: 'tap-tells', receiptId, way: 'call', outcome: 'told' } as const;
    return serve(apiHandlers, stopped)({ method: 'notices.told', input }, HEAD);
  };
  const midnight = () => {
    b.clock.at = NOON + 12 * HOUR;
    return work(b.deps, {});
  };

  it('is closed by the timer at the latest, though nothing climbs there any more', async () => {
    const id = await asksToSign();
    await answer(`${id}:m-father`, 'confirmed', 'o-m-father');
    await answer(`${id}:m-father2`, 'confirmed', 'o-m-father2');
    expect((await tellsAndIsStopped(`${id}:m-mother`)).ok).toBe(false);
    expect(await receipt(`${id}:m-mother`)).toMatchObject({ state: 'called', open: false });
    expect(await receipt(`${id}:m-father`)).toMatchObject({ state: 'confirmed', open: true, climbAt: null });
    await live(12);
    expect(await receipt(`${id}:m-father`)).toMatchObject({ open: true });
    expect(await midnight()).toEqual([]);
    for (const who of ['m-father', 'm-granny'])
      expect(await receipt(`${id}:${who}`)).toMatchObject({ open: false, covered: true, climbAt: null });
    for (const who of ['m-father2', 'm-grandpa'])
      expect(await receipt(`${id}:${who}`)).toMatchObject({ open: true, covered: false });
  });

  it('stays on the list where a call was asked for, or a grandchild of another family is still to be signed for', async () => {
    const yuAndHai = await Promise.all(['s-yu', 's-hai'].map((child) => store.get('students', child)));
    const children = yuAndHai.flatMap((child) => child ?? []);
    await store.put('familyMembers', aMember({ _id: 'm-granny', openid: 'o-m-granny', role: 'guardian' }, children));
    const id = await asksToSign();
    await answer(`${id}:m-granny`, 'confirmed', 'o-m-granny');
    await b.call('o-m-father', 'notices.answer', { receiptId: `${id}:m-father`, answer: 'call_me' });
    await tellsAndIsStopped(`${id}:m-mother`);
    await midnight();
    expect(await receipt(`${id}:m-granny`)).toMatchObject({ open: true, covered: false });
    expect(await receipt(`${id}:m-father`)).toMatchObject({ open: true, covered: false, rung: 'call' });
  });

  it('is looked for with one operation, and one for each notice that is still to be answered, for two weeks', async () => {
    const signs = await asksToSign();
    await b.call(HEAD, 'notices.send', aNotice({ requestKey: 'tap-other', asks: 'confirm' }));
    await answer(`${signs}:m-father`, 'confirmed', 'o-m-father');
    const operations = async () => {
      b.cloud.operations.reset();
      const closed = await mendFamilies(b.deps, EVER);
      return [closed, b.cloud.operations.total('database.')];
    };
    expect(await operations()).toEqual([0, 2]);
    await tellsAndIsStopped(`${signs}:m-mother`);
    expect(await operations()).toEqual([2, 3]);
    await answer(`${signs}:m-father2`, 'confirmed', 'o-m-father2');
    b.clock.at += 13 * DAY;
    expect(await operations()).toEqual([0, 2]);
    b.clock.at += 2 * DAY;
    expect(await operations()).toEqual([0, 1]);
  });
});

describe('the board', () => {
  it('does not say for ever that a notice is leaving, when the family was faster than the message', async () => {
    const { noticeId } = await b.call(HEAD, 'notices.send', aNotice());
    for (const who of ['m-father', 'm-father2']) await answer(`${noticeId}:${who}`, 'confirmed', `o-${who}`);
    await sendDue(b.deps, ALL);
    expect((await b.call(HEAD, 'notices.board', { noticeId })).status).toBe('sent');
    const mother = await b.call(HEAD, 'notices.person', { receiptId: `${noticeId}:m-mother` });
    expect(mother.steps).not.toContainEqual(expect.objectContaining({ outcome: 'queued' }));
  });
});
