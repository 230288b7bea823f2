import { describe, expect, it } from 'vitest';
import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import type { Staff } from '../../cloudfunctions/_server/data/documents';
import type { CadenceRow, OwnKind, RecordValues } from '../../miniprogram/shared/contract';
import {
  ABOUT,
  DEEDS,
  FIELD_TYPES,
  RECORD_KINDS,
  type RecordField,
  type RecordKind,
} from '../../miniprogram/shared/domain/record-kinds';
import type { Backend } from '../support/backend';
import { SCHOOL } from '../support/builders';
import { bringVerdict, lettersIn } from '../support/notices';
import { schoolWithPhotos, visit } from '../support/records';
import { code, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const FATHER = 'o-m-father';
const DAY = '2026-11-20';
/** One of each role that writes or reads about 林小雨. */
const STAFF = { teacher: HEAD, counsellor: 'o-t-mind', school_admin: ADMIN, volunteer: 'o-t-volunteer' } as const;

/** Kinds that a school made for itself: between them each way to be about somebody, each type of field, shared and not. */
const own = (id: string, over: Partial<OwnKind> & Pick<OwnKind, 'about' | 'fields'>): OwnKind => ({
  ...{ id: `own_${id}`, name: `自己的 ${id}`, book: 'growth', photos: 2, voices: 1, feeds: [] },
  ...{ writers: ['teacher', 'school_admin'], readers: ['teacher', 'school_admin'], families: null },
  ...over,
});
const OWN: readonly OwnKind[] = [
  own('tree', {
    about: 'children',
    fields: [{ id: 'trees', label: '几棵', type: 'number', min: 0, max: 50, unit: '棵' }],
    writers: ['teacher', 'volunteer'],
    readers: ['teacher', 'counsellor', 'school_admin', 'volunteer'],
    families: { title: '孩子种了树', fields: ['trees'], photos: true, voices: false, on: true },
    feeds: ['praise', 'life'],
  }),
  own('walk', {
    about: 'child',
    fields: [
      { id: 'way', label: '走哪条路', type: 'choice', choices: ['大路', '小路'] },
      { id: 'with', label: '和谁', type: 'chips', choices: ['同学', '奶奶', '老师'] },
      { id: 'again', label: '下次', type: 'day' },
    ],
    ...{ photos: 0, voices: 0, book: 'visit', feeds: ['visit'] },
    writers: ['counsellor', 'teacher'],
    readers: ['counsellor'],
    families: { title: '老师送孩子回家', fields: ['way', 'again'], photos: false, voices: false, on: false },
  }),
  own('class', {
    about: 'class',
    fields: [
      { id: 'safe', label: '都到家了', type: 'yes_no' },
      { id: 'note', label: '说一说', type: 'text', max: 100 },
    ],
    families: { title: '放学路队', fields: [], photos: false, voices: true, on: false },
    feeds: ['forum'],
  }),
  own('granny', { about: 'caregiver', fields: [{ id: 'note', label: '说一说', type: 'text', max: 100 }] }),
];
const KINDS: readonly RecordKind[] = [...RECORD_KINDS, ...(OWN as readonly RecordKind[])];

const TERM_FROM = '2026-09-01';
/** A rule for each deed there is, and for each kind of the school's own. */
const RULES: readonly CadenceRow[] = [...DEEDS, ...OWN.map(({ id }) => id)].map((deed) => ({
  ...{ id: `for_${deed}`, name: deed.slice(0, 12), window: 'month', times: 1, counts: [deed], for: 'all' },
  ...{ by: 'head_teacher', since: TERM_FROM, until: null, pausedBy: [] },
}));

const seed = async (backend: Backend) => {
  await schoolWithPhotos(backend);
  const set = { recordKinds: { own: [...OWN], hidden: [] }, cadences: [...RULES] };
  await backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set });
  const near: Partial<Staff> = { menteeIds: ['s-yu'], checkedUntil: '2027-06-30' };
  await backend.deps.store.updateWhere('staff', { _id: 't-volunteer' }, { set: near });
};
const b = await sharedBackend(seed);
const { receipts } = lettersIn(b);

