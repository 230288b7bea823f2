import { describe, expect, it } from 'vitest';
import type { Student } from '../../cloudfunctions/_server/data/documents';
import { ageFiles, recount } from '../../cloudfunctions/_server/school/definition';
import { schoolHandlers } from '../../cloudfunctions/_server/school/handlers';
import { addDays, dayOf } from '../../miniprogram/shared/domain/calendar';
import { aSchool, aStudent, SCHOOL } from '../support/builders';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(async (backend) => {
  await littleSchool(backend);
  await backend.deps.store.insert('students', FILES);
}, schoolHandlers);

const ADMIN = 'o-t-admin';
const TODAY = '2026-11-24';
const UNTIL = Number.POSITIVE_INFINITY;

const file = (_id: string, over: Partial<Student>) => aStudent({ _id, name: _id, leftBehind: false, ...over });
/** The marks are as the nation's definition wants them, but for `s-late`, who turned sixteen today. */
const FILES: readonly Student[] = [
  file('s-one', { careStatus: 'one_away' }),
  file('s-big', { careStatus: 'both_away', birthDay: '2009-05-04' }),
  file('s-late', { careStatus: 'both_away', birthDay: '2010-11-24', leftBehind: true }),
  file('s-unborn', { careStatus: 'both_away', birthDay: null, leftBehind: true }),
  file('s-home', { careStatus: 'not_left_behind', birthDay: null }),
  file('s-gone', { careStatus: 'one_away', status: 'left' }),
];
const rule = (since: string, over: object = {}) => ({
  since,
  underAge: 16,
  oneAway: true,
  basis: '县里的文件',
  ...over,
});
const configure = (leftBehindRules: readonly ReturnType<typeof rule>[], openid = ADMIN) =>
  b.call(openid, 'school.configure', { leftBehindRules: [...leftBehindRules] });

/** Who is marked, by id. */
async function marked(): Promise<string[]> {
  const students = await b.deps.store.list('students', { where: { schoolId: SCHOOL, leftBehind: true }, limit: 100 });
  return students.map(({ _id }) => _id).sort();
}
const LITTLE = ['s-hai', 's-other', 's-yu'];

describe('the definition of who is left behind', () => {
  it('is read and set with its day, and the files follow it at once', async () => {
    await configure([rule('2026-09-01')]);
    expect(await marked()).toEqual([...LITTLE, 's-one', 's-unborn'].sort());
    const { settings } = await b.call(ADMIN, 'school.read', {});
    expect(settings.leftBehindRules).toEqual([rule('2026-09-01')]);
    await configure([rule('2026-09-01', { underAge: 18 })]);
    expect(await marked()).toEqual([...LITTLE, 's-big', 's-late', 's-one', 's-unborn'].sort());
    await configure([]);
    expect(await marked()).toEqual([...LITTLE, 's-unborn'].sort());
  });

  it('does not touch who left, and begins to wait for who is new from that day on', async () => {
    await configure([rule('2026-09-01')]);
    const of = async (id: string) => (await b.deps.store.get('students', id)) as Student;
    expect((await of('s-gone')).leftBehind).toBe(false);
    expect((await of('s-one')).contact.since).toBe(TODAY);
    expect((await of('s-yu')).contact.since).toBe('2026-11-01');
  });

  it('of a day to come changes nothing before that day; then the timer does', async () => {
    await configure([rule(addDays(TODAY, 3))]);
    expect(await marked()).not.toContain('s-one');
    b.clock.at += 3 * 86_400_000;
    expect(await ageFiles(b.deps, UNTIL)).toBe(1);
    expect(await marked()).toContain('s-one');
    expect(await ageFiles(b.deps, UNTIL)).toBe(0);
  });

  it('is grown out of on the birthday', async () => {
    expect(await marked()).toContain('s-late');
    expect(await ageFiles(b.deps, UNTIL)).toBe(1);
    expect(await marked()).not.toContain('s-late');
  });

  it('begins each on a day of its own, in order, and is the headteacher’s to set', async () => {
    for (const rules of [
      [rule('2026-09-01'), rule('2026-09-01')],
      [rule('2026-09-01'), rule('2025-09-01')],
      [rule('2026-09-01', { underAge: 19 })],
      [rule('2026-13-01')],
    ])
      expect(await code(configure(rules))).toBe('input.invalid');
    expect(await code(configure([rule('2026-09-01')], 'o-t-head'))).toBe('auth.forbidden');
    expect(await marked()).not.toContain('s-one');
  });

  it('costs four statements, however many pupils there are', async () => {
    b.cloud.operations.reset();
    await recount(b.deps.store, aSchool(), dayOf(b.clock.at));
    expect(b.cloud.operations.total('database.')).toBe(4);
  });

  it('how long files are kept is between one year and ten', async () => {
    await b.call(ADMIN, 'school.configure', { keepYears: 5 });
    expect((await b.call(ADMIN, 'school.read', {})).settings.keepYears).toBe(5);
    for (const keepYears of [0, 11, 2.5])
      expect(await code(b.call(ADMIN, 'school.configure', { keepYears }))).toBe('input.invalid');
  });
});
