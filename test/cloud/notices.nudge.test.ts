import { describe, expect, it } from 'vitest';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { serve } from '../../cloudfunctions/_server/kernel/serve';
import { sendDue } from '../../cloudfunctions/_server/outbox/jobs';
import { NUDGES } from '../../miniprogram/shared/domain/notices';
import { mortal } from '../support/mortal';
import { aNotice, lettersIn } from '../support/notices';
import { ALL } from '../support/outbox';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const { receipts } = lettersIn(b);
const HEAD = 'o-t-head';
const HOUR = 3_600_000;

let taps = 0;
const tap = () => `tap-${String(++taps).padStart(5, '0')}`;
/** A notice to 三(2)班 that everybody was sent: father, mother and grandmother of one child, the father of the other. */
async function send(over: Parameters<typeof aNotice>[0] = {}): Promise<string> {
  await allow([...EVERYBODY, 'o-m-other'], 9);
  const { noticeId } = await b.call(HEAD, 'notices.send', aNotice({ requestKey: tap(), ...over }));
  await sendDue(b.deps, ALL);
  b.sent.length = 0;
  return noticeId;
}
const nudge = (noticeId: string, openid = HEAD, requestKey = tap()) =>
  b.call(openid, 'notices.nudge', { requestKey, noticeId });
const nudged = async () => {
  b.sent.length = 0;
  await sendDue(b.deps, ALL);
  return b.sent.map(({ openid }) => openid).sort();
};
const EVERYBODY = ['o-m-father', 'o-m-father2', 'o-m-granny', 'o-m-mother'];

/** So many messages about notices these users allow. */
async function allow(openids: readonly string[], left: number): Promise<void> {
  const set = { [`credits.${b.deps.templates.notice.id}`]: left };
  await b.deps.store.updateWhere('accounts', { _id: { in: openids } }, { set });
}

