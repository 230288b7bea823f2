import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { ownKind, type RecordValues } from '../../miniprogram/shared/contract/records';
import {
  countedKinds,
  DEEDS,
  endedKinds,
  kindsOfDeed,
  offeredKinds,
  ownKinds,
  RECORD_KINDS,
  type RecordField,
  type RecordKind,
  recordKind,
} from '../../miniprogram/shared/domain/record-kinds';
import { kindFault, kindsFault, tellsContact, valuesFault } from '../../miniprogram/shared/domain/record-kinds-check';
import { factsOf, familyFacts } from '../../miniprogram/shared/domain/record-kinds-facts';

const own = (over: Partial<RecordKind> = {}): RecordKind => ({
  id: 'own_tree',
  name: '种树',
  book: 'growth',
  about: 'children',
  fields: [{ id: 'trees', label: '几棵', type: 'number', min: 0, max: 50, unit: '棵' }],
  photos: 3,
  voices: 0,
  writers: ['teacher'],
  readers: ['teacher', 'school_admin'],
  families: { title: '孩子种了树', fields: ['trees'], photos: true, voices: false, on: true },
  feeds: ['praise'],
  ...over,
});

describe('the kinds of the product', () => {
  it('are those that schools keep books about', () => {
    expect(RECORD_KINDS.map(({ id }) => id).sort()).toEqual(
      [
        ...['home_visit', 'return_visit', 'visit_day', 'phone_visit', 'wechat_contact', 'talk', 'forum', 'tutoring'],
        ...['life_care', 'bed_check', 'illness', 'diary', 'badge', 'award', 'work', 'praise', 'caregiver_talk'],
        ...['parent_feedback', 'village_visit', 'parent_school', 'letter', 'self_care', 'parents_letter'],
      ].sort(),
    );
  });

  it('mean something, each of them, and together feed every cadence', () => {
    for (const kind of RECORD_KINDS) expect([kind.id, kindFault(kind)]).toEqual([kind.id, undefined]);
    expect(kindsFault(RECORD_KINDS)).toBeUndefined();
    for (const deed of DEEDS) expect([deed, kindsOfDeed(deed).length > 0]).toEqual([deed, true]);
    expect(kindsOfDeed('visit')).toEqual(['home_visit', 'return_visit', 'visit_day']);
    expect(kindsOfDeed('talk')).toEqual(['talk']);
    expect(kindsOfDeed('own_tree', [own()])).toEqual(['own_tree']);
    expect(kindsOfDeed('praise', [own()])).toContain('own_tree');
  });

  it('of the school’s own that are gone go on counting for what they fed, until they are its own again', () => {
    const first = { own: [own(), own({ id: 'own_mute', feeds: [] })], hidden: [] };
    const ended = endedKinds(first, []);
    expect(ended).toEqual([{ id: 'own_tree', feeds: own().feeds }]);
    const gone = { own: [], ended };
    expect(kindsOfDeed('praise', countedKinds(gone))).toContain('own_tree');
    expect(endedKinds(gone, [])).toEqual(ended);
    expect(endedKinds(gone, [own()])).toEqual([]);
    expect(countedKinds(undefined)).toEqual([]);
  });

  it('tell a family nothing of a letter but that it went, and never of who lay awake', () => {
    expect(recordKind('letter')?.fields.map(({ type }) => type)).toEqual(['choice']);
    for (const id of ['bed_check', 'village_visit']) expect(recordKind(id)?.families).toBeNull();
    for (const { families, fields } of RECORD_KINDS)
      for (const id of families?.fields ?? []) expect(fields.map((field) => field.id)).toContain(id);
  });
});

describe('a letter on paper', () => {
  it('is a contact of the parents where theirs was handed to the child', () => {
    const [letter, talk] = [recordKind('letter') ?? own(), recordKind('talk') ?? own()];
    const ways = letter.fields[0]?.choices ?? [];
    expect(ways.filter((way) => tellsContact(letter, { way }))).toEqual(['父母来信交给孩子']);
    expect(tellsContact(talk, { way: '父母来信交给孩子' })).toBe(false);
  });
});

