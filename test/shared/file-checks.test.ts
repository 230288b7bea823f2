import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CARE_STATUS, type FieldKey, LIVING } from '../../miniprogram/shared/domain/child-file';
import {
  CHECKS,
  type CheckedAdult,
  type CheckedPupil,
  completenessOf,
  type Facts,
  type FilesToCheck,
  filesOf,
  isComplete,
  missingIn,
} from '../../miniprogram/shared/domain/file-checks';
import { type Finding, findingsOf, shareOut } from '../../miniprogram/shared/domain/file-findings';
import { checkDigit, numberFault } from '../../miniprogram/shared/domain/id-number';
import { NATIONAL_RULE } from '../../miniprogram/shared/domain/left-behind';

const TODAY = '2026-11-24';
/** A number of area 990101, which nobody has. */
const idOf = (birthDay: string, sequence: number): string => {
  const first = `990101${birthDay.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  return first + checkDigit(first);
};
const PUPIL: Facts = {
  'pupil.name': '林小雨',
  'pupil.sex': 'female',
  'pupil.birthDay': '2017-05-04',
  'pupil.idNumber': idOf('2017-05-04', 2),
  'pupil.address': '示范县青石镇松树村',
  'pupil.boarding': 'no',
  'pupil.careStatus': 'both_away',
  'pupil.living': 'grandparents',
  'pupil.health': '健康',
};
const aPupil = (facts: Facts = {}, over: Partial<CheckedPupil> = {}): CheckedPupil => ({
  id: 's1',
  name: '林小雨',
  classId: 'c1',
  className: '三(2)班',
  leftBehind: true,
  facts: { ...PUPIL, ...facts },
  ...over,
});
const LINK: Facts = { 'link.relation': '奶奶', 'link.legalGuardian': 'no', 'link.mayContact': 'yes' };
const anAdult = (
  over: Partial<CheckedAdult> = {},
  link: Facts = {},
  studentIds: readonly string[] = ['s1'],
): CheckedAdult => ({
  id: 'm1',
  role: 'guardian',
  silentSince: null,
  facts: { 'member.name': '刘桂花', 'member.phone': '17000000001' },
  children: studentIds.map((studentId) => ({ studentId, facts: { ...LINK, ...link } })),
  ...over,
});
const FATHER = anAdult(
  { id: 'm2', role: 'parent', facts: { 'member.name': '林大山', 'member.phone': '17000000002' } },
  { 'link.relation': '父亲', 'link.legalGuardian': 'yes' },
);
const school = (over: Partial<FilesToCheck> = {}): FilesToCheck => ({
  pupils: [aPupil()],
  adults: [anAdult(), FATHER],
  delegations: [],
  rule: NATIONAL_RULE,
  today: TODAY,
  ...over,
});
const mask = (_: FieldKey, value: string) => `…${value.slice(-4)}`;
const found = (over: Partial<FilesToCheck> = {}) => {
  const checked = school(over);
  return findingsOf(filesOf(checked), { ...checked, mask });
};
const checksIn = (findings: readonly Finding[]) => findings.map(({ check }) => check);
const gone = (key: FieldKey): Facts => ({ [key]: null });

describe('a complete file', () => {
  const missing = (over: Partial<FilesToCheck>) => filesOf(school(over)).map(missingIn)[0];

  it('lacks nothing that is needed', () => {
    expect(missing({})).toEqual([]);
    expect(filesOf(school()).every(isComplete)).toBe(true);
  });

  it.each(['pupil.birthDay', 'pupil.idNumber', 'pupil.address', 'pupil.living', 'pupil.health'] as const)(
    'lacks %s',
    (key) => {
      expect(missing({ pupils: [aPupil(gone(key))] })).toEqual([key]);
    },
  );

  it('of a child that is not left behind needs no word of where it lives and how it is', () => {
    const home = aPupil(
      { 'pupil.living': null, 'pupil.health': null, 'pupil.careStatus': 'not_left_behind' },
      { leftBehind: false },
    );
    expect(missing({ pupils: [home] })).toEqual([]);
  });

  it('needs one telephone in the family, of somebody who may be in contact', () => {
    const silent = anAdult({ facts: { 'member.name': '刘桂花', 'member.phone': null } });
    expect(missing({ adults: [silent, FATHER] })).toEqual([]);
    const barred = { ...FATHER, children: [{ studentId: 's1', facts: { ...LINK, 'link.mayContact': 'no' } }] };
    expect(missing({ adults: [silent, barred] })).toEqual(['member.phone']);
    expect(missing({ adults: [] })).toEqual(['member.name', 'member.phone', 'link.relation']);
  });

  it('of a child left behind names somebody at home', () => {
    const checked = filesOf(school({ adults: [FATHER] }));
    expect(checked.map(missingIn)).toEqual([[]]);
    expect(checked.map(isComplete)).toEqual([false]);
  });
});

describe('what does not add up', () => {
  const pupil = (facts: Facts, over: Partial<CheckedPupil> = {}) => found({ pupils: [aPupil(facts, over)] });
  const born = (birthDay: string) => ({ 'pupil.birthDay': birthDay, 'pupil.idNumber': idOf(birthDay, 2) });

  it('is nothing where all is well', () => {
    expect(found()).toEqual([]);
  });

  it('under eight: alone, or with nobody at home; once, not also as under sixteen', () => {
    expect(checksIn(pupil({ ...born('2018-11-25'), 'pupil.living': 'alone' }))).toEqual(['under8_alone']);
    expect(checksIn(pupil({ ...born('2018-11-24'), 'pupil.living': 'alone' }))).toEqual(['under16_alone']);
    const young = found({ pupils: [aPupil(born('2020-01-01'))], adults: [FATHER] });
    expect(checksIn(young)).toEqual(['under8_alone', 'left_behind_without_caregiver']);
  });

  it('a child whose other parent stayed is cared for', () => {
    const stayed = aPupil({ ...born('2020-01-01'), 'pupil.careStatus': 'one_away' }, { leftBehind: false });
    expect(found({ pupils: [stayed], adults: [FATHER] })).toEqual([]);
  });

  it('an ID number by itself, against the birth day and against the sex', () => {
    const good = PUPIL['pupil.idNumber'] ?? '';
    const wrong = good.slice(0, 17) + (good.endsWith('1') ? '2' : '1');
    expect(pupil({ 'pupil.idNumber': wrong })).toMatchObject([{ check: 'id_digit', fact: `…${wrong.slice(-4)}` }]);
    expect(pupil({ 'pupil.birthDay': '2017-05-05' })).toMatchObject([
      { check: 'id_birth', fact: '身份证上是 2017-05-04，档案上是 2017-05-05' },
    ]);
    expect(pupil({ 'pupil.sex': 'male' })).toMatchObject([{ check: 'id_sex', fact: '身份证上是女' }]);
    expect(pupil({ 'pupil.birthDay': null })).toEqual([]);
  });

  it('of any ID number with one digit changed', () => {
    fc.assert(
      fc.property(fc.nat(17), fc.nat(9), (place, digit) => {
        const good = PUPIL['pupil.idNumber'] ?? '';
        const other = good.slice(0, place) + digit + good.slice(place + 1);
        fc.pre(other !== good);
        expect(numberFault(other)).toBeDefined();
        expect(checksIn(pupil({ 'pupil.idNumber': other }))).toContain('id_digit');
      }),
    );
  });

  it('one ID number on two, one name and birth day on two', () => {
    const twin = (facts: Facts = {}) => ({ ...aPupil(facts), id: 's2', classId: 'c2' });
    const family = [anAdult({}, {}, ['s1', 's2']), { ...FATHER, children: [...FATHER.children] }];
    const two = (second: CheckedPupil) =>
      found({
        pupils: [aPupil(), second],
        adults: [
          ...family,
          { ...FATHER, id: 'm3', children: [{ studentId: 's2', facts: FATHER.children[0]?.facts ?? {} }] },
        ],
      });
    expect(two(twin())).toMatchObject([{ check: 'same_id', children: [{ id: 's1' }, { id: 's2' }] }]);
    expect(two(twin(gone('pupil.idNumber')))).toMatchObject([{ check: 'same_person', fact: '2017-05-04' }]);
    // Two numbers are two children.
    expect(two(twin({ 'pupil.idNumber': idOf('2017-05-04', 4) }))).toEqual([]);
  });

  it('a mark that the age no longer bears', () => {
    const grown = pupil({ ...born('2010-01-01') }, { leftBehind: false });
    expect(grown).toMatchObject([{ check: 'over_age', fact: '2010-01-01 出生，满 16 岁了' }]);
  });

  it('care that was given to nobody on file', () => {
    const proxy = { 'pupil.living': 'proxy_parent' };
    expect(checksIn(pupil(proxy))).toEqual(['delegated_without_person']);
    const delegations = [{ studentId: 's1', memberId: 'm1' }];
    expect(found({ pupils: [aPupil(proxy)], delegations })).toEqual([]);
    expect(checksIn(found({ delegations: [{ studentId: 's1', memberId: 'm-gone' }] }))).toEqual([
      'delegated_without_person',
    ]);
  });

  it('nobody who is a legal guardian, who may be in contact, who has a telephone', () => {
    expect(checksIn(found({ adults: [anAdult()] }))).toEqual(['no_legal_guardian']);
    const barred = (adult: CheckedAdult): CheckedAdult => ({
      ...adult,
      children: adult.children.map(({ studentId, facts }) => ({
        studentId,
        facts: { ...facts, 'link.mayContact': 'no' },
      })),
    });
    expect(checksIn(found({ adults: [barred(anAdult()), barred(FATHER)] }))).toEqual(['nobody_may_contact']);
    const mute = { ...FATHER, facts: { 'member.name': '林大山' } };
    expect(checksIn(found({ adults: [mute, anAdult({ facts: { 'member.name': '刘桂花' } })] }))).toEqual(['no_phone']);
    expect(checksIn(found({ adults: [] }))).toEqual(['left_behind_without_caregiver', 'no_legal_guardian', 'no_phone']);
  });

  it('a number that is silent for thirty days', () => {
    const silent = (silentSince: string) => found({ adults: [anAdult({ silentSince }), FATHER] });
    expect(silent('2026-10-26')).toEqual([]);
    expect(silent('2026-10-25')).toMatchObject([
      { check: 'silent_phone', fact: '奶奶 …0001，2026-10-25 起没人接', children: [{ id: 's1' }] },
    ]);
  });
});

describe('one number on many', () => {
  const ids = ['s1', 's2', 's3'];
  const pupils = ids.map((id, i) =>
    aPupil({ ...gone('pupil.idNumber'), 'pupil.name': id }, { id, name: id, classId: `c${i}` }),
  );
  const fathers = ids.map((id) => ({
    ...FATHER,
    id: `f-${id}`,
    facts: { 'member.name': '父', 'member.phone': `1${id}` },
    children: [{ studentId: id, facts: FATHER.children[0]?.facts ?? {} }],
  }));
  const holders = (relation: string) =>
    ids.map((id) =>
      anAdult(
        { id: `g-${id}`, facts: { 'member.name': '某人', 'member.phone': '17000000009' } },
        { 'link.relation': relation },
        [id],
      ),
    );
  const shared = (adults: readonly CheckedAdult[]) =>
    found({ pupils, adults: [...fathers, ...adults] }).filter(({ check }) => check === 'shared_phone');

  it('of three families is looked at', () => {
    expect(shared(holders('奶奶'))).toMatchObject([
      { fact: '…0009', children: [{ id: 's1' }, { id: 's2' }, { id: 's3' }] },
    ]);
    expect(shared(holders('奶奶').slice(0, 2))).toEqual([]);
  });

  it('of brothers, sisters and cousins under one grandmother is a family', () => {
    const granny = anAdult({ facts: { 'member.name': '刘桂花', 'member.phone': '17000000009' } }, {}, ids);
    expect(shared([granny])).toEqual([]);
    const cousins = holders('奶奶').map((adult, i) => ({
      ...adult,
      facts: { ...adult.facts, 'member.name': `名${i}` },
    }));
    const uncle = anAdult({ id: 'uncle', facts: { 'member.name': '舅舅' } }, { 'link.relation': '舅舅' }, ids);
    expect(shared([...cousins, uncle])).toEqual([]);
  });

  it("a teacher's number makes no family", () => {
    const teacher = anAdult(
      { facts: { 'member.name': '李老师', 'member.phone': '17000000009' } },
      { 'link.relation': '班主任' },
      ids,
    );
    expect(shared([teacher])).toHaveLength(1);
  });

  it('counts among the further numbers too', () => {
    const more = ids.map((id) =>
      anAdult({ id: `g-${id}`, facts: { 'member.name': '某人', 'member.morePhones': '17000000008,17000000009' } }, {}, [
        id,
      ]),
    );
    expect(shared(more)).toHaveLength(2);
  });
});

/** Schools of any kind, with facts that are there or not. */
const facts = fc.record(
  {
    'pupil.birthDay': fc.constantFrom(null, '2010-01-01', '2017-05-04', '2020-02-02'),
    'pupil.idNumber': fc.constantFrom(null, PUPIL['pupil.idNumber'] ?? '', '123', idOf('2010-01-01', 1)),
    'pupil.address': fc.constantFrom(null, '松树村'),
    'pupil.health': fc.constantFrom(null, '健康'),
    'pupil.living': fc.constantFrom(null, ...Object.keys(LIVING)),
    'pupil.careStatus': fc.constantFrom(...Object.keys(CARE_STATUS)),
  },
  { requiredKeys: ['pupil.careStatus'] },
);
const anyPupils = fc
  .array(fc.record({ facts, leftBehind: fc.boolean(), classId: fc.constantFrom('c1', 'c2', 'c3') }), { maxLength: 25 })
  .map((all) =>
    all.map((one, i) =>
      aPupil(one.facts as Facts, {
        ...one,
        facts: { ...PUPIL, ...(one.facts as Facts) },
        id: `s${i}`,
        className: one.classId,
      }),
    ),
  );
const anyAdults = fc.array(
  fc.record({
    role: fc.constantFrom('parent' as const, 'guardian' as const),
    phone: fc.constantFrom(null, '17000000001', '17000000002', '17000000003'),
    relation: fc.constantFrom('父亲', '奶奶', '班主任'),
    mayContact: fc.constantFrom('yes', 'no'),
    legalGuardian: fc.constantFrom('yes', 'no'),
    silentSince: fc.constantFrom(null, '2026-01-01', '2026-11-20'),
    children: fc.uniqueArray(fc.nat(30), { maxLength: 4 }),
  }),
  { maxLength: 20 },
);
const anySchool = fc.tuple(anyPupils, anyAdults).map(
  ([pupils, adults]): FilesToCheck =>
    school({
      pupils,
      adults: adults.map(({ role, phone, relation, mayContact, legalGuardian, silentSince, children }, i) =>
        anAdult(
          { id: `m${i}`, role, silentSince, facts: { 'member.name': '某人', 'member.phone': phone } },
          { 'link.relation': relation, 'link.mayContact': mayContact, 'link.legalGuardian': legalGuardian },
          children.map((n) => `s${n}`),
        ),
      ),
    }),
);

describe('表间勾稽', () => {
  it('the classes add up to the school, and within each the parts to the whole', () => {
    fc.assert(
      fc.property(anySchool, (checked) => {
        const files = filesOf(checked);
        const classes = completenessOf(files);
        const sum = (of: 'pupils' | 'complete' | 'leftBehind' | 'leftBehindComplete') =>
          classes.reduce((total, one) => total + one[of], 0);
        expect(sum('pupils')).toBe(checked.pupils.length);
        expect(sum('leftBehind')).toBe(checked.pupils.filter(({ leftBehind }) => leftBehind).length);
        expect(sum('complete')).toBe(files.filter(isComplete).length);
        for (const one of classes) {
          const own = files.filter(({ pupil }) => pupil.classId === one.classId);
          expect(one.pupils).toBe(own.length);
          expect(one.leftBehindComplete).toBeLessThanOrEqual(Math.min(one.leftBehind, one.complete));
          expect(one.complete - one.leftBehindComplete).toBeLessThanOrEqual(one.pupils - one.leftBehind);
          const lacking = one.missing.reduce((total, line) => total + line.count, 0);
          expect(lacking).toBe(own.reduce((total, file) => total + missingIn(file).length, 0));
          for (const line of one.missing) expect(line.count).toBeLessThanOrEqual(one.pupils);
        }
      }),
    );
  });

  it('names only children of the school, each check in turn, and a school looked at class by class has no more', () => {
    fc.assert(
      fc.property(anySchool, (checked) => {
        const all = findingsOf(filesOf(checked), { ...checked, mask });
        const ids = new Set(checked.pupils.map(({ id }) => id));
        for (const { children } of all) {
          expect(children.length).toBeGreaterThan(0);
          expect(new Set(children.map(({ id }) => id)).size).toBe(children.length);
          for (const { id } of children) expect(ids.has(id)).toBe(true);
        }
        const order = all.map(({ check }) => CHECKS.indexOf(check));
        expect(order).toEqual([...order].sort((a, b) => a - b));
        for (const classId of ['c1', 'c2', 'c3']) {
          const part = { ...checked, pupils: checked.pupils.filter((pupil) => pupil.classId === classId) };
          const own = new Set(checksIn(findingsOf(filesOf(part), { ...part, mask })));
          // Who is kin to whom is seen better in the whole school.
          own.delete('shared_phone');
          for (const check of own) expect(checksIn(all)).toContain(check);
        }
      }),
    );
  });

  it('shows no more than there is room for, and of every check what the others leave', () => {
    fc.assert(
      fc.property(anySchool, fc.integer({ min: 0, max: 60 }), (checked, limit) => {
        const all = findingsOf(filesOf(checked), { ...checked, mask });
        const shown = shareOut(all, limit);
        expect(shown.length).toBe(Math.min(limit, all.length));
        expect(shown).toEqual(all.filter((finding) => shown.includes(finding)));
        if (limit >= CHECKS.length) expect(new Set(checksIn(shown))).toEqual(new Set(checksIn(all)));
      }),
    );
  });
});
