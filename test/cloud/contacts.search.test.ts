import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finding } from '../../cloudfunctions/_server/contacts/finding';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import type { Student } from '../../cloudfunctions/_server/data/documents';
import { inParts } from '../../cloudfunctions/_server/data/parts';
import { type Backend, startBackend } from '../support/backend';
import { aSchool, aStaff, aStudent, withAccounts } from '../support/builders';

/** A school of its usual size among the children of many others, every school with the same names. */

const PUPILS = 1500;
const OTHERS = 20_000;
const SURNAMES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [...'小雨海花军山明丽娟涛强芳敏静磊洋勇艳杰秀'];
const VILLAGES = ['石板村', '大湾村', '柳树屯', '白石寨'];

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
  const { store } = backend.deps;
  await store.put('schools', aSchool());
  await withAccounts(store, [
    aStaff({ _id: 't-admin', role: 'school_admin' }),
    aStaff({ _id: 't-head', classIds: ['c32', 'c11'], menteeIds: ['p-4'] }),
  ]);
  for (const part of inParts(
    Array.from({ length: PUPILS }, (_, n) => pupil(n, 'sch1')),
    500,
  ))
    await store.insert('students', part);
  for (const part of inParts(
    Array.from({ length: OTHERS }, (_, n) => pupil(n, `far-${n % 14}`)),
    500,
  ))
    await store.insert('students', part);
  await store.insert('students', pupil(PUPILS, 'sch1', { status: 'left' }));
}, 120_000);
afterAll(() => backend.close());

const ANYBODY = aStudent();

function pupil(n: number, schoolId: string, over: Partial<Student> = {}): Student {
  const [grade, number] = [1 + (n % 6), 1 + (Math.floor(n / 6) % 5)];
  const _id = schoolId === 'sch1' ? `p-${n}` : `${schoolId}-${n}`;
  const name = [SURNAMES[n % 20], GIVEN[Math.floor(n / 20) % 20], GIVEN[Math.floor(n / 400) % 20]].join('');
  const className = `${'一二三四五六'[grade - 1]}(${number})班`;
  const address = `青山镇${VILLAGES[n % 4]}${1 + (n % 9)}组`;
  const phones = [`138${String(n).padStart(8, '0')}`];
  return {
    ...ANYBODY,
    ...{ _id, schoolId, name, className, classId: `c${grade}${number}` },
    ...finding(backend.deps.vault, { _id, name, className, address, phones }),
    ...over,
  };
}

const list = async (input: object, openid = 'o-t-admin') => {
  backend.cloud.operations.reset();
  const answer = await backend.call(openid, 'contacts.list', input);
  expect(backend.cloud.operations.total('database.')).toBe(3);
  return answer;
};

describe('contacts.list of a school of 1,500 among 20,000 others, each answer by three operations', () => {
  it.each([
    ['a surname', '林', ({ name }: Student) => name.startsWith('林')],
    ['a whole name', '林小雨', ({ name }: Student) => name === '林小雨'],
    ['the given name', '小雨', ({ name }: Student) => name.endsWith('小雨')],
    ['pinyin', 'linxiaoyu', ({ name }: Student) => name === '林小雨'],
    ['initials', 'lxy', ({ name }: Student) => /^[李刘林罗][小秀][雨艳洋勇]$/.test(name)],
    ['a class', '三（2）班', ({ className }: Student) => className === '三(2)班'],
    ['a phone’s end', '0042', (_: Student, n: number) => n === 42],
  ] as const)('finds by %s', async (_, q, isWanted) => {
    const all = Array.from({ length: PUPILS }, (_, n) => pupil(n, 'sch1'));
    const wanted = all.filter((one, n) => isWanted(one, n)).sort((a, b) => (a.order < b.order ? -1 : 1));
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.length).toBeLessThan(101);
    const answer = await list({ q });
    expect(answer.children.map(({ id }) => id)).toEqual(wanted.map(({ _id }) => _id));
    expect(answer).toMatchObject({ more: false, next: null });
  });

  it('says that a longer word would find fewer', async () => {
    const answer = await list({ q: '石板村' });
    expect(answer.children).toHaveLength(100);
    expect(answer).toMatchObject({ more: true, next: null });
    expect((await list({ q: '石板村', classId: 'c11' })).more).toBe(false);
  });

  it('finds no child who left, and within a class only that class', async () => {
    expect((await list({ q: String(PUPILS).padStart(4, '0') })).children).toEqual([]);
    const { children } = await list({ q: '林', classId: 'c32' });
    expect(children.every(({ className }) => className === '三(2)班')).toBe(true);
  });

  it('finds a teacher the own classes’ children and mentees alone', async () => {
    const reached = (n: number) => ['c32', 'c11'].includes(pupil(n, 'sch1').classId) || n === 4;
    const wanted = (isFound: (one: Student) => boolean) =>
      Array.from({ length: PUPILS }, (_, n) => n)
        .filter((n) => reached(n) && isFound(pupil(n, 'sch1')))
        .map((n) => `p-${n}`)
        .sort();
    const found = async (input: object) => (await list(input, 'o-t-head')).children.map(({ id }) => id).sort();
    expect(await found({ q: '王' })).toEqual(wanted(({ name }) => name.startsWith('王')));
    expect(await found({ q: '陈' })).toEqual(wanted(({ name }) => name.startsWith('陈')));
    expect(await found({ q: '302' })).toEqual(wanted(({ classId }) => classId === 'c32'));
    expect(await found({ classId: 'c11' })).toEqual(wanted(({ classId }) => classId === 'c11'));
    expect(await found({ q: '石板村', classId: 'c52' })).toEqual([]);
    expect(wanted(({ name }) => name.startsWith('陈'))).toContain('p-4');
  });

  it('turns the pages of the whole school in its order, each child once', async () => {
    const ids: string[] = [];
    let after: string | null = '';
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(after === '' ? {} : { after });
      ids.push(...page.children.map(({ id }) => id));
      after = page.next;
      expect(page.more).toBe(after !== null);
    } while (after !== null);
    const all = Array.from({ length: PUPILS }, (_, n) => pupil(n, 'sch1'));
    expect(ids).toEqual(all.sort((a, b) => (a.order < b.order ? -1 : 1)).map(({ _id }) => _id));
  });

  it('leans on an index that begins with the school, so other schools cost nothing', async () => {
    const indexOf = async (input: object, openid?: string) => {
      await list(input, openid);
      return backend.cloud.operations.log().at(-1)?.index;
    };
    for (const openid of ['o-t-admin', 'o-t-head']) {
      for (const q of ['林', 'linxiao', '302', '0042', '石板村', '三('])
        expect(await indexOf({ q }, openid), q).toBe('schoolId_status_keys');
      expect(await indexOf({}, openid)).toBe('schoolId_status_order');
      expect(await indexOf({ classId: 'c32' }, openid)).toBe('schoolId_status_order');
    }
  });
});
