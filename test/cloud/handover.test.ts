import { describe, expect, it } from 'vitest';
import type { RosterImport } from '../../cloudfunctions/_server/data/documents';
import { apiHandlers } from '../../cloudfunctions/_server/kernel/handlers';
import { rosterHandlers } from '../../cloudfunctions/_server/roster/handlers';
import { key } from '../support/booking';
import { aStaff, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { ADMIN, DRAWING, openReceipt, schoolAtYearsEnd, schoolNow, signed, yearOf } from '../support/handover';
import { code, sharedBackend } from '../support/shared-backend';

const DAY_MS = 86_400_000;
const b = await sharedBackend(schoolAtYearsEnd, { ...apiHandlers, ...rosterHandlers });
const { store } = b.deps;

const toNew = (classId: string) => (entry: { classId: string }) =>
  entry.classId === classId ? { teacherId: 't-new' } : {};
const begin = (draft: Awaited<ReturnType<typeof yearOf>>) => b.call(ADMIN, 'handover.begin', { key: key(), draft });
const sign = (openid: string, id: string, side: 'from' | 'to', line = 'l1') =>
  b.call(openid, 'handover.sign', { id, line, side, signature: DRAWING, note: '班里有两个孩子要多看看' });
const className = async (id: string) => (await store.get('students', id))?.className;

describe('a plan', () => {
  it('is proposed as one expects, and a dry run changes nothing', async () => {
    const before = await schoolNow(b);
    const { after, graduates, without, tasks, blocked, signatures } = await b.call(ADMIN, 'handover.propose', {
      kind: 'year',
    });
    expect(after).toEqual([
      { name: '二(1)班', pupils: 1, teacher: '吴老师', from: ['一(1)班'], clash: false },
      { name: '四(2)班', pupils: 2, teacher: '李老师', from: ['三(2)班'], clash: false },
    ]);
    expect({ graduates, without, tasks, blocked, signatures }).toEqual({
      ...{ graduates: 2, without: [], tasks: [], blocked: false, signatures: [] },
    });
    const draft = await yearOf(b, toNew('c32'));
    const preview = await b.call(ADMIN, 'handover.preview', { draft });
    expect(preview.signatures).toMatchObject([{ what: '三(2)班 → 四(2)班', fromName: '李老师', toName: '新老师' }]);
    expect(await schoolNow(b)).toBe(before);
  });

  it('splits a class in two and merges two into one', async () => {
    const draft = await yearOf(b, (e) =>
      e.classId === 'c11' ? { to: { grade: 4, number: 2 }, teacherId: 't-head' } : {},
    );
    const part = { classId: 'c32', to: { grade: 4, number: 3 }, teacherId: 't-new', carry: false };
    const moves = [{ studentId: 's-hai', to: { grade: 4, number: 3 } }];
    const { after } = await b.call(ADMIN, 'handover.preview', {
      draft: { ...draft, classes: [...draft.classes, part], moves },
    });
    expect(after.map(({ name, pupils, from }) => [name, pupils, from])).toEqual([
      ['四(2)班', 2, ['一(1)班', '三(2)班 1 人']],
      ['四(3)班', 1, ['三(2)班 1 人']],
    ]);
  });

  it('is refused while tasks are open that nobody carries on, and lists them', async () => {
    await openReceipt(b);
    const open = await yearOf(b, toNew('c32'));
    const preview = await b.call(ADMIN, 'handover.preview', { draft: open });
    expect(preview).toMatchObject({ blocked: true });
    expect(preview.tasks).toEqual([
      { classId: 'c32', className: '三(2)班', task: 'notices', count: 1, carried: false },
    ]);
    expect(await code(begin(open))).toBe('handover.blocked');
    const carried = { ...open, classes: open.classes.map((entry) => ({ ...entry, carry: true })) };
    expect(await b.call(ADMIN, 'handover.preview', { draft: carried })).toMatchObject({ blocked: false });
    // Nothing is handed over where the teacher goes along.
    expect(await b.call(ADMIN, 'handover.preview', { draft: await yearOf(b) })).toMatchObject({ tasks: [] });
  });

  it('counts everything that may be open', async () => {
    const at = { schoolId: SCHOOL, studentId: 's-hai', classId: 'c32', at: 0, byId: 'x', byName: 'x' };
    await openReceipt(b);
    await store.insert('proposals', {
      ...{ _id: 'p1', ...at, relation: '父亲', status: 'open', note: null, answer: null },
      ...{ answeredBy: null, answeredAt: null, items: b.deps.vault.seal('[]') },
    });
    await store.insert('contactConcerns', {
      ...{
        _id: 'w1',
        ...at,
        day: '2026-11-24',
        kind: 'other',
        note: '',
        status: 'open',
        outcome: null,
        closedAt: null,
      },
    });
    await store.insert('delegations', {
      ...{
        _id: 'd1',
        schoolId: SCHOOL,
        studentId: 's-hai',
        classId: 'c32',
        memberId: 'm-grandpa',
        byMemberId: 'm-father2',
      },
      ...{
        since: '2026-09-01',
        until: null,
        childView: 'agrees',
        childWords: null,
        villageToldDay: null,
        villageWhom: null,
      },
      ...{ endedDay: null, endedWhy: null, byId: 't-head', at: 0, current: true, open: true },
    });
    await store.insert('dutySwaps', {
      ...{ _id: 'w', schoolId: SCHOOL, askerId: 't-duty', askerName: '', otherId: 't-head', otherName: '' },
      ...{ day: '2026-11-27', inReturn: null, status: 'asked', at: 0, answeredAt: null },
    });
    const { tasks } = await b.call(ADMIN, 'handover.preview', { draft: await yearOf(b, toNew('c32')) });
    expect(tasks.map(({ task, count }) => [task, count])).toEqual([
      ['notices', 1],
      ['proposals', 1],
      ['concerns', 1],
      ['village', 1],
      ['swaps', 1],
    ]);
  });

  it('is not held up by what is open about a child that left', async () => {
    await store.insert('students', aStudent({ _id: 's-gone', name: '林走了', status: 'left' }));
    await store.insert('delegations', {
      ...{ _id: 'd-gone', schoolId: SCHOOL, studentId: 's-gone', classId: 'c32', memberId: 'm-a', byMemberId: 'm-b' },
      ...{ since: '2026-09-01', until: null, childView: 'agrees', childWords: null, villageToldDay: null },
      ...{ villageWhom: null, endedDay: null, endedWhy: null, byId: 'x', at: 0, current: true, open: true },
    });
    const draft = await yearOf(b, toNew('c32'));
    expect(await b.call(ADMIN, 'handover.preview', { draft })).toMatchObject({ tasks: [], blocked: false });
  });

  it('leaves nobody out, and names nobody who is not of the school', async () => {
    const year = await yearOf(b);
    const half = { ...year, classes: year.classes.filter(({ classId }) => classId !== 'c32') };
    const preview = await b.call(ADMIN, 'handover.preview', { draft: half });
    expect(preview.without.map(({ id }) => id).sort()).toEqual(['s-hai', 's-yu']);
    expect(await code(begin(half))).toBe('handover.blocked');
    await withAccounts(store, [aStaff({ _id: 't-far', schoolId: 'sch2' })]);
    for (const wrong of [{ teacherId: 't-far' }, { teacherId: 't-admin' }, { classId: 'c-nobody' }]) {
      const draft = await yearOf(b, (e) => (e.classId === 'c32' ? wrong : {}));
      expect(await code(b.call(ADMIN, 'handover.preview', { draft }))).toBe('common.not-found');
    }
    const mixed = await yearOf(b, (e) => (e.to ? { to: { grade: 4, number: 1 } } : {}));
    expect(await code(b.call(ADMIN, 'handover.preview', { draft: mixed }))).toBe('input.invalid');
    expect(await code(b.call(ADMIN, 'handover.preview', { draft: { ...year, from: null } }))).toBe('input.invalid');
  });

  it('is one at a time, whoever begins at the same moment; sent again it is the same', async () => {
    const draft = await yearOf(b, toNew('c32'));
    const requestKey = key();
    const first = await Promise.all([1, 2, 3].map(() => b.call(ADMIN, 'handover.begin', { key: requestKey, draft })));
    expect(new Set(first.map(({ id }) => id)).size).toBe(1);
    expect(await code(begin(draft))).toBe('handover.other-open');
    expect(await code(b.call(ADMIN, 'handover.drop', { id: first[0]?.id ?? '' }))).toBe('done');
    expect(await code(b.call(ADMIN, 'handover.drop', { id: first[0]?.id ?? '' }))).toBe('done');
    const race = await Promise.all([1, 2, 3, 4].map(() => code(begin(draft))));
    expect(race.sort()).toEqual(['done', ...Array.from({ length: 3 }, () => 'handover.other-open')]);
  });
});

describe('signatures', () => {
  it('are asked of both teachers, on their home pages, and of nobody else', async () => {
    const { id } = await begin(await yearOf(b, toNew('c32')));
    if (id === null) throw new Error('no id');
    const toSign = async () => {
      const people = await Promise.all(['t-head', 't-new', 't-other'].map((who) => store.get('staff', who)));
      return people.map((person) => person?.toSign ?? null);
    };
    expect(await toSign()).toEqual([id, id, null]);
    expect((await b.call('o-t-new', 'handover.list', {})).handovers).toMatchObject([{ id, missing: 2, mine: 1 }]);
    expect((await b.call('o-t-other', 'handover.list', {})).handovers).toEqual([]);
    expect(await code(b.call('o-t-other', 'handover.open', { id }))).toBe('common.not-found');
    expect(await code(sign('o-t-new', id, 'from'))).toBe('common.not-found');
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('handover.unsigned');
    await sign('o-t-head', id, 'from');
    await sign('o-t-head', id, 'from');
    expect(await toSign()).toEqual([null, id, null]);
    const seen = await b.call('o-t-new', 'handover.open', { id });
    expect(seen.signatures).toMatchObject([{ note: '班里有两个孩子要多看看', mine: 'to' }]);
    expect((await b.call(ADMIN, 'handover.open', { id })).signatures).toMatchObject([{ note: '', mine: null }]);
    await sign('o-t-new', id, 'to');
    expect(await toSign()).toEqual([null, null, null]);
  });

  it('are drawn', async () => {
    const { id } = await begin(await yearOf(b, toNew('c32')));
    const input = { id: id ?? '', line: 'l1', side: 'from' as const, note: '' };
    for (const signature of [null, 'cloud://local.x/records/a.png'])
      expect(await code(b.call('o-t-head', 'handover.sign', { ...input, signature }))).toBe('input.invalid');
  });

  it('are of nobody where the class had no teacher, but of whoever takes it', async () => {
    await store.updateWhere('classes', { _id: 'c32' }, { set: { headTeacherId: null } });
    await store.updateWhere('staff', { _id: 't-head' }, { set: { classIds: [] } });
    const { signatures } = await begin(await yearOf(b, toNew('c32')));
    expect(signatures).toMatchObject([{ fromId: null, toId: 't-new' }]);
  });

  it('are of pairs of mentors as well', async () => {
    const change = await b.call(ADMIN, 'handover.propose', { kind: 'change' });
    const mentors = [{ studentId: 's-hai', fromId: 't-mentor', toId: 't-new' }];
    const id = await signed(b, { ...change.draft, mentors });
    await b.call(ADMIN, 'handover.apply', { id });
    expect((await store.get('staff', 't-mentor'))?.menteeIds).toEqual([]);
    expect(await code(b.call('o-t-new', 'contacts.list', {}))).toBe('done');
    expect((await store.get('staff', 't-new'))?.menteeIds).toEqual(['s-hai']);
  });
});

describe('carrying it out', () => {
  it('moves the children and all that hangs on them, ends the old teacher’s access and gives it to the new one', async () => {
    await openReceipt(b);
    const id = await signed(b, await yearOf(b, (e) => ({ ...toNew('c32')(e), carry: true })));
    const done = await b.call(ADMIN, 'handover.apply', { id });
    expect(done).toMatchObject({ status: 'applied', signatures: [{ fromName: '李老师' }] });
    expect(done.done).toBe(done.of);
    expect(await Promise.all(['s-yu', 's-hai', 's-other'].map(className))).toEqual(['四(2)班', '四(2)班', '二(1)班']);
    const [yu, big] = [await store.get('students', 's-yu'), await store.get('students', 's-big')];
    expect(big).toMatchObject({ status: 'left', left: { how: 'graduated', day: '2026-11-24' } });
    expect(yu?.order).toMatch(/^04\|02\|/);
    expect(yu?.keys).toContain('402');
    const files = ['o-t-head', 'o-t-new'].map((openid) => code(b.call(openid, 'contacts.file', { studentId: 's-yu' })));
    expect(await Promise.all(files)).toEqual(['common.not-found', 'done']);
    const at = yu?.classId ?? '';
    expect(await store.get('classes', at)).toMatchObject({ name: '四(2)班', headTeacherId: 't-new' });
    expect(await store.get('classes', 'c32')).toMatchObject({ past: true });
    expect((await store.get('familyMembers', 'm-both'))?.children.map(({ classId }) => classId)).toEqual([at, 'c61']);
    expect((await store.get('familyMembers', 'm-father'))?.classIds).toEqual([at]);
    expect(await store.get('receipts', 'n-open:m-father2')).toMatchObject({ classIds: [at], classNames: ['四(2)班'] });
    expect((await store.get('bookings', 'b-yu'))?.classIds).toEqual([at]);
    expect((await store.get('schools', SCHOOL))?.freePeriods).toMatchObject([{ classId: at }]);
    expect((await store.get('noticeGroups', 'g1'))?.audience.of).toEqual({ kind: 'classes', classIds: [at] });
    expect(await store.get('notices', 'n-later')).toMatchObject({ classIds: [at] });
    expect(await store.get('consents', 's-yu:photos:m-father')).toMatchObject({ classId: at });
  });

  it('writes a version for every child, once', async () => {
    const id = await signed(b, await yearOf(b));
    await b.call(ADMIN, 'handover.apply', { id });
    await b.call(ADMIN, 'handover.apply', { id });
    const versions = await store.list('fileChanges', { where: { ref: id }, orderBy: [['_id', 'asc']], limit: 20 });
    expect(versions.map(({ subjectId, via }) => [subjectId, via])).toEqual(
      ['s-alone', 's-big', 's-hai', 's-other', 's-yu'].map((child) => [child, 'handover']),
    );
  });

  it('lets go the families of graduates who have no child left, and calls off their calls', async () => {
    const id = await signed(b, await yearOf(b));
    await b.call(ADMIN, 'handover.apply', { id });
    expect((await store.get('familyMembers', 'm-alone'))?.openid).toBeNull();
    expect((await store.get('accounts', 'o-m-alone'))?.memberships).toEqual([]);
    expect((await store.get('familyMembers', 'm-both'))?.openid).toBe('o-m-both');
    expect((await store.get('bookings', 'b-alone'))?.status).toBe('cancelled_school');
    expect((await store.get('bookings', 'b-yu'))?.status).toBe('booked');
  });

  it('looks at what is open once more: what came since stands in the way', async () => {
    const id = await signed(b, await yearOf(b, toNew('c32')));
    await openReceipt(b);
    expect((await b.call(ADMIN, 'handover.open', { id })).blocked).toBe(true);
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('handover.blocked');
    await store.updateWhere('receipts', { _id: 'n-open:m-father2' }, { set: { open: false } });
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('done');
  });

  it('is not carried out past a teacher who has not signed: one who took the class while the others signed', async () => {
    await store.updateWhere('classes', { _id: 'c32' }, { set: { headTeacherId: null } });
    await store.updateWhere('staff', { _id: 't-head' }, { set: { classIds: [] } });
    const id = await signed(b, await yearOf(b, toNew('c32')));
    await b.call(ADMIN, 'staff.save', { key: 'class-to-0001', name: '后来的', role: 'teacher', classIds: ['c32'] });
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('handover.unsigned');
  });

  it('gone on with after it was cut off leaves a mentor what the office gave meanwhile', async () => {
    const id = await signed(b, await yearOf(b, toNew('c32')));
    await b.call(ADMIN, 'handover.apply', { id });
    await store.updateWhere('handovers', { _id: id }, { set: { status: 'applying', done: 0 } });
    const teacher = await store.get('staff', 't-new');
    const pairs = [{ studentId: 's-other', mentorId: 't-new', kind: 'teacher' as const }];
    await b.call(ADMIN, 'pairing.pair', { requestKey: 'mentor-0001', pairs });
    await b.call(ADMIN, 'handover.apply', { id });
    expect(await store.get('staff', 't-new')).toMatchObject({ classIds: teacher?.classIds, menteeIds: ['s-other'] });
  });

  it('waits until a roster is in that seats children this minute, and lets none in meanwhile', async () => {
    const id = await signed(b, await yearOf(b, toNew('c32')));
    const imported = (status: RosterImport['status']) =>
      store.put('imports', {
        ...{ _id: 'i-now', schoolId: SCHOOL, fileId: 'f', fileName: 'f.xlsx', digest: '', status, errors: 0 },
        ...{ counts: { pupils: 0, familyMembers: 0, classes: 0 }, columns: [], same: [], leave: [], near: 0, seen: '' },
        ...{ logged: true, takenBack: null, done: 0, of: 1, byId: 't-admin', byName: '赵校长', at: b.clock.at },
        appliedAt: null,
      });
    await imported('applying');
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('system.busy');
    await imported('previewed');
    await store.updateWhere('handovers', { _id: id }, { set: { status: 'undoing' } });
    expect(await code(b.call(ADMIN, 'roster.confirm', { importId: 'i-now', same: [], leave: [] }))).toBe('system.busy');
    await store.updateWhere('handovers', { _id: id }, { set: { status: 'signing' } });
    expect(await code(b.call(ADMIN, 'handover.apply', { id }))).toBe('done');
  });

  it('swaps two classes within a year without mixing their children', async () => {
    const change = (await b.call(ADMIN, 'handover.propose', { kind: 'change' })).draft;
    const other = { c32: { grade: 1, number: 1 }, c11: { grade: 3, number: 2 } };
    const swapped = change.classes.map((e) => (e.classId in other ? { ...e, to: other[e.classId as 'c11'] } : e));
    const teachers = swapped.map((e) =>
      e.classId === 'c32' ? { ...e, teacherId: 't-other' } : e.classId === 'c11' ? { ...e, teacherId: 't-head' } : e,
    );
    const id = await signed(b, { ...change, classes: teachers });
    await b.call(ADMIN, 'handover.apply', { id });
    expect(await Promise.all(['s-yu', 's-hai', 's-other'].map(className))).toEqual(['一(1)班', '一(1)班', '三(2)班']);
    await b.call(ADMIN, 'handover.undo', { id });
    expect(await Promise.all(['s-yu', 's-hai', 's-other'].map(className))).toEqual(['三(2)班', '三(2)班', '一(1)班']);
  });

  it('is the office’s, of its own school', async () => {
    const id = await signed(b, await yearOf(b));
    await withAccounts(store, [aStaff({ _id: 't-far', schoolId: 'sch2', role: 'school_admin' })]);
    for (const method of ['handover.apply', 'handover.undo', 'handover.open'] as const) {
      expect(await code(b.call('o-t-far', method, { id }))).toBe('common.not-found');
      expect(await code(b.call('o-m-father', method, { id }))).toBe('auth.forbidden');
    }
    expect(await code(b.call('o-t-head', 'handover.apply', { id }))).toBe('auth.forbidden');
  });
});

describe('taking it back', () => {
  it('brings everything back as it was, people who were let go as well', async () => {
    // Without a call that would have to be called off.
    await store.removeWhere('bookings', { _id: 'b-alone' });
    await openReceipt(b);
    const before = await schoolNow(b);
    const id = await signed(b, await yearOf(b, (e) => ({ ...toNew('c32')(e), carry: true })));
    await b.call(ADMIN, 'handover.apply', { id });
    expect(await schoolNow(b)).not.toBe(before);
    expect(await b.call(ADMIN, 'handover.undo', { id })).toMatchObject({ status: 'undone' });
    expect(await schoolNow(b)).toBe(before);
    expect(await code(b.call(ADMIN, 'handover.undo', { id }))).toBe('done');
    expect(await code(b.call('o-m-alone', 'contacts.file', { studentId: 's-alone' }))).toBe('done');
  });

  it('leaves alone who changed since, and says how many', async () => {
    const id = await signed(b, await yearOf(b));
    await b.call(ADMIN, 'handover.apply', { id });
    await store.updateWhere('students', { _id: 's-hai' }, { set: { classId: 'elsewhere' } });
    await store.insert(
      'students',
      aStudent({ _id: 's-late', classId: (await store.get('students', 's-yu'))?.classId ?? '' }),
    );
    await b.call(ADMIN, 'handover.undo', { id });
    expect((await store.get('students', 's-hai'))?.classId).toBe('elsewhere');
    expect((await store.get('students', 's-yu'))?.classId).toBe('c32');
    expect((await store.get('handovers', id))?.kept).toBe(1);
    // Whoever came since still has a class.
    const late = await store.get('students', 's-late');
    expect((await store.get('classes', late?.classId ?? ''))?.past).toBe(false);
  });

  it('is for a week, and only as long as nothing stands on it', async () => {
    const id = await signed(b, await yearOf(b));
    expect(await code(b.call(ADMIN, 'handover.undo', { id }))).toBe('handover.wrong-state');
    await b.call(ADMIN, 'handover.apply', { id });
    b.clock.at += 1;
    const next = await begin((await b.call(ADMIN, 'handover.propose', { kind: 'change' })).draft);
    expect(await code(b.call(ADMIN, 'handover.undo', { id }))).toBe('handover.other-open');
    await b.call(ADMIN, 'handover.drop', { id: next.id ?? '' });
    b.clock.at += 8 * DAY_MS;
    expect(await code(b.call(ADMIN, 'handover.undo', { id }))).toBe('handover.too-late');
  });

  it('can be planned and carried out again after it', async () => {
    const first = await signed(b, await yearOf(b));
    await b.call(ADMIN, 'handover.apply', { id: first });
    await b.call(ADMIN, 'handover.undo', { id: first });
    b.clock.at += 1;
    const second = await signed(b, await yearOf(b, toNew('c32')));
    await b.call(ADMIN, 'handover.apply', { id: second });
    expect(await className('s-yu')).toBe('四(2)班');
    expect((await b.call(ADMIN, 'school.read', {})).classes.map(({ name }) => name)).toEqual(['二(1)班', '四(2)班']);
  });
});