/** A value of each type, and how it is said. */
const FILLED: Readonly<Record<RecordField['type'], (field: RecordField) => readonly [RecordValues[string], string]>> = {
  chips: ({ choices = [] }) => [choices.slice(0, 2), choices.slice(0, 2).join('、')],
  choice: ({ choices = [] }) => [choices[1] ?? '', choices[1] ?? ''],
  text: ({ id }) => [`话 ${id}`, `话 ${id}`],
  number: ({ min = 0, unit = '' }) => [min + 2.5, `${min + 2.5} ${unit}`],
  day: () => ['2026-12-01', '2026年12月1日'],
  yes_no: () => [true, '是'],
};
const said = (kind: RecordKind) =>
  kind.fields.map((field) => {
    const [value, text] = FILLED[field.type](field);
    return { id: field.id, value, fact: { label: field.label, text } };
  });
const whole = (kind: RecordKind) =>
  visit({
    ...{ requestKey: `whole-${kind.id}`, kind: kind.id, day: DAY },
    values: Object.fromEntries(said(kind).map(({ id, value }) => [id, value])),
    place: '孩子家里',
  });

/** Everything that a kind takes, shared where it is for families; photos and voices passed the check. */
async function writeShared(kind: RecordKind): Promise<string> {
  const upload = (name: string) => b.cloud.upload(`u/${name}`, Buffer.from(name), HEAD);
  const photos = kind.photos > 0 ? [await upload('p.jpg')] : [];
  const voices = kind.voices > 0 ? [{ fileId: await upload('v.mp3'), seconds: 7 }] : [];
  const share = kind.families ? { share: true, shareText: '给您的话', photosConsented: true } : {};
  const { recordId } = await b.call(HEAD, 'records.write', { ...whole(kind), photos, voices, ...share });
  const checks = await b.deps.store.list('mediaChecks', { where: { _id: { startsWith: recordId } }, limit: 20 });
  for (const { traces } of checks) await bringVerdict(b.deps, traces.at(-1), 'pass');
  return recordId;
}

it('a school’s own kinds in this table are of every make', () => {
  expect(new Set(OWN.map(({ about }) => about))).toEqual(new Set(ABOUT));
  expect(new Set(OWN.flatMap(({ fields }) => fields.map(({ type }) => type)))).toEqual(new Set(FIELD_TYPES));
});

