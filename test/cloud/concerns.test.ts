import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../miniprogram/shared/contract';
import { asking, key, losingOne, opsOf } from '../support/booking';
import { aStaff, aStudent, withAccounts } from '../support/builders';
import { aCareRecord, aRaising } from '../support/care';
import { mortal } from '../support/mortal';
import { aReceipt } from '../support/outbox';
import { shared } from '../support/records';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const raise = (over: Partial<Input<'concerns.raise'>> = {}, openid = 'o-t-head') =>
  b.call(openid, 'concerns.raise', aRaising(over));
const open = (concernId: string, openid: string) => b.call(openid, 'concerns.open', { concernId });
const all = () => b.deps.store.list('concerns', { where: { schoolId: 'sch1', studentId: 's-yu' }, limit: 100 });
const MIND = 'o-t-mind';
const ADMIN = 'o-t-admin';
const HEAD = 'o-t-head';

describe('concerns.raise', () => {
  it('is written down with nothing but whom it is for, and with both clocks', async () => {
    const bare = { studentId: null, who: '', words: '', situation: null, to: 'report' as const, phoneAt: 5 };
    const { concernId, at } = await raise(bare);
    expect(at).toBe(b.clock.at);
    expect(await open(concernId, HEAD)).toMatchObject({ child: null, words: '', phoneAt: 5, at, state: 'open' });
  });

  it('takes a child that nobody finds by name in words', async () => {
    const { concernId } = await raise({ studentId: null, who: '二年级穿红衣服的女孩' });
    expect(await open(concernId, MIND)).toMatchObject({ child: null, who: '二年级穿红衣服的女孩' });
  });

  it('lies sealed: neither words, nor situation, nor who', async () => {
    await raise({ to: 'report', situation: 'under_14', words: '她说了一件事' });
    await raise({ studentId: null, who: '隔壁的孩子' });
    const concerns = await b.deps.store.list('concerns', {
      where: { schoolId: 'sch1', byId: 't-head' },
      orderBy: [['at', 'desc']],
      limit: 9,
    });
    expect(concerns).toHaveLength(2);
    expect(JSON.stringify(concerns)).not.toMatch(/她说了|under_14|隔壁/);
  });

  it('is asked of no content check, and told to nobody by message', async () => {
    b.verdicts.set('哭', 'risky');
    expect(await code(raise())).toBe('done');
    await raise({ to: 'report', situation: 'self_harm', words: '说不想活了，一直哭' });
    expect(b.cloud.database.counts().outbox ?? 0).toBe(0);
    expect(b.sent).toEqual([]);
  });

  it('counts a tap once, also when its reply was lost, and three at the same moment', async () => {
    const form = aRaising({ to: 'report' });
    const lost = losingOne(b, 'database.commitTransaction');
    await b.reply(HEAD, 'concerns.raise', form);
    const first = (await all())[0]?.at;
    b.clock.at += 60_000;
    const replies = await Promise.all([1, 2, 3].map(() => b.call(HEAD, 'concerns.raise', form)));
    expect(lost()).toBe(1);
    expect(new Set(replies.map(({ at }) => at))).toEqual(new Set([first]));
    expect(await all()).toHaveLength(1);
  });

  it('is open to everybody of the school about every child of it, and to nobody else', async () => {
    for (const openid of [HEAD, 'o-t-other', 'o-t-duty', 'o-t-mentor', MIND, ADMIN])
      expect(await code(raise({ studentId: 's-yu' }, openid))).toBe('done');
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-bureau', 'o-t-booth'])
      expect(await code(raise({}, openid))).toBe('auth.forbidden');
    expect(await code(raise({ studentId: 's-none' }))).toBe('common.not-found');
  });

  it('of a volunteer about children it is paired with, or in words', async () => {
    const volunteer = { menteeIds: ['s-yu'], checkedUntil: '2027-01-01' };
    await withAccounts(b.deps.store, [aStaff({ _id: 't-love', role: 'volunteer', name: '爱心妈妈', ...volunteer })]);
    expect(await code(raise({}, 'o-t-love'))).toBe('done');
    expect(await code(raise({ studentId: 's-hai' }, 'o-t-love'))).toBe('common.not-found');
    expect(await code(raise({ studentId: null, who: '周小海' }, 'o-t-love'))).toBe('done');
  });

  it('arrives although the child left the school meanwhile', async () => {
    await b.deps.store.put('students', aStudent({ status: 'left' }));
    expect(await code(raise({ to: 'report' }))).toBe('done');
  });
});

