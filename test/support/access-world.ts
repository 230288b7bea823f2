import { codeId } from '../../cloudfunctions/_server/data/by-code';
import { collections } from '../../cloudfunctions/_server/data/collections';
import type { Vault } from '../../cloudfunctions/_server/data/crypto';
import type { CollectionName, Documents, FamilyMember, Receipt } from '../../cloudfunctions/_server/data/documents';
import type { Store } from '../../cloudfunctions/_server/data/store';
import { deployedTemplates } from '../../cloudfunctions/_server/wechat/templates';
import { minuteOf } from '../../miniprogram/shared/domain/calendar';
import { careOf } from './access-care';
import { filesOf } from './access-files';
import { keepVoice, lettersOf } from './access-letters';
import { farMentor, pairsOf } from './access-pairing';
import { requestOf } from './access-privacy';
import { recordAbout } from './access-records';
import {
  ASKERS,
  type Asker,
  bookingId,
  concernId,
  doneHandoverId,
  entryId,
  handoverId,
  INVITE_CODE,
  importId,
  LEFT_ID,
  NEXT_WEEK,
  noticeId,
  reviewId,
  SLIP_CODE,
  SWAP_ID,
  THINGS,
  type Thing,
  TODAY,
  TOMORROW,
  TRANSFER_CODE,
} from './access-things';
import { type Backend, NOON } from './backend';
import { aBooking } from './booking';
import { aClass, aMember, aSchool, aStaff, aStudent, SCHOOL, seedLittleSchool, withAccounts } from './builders';
import { aSentNotice } from './notices';
import { aReceipt } from './outbox';

/** The little school, a second one, a father who lost his right to one child, and everything that hangs on the children. */
export async function seedAccessWorld(backend: Backend): Promise<void> {
  const { deps, phones } = backend;
  const { store, vault } = deps;
  // Everybody holds the telephone of 周小海's grandfather.
  for (const [, openid] of ASKERS) phones.set(openid, '17000000005');
  await seedLittleSchool(store, vault);
  const barred = aStudent({ _id: 's-barred', name: '陈小军' });
  const far = aStudent({ _id: 's-far', name: '白远山', schoolId: 'sch2', classId: 'd32' });
  const phone = (digits: string) => ({ phone: vault.seal(digits), phoneHash: vault.blind('phone', digits) });
  await store.put(
    'schools',
    aSchool({
      _id: 'sch2',
      schoolId: 'sch2',
      name: '远山小学',
      points: [{ id: 'sch2.p2', name: '平板', kind: 'video' }],
      duty: [],
    }),
  );
  await store.insert('classes', aClass({ _id: 'd32', schoolId: 'sch2', headTeacherId: null }));
  await store.insert('students', [barred, far]);
  await store.put('familyMembers', await fatherWhoLostARight(store, barred));
  await withAccounts(store, [
    aMember({ _id: 'm-aunt', role: 'guardian', name: '陈秀英', ...phone('17000000007') }, [barred]),
    aMember({ _id: 'm-far', schoolId: 'sch2', name: '白大海', ...phone('17000000008') }, [far]),
    aStaff({ _id: 't-admin2', schoolId: 'sch2', name: '高校长', role: 'school_admin' }),
    aStaff({ _id: 't-officer', name: '冯老师', officer: true }),
  ]);
  // Everybody allows a message more, so that there is somebody to remind.
  const credit = { [`credits.${deployedTemplates().notice.id}`]: 1 };
  const openids = ['m-father', 'm-mother', 'm-granny', 'm-father2', 'm-other', 'm-aunt', 'm-far'].map(
    (id) => `o-${id}`,
  );
  await store.updateWhere('accounts', { _id: { in: openids } }, { set: credit });
  await store.insert('invites', {
    _id: vault.blind('invite', INVITE_CODE),
    schoolId: SCHOOL,
    personId: 'm-grandpa',
    personKind: 'family',
    code: vault.seal(INVITE_CODE),
    expiresAt: NOON + 86_400_000,
    status: 'open',
    usedAt: null,
  });
  await store.insert('dutySwaps', {
    _id: SWAP_ID,
    schoolId: SCHOOL,
    askerId: 't-duty',
    askerName: '孙老师',
    otherId: 't-head',
    otherName: '李老师',
    day: TOMORROW,
    inReturn: null,
    status: 'asked',
    at: NOON,
    answeredAt: null,
  });
  await store.insert('noticeSlips', {
    _id: codeId(vault, 'noticeSlips', SLIP_CODE),
    code: vault.seal(SLIP_CODE),
    schoolId: SCHOOL,
    receiptId: 'n-hai:m-grandpa',
    at: NOON - 3_600_000,
    usedAt: null,
  });
  await seedHandovers(store);
  await seedTransfer(store, vault);
  for (const thing of THINGS) await seedThing(store, thing);
  const files = THINGS.filter(({ key }) => key !== 'later').map(filesOf);
  await store.insert(
    'proposals',
    files.map(({ proposal }) => proposal),
  );
  await store.insert(
    'delegations',
    files.map(({ delegation }) => delegation),
  );
  for (const thing of THINGS) {
    const { plan, concerns } = careOf({ deps }, thing);
    await store.insert('plans', plan);
    await store.insert('concerns', concerns);
  }
  await store.insert(
    'records',
    THINGS.map((thing) => recordAbout(vault, thing)),
  );
  await keepVoice(backend);
  for (const thing of THINGS.filter(({ key }) => key !== 'later')) {
    const { letters, secrets } = lettersOf(thing);
    await store.insert('letters', letters);
    if (secrets.length > 0) await store.insert('letterSecrets', secrets);
  }
  await store.insert('staff', farMentor());
  await store.insert('pairings', THINGS.filter(({ key }) => key !== 'later').flatMap(pairsOf));
  await store.insert('privacyRequests', THINGS.filter(({ key }) => key !== 'later').map(requestOf));
  await seedImports(store);
}