describe.each(KINDS.map((kind) => [kind.id, kind] as const))('%s', (_id, kind) => {
  it('is written by those whose it is', async () => {
    for (const [role, openid] of Object.entries(STAFF)) {
      const mine = (kind.writers as readonly string[]).includes(role);
      const input = { ...whole(kind), requestKey: `by-${role}` };
      expect([role, await code(b.call(openid, 'records.write', input))]).toEqual([
        role,
        mine ? 'done' : 'records.wrong-kind',
      ]);
    }
    for (const openid of [FATHER, 'o-t-bureau', 'o-t-booth'])
      expect(await code(b.call(openid, 'records.write', whole(kind)))).toBe('auth.forbidden');
  });

  it('is read whole by the roles it is for, by nobody else of the school', async () => {
    const recordId = await writeShared(kind);
    for (const [role, openid] of Object.entries(STAFF)) {
      const mine = role === 'teacher' || (kind.readers as readonly string[]).includes(role);
      const { records } = await b.call(openid, 'records.list', { studentId: 's-yu' });
      expect([role, records.map((one) => one.recordId)]).toEqual([role, mine ? [recordId] : []]);
      expect([role, await code(b.call(openid, 'records.open', { recordId }))]).toEqual([
        role,
        mine ? 'done' : 'common.not-found',
      ]);
      if (mine)
        expect(records[0]).toMatchObject({
          title: kind.name,
          facts: said(kind).map(({ fact }) => fact),
          place: '孩子家里',
          day: DAY,
        });
    }
    for (const openid of ['o-t-other', 'o-t-mentor'])
      expect(await code(b.call(openid, 'records.open', { recordId }))).toBe('common.not-found');
  });

  it('shows a family exactly what it shares', async () => {
    const recordId = await writeShared(kind);
    const { families } = kind;
    const { records } = await b.call(FATHER, 'records.list', { studentId: 's-yu' });
    const url = expect.stringMatching(/^http/);
    const shows = families && {
      ...{ recordId, kind: kind.id, title: families.title, book: kind.book, day: DAY, at: b.clock.at, by: '李老师' },
      facts: said(kind).flatMap(({ id, fact }) => (families.fields.includes(id) ? [fact] : [])),
      ...{
        place: '',
        shareText: '给您的话',
        shared: true,
        others: 0,
        corrected: false,
        struck: false,
        mayCorrect: false,
      },
      photos: families.photos ? [{ url, state: 'shown' }] : [],
      voices: families.voices ? [{ url, seconds: 7, state: 'shown' }] : [],
    };
    expect(records).toEqual(shows ? [shows] : []);
    expect((await receipts(recordId)).length).toBe(families ? 3 : 0);
    if (!families) {
      const input = { ...whole(kind), requestKey: 'never-shared', share: true, shareText: '给您的话' };
      expect(await code(b.call(HEAD, 'records.write', input))).toBe('input.invalid');
      return;
    }
    const opened = await b.call(FATHER, 'notices.open', { receiptId: `${recordId}:m-father` });
    const lines = [shows?.shareText, ...(shows?.facts ?? []).map(({ label, text }) => `${label}：${text}`)];
    expect([opened.title, opened.body.split('\n')]).toEqual([families.title, lines]);
    expect([opened.photoUrls.length, opened.voiceUrl !== null]).toEqual([Number(families.photos), families.voices]);
  });

  it('counts on its day, once for each entry, for nothing else', async () => {
    await writeShared(kind);
    expect((await b.deps.store.get('students', 's-yu'))?.done).toEqual(doneOf([{ kind: kind.id, day: DAY }]));
    expect((await b.deps.store.get('students', 's-hai'))?.done).toBeUndefined();
  });

  it('does what its cadences ask for this month, and nothing else; struck out it does so no more', async () => {
    const { recordId } = await b.call(HEAD, 'records.write', whole(kind));
    const done = async () =>
      (await b.call(HEAD, 'cadence.child', { studentId: 's-yu' })).cadences
        .filter(({ windows }) => windows.some(({ state }) => state === 'ok'))
        .map(({ id }) => id)
        .sort();
    const asked = RULES.filter(({ counts: [deed = ''] }) => kind.feeds.includes(deed) || deed === kind.id);
    expect(await done()).toEqual(asked.map(({ id }) => id).sort());
    await b.call(HEAD, 'records.strike', { recordId, why: '写错了孩子' });
    expect(await done()).toEqual([]);
  });

  it('refuses what it does not take', async () => {
    const refused = async (over: object) => code(b.call(HEAD, 'records.write', { ...whole(kind), ...over }));
    const file = (n: number) => `cloud://e.x/u/${n}.x`;
    const many = (n: number) => Array.from({ length: n }, (_, i) => i);
    if (kind.photos < 9) expect(await refused({ photos: many(kind.photos + 1).map(file) })).toBe('input.invalid');
    if (kind.voices < 3)
      expect(await refused({ voices: many(kind.voices + 1).map((n) => ({ fileId: file(n), seconds: 1 })) })).toBe(
        'input.invalid',
      );
    expect(await refused({ values: { ...whole(kind).values, other: '话' } })).toBe('input.invalid');
    if (kind.about !== 'class') expect(await refused({ studentIds: [], classId: 'c32' })).toBe('records.wrong-kind');
    const isForOne = kind.about === 'child' || kind.about === 'caregiver';
    expect(await refused({ studentIds: ['s-yu', 's-hai'], requestKey: 'of-two-children' })).toBe(
      isForOne ? 'records.wrong-kind' : 'done',
    );
    expect(await b.deps.store.count('records', { schoolId: SCHOOL, studentIds: 's-yu' })).toBe(isForOne ? 0 : 1);
  });
});

describe('what is near a child’s body or heart', () => {
  const readersOf = (id: string) => RECORD_KINDS.find((kind) => kind.id === id)?.readers;

  it.each(['home_visit', 'talk', 'caregiver_talk', 'parent_feedback', 'illness', 'bed_check'])(
    '%s: no volunteer reads what others wrote',
    (id) => {
      expect(readersOf(id)).not.toContain('volunteer');
    },
  );
  it.each(['illness', 'bed_check'])('%s: health is for whom it helps', (id) => {
    expect(readersOf(id)).toEqual(['teacher', 'school_admin']);
  });
});
