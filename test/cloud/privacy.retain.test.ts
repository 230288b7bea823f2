import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AuditEntry, OutboxMessage } from '../../cloudfunctions/_server/data/documents';
import { CHILD_ROWS } from '../../cloudfunctions/_server/privacy/child-rows';
import { retain } from '../../cloudfunctions/_server/privacy/retain';
import { AT_ONCE, RETENTION } from '../../cloudfunctions/_server/privacy/retention';
import { addDays, dayOf } from '../../miniprogram/shared/domain/calendar';
import { NOON } from '../support/backend';
import { aBooking } from '../support/booking';
import { aSchool, aStudent, SCHOOL } from '../support/builders';
import { aConcern } from '../support/care';
import { mortal } from '../support/mortal';
import { aSentNotice } from '../support/notices';
import { aMessage, aReceipt } from '../support/outbox';
import { littleSchool, sharedBackend } from '../support/shared-backend';

const b = await sharedBackend(littleSchool);
const DAY = 86_400_000;
const FOREVER = Number.POSITIVE_INFINITY;
const ago = (days: number) => NOON - days * DAY;
const dayAgo = (days: number) => addDays(dayOf(NOON), -days);
const sweep = (deps = b.deps) => retain(deps, FOREVER);
const has = async (collection: Parameters<typeof b.deps.store.get>[0], id: string) =>
  (await b.deps.store.get(collection, id)) !== undefined;
const { insert } = b.deps.store;

const anEntry = (_id: string, at: number): AuditEntry => ({
  ...{ _id, schoolId: SCHOOL, at, byId: 't-head', byName: '李老师', byRole: 'teacher', method: 'contacts.file' },
  ...{ studentIds: ['s-yu'], reason: null, trace: _id },
});

/** An old document and a young one of a row: the old goes, the young stays. */
const CASES: readonly (readonly [
  row: string,
  days: number,
  put: (id: string, days: number) => Promise<unknown>,
  where: Parameters<typeof b.deps.store.get>[0],
])[] = [
  ['events', 14, (_id, days) => insert('seenEvents', { _id, at: ago(days) }), 'seenEvents'],
  [
    'checks',
    14,
    (_id, days) =>
      insert('mediaChecks', {
        ...{ _id, schoolId: SCHOOL, of: 'record', kind: 'picture', refId: 'r', fileId: 'f', openid: 'o' },
        ...{ state: 'shown', traces: [], dueAt: ago(days), at: ago(days) },
      }),
    'mediaChecks',
  ],
  ['tries', 14, (_id, days) => insert('bindTries', { _id, day: dayAgo(days), tries: 3 }), 'bindTries'],
  [
    'messages',
    60,
    (_id, days) => insert('outbox', aMessage(1, { _id, dueAt: ago(90), status: 'sent', doneAt: ago(days) })),
    'outbox',
  ],
  ['links', 0, (_id, days) => insert('urlLinks', { _id, url: 'https://wxaurl.cn/x', until: ago(days) }), 'urlLinks'],
  [
    'invites',
    30,
    (_id, days) =>
      insert('invites', {
        ...{ _id, schoolId: SCHOOL, personId: 'm-granny', personKind: 'family', code: b.deps.vault.seal('1') },
        ...{ expiresAt: ago(days), status: 'open', usedAt: null },
      }),
    'invites',
  ],
  [
    'waiting',
    60,
    (_id, days) =>
      insert('waitlist', {
        ...{ _id, schoolId: SCHOOL, adultId: 'm-father', studentIds: ['s-yu'], weekOf: dayAgo(days) },
        ...{ status: 'over', offers: 0, declined: [], since: ago(days) },
      }),
    'waitlist',
  ],
  [
    'swaps',
    365,
    (_id, days) =>
      insert('dutySwaps', {
        ...{ _id, schoolId: SCHOOL, askerId: 't-duty', askerName: '孙', otherId: 't-head', otherName: '李' },
        ...{ day: dayAgo(days), inReturn: null, status: 'agreed', at: ago(days), answeredAt: null },
      }),
    'dutySwaps',
  ],
  [
    'concerns',
    3 * 365,
    (_id, days) => insert('concerns', aConcern(b, { _id, studentId: null, at: ago(days) })),
    'concerns',
  ],
  ['audit', 3 * 365, (_id, days) => insert('audit', anEntry(_id, ago(days))), 'audit'],
  ['notices', 3 * 365, (_id, days) => insert('notices', aSentNotice({ _id, sentAt: ago(days) })), 'notices'],
  ['receipts', 3 * 365, (_id, days) => insert('receipts', aReceipt(1, { _id, sentAt: ago(days) })), 'receipts'],
  [
    'requests',
    3 * 365,
    (_id, days) =>
      insert('privacyRequests', {
        ...{
          _id,
          schoolId: SCHOOL,
          studentId: 's-yu',
          classId: 'c32',
          kind: 'copy',
          byId: 'm-father',
          byName: '林大山',
        },
        ...{ relation: '父亲', at: ago(days), note: null, status: 'done', dueDay: dayAgo(days), answer: '好' },
        ...{ answeredBy: '赵校长', answeredAt: ago(days) },
      }),
    'privacyRequests',
  ],
];