async function seedHandovers(store: Store): Promise<void> {
  await store.insert('locks', { _id: `handover:${SCHOOL}`, schoolId: SCHOOL, bookingId: 'h-sch1', seat: 0 });
  const handover = {
    ...{
      kind: 'change' as const,
      after: [],
      graduates: 0,
      runAt: null,
      meant: null,
      kept: 0,
      done: 0,
      of: 0,
      version: 1,
    },
    ...{ before: { staff: [], classes: [] }, byId: 't-admin', byName: '赵校长' },
  };
  const draft = { kind: 'change' as const, from: null, classes: [], moves: [], mentors: [] };
  const to = { grade: 3, number: 2 };
  const line = {
    ...{ id: 'l1', what: '三(2)班', fromId: 't-head', fromName: '李老师', toId: 't-other', toName: '吴老师' },
    ...{ from: null, to: null },
  };
  const plan = { targets: [], classes: [], moves: [], past: [], follows: [], staff: [] };
  for (const schoolId of ['sch1', 'sch2']) {
    const isFirst = schoolId === 'sch1';
    const classes = isFirst ? [{ classId: 'c32', to, teacherId: 't-other', carry: true }] : [];
    await store.insert('handovers', [
      {
        ...{ ...handover, _id: handoverId({ schoolId }), schoolId, status: 'signing', plan: null, at: NOON - 1 },
        ...{ draft: { ...draft, classes }, lines: isFirst ? [line] : [], appliedAt: null },
      },
      {
        ...{ ...handover, _id: doneHandoverId({ schoolId }), schoolId, status: 'applied', plan, at: NOON },
        ...{ draft, lines: [], appliedAt: NOON },
      },
    ]);
  }
}

/** A child that left the first school, and one of a third school whose file waits for the school that has its code. */
async function seedTransfer(store: Store, vault: Vault): Promise<void> {
  const gone = { status: 'left' as const, left: { day: TODAY, how: 'transferred' as const, whereTo: '' } };
  await store.put('schools', aSchool({ _id: 'sch3', schoolId: 'sch3', name: '石桥小学', duty: [] }));
  await store.insert('students', [
    aStudent({ _id: LEFT_ID, name: '高小满', ...gone }),
    aStudent({ _id: 's-coming', name: '石小桥', schoolId: 'sch3', classId: 'e32', ...gone }),
  ]);
  await store.insert('transfers', {
    ...{ _id: codeId(vault, 'transfers', TRANSFER_CODE), schoolId: 'sch3', studentId: 's-coming' },
    ...{ code: vault.seal(TRANSFER_CODE), expiresAt: NOON + 86_400_000, status: 'open', at: NOON },
    ...{ toSchoolId: null, toStudentId: null },
  });
}

async function fatherWhoLostARight(store: Store, child: ReturnType<typeof aStudent>): Promise<FamilyMember> {
  const father = await store.get('familyMembers', 'm-father');
  if (!father) throw new Error('the little school has no father');
  const { children } = aMember({ _id: father._id }, [child], { mayContact: false });
  return {
    ...father,
    children: [...father.children, ...children],
    studentIds: [...father.studentIds, child._id],
  };
}

