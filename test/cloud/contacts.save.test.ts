import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import { openChanges } from '../../cloudfunctions/_server/contacts/versions';
import type { FieldEdit, Input } from '../../miniprogram/shared/contract';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import { type Backend, startBackend } from '../support/backend';
import { aBooking } from '../support/booking';
import { aMember, aSchool, aStudent, SCHOOL, seedLittleSchool } from '../support/builders';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
});
afterAll(() => backend.close());
beforeEach(async () => {
  backend.cloud.database.wipe();
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
  keys = 0;
});

const HEAD = 'o-t-head';
let keys = 0;

/** An edit of what the caller reads now. */
async function edit(openid: string, subject: string, field: FieldKey, to: string | null, studentId = 's-yu') {
  const file = await backend.call(openid, 'contacts.file', { studentId });
  const facts = subject === studentId ? file.fields : file.members.find((m) => m.personId === subject)?.fields;
  const mark = facts?.find((one) => one.field === field)?.mark ?? 'unseen';
  return { subject, field, to, mark };
}

const save = (openid: string, edits: FieldEdit[], more: Partial<Input<'contacts.save'>> = {}) =>
  backend.reply(openid, 'contacts.save', { key: `save-key-${keys++}`, studentId: 's-yu', edits, why: '', ...more });

const student = async (id = 's-yu') => {
  const found = await backend.deps.store.get('students', id);
  if (!found) throw new Error(id);
  return found;
};
const member = async (id: string) => {
  const found = await backend.deps.store.get('familyMembers', id);
  if (!found) throw new Error(id);
  return found;
};
const versions = async (studentId = 's-yu') => {
  const { store, vault } = backend.deps;
  const found = await store.list('fileChanges', {
    where: { schoolId: SCHOOL, studentIds: studentId },
    orderBy: [['at', 'desc']],
    limit: 100,
  });
  return found.map((one) => ({ ...one, changes: openChanges(vault, one) }));
};
const finds = async (q: string) =>
  (await backend.call('o-t-admin', 'contacts.list', { q })).children.map(({ id }) => id);

