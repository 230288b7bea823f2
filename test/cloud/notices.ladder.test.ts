import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../cloudfunctions/_server/data/documents';
import { climb, coverFamily } from '../../cloudfunctions/_server/notices/ladder';
import { RUNGS } from '../../miniprogram/shared/domain/ladder';
import { hasHeard, isOpen } from '../../miniprogram/shared/domain/receipts';
import { type Backend, NOON } from '../support/backend';
import { aSchool, SCHOOL } from '../support/builders';
import { mortal } from '../support/mortal';
import { aPerson, aReceipt, DAY, outboxOf } from '../support/outbox';
import { sharedBackend } from '../support/shared-backend';

const HOUR = 3_600_000;
const SMS = { on: true, capFen: 1000, feeFen: 5 };
const seed = ({ deps }: Backend) => deps.store.put('schools', aSchool({ sms: SMS }));
const b = await sharedBackend(seed);
const { receipt } = outboxOf(b);
const EVER = Number.POSITIVE_INFINITY;
const ALL_WAYS = ['wechat', 'sms', 'call', 'visit'] as const;

/** A person of the notice `n1` who is due, about the children named. */
async function person(
  n: number,
  over: Partial<Receipt> = {},
  studentIds: readonly string[] = [`s${n}`],
): Promise<void> {
  const side = {
    studentIds,
    classIds: studentIds.map(() => 'c32'),
    classNames: studentIds.map(() => '三(2)班'),
    childNames: [...studentIds],
  };
  const children = studentIds.map((studentId) => ({
    studentId,
    classId: 'c32',
    relation: '父亲',
    legalGuardian: true,
    mayContact: true,
  }));
  await b.deps.store.insert(
    'receipts',
    aReceipt(n, { ways: ALL_WAYS, state: 'sent', climbAt: NOON, ...side, ...over }),
  );
  await b.deps.store.put('familyMembers', aPerson(n, { children, studentIds }));
}
const sms = (n: number) => b.deps.store.get('outbox', `sms:n1:m${n}`);

describe('the ladder', () => {
  it('goes from WeChat to an SMS, to the call list, to the visit, each in its time', async () => {
    await person(1);
    expect(await climb(b.deps, EVER)).toBe(1);
    expect(await receipt(1)).toMatchObject({ rung: 'sms', climbAt: NOON + 19 * HOUR, state: 'sent' });
    expect(await sms(1)).toMatchObject({
      way: 'sms',
      to: 'm1',
      dueAt: NOON,
      status: 'queued',
      refId: 'n1:m1',
      data: { content: '学校通知：家长会' },
    });
    expect(await climb(b.deps, EVER)).toBe(0);
    b.clock.at = NOON + 19 * HOUR;
    await climb(b.deps, EVER);
    expect(await receipt(1)).toMatchObject({ rung: 'call', climbAt: NOON + (19 + 36) * HOUR });
    b.clock.at = NOON + 3 * DAY;
    await climb(b.deps, EVER);
    expect(await receipt(1)).toMatchObject({ rung: 'visit', climbAt: NOON + 4 * DAY, open: true });
    expect(await climb(b.deps, EVER)).toBe(0);
    expect(await b.deps.store.count('outbox', { status: 'queued' })).toBe(1);
  });

  it.each([
    ['who has no SMS among the ways', { ways: ['wechat', 'call', 'visit'] as const }, 'call'],
    ['who has no telephone', { ways: ['wechat', 'visit'] as const }, 'visit'],
    ['who asked for a call is not written to', { wantsCall: true, state: 'opened' as const }, 'call'],
    [
      'whose SMS failed before the ladder learned of it',
      { proofs: { sms: { at: NOON, outcome: 'refused' as const, why: 'sms_cap' } } },
      'call',
    ],
    [
      'whose number was found to be wrong meanwhile',
      {
        rung: 'sms' as const,
        calls: [{ key: 'k', at: NOON, way: 'call' as const, by: '李老师', outcome: 'wrong_number' as const, note: '' }],
      },
      'visit',
    ],
  ])('%s', async (_who, over, rung) => {
    await person(1, over);
    await climb(b.deps, EVER);
    expect(await receipt(1)).toMatchObject({ rung });
    expect(await sms(1)).toBeUndefined();
  });

  it('skips the SMS where the school pays for none any more', async () => {
    await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { sms: { ...SMS, on: false } } });
    await person(1);
    const schoolOf = async () => aSchool({ sms: { ...SMS, on: false } });
    await climb({ ...b.deps, schoolOf }, EVER);
    expect(await receipt(1)).toMatchObject({ rung: 'call' });
  });

  it('stops for everybody of a family when one of it did what is asked', async () => {
    await person(1, { state: 'confirmed', open: false, climbAt: null }, ['yu']);
    await person(2, {}, ['yu']);
    await person(3, { wantsCall: true, state: 'opened' }, ['yu']);
    await climb(b.deps, EVER);
    expect(await receipt(2)).toMatchObject({
      covered: true,
      open: false,
      climbAt: null,
      rung: 'wechat',
      state: 'sent',
    });
    expect(await receipt(3)).toMatchObject({ covered: false, open: true, rung: 'call' });
    expect(await sms(2)).toBeUndefined();
  });

  it('stops, and leaves the question open, where they have heard but not answered', async () => {
    await person(1, { asks: 'answer', state: 'heard' }, ['yu']);
    await person(2, { asks: 'answer' }, ['yu']);
    await climb(b.deps, EVER);
    for (const n of [1, 2])
      expect(await receipt(n)).toMatchObject({ open: true, covered: false, climbAt: null, rung: 'wechat' });
  });

  it('a grandmother of two families is told on until both have heard', async () => {
    await person(1, { state: 'confirmed', open: false, climbAt: null }, ['yu']);
    await person(2, { rung: 'call' }, ['yu', 'shan']);
    await person(3, { climbAt: NOON + DAY }, ['shan']);
    await climb(b.deps, EVER);
    expect(await receipt(2)).toMatchObject({ rung: 'visit', open: true });
    await b.deps.store.updateWhere('receipts', { _id: 'n1:m3' }, { set: { state: 'confirmed', open: false } });
    const heard = await receipt(3);
    expect(heard && (await coverFamily(b.deps.store, heard))).toBe(1);
    expect(await receipt(2)).toMatchObject({ covered: true, open: false });
  });

  it('lets nobody climb whose right to contact the child ended, or who left the roster', async () => {
    await person(1);
    await person(2);
    const [child] = aPerson(1).children;
    await b.deps.store.updateWhere(
      'familyMembers',
      { _id: 'm1' },
      { set: { children: [{ ...child, mayContact: false }] } },
    );
    await b.deps.store.removeWhere('familyMembers', { _id: 'm2' });
    await climb(b.deps, EVER);
    for (const n of [1, 2])
      expect(await receipt(n)).toMatchObject({ open: false, climbAt: null, why: 'no_right', rung: 'wechat' });
    expect(await b.deps.store.count('outbox', { status: 'queued' })).toBe(0);
  });

  it('sleeps from nine to seven, but for what is urgent', async () => {
    await person(1);
    await person(2, { urgent: true });
    b.clock.at = NOON + 10 * HOUR;
    await climb(b.deps, EVER);
    expect(await receipt(1)).toMatchObject({ rung: 'wechat' });
    expect(await receipt(2)).toMatchObject({ rung: 'sms', climbAt: NOON + 10.5 * HOUR });
    expect(await sms(2)).toMatchObject({ urgent: true, dueAt: NOON + 10 * HOUR });
    b.clock.at = NOON + 19 * HOUR;
    await climb(b.deps, EVER);
    expect(await receipt(1)).toMatchObject({ rung: 'sms' });
  });

  it('does not touch what is over, closed, or a shared record', async () => {
    await person(1, { over: 'recalled', open: false, climbAt: null });
    await person(2, { open: false, climbAt: null, state: 'confirmed' });
    await person(3, { of: 'record', open: true, wantsCall: true, climbAt: null });
    expect(await climb(b.deps, EVER)).toBe(0);
  });

  it('costs few operations a person', async () => {
    for (let n = 0; n < 100; n++) await person(n);
    b.cloud.operations.reset();
    expect(await climb(b.deps, EVER)).toBe(100);
    expect(b.cloud.operations.total('database.')).toBeLessThanOrEqual(7);
  });

  it('covers a family in two operations', async () => {
    await person(1, { state: 'confirmed', open: false, climbAt: null }, ['yu']);
    await person(2, {}, ['yu']);
    await person(3, {}, ['yu']);
    const heard = await receipt(1);
    b.cloud.operations.reset();
    expect(heard && (await coverFamily(b.deps.store, heard))).toBe(2);
    expect(b.cloud.operations.total('database.')).toBe(2);
  });
});