describe('a record of which a concern comes', () => {
  const told = { of: 'record' as const, refId: 'r-yu', personId: 'm-father', studentIds: ['s-yu'], classIds: ['c32'] };
  const seed = async () => {
    await b.deps.store.insert('records', aCareRecord(b));
    await b.deps.store.insert('receipts', aReceipt(1, { ...told, _id: 'r-yu:m-father' }));
  };
  const shown = async () => {
    const [record, receipt] = await Promise.all([
      b.deps.store.get('records', 'r-yu'),
      b.deps.store.get('receipts', 'r-yu:m-father'),
    ]);
    return { share: record?.share, neverShare: record?.neverShare ?? false, over: receipt?.over, open: receipt?.open };
  };
  const ENDED = { share: false, neverShare: true, over: 'recalled', open: false };

  it('stays as it is for the school and is shared no more', async () => {
    await seed();
    const { concernId } = await raise({ recordId: 'r-yu' });
    expect(await shown()).toEqual(ENDED);
    expect((await open(concernId, MIND)).recordId).toBe('r-yu');
    const before = aCareRecord(b);
    expect(await b.deps.store.get('records', 'r-yu')).toMatchObject({ day: before.day, kind: before.kind, version: 2 });
  });

  it.each([true, false])(
    'is not shared either when it leaves the phone only after the concern (share: %s)',
    async (share) => {
      const recordKey = key();
      const { concernId } = await raise({ recordKey });
      const { requestKey: _, ...body } = shared({ share });
      const { recordId, version } = await b.call(HEAD, 'records.write', { ...body, requestKey: recordKey });
      expect((await open(concernId, MIND)).recordId).toBe(recordId);
      const { kind: __, studentIds: ___, ...corrected } = shared();
      const again = { ...corrected, requestKey: key(), recordId, seen: version };
      expect(await code(b.call(HEAD, 'records.correct', again))).toBe('input.invalid');
      expect(await b.deps.store.get('records', recordId)).toMatchObject({ share: false });
      expect(b.cloud.database.counts().receipts ?? 0).toBe(0);
    },
  );

  it('holds nothing up where it is not there, or somebody else’s', async () => {
    await seed();
    expect((await open((await raise({ recordId: 'r-none' })).concernId, MIND)).recordId).toBeNull();
    const far = await raise({ recordId: 'r-yu', studentId: 's-other' }, 'o-t-other');
    expect((await open(far.concernId, MIND)).recordId).toBeNull();
    expect(await shown()).toMatchObject({ share: true, over: null });
  });

  it('wherever the function is stopped, the same tap again ends the sharing and there is one concern', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.boolean(), async (steps, lostAnswer) => {
        await b.renew();
        await seed();
        const form = aRaising({ recordId: 'r-yu' });
        await asking(mortal(b.deps, steps, lostAnswer))(HEAD, 'concerns.raise', form);
        // A concern and a record that is still shared never stand side by side.
        if ((await all()).length > 0) expect(await shown()).toMatchObject({ share: false });
        await b.call(HEAD, 'concerns.raise', form);
        expect(await shown()).toEqual(ENDED);
        expect(await all()).toHaveLength(1);
      }),
      { numRuns: 25 },
    );
  });
});

