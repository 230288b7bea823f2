import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Audience } from '../../miniprogram/shared/contract';
import {
  type AudiencePupil,
  firstRung,
  isMeant,
  pushTitle,
  recipientsOf,
} from '../../miniprogram/shared/domain/audience';
import { RUNGS, waysTo } from '../../miniprogram/shared/domain/ladder';

const CLASSES = ['c1', 'c2', 'c3'];
const classOf = (n: number) => CLASSES[n % 3] ?? 'c1';
const aChild = fc
  .record({ n: fc.integer({ min: 0, max: 8 }), mayContact: fc.boolean() })
  .map(({ n, mayContact }) => ({ studentId: `s${n}`, classId: classOf(n), relation: '父亲', mayContact }));
const aPerson = fc.record({
  _id: fc.integer({ min: 0, max: 9 }).map((n) => `m${n}`),
  role: fc.constantFrom('parent' as const, 'guardian' as const),
  openid: fc.option(fc.constant('o'), { nil: null }),
  hasSmartphone: fc.boolean(),
  phone: fc.option(fc.constant('sealed'), { nil: null }),
  canRead: fc.boolean(),
  children: fc.uniqueArray(aChild, { selector: (child) => child.studentId, maxLength: 4 }),
});
const some = fc.uniqueArray(aPerson, { selector: ({ _id }) => _id });
const aPlace: fc.Arbitrary<Audience['of']> = fc.oneof<fc.Arbitrary<Audience['of']>[]>(
  fc.constant<Audience['of']>({ kind: 'school' }),
  fc.constant<Audience['of']>({ kind: 'grades', grades: [1] }),
  fc.constant<Audience['of']>({ kind: 'classes', classIds: CLASSES }),
  fc
    .subarray(['s0', 's1', 's2', 's3'], { minLength: 1 })
    .map((studentIds) => ({ kind: 'pupils' as const, studentIds })),
);
const anAudience: fc.Arbitrary<Audience> = fc
  .record({
    of: aPlace,
    roles: fc.subarray(['parent' as const, 'guardian' as const], { minLength: 1 }),
    boarding: fc.option(fc.constantFrom('boarding' as const, 'day' as const), { nil: undefined }),
    leftBehind: fc.constantFrom(true as const, undefined),
  })
  .map(({ boarding, leftBehind, ...audience }) => ({
    ...audience,
    ...(boarding && { boarding }),
    ...(leftBehind && { leftBehind }),
  }));
/** Pupils of the classes that an audience was found to mean. */
const pupils: fc.Arbitrary<AudiencePupil[]> = fc.subarray(Array.from({ length: 9 }, (_, n) => n)).chain((there) =>
  fc.tuple(
    ...there.map((n) =>
      fc.record({
        _id: fc.constant(`s${n}`),
        classId: fc.constant(classOf(n)),
        className: fc.constant(`${n}班`),
        name: fc.constant(`孩子${n}`),
        status: fc.constantFrom('active' as const, 'active' as const, 'left' as const),
        boarding: fc.boolean(),
        leftBehind: fc.boolean(),
      }),
    ),
  ),
);
const sms = fc.boolean().map((on) => ({ sms: on }));

describe('recipients', () => {
  it('are each person once, with exactly the children who are meant', () => {
    fc.assert(
      fc.property(anAudience, fc.array(aPerson), pupils, sms, (audience, people, all, school) => {
        const recipients = recipientsOf(audience, people, all, school);
        expect(new Set(recipients.map(({ person }) => person._id)).size).toBe(recipients.length);
        for (const { person, children, ways } of recipients) {
          expect(audience.roles).toContain(person.role);
          expect(ways).toEqual(waysTo(person, school));
          const mine = person.children.filter(({ mayContact }) => mayContact).map(({ studentId }) => studentId);
          const meant = all.filter((pupil) => isMeant(audience, pupil) && mine.includes(pupil._id));
          expect(children.map(({ _id }) => _id).sort()).toEqual(meant.map(({ _id }) => _id).sort());
          expect(children.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('leave nobody out who has a right to a child there', () => {
    fc.assert(
      fc.property(anAudience, some, pupils, sms, (audience, people, all, school) => {
        const got = new Set(recipientsOf(audience, people, all, school).map(({ person }) => person._id));
        for (const { _id, role, children } of people) {
          const meant = children.some(
            (c) => c.mayContact && all.some((pupil) => pupil._id === c.studentId && isMeant(audience, pupil)),
          );
          expect(got.has(_id)).toBe(meant && audience.roles.includes(role));
        }
      }),
    );
  });
});

describe('a pupil is meant', () => {
  const pupil: AudiencePupil = {
    _id: 's1',
    classId: 'c1',
    className: '',
    name: '',
    status: 'active',
    boarding: true,
    leftBehind: true,
  };
  const school: Audience = { of: { kind: 'school' }, roles: ['parent'] };
  const named = (...studentIds: string[]): Audience => ({ ...school, of: { kind: 'pupils', studentIds } });
  it.each<[string, Audience, Partial<AudiencePupil>, boolean]>([
    ['of the school', school, {}, true],
    ['not who left', school, { status: 'left' }, false],
    ['who is named', named('s1'), {}, true],
    ['not who is not named', named('s2'), {}, false],
    ['not a boarder among day pupils', { ...school, boarding: 'day' }, {}, false],
    ['a day pupil among them', { ...school, boarding: 'day' }, { boarding: false }, true],
    ['a boarder among boarders', { ...school, boarding: 'boarding' }, {}, true],
    ['left behind', { ...school, leftBehind: true }, {}, true],
    ['not with the parents at home', { ...school, leftBehind: true }, { leftBehind: false }, false],
  ])('%s', (_what, audience, over, expected) => {
    expect(isMeant(audience, { ...pupil, ...over })).toBe(expected);
  });
});

describe('the first rung', () => {
  it('is one of the person’s, and WeChat only for who allowed a message', () => {
    fc.assert(
      fc.property(aPerson, sms, fc.boolean(), (person, school, mayPush) => {
        const ways = waysTo(person, school);
        const rung = firstRung(ways, mayPush);
        expect(ways).toContain(rung);
        if (!mayPush) expect(rung).not.toBe('wechat');
        // Nothing that would work is skipped.
        for (const earlier of RUNGS.slice(0, RUNGS.indexOf(rung)))
          expect(!ways.includes(earlier) || (earlier === 'wechat' && !mayPush)).toBe(true);
      }),
    );
  });
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

  it.each(['留守儿童家长座谈会', '家庭经济困难学生资助', '孤儿补助'])(
    'does not say on a locked screen: %s',
    (title) => {
      expect(pushTitle(title, [], '…')).toBe('…');
    },
  );

  it.each([
    ['欧阳小雨', '小雨明天打针'],
    ['阿依古丽·买买提', '阿依古丽明天打针'],
    ['李明', '李明明天打针'],
  ])('knows %s by the name that people call it', (name, title) => {
    expect(pushTitle(title, [name], '…')).toBe('…');
  });
});