describe('what is kept', () => {
  it.each(CASES)('%s: what is older than %i days goes, what is younger stays', async (row, days, put, collection) => {
    await put('old', days + 2);
    await put('young', days === 0 ? -1 : days - 1);
    await sweep();
    expect([await has(collection, 'old'), await has(collection, 'young')]).toEqual([false, true]);
    const per = RETENTION.find(({ id }) => id === row)?.per === 'county' ? 'county' : SCHOOL;
    expect(await b.deps.store.get('retentionRuns', `${per}:${row}`)).toMatchObject({ removed: 1, total: 1, at: NOON });
  });

  it('messages that wait are kept as long as they do', async () => {
    await insert('outbox', aMessage(1, { _id: 'waiting', dueAt: ago(70) } as Partial<OutboxMessage>));
    await sweep();
    expect(await has('outbox', 'waiting')).toBe(true);
  });

  it('files in the storage go with what they are part of', async () => {
    const voice = await b.cloud.upload('u/voice.mp3', Buffer.from('a voice'), 'o-t-head');
    const signature = await b.cloud.upload('u/sign.png', Buffer.from('a name'), 'o-m-father');
    const heard = { voice: { fileId: voice, seconds: 3, state: 'shown' as const } };
    await insert('notices', aSentNotice({ _id: 'n-old', sentAt: ago(1200), ...heard }));
    await insert('receipts', aReceipt(1, { _id: 'n-old:m-father', sentAt: ago(1200), signature }));
    expect(await b.deps.files.links([voice, signature])).not.toContain(null);
    await sweep();
    expect(await b.deps.files.links([voice, signature])).toEqual([null, null]);
  });

  it('the locks of calls that are over, and the days of the settings', async () => {
    const past = { exceptions: [{ day: dayAgo(100), kind: 'closed' as const, hours: [], weekday: null, note: '' }] };
    const days = [
      { day: dayAgo(20), staffIds: ['t-duty'] },
      { day: dayAgo(2), staffIds: ['t-duty'] },
    ];
    await b.deps.store.put('schools', aSchool({ ...past, dutyDays: days }));
    for (const [n, day] of [dayAgo(40), dayAgo(15), dayAgo(3)].entries()) {
      await insert('bookings', aBooking({ _id: `b-${n}`, day }));
      await insert('locks', [
        { _id: `point:${n}`, schoolId: SCHOOL, bookingId: `b-${n}`, seat: 0 },
        { _id: `child:${n}`, schoolId: SCHOOL, bookingId: `b-${n}`, seat: 0 },
      ]);
    }
    await sweep();
    const locks = await b.deps.store.list('locks', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(locks.map(({ bookingId }) => bookingId)).toEqual(['b-2', 'b-2']);
    expect(await b.deps.store.get('schools', SCHOOL)).toMatchObject({ exceptions: [], dutyDays: [{ day: dayAgo(2) }] });
    // The next day goes on behind the last day that was done, and takes what has become old meanwhile.
    b.clock.at += 13 * DAY;
    await sweep();
    expect(await b.deps.store.count('locks', { schoolId: SCHOOL })).toBe(0);
  });

  it('files of children who left go when the school’s years are over, not a day before', async () => {
    const left = (day: string) => ({
      status: 'left' as const,
      left: { day, how: 'graduated' as const, whereTo: '县一中' },
    });
    await b.deps.store.put('schools', aSchool({ keepYears: 3 }));
    await insert('students', [
      aStudent({ _id: 's-long', name: '老学生', ...left('2023-11-23') }),
      aStudent({ _id: 's-late', name: '新学生', ...left('2023-11-24') }),
    ]);
    await sweep();
    expect(await b.deps.store.get('students', 's-long')).toMatchObject({
      name: '已删除',
      keys: [],
      left: { how: 'erased', whereTo: '' },
    });
    expect(await b.deps.store.get('students', 's-late')).toMatchObject({ name: '新学生' });
    expect(await b.deps.store.get('retentionRuns', `${SCHOOL}:files`)).toMatchObject({ total: 1 });
  });
});

describe('the job', () => {
  it('does each row once a day, and nothing in between', async () => {
    await sweep();
    await insert('seenEvents', { _id: 'old', at: ago(30) });
    b.clock.at += 3_600_000;
    b.cloud.operations.reset();
    expect(await sweep()).toBe(0);
    // The schools, the environment's runs, the school's runs.
    expect(b.cloud.operations.total('database.')).toBe(3);
    b.clock.at += DAY;
    expect(await sweep()).toBe(1);
  });

  it('takes a portion a run and goes on in the next, without waiting for tomorrow', async () => {
    const many = Array.from({ length: AT_ONCE + 20 }, (_, n) => ({ _id: `e-${n}`, at: ago(30) }));
    await insert('seenEvents', many.slice(0, AT_ONCE));
    await insert('seenEvents', many.slice(AT_ONCE));
    expect(await sweep()).toBe(AT_ONCE);
    b.clock.at += 3_600_000;
    expect(await sweep()).toBe(20);
    expect(await b.deps.store.get('retentionRuns', 'county:events')).toMatchObject({
      removed: AT_ONCE + 20,
      more: false,
    });
  });

  it('begins nothing when its time is up', async () => {
    await insert('seenEvents', { _id: 'old', at: ago(30) });
    expect(await retain(b.deps, NOON)).toBe(0);
    expect(await has('seenEvents', 'old')).toBe(true);
  });

  it('stopped anywhere, it is done by the next run', async () => {
    for (const steps of [3, 6, 11, 30, 60]) {
      await b.renew();
      await insert('seenEvents', { _id: 'old', at: ago(30) });
      await insert('audit', anEntry('old', ago(1200)));
      await retain(mortal(b.deps, steps, steps % 2 === 0), FOREVER).catch(() => undefined);
      b.clock.at += DAY;
      await sweep();
      expect([await has('seenEvents', 'old'), await has('audit', 'old')]).toEqual([false, false]);
    }
  });
});

it('docs/privacy.md says of every row what it is, how long it is kept, and why', () => {
  const docs = readFileSync('docs/privacy.md', 'utf8');
  for (const { what, keep, why } of RETENTION) expect(docs).toContain(`| ${what} | ${keep} | ${why} |`);
  for (const { what, goes, why } of CHILD_ROWS)
    expect(docs).toContain(
      `| ${what} | ${goes === 'asked' ? '家里要求就删' : '在校时要留，离校期满或离校后家里要求就删'} | ${why} |`,
    );
});
