import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushTitle, reachOfAudience, recipientsOf, wayTo } from '../../miniprogram/shared/domain/audience';

const CLASSES = ['c1', 'c2', 'c3'];
const aChild = fc
  .record({ n: fc.integer({ min: 0, max: 8 }), mayContact: fc.boolean() })
  .map(({ n, mayContact }) => ({ studentId: `s${n}`, classId: CLASSES[n % 3] ?? 'c1', relation: '父亲', mayContact }));
const aPerson = fc.record({
  _id: fc.integer({ min: 0, max: 9 }).map((n) => `m${n}`),
  role: fc.constantFrom('parent' as const, 'guardian' as const),
  openid: fc.option(fc.constant('o'), { nil: null }),
  hasSmartphone: fc.boolean(),
  phone: fc.option(fc.constant('sealed'), { nil: null }),
  children: fc.uniqueArray(aChild, { selector: (child) => child.studentId, maxLength: 4 }),
});
const anAudience = fc.record({
  classIds: fc.subarray(CLASSES, { minLength: 1 }),
  roles: fc.subarray(['parent' as const, 'guardian' as const], { minLength: 1 }),
});
const someNames = fc
  .subarray(Array.from({ length: 9 }, (_, n) => n))
  .map((there) => new Map(there.map((n) => [`s${n}`, `孩子${n}`])));

describe('recipients', () => {
  it('are each person once, with exactly the children who are meant', () => {
    fc.assert(
      fc.property(anAudience, fc.array(aPerson), someNames, (audience, people, names) => {
        const recipients = recipientsOf(audience, people, names);
        expect(new Set(recipients.map(({ person }) => person._id)).size).toBe(recipients.length);
        for (const { person, children } of recipients) {
          expect(audience.roles).toContain(person.role);
          expect(children.length).toBeGreaterThan(0);
          for (const child of children) {
            const link = person.children.find(({ studentId }) => studentId === child.id);
            expect(link?.mayContact).toBe(true);
            expect(audience.classIds).toContain(child.classId);
            expect(names.get(child.id)).toBe(child.name);
          }
        }
      }),
    );
  });

  it('leave nobody out who has a right to a child there', () => {
    fc.assert(
      fc.property(
        anAudience,
        fc.uniqueArray(aPerson, { selector: ({ _id }) => _id }),
        someNames,
        (audience, people, names) => {
          const got = new Set(recipientsOf(audience, people, names).map(({ person }) => person._id));
          for (const person of people) {
            const meant =
              audience.roles.includes(person.role) &&
              person.children.some(
                (c) => c.mayContact && audience.classIds.includes(c.classId) && names.has(c.studentId),
              );
            expect(got.has(person._id)).toBe(meant);
          }
        },
      ),
    );
  });

  it('add up by way', () => {
    fc.assert(
      fc.property(fc.array(aPerson), (people) => {
        const { people: all, wechat, callList, unreachable } = reachOfAudience(people.map((p) => ({ way: wayTo(p) })));
        expect(wechat + callList + unreachable).toBe(all);
      }),
    );
  });

  it.each([
    [{ openid: 'o', hasSmartphone: true, phone: 'p' }, 'wechat'],
    [{ openid: 'o', hasSmartphone: false, phone: 'p' }, 'call'],
    [{ openid: null, hasSmartphone: true, phone: 'p' }, 'call'],
    [{ openid: null, hasSmartphone: false, phone: null }, 'none'],
  ] as const)('%o is reached by %s', (person, way) => expect(wayTo(person)).toBe(way));
});

describe('a push text', () => {
  it('never names a child', () => {
    const names = ['林小雨', '周小海'];
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...names, ''), fc.string(), (before, name, after) => {
        const title = pushTitle(`${before}${name}${after}`, names, '学校有话对您说');
        for (const each of names) expect(title).not.toContain(each);
      }),
    );
    expect(pushTitle('周五家长会', names, '…')).toBe('周五家长会');
    expect(pushTitle('小雨明天打针', names, '…')).toBe('…');
  });

  it.each([
    ['欧阳小雨', '小雨明天打针'],
    ['阿依古丽·买买提', '阿依古丽明天打针'],
    ['李明', '李明明天打针'],
  ])('knows %s by the name that people call it', (name, title) => {
    expect(pushTitle(title, [name], '…')).toBe('…');
  });
});
