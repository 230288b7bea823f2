import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditHandlers } from '../../cloudfunctions/_server/audit/handlers';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import type { AuditEntry } from '../../cloudfunctions/_server/data/documents';
import { type Backend, NOON, startBackend } from '../support/backend';
import { aSchool, aStaff, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';

const anEntry = (n: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  _id: `a-${n}`,
  schoolId: SCHOOL,
  at: NOON - 1_000_000 + n,
  byId: 't-head',
  byName: '李老师',
  byRole: 'teacher',
  method: 'contacts.file',
  studentIds: [n % 2 ? 's-yu' : 's-hai'],
  reason: null,
  trace: `a-${n}`,
  ...over,
});

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend({ ...auditHandlers, ...contactsHandlers });
  const { store, vault } = backend.deps;
  await seedLittleSchool(store, vault);
  await store.put('schools', aSchool({ _id: 'sch2', schoolId: 'sch2' }));
  await withAccounts(store, [aStaff({ _id: 't-admin2', role: 'school_admin', schoolId: 'sch2' })]);
  await store.insert(
    'audit',
    Array.from({ length: 120 }, (_, n) => anEntry(n)),
  );
});
afterAll(() => backend.close());

const list = (input: object = {}, openid = 'o-t-admin') => backend.call(openid, 'audit.list', input);

describe('audit.list', () => {
  it('shows who opened which file and why, newest first', async () => {
    backend.clock.at = NOON;
    await backend.call('o-t-head', 'contacts.phone', { personId: 'm-granny', why: 'visit' });
    const { entries } = await list();
    expect(entries[0]).toMatchObject({
      at: NOON,
      byName: '李老师',
      byRole: 'teacher',
      method: 'contacts.phone',
      children: [{ id: 's-yu', name: '林小雨', className: '三(2)班' }],
      reason: 'visit',
    });
    const times = entries.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('turns pages without losing or repeating one', async () => {
    const seen: string[] = [];
    for (let before: number | null | undefined; before !== null; ) {
      const page = await list(before ? { before } : {});
      expect(page.entries.length).toBeLessThanOrEqual(50);
      seen.push(...page.entries.map(({ id }) => id));
      before = page.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => id.startsWith('a-'))).toHaveLength(120);
  });

  it('loses none where a page ends within a millisecond', async () => {
    const at = NOON + 1000;
    const { store } = backend.deps;
    await store.insert(
      'audit',
      Array.from({ length: 60 }, (_, n) =>
        anEntry(1000 + n, { at: n < 45 ? at + n : at - 1, studentIds: ['s-other'] }),
      ),
    );
    const first = await list({ studentId: 's-other' });
    expect(first.entries).toHaveLength(45);
    expect((await list({ studentId: 's-other', before: first.next })).entries).toHaveLength(15);
  });

  it('shows the entries of one child', async () => {
    const { entries } = await list({ studentId: 's-hai' });
    expect(entries.length).toBe(50);
    expect(entries.every(({ children }) => children.some(({ id }) => id === 's-hai'))).toBe(true);
    expect((await list({ studentId: 's-none' })).entries).toEqual([]);
  });

  it('shows a school nothing of another', async () => {
    expect(await list({}, 'o-t-admin2')).toEqual({ entries: [], next: null });
    expect(await list({ studentId: 's-yu' }, 'o-t-admin2')).toEqual({ entries: [], next: null });
  });

  it('is for the headteacher', async () => {
    for (const openid of ['o-t-head', 'o-t-mind', 'o-m-father', 'o-m-granny', 'o-t-bureau', 'o-t-booth'])
      expect(await backend.reply(openid, 'audit.list', {})).toMatchObject({ code: 'auth.forbidden' });
  });

  it('is for the school’s privacy officer, of the own school alone, as long as it is that', async () => {
    const { store } = backend.deps;
    const officer = (officer: boolean) =>
      store.updateWhere('staff', { _id: { in: ['t-head', 't-mind'] } }, { set: { officer } });
    await officer(true);
    for (const openid of ['o-t-head', 'o-t-mind'])
      expect((await list({ studentId: 's-hai' }, openid)).entries.length).toBe(50);
    await store.updateWhere('staff', { _id: 't-mind' }, { set: { schoolId: 'sch2' } });
    expect(await list({}, 'o-t-mind')).toEqual({ entries: [], next: null });
    await officer(false);
    expect(await backend.reply('o-t-head', 'audit.list', {})).toMatchObject({ code: 'auth.forbidden' });
  });

  it('refuses what is no child and no time', async () => {
    expect(await backend.reply('o-t-admin', 'audit.list', { before: 1.5 })).toMatchObject({
      code: 'input.invalid',
      details: { field: 'before' },
    });
  });
});
