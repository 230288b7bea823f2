import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Backend, NOON, startBackend } from '../support/backend';
import { aBooking } from '../support/booking';
import { aClass, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from '../support/builders';
import { aSentNotice } from '../support/notices';
import { aReceipt } from '../support/outbox';

const TODAY = '2026-11-24';

let backend: Backend;
beforeEach(async () => {
  backend = await startBackend();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});
afterEach(() => backend.close());

const homeOf = async (openid: string) => (await backend.call(openid, 'home.open', {})).home;

describe("the headteacher's home", () => {
  it("counts today's calls without those that were called off", async () => {
    await backend.deps.store.insert(
      'bookings',
      (['booked', 'done', 'no_show_child', 'cancelled_family', 'cancelled_school'] as const).map((status, i) =>
        aBooking({ _id: `b${i}`, day: TODAY, from: 1110 + i * 15, status }),
      ),
    );
    expect(await homeOf('o-t-admin')).toMatchObject({ kind: 'school', callsToday: 3 });
  });

  it('says how many notices wait for a word, in ten operations in all', async () => {
    const { store } = backend.deps;
    await store.insert('notices', [
      aSentNotice({ _id: 'n-1', status: 'review' }),
      aSentNotice({ _id: 'n-2', status: 'review', classIds: ['c11'] }),
      aSentNotice({ _id: 'n-3' }),
      aSentNotice({ _id: 'n-4', status: 'returned' }),
      aSentNotice({ _id: 'n-far', status: 'review', schoolId: 'sch2' }),
    ]);
    await homeOf('o-t-admin');
    backend.cloud.operations.reset();
    expect(await homeOf('o-t-admin')).toMatchObject({ reviews: 2, concerns: { counsellor: 0, report: 0 } });
    expect(backend.cloud.operations.total('database.')).toBeLessThanOrEqual(9);
  });
});

describe("the privacy officer's home", () => {
  it('says how many families wait for an answer; nobody else of the same role is told', async () => {
    const { store } = backend.deps;
    await store.updateWhere('staff', { _id: { in: ['t-mind', 't-other'] } }, { set: { officer: true } });
    const about = { schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', kind: 'copy', byId: 'm-father' } as const;
    const asked = { byName: '林建国', relation: '父亲', at: NOON, note: null, dueDay: '2026-12-24' };
    const unanswered = { answer: null, answeredBy: null, answeredAt: null };
    await store.insert('privacyRequests', [
      { _id: 'r1', ...about, ...asked, ...unanswered, status: 'open' },
      { _id: 'r2', ...about, ...asked, ...unanswered, status: 'withdrawn' },
    ]);
    expect(await homeOf('o-t-mind')).toMatchObject({ kind: 'counsellor', officer: 1 });
    expect(await homeOf('o-t-other')).toMatchObject({ kind: 'teacher', officer: 1 });
    expect(await homeOf('o-t-head')).toMatchObject({ officer: null });
  });
});

describe("the counsellor's home", () => {
  it('names children with two low faces in a row, as long as they are at the school', async () => {
    const low = { lowFaces: 2, lastFace: 'low' as const };
    await backend.deps.store.insert('students', [
      aStudent({ _id: 's-low', name: '孙小雪', ...low }),
      aStudent({ _id: 's-gone', name: '马小跳', status: 'left', ...low }),
    ]);
    expect(await homeOf('o-t-mind')).toMatchObject({ kind: 'counsellor', low: [{ id: 's-low', times: 2 }] });
  });
});

describe("a teacher's home", () => {
  it('names the classes whose roll is to be called, and none without a left-behind child', async () => {
    await backend.deps.store.insert('classes', aClass({ _id: 'c51', grade: 5, number: 1, name: '五(1)班' }));
    await backend.deps.store.insert('students', aStudent({ _id: 's-home', classId: 'c51', leftBehind: false }));
    await withAccounts(backend.deps.store, [aStaff({ _id: 't-two', classIds: ['c32', 'c51'] })]);
    expect(await homeOf('o-t-two')).toMatchObject({ classes: [{ id: 'c32', name: '三(2)班', rolled: false }] });
  });

  it('says of each notice whom it still waits for, and whom the teacher must call or visit', async () => {
    const { store } = backend.deps;
    await store.insert('receipts', [
      aReceipt(1),
      aReceipt(2, { rung: 'call' }),
      aReceipt(3, { rung: 'visit' }),
      aReceipt(4, { rung: 'visit', wantsCall: true }),
      aReceipt(5, { open: false, state: 'confirmed' }),
      aReceipt(6, { classIds: ['c11'], rung: 'call' }),
      aReceipt(7, { _id: 'n2:m7', refId: 'n2', title: '防溺水', sentAt: NOON + 1000 }),
    ]);
    await homeOf('o-t-head');
    backend.cloud.operations.reset();
    expect(await homeOf('o-t-head')).toMatchObject({
      unheard: [
        { noticeId: 'n2', title: '防溺水', unheard: 1, call: 0, visit: 0 },
        { noticeId: 'n1', title: '家长会', unheard: 4, call: 2, visit: 1 },
      ],
    });
    expect(backend.cloud.operations.total('database.')).toBeLessThanOrEqual(7);
    expect(await homeOf('o-t-mentor')).toMatchObject({ unheard: [] });
  });

  it('shows of a call that brothers and sisters share only the teacher’s own children', async () => {
    const children = [
      { id: 's-yu', name: '林小雨', className: '三(2)班' },
      { id: 's-other', name: '何小花', className: '一(1)班' },
    ];
    await backend.deps.store.insert(
      'bookings',
      aBooking({ _id: 'b1', day: TODAY, studentIds: ['s-yu', 's-other'], classIds: ['c32', 'c11'], children }),
    );
    expect(await homeOf('o-t-head')).toMatchObject({ calls: [{ bookingId: 'b1', children: [children[0]] }] });
    expect(await homeOf('o-t-other')).toMatchObject({ calls: [{ bookingId: 'b1', children: [children[1]] }] });
  });
});

describe('what is due of the cadences', () => {
  const talksToAll = {
    ...({ id: 'talks', name: '每月谈心', window: 'month', times: 1, counts: ['talk'], for: 'all' } as const),
    ...({ by: 'mentor', since: '2026-10-01', until: null, pausedBy: ['holiday', 'ill', 'away'] } as const),
  };
  const set = (cadences: readonly object[]) =>
    backend.deps.store.updateWhere('schools', { _id: SCHOOL }, { set: { cadences } });
  const namesOf = (rows: readonly { readonly child: { readonly name: string } }[]) =>
    rows.map(({ child }) => child.name);

  it('is on the homes what the due list says, without the weekly contact of the ledger', async () => {
    const contact = { ...talksToAll, id: 'contact', counts: ['contact'], window: 'week', by: 'head_teacher' };
    await set([talksToAll, contact]);
    await backend.deps.store.insert('students', aStudent({ _id: 's-home', name: '孙家宝', leftBehind: false }));
    for (const openid of ['o-t-head', 'o-t-mentor', 'o-t-duty']) {
      const home = await homeOf(openid);
      const due = await backend.call(openid, 'cadence.due', { of: 'mine', cadenceId: 'talks' });
      if (home.kind !== 'teacher') throw new Error('not a teacher');
      expect(home.care).toMatchObject({
        overdue: due.rows.filter(({ state }) => state === 'overdue').length,
        soon: due.rows.filter(({ state }) => state === 'soon').length,
        cadences: [{ id: 'talks', name: '每月谈心' }],
      });
      expect(namesOf(home.care.first)).toEqual(namesOf(due.rows));
    }
    expect(await homeOf('o-t-head')).toMatchObject({ care: { soon: 2 }, dueCount: 2 });
    const { tallies } = await backend.call('o-t-admin', 'cadence.due', { of: 'school', cadenceId: 'talks' });
    expect(tallies).toMatchObject([{ soon: 4 }]);
  });

  it('is for a volunteer about the paired children, as long as the background check holds', async () => {
    await set([talksToAll]);
    const helper = { _id: 't-helper', name: '爱心妈妈', role: 'volunteer' as const, menteeIds: ['s-hai'] };
    await withAccounts(backend.deps.store, [aStaff({ ...helper, checkedUntil: TODAY })]);
    const home = await homeOf('o-t-helper');
    expect(home).toMatchObject({
      ...{ kind: 'volunteer', checked: true, children: [{ id: 's-hai', name: '周小海', className: '三(2)班' }] },
      care: { soon: 1, first: [{ child: { id: 's-hai' }, cadenceId: 'talks', mentor: '爱心妈妈' }] },
    });
    backend.clock.at += 24 * 3_600_000;
    expect(await homeOf('o-t-helper')).toMatchObject({ checked: false, children: [], care: { first: [], soon: 0 } });
    expect(await homeOf('o-t-volunteer')).toMatchObject({ checked: false, children: [] });
  });
});

describe('what waits beside the calls', () => {
  const proposal = (n: number, over: object = {}) => ({
    ...{ _id: `p-${n}`, schoolId: SCHOOL, studentId: 's-yu', classId: 'c32', byId: 'm-father', byName: '林大山' },
    ...{ relation: '父亲', at: NOON, status: 'open' as const, note: null, answer: null, answeredBy: null },
    ...{ answeredAt: null, items: backend.deps.vault.seal('[]') },
    ...over,
  });

  it('tells teachers and the office of what families want changed, and who is to sign of the handover', async () => {
    const { store } = backend.deps;
    await store.insert('proposals', [
      proposal(1),
      proposal(2, { classId: 'c11', studentId: 's-other' }),
      proposal(3, { status: 'accepted' }),
      proposal(4, { schoolId: 'sch2' }),
    ]);
    await store.updateWhere('staff', { _id: 't-head' }, { set: { toSign: 'h-1' } });
    expect(await homeOf('o-t-head')).toMatchObject({ proposals: 1, toSign: 'h-1' });
    expect(await homeOf('o-t-duty')).toMatchObject({ proposals: 0, toSign: null });
    expect(await homeOf('o-t-admin')).toMatchObject({ proposals: 2, requests: 0, toSign: null });
  });

  it('asks a legal guardian once for each child what the school may do, and nobody else', async () => {
    const { store } = backend.deps;
    expect(await homeOf('o-m-father')).toMatchObject({ asksConsent: 's-yu' });
    expect(await homeOf('o-m-granny')).toMatchObject({ asksConsent: null });
    await store.updateWhere('familyMembers', { _id: 'm-father' }, { set: { askedFor: ['s-yu'] } });
    expect(await homeOf('o-m-father')).toMatchObject({ asksConsent: null });
    expect(await homeOf('o-m-mother')).toMatchObject({ asksConsent: 's-yu' });
  });
});