describe('the ladder run twice at once and stopped anywhere', () => {
  const someone = fc.record({
    family: fc.integer({ min: 0, max: 4 }),
    also: fc.option(fc.integer({ min: 0, max: 4 })),
    state: fc.constantFrom<Receipt['state']>(
      'queued',
      'sent',
      'refused',
      'unknown',
      'opened',
      'heard',
      'confirmed',
      'called',
    ),
    asks: fc.constant<Receipt['asks']>('confirm'),
    wantsCall: fc.constantFrom(false, false, false, true),
  });
  const KILLS = fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), fc.boolean()), {
    maxLength: 8,
  });

  it('everybody is told by somebody, or stands on the list of visits; one SMS each at most; nobody climbs after the family heard', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(someone, { minLength: 1, maxLength: 12 }), KILLS, async (people, kills) => {
        await b.renew();
        for (const [n, { family, also, ...standing }] of people.entries()) {
          const open = isOpen({ of: 'notice', why: null, ...standing });
          const children = [...new Set([`f${family}`, ...(also === null ? [] : [`f${also}`])])];
          await person(n, { ...standing, open, climbAt: open ? NOON : null }, children);
        }
        const heard = new Set(
          people.flatMap(({ family, also, asks, state }) => (hasHeard(asks, state) ? [family, also ?? family] : [])),
        );
        const steps = new Map<number, number>();
        for (let round = 0; round < 22; round++) {
          const [first, second, lost] = kills[round] ?? [1000, 1000, false];
          const runs = [mortal(b.deps, first, lost), mortal(b.deps, second, !lost)];
          await Promise.all(runs.map((run) => climb(run, EVER).catch(() => undefined)));
          for (const n of people.keys()) {
            const now = RUNGS.indexOf((await receipt(n))?.rung ?? 'visit');
            expect(now).toBeGreaterThanOrEqual(steps.get(n) ?? 0);
            steps.set(n, now);
          }
          b.clock.at += 10 * HOUR;
        }
        for (const [n, { family, also, wantsCall, asks, state }] of people.entries()) {
          const done = await receipt(n);
          const hasFamilyHeard = heard.has(family) && (also === null || heard.has(also));
          if (hasFamilyHeard && !wantsCall) {
            expect(done).toMatchObject({ open: false, rung: 'wechat' });
            expect(done?.covered).toBe(!hasHeard(asks, state));
          } else expect(done).toMatchObject({ open: true, rung: 'visit', covered: false });
          expect((await sms(n)) !== undefined).toBe(!wantsCall && !hasFamilyHeard);
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);
});