describe('who reads a concern', () => {
  it('the counsellor hers, the headteacher the reports, everybody the own ones', async () => {
    const toMind = (await raise()).concernId;
    const report = (await raise({ to: 'report', situation: 'injured' })).concernId;
    const ids = async (openid: string) => (await b.call(openid, 'concerns.list', {})).rows.map((row) => row.concernId);
    expect(await ids(MIND)).toEqual([toMind]);
    expect(await ids(ADMIN)).toEqual([report]);
    expect((await ids(HEAD)).sort()).toEqual([toMind, report].sort());
    expect(await ids('o-t-other')).toEqual([]);
    for (const [openid, concernId] of [
      [MIND, report],
      [ADMIN, toMind],
      ['o-t-other', toMind],
      ['o-t-other', report],
    ] as const)
      expect(await code(open(concernId, openid))).toBe('common.not-found');
    expect(await code(open(toMind, 'o-m-father'))).toBe('auth.forbidden');
  });

  it('both see how many wait, on their homes too; others see no counts', async () => {
    await raise();
    await raise();
    await raise({ to: 'report' });
    const counts = { counsellor: 2, report: 1 };
    for (const openid of [MIND, ADMIN]) {
      expect((await b.call(openid, 'concerns.list', {})).open).toEqual(counts);
      expect((await b.call(openid, 'home.open', {})).home).toMatchObject({ concerns: counts });
    }
    expect((await b.call(HEAD, 'concerns.list', {})).open).toBeNull();
  });

  it('the headteacher all of them where the school has no counsellor', async () => {
    const { concernId } = await raise();
    await b.deps.store.updateWhere('staff', { _id: 't-mind' }, { set: { gone: true, openid: null } });
    expect(await open(concernId, ADMIN)).toMatchObject({ mayHandle: true });
    expect((await b.call(ADMIN, 'concerns.list', {})).rows).toHaveLength(1);
  });

  it('each look is in the access log', async () => {
    const { concernId } = await raise();
    await open(concernId, MIND);
    await b.call(MIND, 'concerns.list', {});
    const log = await b.deps.store.list('audit', { where: { schoolId: 'sch1', studentIds: 's-yu' }, limit: 9 });
    expect(log.map(({ method }) => method).sort()).toEqual(['concerns.list', 'concerns.open']);
  });

  it('costs few operations', async () => {
    await raise();
    expect(await opsOf(b, () => b.call(MIND, 'concerns.list', {}))).toBeLessThanOrEqual(8);
    expect(await opsOf(b, () => b.call(ADMIN, 'concerns.list', {}))).toBeLessThanOrEqual(9);
  });
});