describe('a row that means nothing', () => {
  const field = (over: Partial<RecordField>): Partial<RecordKind> => ({
    fields: [{ id: 'trees', label: '几棵', type: 'number', min: 0, max: 50, ...over }],
  });
  const text = { type: 'text', min: undefined, max: 50 } as const;
  it.each<[string, Partial<RecordKind>, string, string]>([
    ['without a name', { name: ' ' }, 'name', 'required'],
    ['without fields', { fields: [], families: null }, 'fields', 'range'],
    ['with one field twice', { fields: [...own().fields, ...own().fields] }, 'fields', 'twice'],
    ['that nobody writes', { writers: [] }, 'writers', 'writers'],
    ['that families write', { writers: ['parent'] }, 'writers', 'writers'],
    ['that the bureau reads', { readers: ['bureau'] }, 'readers', 'readers'],
    ['that feeds what no cadence counts', { feeds: ['tree'] }, 'feeds', 'unknown'],
    ['that feeds one twice', { feeds: ['life', 'life'] }, 'feeds', 'twice'],
    [
      'that is a contact by an answer that nobody can give',
      { contact: { field: 'trees', is: '来信' } },
      'contact',
      'choices',
    ],
    ['with ten photos', { photos: 10 }, 'photos', 'range'],
    ['with half a voice', { voices: 0.5 }, 'voices', 'range'],
    [
      'without a title for families',
      { families: { ...own().families, title: '' } as never },
      'families.title',
      'required',
    ],
    ['that shares a field it has not', field({ id: 'leaves' }), 'families.fields', 'unknown'],
    ['that shares photos it has not', { photos: 0 }, 'families.photos', 'nothing'],
    [
      'that shares voices it has not',
      { families: { ...own().families, voices: true } as never },
      'families.voices',
      'nothing',
    ],
    ['with a number without an end', field({ max: undefined }), 'fields.0.max', 'range'],
    ['with a number that is always one', field({ min: 5, max: 5 }), 'fields.0.max', 'range'],
    [
      'with a choice of one',
      field({ type: 'choice', min: undefined, max: undefined, choices: ['是'] }),
      'fields.0.choices',
      'choices',
    ],
    [
      'with the same choice twice',
      field({ type: 'chips', min: undefined, max: undefined, choices: ['是', '是'] }),
      'fields.0.choices',
      'choices',
    ],
    ['with choices for a number', field({ choices: ['一', '二'] }), 'fields.0.choices', 'choices'],
    ['with lines to begin a number', field({ template: '多少：' }), 'fields.0.template', 'type'],
    ['with lines to begin with that are none', field({ ...text, template: ' ' }), 'fields.0.template', 'range'],
    [
      'with more lines to begin with than may be written',
      field({ ...text, template: '一'.repeat(51) }),
      'fields.0.template',
      'range',
    ],
    ['with a text without an end', field({ type: 'text', min: undefined, max: undefined }), 'fields.0.max', 'range'],
    ['with a measure for yes and no', field({ type: 'yes_no', min: undefined }), 'fields.0.max', 'type'],
    ['with a unit for a text', field({ type: 'text', min: undefined, unit: '棵' }), 'fields.0.min', 'type'],
    ['without a label', field({ label: '' }), 'fields.0.label', 'required'],
  ])('%s', (_what, over, at, rule) => {
    expect(kindFault(own(over))).toEqual({ field: at, rule });
  });

  it('does not load, nor does one that takes another’s id', () => {
    expect(ownKinds({ own: [own(), own({ id: 'own_bad', writers: [] })] }).map(({ id }) => id)).toEqual(['own_tree']);
    expect(ownKinds({ own: [own(), own({ name: '又一个' })] }).map(({ name }) => name)).toEqual(['种树']);
    expect(ownKinds({ own: [own({ id: 'home_visit' })] })).toEqual([]);
    expect(kindsFault([own(), own()])).toEqual({ field: 'id', rule: 'twice' });
    expect(ownKinds(undefined)).toEqual([]);
  });

  it('is not among those that a school offers, nor is what it hid', () => {
    const offered = offeredKinds({ own: [own(), own({ id: 'own_bad', name: '' })], hidden: ['bed_check'] });
    expect(offered).toHaveLength(RECORD_KINDS.length);
    expect(offered.at(-1)?.id).toBe('own_tree');
    expect(offered.some(({ id }) => id === 'bed_check')).toBe(false);
  });

  it('what the contract takes of a school’s own kind and what means something differ only in meaning', () => {
    expect(v.is(ownKind, own())).toBe(true);
    expect(v.is(ownKind, own({ id: 'home_visit' }))).toBe(false);
  });
});