/** Calls in each state in which a desk meets them, something that worries, and a notice to the class. */
async function seedThing(store: Store, thing: Thing): Promise<void> {
  const { studentId, name, classId, schoolId, adultIds, callDay, pointId } = thing;
  const [adultId = ''] = adultIds;
  await store.insert(
    'bookings',
    (['booked', 'checked_in', 'in_call', 'done'] as const).map((status, i) =>
      aBooking({
        _id: bookingId(thing, status),
        schoolId,
        pointId,
        day: callDay,
        from: 1110 + i * 15,
        studentIds: [studentId],
        classIds: [classId],
        children: [{ id: studentId, name, className: '' }],
        adultId,
        status,
      }),
    ),
  );
  await store.insert(
    'bookings',
    aBooking({
      _id: bookingId(thing, 'room'),
      schoolId,
      pointId,
      day: callDay,
      from: minuteOf(NOON),
      studentIds: [studentId],
      classIds: [classId],
      children: [{ id: studentId, name, className: '' }],
      adultId,
      status: 'in_call',
      channel: 'voip_video',
    }),
  );
  await store.insert(
    'bookings',
    aBooking({
      _id: bookingId(thing, 'offered'),
      schoolId,
      pointId,
      day: callDay,
      from: 1110 + 4 * 15,
      studentIds: [studentId],
      classIds: [classId],
      children: [{ id: studentId, name, className: '' }],
      adultId,
      origin: 'waitlist',
      status: 'offered',
      offer: { entryId: entryId(thing), until: NOON + 3_600_000 },
    }),
  );
  await store.put('waitlist', {
    _id: entryId(thing),
    schoolId,
    adultId,
    studentIds: [studentId],
    weekOf: NEXT_WEEK,
    status: 'waiting',
    offers: 0,
    declined: [],
    since: NOON,
  });
  await store.insert('contactConcerns', {
    _id: concernId(thing),
    schoolId,
    studentId,
    classId,
    day: TODAY,
    kind: 'unreachable',
    note: '一直没人接',
    byId: 't-head',
    byName: '李老师',
    at: NOON - 3_600_000,
    status: 'open',
    outcome: null,
    closedAt: null,
  });
  const notice = {
    schoolId,
    audience: { of: { kind: 'classes' as const, classIds: [classId] }, roles: ['parent' as const] },
    classIds: [classId],
    people: adultIds.length,
  };
  await store.insert('notices', [
    aSentNotice({ ...notice, _id: noticeId(thing) }),
    aSentNotice({
      ...notice,
      _id: reviewId(thing),
      status: 'review',
      review: { state: 'waiting', by: null, note: '' },
    }),
  ]);
  await store.insert(
    'receipts',
    adultIds.map((personId) => receiptOf(thing, personId)),
  );
}

const receiptOf = (thing: Thing, personId: string): Receipt =>
  aReceipt(0, {
    _id: `${noticeId(thing)}:${personId}`,
    schoolId: thing.schoolId,
    refId: noticeId(thing),
    personId,
    personName: personId,
    relation: '',
    asks: 'hear',
    studentIds: [thing.studentId],
    classIds: [thing.classId],
    classNames: [''],
    childNames: [thing.name],
    state: 'sent',
    sentAt: NOON - 3_600_000,
  });

async function seedImports(store: Store): Promise<void> {
  const schools = THINGS.filter((thing, i) => THINGS.findIndex(({ schoolId }) => schoolId === thing.schoolId) === i);
  await store.insert(
    'imports',
    schools.map((thing) => ({
      _id: importId(thing),
      schoolId: thing.schoolId,
      fileId: 'cloud://local/u/a.xlsx',
      fileName: '名册.xlsx',
      digest: '',
      status: 'applied' as const,
      errors: 0,
      counts: { pupils: 3, familyMembers: 6, classes: 2 },
      columns: [],
      same: [],
      leave: [],
      near: 0,
      seen: '',
      logged: true,
      takenBack: null,
      done: 0,
      of: 0,
      appliedAt: NOON,
      byName: '赵校长',
      byId: 't-admin',
      at: NOON,
    })),
  );
  await store.insert('classRolls', {
    _id: 'c11:2026-11-16',
    schoolId: SCHOOL,
    classId: 'c11',
    weekOf: '2026-11-16',
    day: TODAY,
    by: 't-other',
    notYet: [],
  });
}

/** Everybody who asks, with the document that says who they are. */
export const askersIn = (store: Store): Promise<Asker[]> =>
  Promise.all(
    ASKERS.map(async ([key, openid]): Promise<Asker> => {
      const id = openid.slice('o-'.length);
      const person = (await store.get('familyMembers', id)) ?? (await store.get('staff', id));
      return { key, openid, role: person?.role ?? 'stranger', person };
    }),
  );

const NAMES = Object.keys(collections) as CollectionName[];

/** Remembers all documents; the answer puts them back, a write for each collection. */
export async function remember(backend: Backend): Promise<() => Promise<void>> {
  const {
    deps: { store },
    cloud,
  } = backend;
  const kept = await Promise.all(NAMES.map((name) => store.list(name, { where: {}, limit: 1000 })));
  return async () => {
    cloud.database.wipe();
    await Promise.all(
      NAMES.map(async (name, i) => {
        const docs = (kept[i] ?? []) as Documents[typeof name][];
        if (docs.length > 0) await store.insert(name, docs);
      }),
    );
    await keepVoice(backend);
  };
}