describe('what becomes of it', () => {
  const tell = (concernId: string, over: Partial<Input<'concerns.tell'>>, openid = HEAD) =>
    b.call(openid, 'concerns.tell', {
      requestKey: key(),
      concernId,
      whom: null,
      day: null,
      minute: null,
      words: '',
      ...over,
    });
  const settle = (concernId: string, outcome: string, openid = MIND) =>
    b.call(openid, 'concerns.settle', { concernId, outcome });

  it('its author learns that somebody has it in hand, and not a word of the counsellor', async () => {
    const { concernId } = await raise();
    await b.call(MIND, 'concerns.take', { concernId });
    await b.call(MIND, 'concerns.take', { concernId });
    await tell(concernId, { words: '和孩子谈了，是想妈妈' }, MIND);
    await settle(concernId, '每周陪她画画一次');
    const mine = await open(concernId, HEAD);
    expect(mine).toMatchObject({ state: 'closed', takenAt: b.clock.at, takenBy: null, outcome: null, entries: [] });
    expect(JSON.stringify(mine)).not.toMatch(/想妈妈|画画/);
    expect(await open(concernId, MIND)).toMatchObject({
      takenBy: '钱老师',
      entries: [{ words: '和孩子谈了，是想妈妈', mine: true }],
      outcome: { words: '每周陪她画画一次' },
    });
  });

  it('of a report its author also reads who was told when, without what others wrote', async () => {
    const { concernId } = await raise({ to: 'report' });
    const at = { day: '2026-11-24', minute: 725 };
    await tell(concernId, { whom: 'police', ...at, words: '接线员工号 0317' });
    await tell(concernId, { whom: 'education', ...at, words: '局长说马上来' }, ADMIN);
    await tell(concernId, { words: '校内先不外传' }, ADMIN);
    expect((await open(concernId, HEAD)).entries).toEqual([
      { at: b.clock.at, by: '李老师', mine: true, whom: 'police', ...at, words: '接线员工号 0317' },
      { at: b.clock.at, by: '赵校长', mine: false, whom: 'education', ...at, words: '' },
    ]);
    expect((await open(concernId, ADMIN)).entries).toHaveLength(3);
  });

  it('what was said first never changes, whatever comes after', async () => {
    const { concernId } = await raise({ to: 'report', situation: 'injured', words: '手臂有淤青' });
    const before = (await b.deps.store.get('concerns', concernId))?.said;
    await tell(concernId, { words: '后来又看到背上也有' });
    await b.call(ADMIN, 'concerns.take', { concernId });
    await settle(concernId, '已经由公安处理', ADMIN);
    await raise({ to: 'report', words: '别的' });
    expect((await b.deps.store.get('concerns', concernId))?.said).toBe(before);
    expect(await open(concernId, ADMIN)).toMatchObject({ situation: 'injured', words: '手臂有淤青' });
  });

  it('something added counts once, and of several at the same moment none is lost', async () => {
    const { concernId } = await raise({ to: 'report' });
    const once = { requestKey: key(), whom: 'police' as const, day: '2026-11-24', minute: 1 };
    await Promise.all([
      ...[1, 2, 3].map(() => tell(concernId, once)),
      tell(concernId, { words: '一' }, ADMIN),
      tell(concernId, { words: '二' }, ADMIN),
    ]);
    expect((await open(concernId, ADMIN)).entries).toHaveLength(3);
  });

  it('is added to by the key of its raising too, while its id is unknown on the phone; the situation once it is clear', async () => {
    const raising = aRaising({ to: 'report' });
    const { concernId } = await b.call(HEAD, 'concerns.raise', raising);
    const added = { requestKey: key(), concernId: null, whom: null, day: null, minute: null, words: '' };
    await b.call(HEAD, 'concerns.tell', { ...added, raisedKey: raising.requestKey, situation: 'missing' });
    expect(await open(concernId, ADMIN)).toMatchObject({ situation: 'missing', entries: [] });
    // A key of somebody else is nobody's.
    const foreign = b.call(ADMIN, 'concerns.tell', { ...added, raisedKey: raising.requestKey });
    expect(await code(foreign)).toBe('common.not-found');
  });

  it('is settled once: the same again changes nothing, another outcome meanwhile is told', async () => {
    const { concernId } = await raise();
    const outcomes = await Promise.all(['一', '二'].map((words) => code(settle(concernId, words))));
    expect(outcomes.sort()).toEqual(['common.stale', 'done']);
    const { outcome } = await open(concernId, MIND);
    expect(await code(settle(concernId, outcome?.words ?? ''))).toBe('done');
    await b.call(MIND, 'concerns.take', { concernId });
    expect(await open(concernId, MIND)).toMatchObject({ state: 'closed' });
  });

  it('only who looks after it takes and settles it', async () => {
    const { concernId } = await raise();
    for (const [openid, refusal] of [
      [HEAD, 'auth.forbidden'],
      [ADMIN, 'common.not-found'],
      ['o-t-other', 'common.not-found'],
    ] as const) {
      expect(await code(settle(concernId, '好了', openid))).toBe(refusal);
      expect(await code(b.call(openid, 'concerns.take', { concernId }))).toBe(refusal);
    }
    expect(await code(tell(concernId, { words: '插话' }, 'o-t-other'))).toBe('common.not-found');
  });
});
