import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDays, weekOf } from '../../miniprogram/shared/domain/calendar';
import { type Backend, startBackend } from '../support/backend';
import { key, opsOf } from '../support/booking';
import { aClass, aStudent, seedLittleSchool } from '../support/builders';
import { anEntry, ledgerOf, MONDAY, TODAY } from '../support/ledger';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());
const { record } = ledgerOf(() => backend);

const school = (openid = 'o-t-admin') => backend.call(openid, 'ledger.school', {});
const worry = (studentId: string) =>
  backend.call('o-t-admin', 'ledger.worry', { requestKey: key(), studentId, kind: 'other', note: '想妈妈' });

describe('ledger.school', () => {
  it('counts each child once a week, from the first week of the term to this one', async () => {
    await backend.deps.store.insert('students', [
      aStudent({ _id: 's-home', leftBehind: false }),
      aStudent({ _id: 's-gone', status: 'left' }),
    ]);
    await record({ _id: 'a', day: TODAY });
    await record({ _id: 'b', day: MONDAY, way: 'own_call' });
    await record({ _id: 'c', day: TODAY, studentId: 's-hai' });
    await record({ _id: 'd', day: TODAY, studentId: 's-other', with: 'caregiver' });
    await record({ _id: 'e', day: addDays(MONDAY, -7), studentId: 's-other' });
    await record({ _id: 'f', day: addDays(MONDAY, -7), studentId: 's-home' });
    await record({ _id: 'g', day: addDays(MONDAY, -7), studentId: 's-gone' });
    const { weeks, leftBehind, weekOf: monday } = await school();
    expect([weeks[0]?.weekOf, weeks.at(-1)?.weekOf, monday]).toEqual([weekOf('2026-09-01'), MONDAY, MONDAY]);
    expect(weeks).toHaveLength(13);
    expect(weeks.slice(-3).map(({ reached }) => reached)).toEqual([0, 1, 2]);
    expect(leftBehind).toBe(3);
  });

  it('names the classes with their teachers, and for the headteacher those who have waited longest', async () => {
    await record({ _id: 'a', day: TODAY });
    await record({ _id: 'b', day: addDays(TODAY, -8), studentId: 's-other' });
    const view = await school();
    expect(view.classes).toEqual([
      { id: 'c11', name: '一(1)班', headTeacher: '吴老师', leftBehind: 1, thisWeek: 0, amber: 1, red: 0 },
      { id: 'c32', name: '三(2)班', headTeacher: '李老师', leftBehind: 2, thisWeek: 1, amber: 0, red: 1 },
    ]);
    expect(view.waiting).toEqual([
      { id: 's-hai', name: '周小海', className: '三(2)班', days: 23, tone: 'red' },
      { id: 's-other', name: '何小花', className: '一(1)班', days: 8, tone: 'amber' },
    ]);
    expect((await school('o-t-mind')).waiting).toEqual([]);
  });

  it('shows the counsellor and the headteacher what worries until it is settled, and keeps that they saw it', async () => {
    await worry('s-yu');
    backend.clock.at += 1;
    await worry('s-other');
    for (const openid of ['o-t-admin', 'o-t-mind'])
      expect((await school(openid)).concerns.map(({ child, note }) => [child.name, note])).toEqual([
        ['何小花', '想妈妈'],
        ['林小雨', '想妈妈'],
      ]);
    const [first] = (await school()).concerns;
    await backend.call('o-t-mind', 'ledger.settle', { concernId: first?.id ?? '', outcome: '谈过了' });
    expect((await school()).concerns.map(({ child }) => child.name)).toEqual(['林小雨']);
    const log = await backend.call('o-t-admin', 'audit.list', { studentId: 's-other' });
    expect(log.entries.filter(({ method }) => method === 'ledger.school').map(({ byName }) => byName)).toContain(
      '钱老师',
    );
  });

  it('is for the headteacher and the counsellor', async () => {
    for (const openid of ['o-t-head', 'o-m-father', 'o-t-bureau', 'o-t-booth'])
      expect(await backend.reply(openid, 'ledger.school', {})).toMatchObject({ code: 'auth.forbidden' });
  });

  it('of 960 children and a term of contacts costs a dozen operations', { timeout: 60_000 }, async () => {
    const { store } = backend.deps;
    const classes = Array.from({ length: 24 }, (_, n) =>
      aClass({ _id: `k${n}`, grade: (n % 6) + 1, number: 10 + n, name: `大${n}班` }),
    );
    const children = Array.from({ length: 960 }, (_, n) =>
      aStudent({ _id: `kid-${n}`, classId: `k${n % 24}`, className: `大${n % 24}班` }),
    );
    await store.insert('classes', classes);
    for (let i = 0; i < children.length; i += 480) await store.insert('students', children.slice(i, i + 480));
    for (let back = 0; back < 12; back++) {
      const day = addDays(TODAY, -7 * back);
      const entries = children.flatMap(({ _id, classId }, n) => {
        const entry = anEntry({ _id: `${_id}:${day}`, studentId: _id, classId, day });
        return n % 2 === 0 ? [entry, { ...entry, _id: `${_id}:${day}:2` }] : [entry];
      });
      await store.insert('contactEntries', entries.slice(0, 720));
      await store.insert('contactEntries', entries.slice(720));
    }
    expect(await opsOf(backend, school)).toBeLessThanOrEqual(12);
    const view = await school();
    expect(view).toMatchObject({ leftBehind: 963 });
    expect(view.weeks.at(-1)).toEqual({ weekOf: MONDAY, reached: 960 });
    expect(view.waiting).toHaveLength(50);
  });
});
