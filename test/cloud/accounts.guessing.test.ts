import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCode } from '../../cloudfunctions/_server/accounts/codes';
import { newInvite } from '../../cloudfunctions/_server/accounts/invites';
import { LIMITS } from '../../miniprogram/shared/limits';
import { type Backend, startBackend } from '../support/backend';
import { aMember, SCHOOL, seedLittleSchool } from '../support/builders';

/**
 * What guessing comes to: of a thousand million codes a WeChat user may try ten a day. With 5,000 codes open (a school of 1,500 children in the
 * week of its first parents' meeting) one user finds one in 55 years of trying every day; a hundred stolen WeChats
 * together have a chance of one in 200 a day, and each of their tries is counted.
 */
const CODES = 10 ** LIMITS.inviteDigits;
const OPEN_CODES = 5000;
const chancePerDay = (users: number, open = OPEN_CODES): number => (users * LIMITS.bindTriesPerDay * open) / CODES;

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterAll(() => backend.close());

describe('guessing codes', () => {
  it('one user: 0.005 % a day, a hundred users: 0.5 % a day, in the worst week of a large school', () => {
    expect(chancePerDay(1)).toBeCloseTo(0.00005, 10);
    expect(chancePerDay(100)).toBeCloseTo(0.005, 10);
    expect(1 / chancePerDay(1) / 365).toBeGreaterThan(50);
  });

  it('forty users who try 25 codes each, at once, are heard ten times each, and find nothing', async () => {
    const { deps } = backend;
    const open = Array.from({ length: 200 }, (_, i) => ({ _id: `m-guessed-${i}`, schoolId: SCHOOL }));
    await deps.store.insert(
      'familyMembers',
      open.map(({ _id }) => aMember({ _id, openid: null })),
    );
    await deps.store.insert(
      'invites',
      open.map((person) => newInvite(deps, person, 'family').invite),
    );
    const users = Array.from({ length: 40 }, (_, i) => `o-guesser-${i}`);
    const answers = new Map<string, number>();
    for (const openid of users) {
      const guess = () => backend.reply(openid, 'accounts.bind', { code: makeCode(Math.random) });
      for (const reply of await Promise.all(Array.from({ length: 25 }, guess))) {
        const answer = reply.ok ? 'bound' : reply.code;
        answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    }
    // Expected here: 400 tries on 200 open codes of 10⁹: 0.00008 people.
    expect(answers.get('bound') ?? 0).toBe(0);
    expect(answers.get('accounts.code-wrong') ?? 0).toBeLessThanOrEqual(users.length * LIMITS.bindTriesPerDay);
    expect(answers.get('accounts.too-many-tries') ?? 0).toBeGreaterThanOrEqual(users.length * 15);
    for (const openid of users)
      expect((await deps.store.get('bindTries', `${openid}:2026-11-24`))?.tries).toBe(LIMITS.bindTriesPerDay);
  }, 60_000);

  it('draws every digit of a code alike and never twice the same', () => {
    const codes = Array.from({ length: 20_000 }, () => makeCode(backend.deps.dice));
    for (let place = 0; place < LIMITS.inviteDigits; place++) {
      const seen = Array.from(
        { length: 10 },
        (_, digit) => codes.filter((code) => Number(code[place]) === digit).length,
      );
      const chiSquare = seen.reduce((sum, n) => sum + (n - 2000) ** 2 / 2000, 0);
      // Nine degrees of freedom: one in a million draws lies above 43.
      expect(chiSquare).toBeLessThan(43);
    }
    // 20,000 of 10⁹: two alike are expected in one of five runs, ten never.
    expect(new Set(codes).size).toBeGreaterThan(codes.length - 10);
  });
});