describe('contacts.save', () => {
  it('changes facts, sealed where they are sealed, and keeps one sealed version of each subject', async () => {
    const edits = [
      await edit(HEAD, 's-yu', 'pupil.address', ' 青山镇石板村 '),
      await edit(HEAD, 's-yu', 'pupil.ethnicity', '苗族'),
      await edit(HEAD, 'm-granny', 'member.occupation', '种地'),
    ];
    expect(await save(HEAD, edits, { why: '家访' })).toMatchObject({ data: { saved: true, conflicts: [] } });
    const { address, ethnicity } = await student();
    expect(ethnicity).toBe('苗族');
    expect(address && backend.deps.vault.open(address)).toBe('青山镇石板村');
    expect((await member('m-granny')).occupation).toBe('种地');
    const kept = await versions();
    expect(
      kept.map(({ subjectId, changes, why, byName, via, made }) => ({ subjectId, changes, why, byName, via, made })),
    ).toEqual(
      expect.arrayContaining([
        {
          ...{ subjectId: 's-yu', why: '家访', byName: '李老师', via: 'edit', made: false },
          changes: { 'pupil.address': [null, '青山镇石板村'], 'pupil.ethnicity': [null, '苗族'] },
        },
        {
          ...{ subjectId: 'm-granny', why: '家访', byName: '李老师', via: 'edit', made: false },
          changes: { 'member.occupation': [null, '种地'] },
        },
      ]),
    );
    expect(kept).toHaveLength(2);
    const raw = await backend.deps.store.list('fileChanges', { where: { schoolId: SCHOOL }, limit: 10 });
    expect(JSON.stringify(raw)).not.toContain('石板');
  });

  it('sent twice is one change and one version, one after the other and at once', async () => {
    const edits = [await edit(HEAD, 's-yu', 'pupil.ethnicity', '苗族')];
    const key = 'the-same-tap';
    const replies = await Promise.all(Array.from({ length: 4 }, () => save(HEAD, edits, { key })));
    replies.push(await save(HEAD, edits, { key }));
    for (const reply of replies) expect(reply).toMatchObject({ data: { saved: true, conflicts: [] } });
    expect(await versions()).toHaveLength(1);
  });

  it('of two at once who change different facts, takes both; of the same fact, the first, and tells the second who was quicker', async () => {
    const [phone, work, other] = [
      await edit(HEAD, 'm-father', 'member.phone', '13800001111'),
      await edit('o-t-admin', 'm-father', 'member.workplace', '宁波'),
      await edit('o-t-admin', 'm-father', 'member.phone', '13800002222'),
    ];
    expect(await save(HEAD, [phone])).toMatchObject({ data: { saved: true } });
    expect(await save('o-t-admin', [work])).toMatchObject({ data: { saved: true } });
    const late = await save('o-t-admin', [other, await edit('o-t-admin', 's-yu', 'pupil.ethnicity', '苗族')]);
    expect(late).toMatchObject({
      data: {
        saved: false,
        conflicts: [
          { subject: 'm-father', field: 'member.phone', now: '138****1111', byName: '李老师', at: backend.clock.at },
        ],
      },
    });
    expect((await student()).ethnicity).toBeNull();
    const { data } = late as { data: { conflicts: { mark: string }[] } };
    const again = { ...other, mark: data.conflicts[0]?.mark ?? '' };
    expect(await save('o-t-admin', [again])).toMatchObject({ data: { saved: true } });
    expect((await versions()).map(({ changes }) => changes['member.phone']).filter(Boolean)).toEqual(
      expect.arrayContaining([
        ['17000000001', '13800001111'],
        ['13800001111', '13800002222'],
      ]),
    );
  });

  it('does nothing where a fact says already what it should, and keeps no version of it', async () => {
    const stale = { subject: 's-yu', field: 'pupil.name', to: '林小雨', mark: 'old' } as const;
    expect(await save(HEAD, [stale])).toMatchObject({ data: { saved: true, conflicts: [] } });
    expect(await versions()).toEqual([]);
  });

  it('finds the child by what it is called now and its family by the new number; brothers and sisters too', async () => {
    const { store } = backend.deps;
    const sister = aStudent({ _id: 's-sister', name: '林小雪', classId: 'c11', className: '一(1)班' });
    await store.insert('students', sister);
    await store.put('familyMembers', {
      ...(await member('m-father')),
      ...{
        children: [...aMember({ _id: 'm-father' }, [aStudent(), sister]).children],
        studentIds: ['s-yu', 's-sister'],
      },
      ...{ classIds: ['c32', 'c11'], silentSince: '2026-10-01' },
    });
    const edits = [
      await edit(HEAD, 's-yu', 'pupil.name', '单小雨'),
      await edit(HEAD, 's-yu', 'pupil.address', '青山镇大湾村'),
      await edit(HEAD, 'm-father', 'member.phone', '138 0000 4321'),
    ];
    expect(await save(HEAD, edits)).toMatchObject({ data: { saved: true } });
    expect(await finds('shanxy')).toEqual([]);
    expect(await finds('shanx')).toEqual(['s-yu']);
    expect(await finds('大湾')).toEqual(['s-yu']);
    expect((await finds('4321')).sort()).toEqual(['s-sister', 's-yu']);
    expect(await finds('0001')).toEqual([]);
    expect(await finds('0003')).toEqual(['s-yu']);
    const { phoneHash, silentSince } = await member('m-father');
    expect(phoneHash).toBe(backend.deps.vault.blind('phone', '13800004321'));
    expect(silentSince).toBeNull();
    expect((await versions('s-sister')).map(({ subjectId }) => subjectId)).toEqual(['m-father']);
  });

  it('counts as left behind by the school’s definition of the day', async () => {
    await save(HEAD, [await edit(HEAD, 's-yu', 'pupil.careStatus', 'one_away')]);
    expect((await student()).leftBehind).toBe(false);
    await backend.deps.store.put(
      'schools',
      aSchool({ leftBehindRules: [{ since: '2026-09-01', underAge: 18, oneAway: true, basis: '县里的文件' }] }),
    );
    await save(HEAD, [await edit(HEAD, 's-yu', 'pupil.birthDay', '2017-05-05')]);
    expect(await student()).toMatchObject({ leftBehind: true, contact: { since: '2026-11-24' } });
    await save(HEAD, [await edit(HEAD, 's-yu', 'pupil.birthDay', '2005-05-05')]);
    expect((await student()).leftBehind).toBe(false);
  });

  it('keeps the hash of an ID number with it', async () => {
    await save(HEAD, [await edit(HEAD, 's-yu', 'pupil.idNumber', '11010519491231002x')]);
    const { idHash, idNumber } = await student();
    expect(idHash).toBe(backend.deps.vault.blind('idNumber', '11010519491231002X'));
    expect(idNumber && backend.deps.vault.open(idNumber)).toBe('11010519491231002X');
    const file = await backend.call(HEAD, 'contacts.file', { studentId: 's-yu' });
    expect(file.fields.find(({ field }) => field === 'pupil.idNumber')).toMatchObject({
      value: '1101**********002X',
      masked: true,
    });
  });
});