describe('notices.nudge', () => {
  it('reminds those who have not heard once more, twice at most and a day apart', async () => {
    const id = await send();
    expect(await nudge(id)).toEqual({ people: 4, left: 1 });
    expect(await nudged()).toEqual(EVERYBODY);
    const error = await nudge(id).catch((e: { code: string; details: object }) => e);
    expect(error).toMatchObject({ code: 'notices.nudge-later', details: { from: b.clock.at + NUDGES.apart } });
    b.clock.at += NUDGES.apart;
    expect(await nudge(id)).toEqual({ people: 4, left: 0 });
    await sendDue(b.deps, ALL);
    b.clock.at += 3 * NUDGES.apart;
    expect(await code(nudge(id))).toBe('notices.nudged-enough');
    expect((await receipts(id)).filter(({ personId }) => personId !== 'm-grandpa').map(({ nudges }) => nudges)).toEqual(
      [2, 2, 2, 2],
    );
  });

  it('opens the same page with the same words, and names no child', async () => {
    const id = await send({ title: '林小雨要打针' });
    await nudge(id);
    await sendDue(b.deps, ALL);
    expect(b.sent[0]?.page).toContain('features/notices/pages/open/index?id=');
    expect(JSON.stringify(b.sent.map(({ data }) => data))).not.toMatch(/小雨/);
  });

  it('leaves in peace whose family heard, who asked for a call, and who has no WeChat', async () => {
    const id = await send();
    await b.call('o-m-mother', 'notices.answer', { receiptId: `${id}:m-mother`, answer: 'confirmed' });
    expect(await nudge(id)).toEqual({ people: 1, left: 1 });
    expect(await nudged()).toEqual(['o-m-father2']);
    const other = await send();
    await b.call('o-m-father2', 'notices.answer', { receiptId: `${other}:m-father2`, answer: 'call_me' });
    await nudge(other);
    expect(await nudged()).toEqual(['o-m-father', 'o-m-granny', 'o-m-mother']);
  });

  it('passes over whom WeChat would not reach, and uses up none of their reminders', async () => {
    const id = await send();
    await allow(['o-m-granny', 'o-m-mother'], 0);
    expect(await nudge(id)).toEqual({ people: 2, left: 2 });
    expect(await nudged()).toEqual(['o-m-father', 'o-m-father2']);
    await allow(['o-m-father', 'o-m-father2'], 0);
    b.clock.at += NUDGES.apart;
    expect(await code(nudge(id))).toBe('notices.nobody-to-nudge');
  });

  it('says why there is nobody to remind', async () => {
    const id = await send({ audience: { of: { kind: 'pupils', studentIds: ['s-hai'] }, roles: ['guardian'] } });
    expect(await code(nudge(id))).toBe('notices.nobody-to-nudge');
    const all = await send();
    await b.deps.store.updateWhere('familyMembers', { schoolId: 'sch1', classIds: 'c32' }, { set: { openid: null } });
    expect(await code(nudge(all))).toBe('notices.nobody-to-nudge');
  });

  it('the same request counts once, at the same time, again, and a day later', async () => {
    const id = await send();
    const both = await Promise.all([nudge(id, HEAD, 'tap-same-1'), nudge(id, HEAD, 'tap-same-1')]);
    expect(both).toEqual([
      { people: 4, left: 1 },
      { people: 4, left: 1 },
    ]);
    b.clock.at += 2 * NUDGES.apart;
    expect(await nudge(id, HEAD, 'tap-same-1')).toMatchObject({ people: 4 });
    expect(await nudged()).toHaveLength(0);
    expect((await receipts(id)).map(({ nudges }) => nudges).sort()).toEqual([0, 1, 1, 1, 1]);
  });

  it('two teachers at once remind nobody twice', async () => {
    const id = await send();
    await Promise.all([nudge(id), nudge(id, 'o-t-admin')]);
    expect(await nudged()).toEqual(EVERYBODY);
    expect((await receipts(id)).map(({ nudges }) => nudges).sort()).toEqual([0, 1, 1, 1, 1]);
  });

  it('cut short anywhere and sent again, it reminds everybody once', async () => {
    for (let steps = 1; steps <= 11; steps++) {
      const id = await send();
      const input = { requestKey: tap(), noticeId: id };
      await serve(apiHandlers, mortal(b.deps, steps, steps % 2 === 1))({ method: 'notices.nudge', input }, HEAD);
      b.clock.at += 1000;
      expect(await b.call(HEAD, 'notices.nudge', input)).toEqual({ people: 4, left: 1 });
      expect(await nudged()).toEqual(EVERYBODY);
    }
  });

  it('waits for the morning, unless it is urgent', async () => {
    const [calm, urgent] = [await send(), await send({ urgent: true })];
    b.clock.at += 10 * HOUR;
    await nudge(calm);
    await nudge(urgent);
    expect((await nudged()).length).toBe(4);
    b.clock.at += 9 * HOUR;
    expect((await nudged()).length).toBe(4);
  });

  it('is for notices that are out, and not over', async () => {
    const later = await b.call(HEAD, 'notices.send', aNotice({ requestKey: tap(), sendAt: b.clock.at + HOUR }));
    expect(await code(nudge(later.noticeId))).toBe('notices.not-left');
    const id = await send();
    await b.call(HEAD, 'notices.recall', { noticeId: id, reason: '发错了' });
    expect(await code(nudge(id))).toBe('notices.over');
  });

  it('a teacher reminds the own classes; others do not see the notice', async () => {
    await allow(['o-m-other'], 9);
    const { noticeId } = await b.call(
      'o-t-admin',
      'notices.send',
      aNotice({ requestKey: tap(), audience: { of: { kind: 'school' }, roles: ['parent'] } }),
    );
    await sendDue(b.deps, ALL);
    expect(await nudge(noticeId, 'o-t-other')).toMatchObject({ people: 1 });
    expect(await nudged()).toEqual(['o-m-other']);
    const mine = await send();
    expect(await code(nudge(mine, 'o-t-other'))).toBe('common.not-found');
    expect(await code(nudge(mine, 'o-m-father'))).toBe('auth.forbidden');
  });

  it('costs few operations', async () => {
    const id = await send();
    b.cloud.operations.reset();
    await nudge(id);
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(10);
  });
});