/** Something that a field takes. */
const taken = (field: RecordField): fc.Arbitrary<RecordValues[string]> => {
  switch (field.type) {
    case 'chips':
      return fc.subarray([...(field.choices ?? [])]);
    case 'choice':
      return fc.constantFrom(...(field.choices ?? []));
    case 'text':
      return fc.string({ maxLength: field.max ?? 0 });
    case 'number':
      return fc.integer({ min: (field.min ?? 0) * 10, max: (field.max ?? 0) * 10 }).map((n) => n / 10);
    case 'day':
      return fc.constantFrom('2026-11-24', '2024-02-29', '2027-01-01');
    case 'yes_no':
      return fc.boolean();
  }
};
/** Something that a field does not take, whatever its type. */
const refused = ({ type, choices = [], max = 0, min = 0 }: RecordField): readonly RecordValues[string][] =>
  ({
    chips: ['x', 3, true, ['not there'], [choices[0] ?? '', choices[0] ?? '']],
    choice: ['not there', 3, true, ['x']],
    text: ['字'.repeat(max + 1), 3, true, ['x']],
    number: [min - 1, max + 1, max - 0.123, Number.NaN, Number.POSITIVE_INFINITY, '3', true],
    day: ['2026-02-30', 'today', 3, true],
    yes_no: ['yes', 1, ['x']],
  })[type];

const filled = (kind: RecordKind): fc.Arbitrary<RecordValues> =>
  fc
    .record(Object.fromEntries(kind.fields.map((field) => [field.id, taken(field)])))
    .filter((values) => kind.fields.every(({ id, required }) => !required || values[id] !== ''));

describe.each(RECORD_KINDS.map((kind) => [kind.id, kind] as const))('%s', (_id, kind) => {
  it('takes what its fields take, and says it in its own order', () => {
    fc.assert(
      fc.property(filled(kind), (values) => {
        fc.pre(kind.fields.every(({ id, required }) => !required || values[id]?.toString() !== ''));
        expect(valuesFault(kind, values)).toBeUndefined();
        const labels = factsOf(kind, values).map(({ label }) => label);
        const order = kind.fields.map(({ label }) => label);
        expect(labels).toEqual(order.filter((label) => labels.includes(label)));
        const told = familyFacts(kind, values);
        const open = kind.fields.filter(({ id }) => kind.families?.fields.includes(id)).map(({ label }) => label);
        expect(told.every(({ label }) => open.includes(label))).toBe(true);
        expect(factsOf(kind, values)).toEqual(expect.arrayContaining(told));
      }),
      { numRuns: 30 },
    );
  });

  it('refuses everything else, by the name of the field', () => {
    const required = Object.fromEntries(
      kind.fields.flatMap((field) => (field.required ? [[field.id, field.choices?.[0] ?? '好']] : [])),
    );
    expect(valuesFault(kind, required)).toBeUndefined();
    for (const field of kind.fields) {
      for (const value of refused(field))
        expect([field.id, value, valuesFault(kind, { ...required, [field.id]: value })?.field]).toEqual([
          field.id,
          value,
          field.id,
        ]);
      if (field.required) {
        const { [field.id]: _gone, ...without } = required;
        expect(valuesFault(kind, without)).toEqual({ field: field.id, rule: 'required' });
      }
    }
    expect(valuesFault(kind, { ...required, other: 'x' })).toEqual({ field: 'other', rule: 'unknown' });
  });
});

describe('facts', () => {
  it('are words', () => {
    const illness = recordKind('illness');
    const values = { signs: ['发烧', '咳嗽'], temperature: 38.5, told: '还没有', where: '村卫生室' };
    expect(illness && factsOf(illness, values)).toEqual([
      { label: '怎么不舒服', text: '发烧、咳嗽' },
      { label: '体温', text: '38.5 ℃' },
      { label: '送到哪里', text: '村卫生室' },
      { label: '告诉家里', text: '还没有' },
    ]);
    const own = { fields: [{ id: 'ended', label: '结束了', type: 'yes_no' }] } as const;
    expect(factsOf(own, { ended: false })).toEqual([{ label: '结束了', text: '不是' }]);
    const returned = recordKind('return_visit');
    expect(returned && factsOf(returned, { until: '2027-02-08', note: '' })).toEqual([
      { label: '在家到哪天', text: '2027年2月8日' },
    ]);
  });
});