describe('rights', () => {
  const court = { reason: 'court', note: '（2026）判决' } as const;
  const barFather = async (openid = 'o-t-admin') => [await edit(openid, 'm-father', 'link.mayContact', 'no')];

  it('are the office’s to change, with a reason', async () => {
    const edits = await barFather();
    expect(await save(HEAD, edits, { right: court })).toMatchObject({ code: 'auth.forbidden' });
    expect(await save('o-t-admin', edits)).toMatchObject({ code: 'contacts.needs-reason' });
    expect(await save('o-t-admin', edits, { right: court })).toMatchObject({ data: { saved: true } });
    expect((await member('m-father')).children[0]).toMatchObject({
      mayContact: false,
      limit: { reason: 'court', since: '2026-11-24' },
    });
    const file = await backend.call(HEAD, 'contacts.file', { studentId: 's-yu' });
    expect(file.members.find(({ personId }) => personId === 'm-father')).toMatchObject({
      mayContact: false,
      limit: { reason: 'court', since: '2026-11-24', note: '（2026）判决' },
    });
    expect((await versions())[0]).toMatchObject({
      why: '法院的决定',
      changes: { 'link.mayContact@s-yu': ['yes', 'no'], 'member.rightNote': [null, '（2026）判决'] },
    });
    expect(await backend.reply('o-m-father', 'contacts.file', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
  });

  it('that end call off the calls ahead, and given back leave no note', async () => {
    const { store } = backend.deps;
    await store.insert(
      'bookings',
      aBooking({ _id: 'b1', day: '2026-11-26', adultId: 'm-father', studentIds: ['s-yu'] }),
    );
    await save('o-t-admin', await barFather(), { right: court });
    expect(await store.get('bookings', 'b1')).toMatchObject({ status: 'cancelled_school', why: 'no_right' });
    expect((await store.get('schools', SCHOOL))?.changedAt).toBe(backend.clock.at);
    const back = [await edit('o-t-admin', 'm-father', 'link.mayContact', 'yes')];
    await save('o-t-admin', back, { right: { reason: 'guardian', note: '' } });
    expect((await member('m-father')).children[0]).toMatchObject({ mayContact: true, limit: null });
  });

  it('leave a child somebody who answers for it, whoever asks at the same time', async () => {
    await backend.deps.store.removeWhere('familyMembers', { _id: 'm-granny' });
    const edits = await Promise.all(
      ['m-father', 'm-mother'].map((id) => edit('o-t-admin', id, 'link.legalGuardian', 'no')),
    );
    const replies = await Promise.all(edits.map((one) => save('o-t-admin', [one], { right: court })));
    expect(replies.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual(['contacts.last-guardian', 'ok']);
  });
});

describe('a change that is refused', () => {
  const refused = async (openid: string, edits: FieldEdit[], studentId = 's-yu') => {
    const reply = await save(openid, edits, { studentId });
    return reply.ok ? reply.data : { code: reply.code, details: reply.details };
  };
  const ethnicity = (subject: string): FieldEdit => ({ subject, field: 'pupil.ethnicity', mark: 'x', to: '苗族' });

  it('of a child out of reach is answered like that of a child who is not there', async () => {
    const none = await refused(HEAD, [ethnicity('s-none')], 's-none');
    expect(none).toMatchObject({ code: 'common.not-found' });
    for (const [openid, studentId] of [
      [HEAD, 's-other'],
      ['o-t-other', 's-yu'],
      ['o-t-mentor', 's-hai'],
      ['o-t-duty', 's-yu'],
    ] as const)
      expect(await refused(openid, [ethnicity(studentId)], studentId), openid).toEqual(none);
    expect(await refused(HEAD, [{ ...ethnicity('m-other'), field: 'member.occupation' }])).toEqual(none);
    expect(await refused(HEAD, [ethnicity('s-hai')])).toEqual(none);
    expect(await refused(HEAD, [ethnicity('m-father')])).toEqual(none);
  });

  it('is not for families, counsellors and the others', async () => {
    for (const openid of ['o-m-father', 'o-m-granny', 'o-t-mind', 'o-t-booth', 'o-t-bureau'])
      expect(await refused(openid, [ethnicity('s-yu')]), openid).toMatchObject({ code: 'auth.forbidden' });
  });

  it('says which field cannot be so, and changes nothing of the others', async () => {
    const good = await edit(HEAD, 's-yu', 'pupil.ethnicity', '苗族');
    const bad = await edit(HEAD, 'm-father', 'member.phone', '1234');
    expect(await refused(HEAD, [good, bad])).toMatchObject({
      code: 'contacts.unreadable',
      details: { field: 'member.phone', rule: 'phone' },
    });
    expect(await refused(HEAD, [await edit(HEAD, 's-yu', 'pupil.name', ' ')])).toMatchObject({
      details: { field: 'pupil.name', rule: 'kept' },
    });
    expect(await refused(HEAD, [good, { ...good, to: '汉族' }])).toMatchObject({ code: 'input.invalid' });
    expect((await student()).ethnicity).toBeNull();
    expect(await versions()).toEqual([]);
  });
});

describe('contacts.reveal', () => {
  it('opens one masked fact with its reason, and no other kind of fact', async () => {
    const reveal = (openid: string, field: FieldKey, subject = 'm-father') =>
      backend.reply(openid, 'contacts.reveal', { studentId: 's-yu', subject, field, why: 'form' });
    expect(await reveal(HEAD, 'member.phone')).toMatchObject({
      data: { value: '17000000001', mark: (await edit(HEAD, 'm-father', 'member.phone', null)).mark },
    });
    const [entry] = await backend.deps.store.list('audit', {
      where: { schoolId: SCHOOL },
      orderBy: [['at', 'desc']],
      limit: 20,
    });
    expect(entry).toMatchObject({ studentIds: ['s-yu'] });
    expect(await reveal(HEAD, 'member.workplace')).toMatchObject({ code: 'input.invalid' });
    expect(await reveal(HEAD, 'member.phone', 'm-other')).toMatchObject({ code: 'common.not-found' });
    expect(await reveal('o-t-other', 'member.phone')).toMatchObject({ code: 'common.not-found' });
    expect(await reveal('o-m-father', 'member.phone')).toMatchObject({ code: 'auth.forbidden' });
  });
});
