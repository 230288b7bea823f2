import { describe, expect, it } from 'vitest';
import { doneOf } from '../../cloudfunctions/_server/cadence/days';
import type { Staff } from '../../cloudfunctions/_server/data/documents';
import type { RecordValues } from '../../miniprogram/shared/contract';
import { RECORD_KINDS, type RecordField, type RecordKind } from '../../miniprogram/shared/domain/record-kinds';
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

const seed = async (backend: Backend) => {
  await schoolWithPhotos(backend);
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

describe.each(RECORD_KINDS.map((kind) => [kind.id, kind] as const))('%s', (_id, kind) => {
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
