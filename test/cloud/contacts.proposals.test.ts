import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { contactsHandlers } from '../../cloudfunctions/_server/contacts/handlers';
import { sealChanges } from '../../cloudfunctions/_server/contacts/versions';
import type { Input } from '../../miniprogram/shared/contract';
import type { FieldKey } from '../../miniprogram/shared/domain/child-file';
import { type Backend, NOON, startBackend } from '../support/backend';
import { SCHOOL, seedLittleSchool } from '../support/builders';

let backend: Backend;
beforeAll(async () => {
  backend = await startBackend(contactsHandlers);
});
afterAll(() => backend.close());
beforeEach(async () => {
  backend.cloud.database.wipe();
  backend.clock.at = NOON;
  await seedLittleSchool(backend.deps.store, backend.deps.vault);
});

const [HEAD, FATHER, MOTHER, GRANNY] = ['o-t-head', 'o-m-father', 'o-m-mother', 'o-m-granny'] as const;
let keys = 0;

/** A fact as the caller reads it. */
async function read(openid: string, subject: string, field: FieldKey, studentId = 's-yu') {
  const file = await backend.call(openid, 'contacts.file', { studentId });
  const facts = subject === studentId ? file.fields : file.members.find((m) => m.personId === subject)?.fields;
  return facts?.find((one) => one.field === field);
}

type Wish = readonly [subject: string, field: FieldKey, to: string | null];

/** Asks for facts as the caller reads them now; what it cannot read it asks for blindly. */
async function propose(openid: string, wishes: readonly Wish[], more: Partial<Input<'contacts.propose'>> = {}) {
  const { studentId = 's-yu' } = more;
  const edits = await Promise.all(
    wishes.map(async ([subject, field, to]) => ({
      ...{ subject, field, to },
      mark: (await read('o-t-admin', subject, field, studentId))?.mark ?? 'unseen',
    })),
  );
  const key = `wish-key-${keys++}`;
  return backend.reply(openid, 'contacts.propose', { key, studentId, edits, note: '', ...more });
}
async function proposed(openid: string, wishes: readonly Wish[], more: Partial<Input<'contacts.propose'>> = {}) {
  const reply = await propose(openid, wishes, more);
  if (!reply.ok) throw new Error(reply.code);
  return reply.data.id;
}
const proposals = async (openid: string, studentId?: string) =>
  (await backend.call(openid, 'contacts.proposals', studentId ? { studentId } : {})).proposals;
const answer = (id: string, take: Input<'contacts.answer'>['take'], openid: string = HEAD, note = '') =>
  backend.reply(openid, 'contacts.answer', { id, take, note });
const timeline = (openid = HEAD, before?: number) =>
  backend.call(openid, 'contacts.timeline', { studentId: 's-yu', ...(before ? { before } : {}) });

const WORK: Wish = ['m-father', 'member.workplace', '宁波'];
const PHONE: Wish = ['m-father', 'member.phone', '13800008888'];
const ADDRESS: Wish = ['s-yu', 'pupil.address', '青山镇大湾村'];

describe('a proposal', () => {
  it('reaches the teacher with what stands there now, what was seen and what it should be', async () => {
    const id = await proposed(FATHER, [PHONE, ADDRESS], { note: '换号了' });
    const [one, ...others] = await proposals(HEAD);
    expect(others).toEqual([]);
    expect(one).toMatchObject({
      ...{
        id,
        childName: '林小雨',
        className: '三(2)班',
        byName: '林大山',
        relation: '父亲',
        status: 'open',
        note: '换号了',
      },
      items: [
        {
          ...{ subject: 'm-father', subjectName: '林大山', field: 'member.phone', taken: null, moved: false },
          ...{ now: '170****0001', seen: '170****0001', to: '13800008888' },
        },
        { subject: 's-yu', subjectName: '林小雨', field: 'pupil.address', now: null, seen: null, to: '青山镇大湾村' },
      ],
    });
    expect(await backend.call(HEAD, 'contacts.file', { studentId: 's-yu' })).toMatchObject({ proposals: 1 });
    expect(await read(HEAD, 's-yu', 'pupil.address')).toMatchObject({ value: null });
    const raw = await backend.deps.store.get('proposals', id);
    expect(JSON.stringify(raw)).not.toMatch(/大湾|8888/);
  });

  it('sent twice is one; a later one of the same person takes its place, another person’s does not', async () => {
    const key = 'the-same-wish';
    expect(await proposed(FATHER, [WORK], { key })).toBe(await proposed(FATHER, [WORK], { key }));
    backend.clock.at += 1000;
    await proposed(GRANNY, [['m-granny', 'member.occupation', '种地']]);
    await proposed(FATHER, [PHONE]);
    expect((await proposals(HEAD)).map(({ byName, status }) => [byName, status])).toEqual(
      expect.arrayContaining([
        ['林大山', 'open'],
        ['刘桂花', 'open'],
        ['林大山', 'withdrawn'],
      ]),
    );
    expect((await proposals(HEAD)).at(-1)?.status).toBe('withdrawn');
  });

  it('is for what is one’s own or one’s home’s, of the family and of a mentor what both can read', async () => {
    const refused = async (openid: string, wish: Wish, studentId = 's-yu') => {
      const reply = await propose(openid, [wish], { studentId });
      return reply.ok ? 'ok' : reply.code;
    };
    expect(await refused(FATHER, ['m-mother', 'member.phone', '13800008888'])).toBe('auth.forbidden');
    expect(await refused(FATHER, ['m-granny', 'member.phone', '13800008888'])).toBe('auth.forbidden');
    expect(await refused(FATHER, ['s-yu', 'pupil.careStatus', 'one_away'])).toBe('auth.forbidden');
    expect(await refused(FATHER, ['s-yu', 'pupil.name', '林大雨'])).toBe('auth.forbidden');
    expect(await refused(FATHER, ['m-father', 'link.mayContact', 'no'])).toBe('auth.forbidden');
    expect(await refused(FATHER, ['m-other', 'member.phone', '13800008888'])).toBe('common.not-found');
    expect(await refused(FATHER, ['s-hai', 'pupil.address', '大湾村'], 's-hai')).toBe('common.not-found');
    expect(await refused(GRANNY, ADDRESS)).toBe('ok');
    expect(await refused('o-t-mentor', ['s-hai', 'pupil.address', '大湾村'], 's-hai')).toBe('ok');
    expect(await refused('o-t-mentor', ['m-grandpa', 'member.phone', '13800008888'], 's-hai')).toBe('ok');
    expect(await refused('o-t-mentor', ['s-hai', 'pupil.health', '哮喘'], 's-hai')).toBe('auth.forbidden');
    expect(await refused('o-t-mentor', ['m-father2', 'link.mayContact', 'no'], 's-hai')).toBe('auth.forbidden');
    expect(await refused('o-t-admin', ADDRESS)).toBe('auth.forbidden');
    expect(await refused(FATHER, ['m-father', 'member.phone', '1234'])).toBe('contacts.unreadable');
    expect(await refused(FATHER, ['m-father', 'member.phone', '17000000001'])).toBe('input.invalid');
  });

  it('that saw something else is asked to look again', async () => {
    const edits = [{ subject: 'm-father', field: 'member.workplace', to: '宁波', mark: 'other' }] as const;
    const reply = await backend.reply(FATHER, 'contacts.propose', {
      key: 'stale-wish',
      studentId: 's-yu',
      edits: [...edits],
      note: '',
    });
    expect(reply).toMatchObject({ code: 'common.stale' });
  });

  it('is taken back by whoever made it, until it is answered', async () => {
    const id = await proposed(FATHER, [WORK]);
    const withdraw = (openid: string, of = id) => backend.reply(openid, 'contacts.withdraw', { id: of });
    expect(await withdraw(MOTHER)).toMatchObject({ code: 'common.not-found' });
    expect(await withdraw(FATHER, 'p-none')).toMatchObject({ code: 'common.not-found' });
    expect(await withdraw(FATHER)).toMatchObject({ ok: true });
    expect(await withdraw(FATHER)).toMatchObject({ ok: true });
    expect(await answer(id, [])).toMatchObject({ code: 'contacts.answered' });
    const other = await proposed(FATHER, [WORK]);
    await answer(other, []);
    expect(await withdraw(FATHER, other)).toMatchObject({ code: 'contacts.answered' });
  });

  it('is seen by whoever made it and those who answer; no parent sees the other’s', async () => {
    await proposed(FATHER, [PHONE]);
    expect(await proposals(FATHER)).toHaveLength(1);
    expect((await proposals(FATHER))[0]?.items[0]).toMatchObject({ to: '13800008888' });
    expect(await proposals(MOTHER)).toEqual([]);
    expect(await backend.call(MOTHER, 'contacts.file', { studentId: 's-yu' })).toMatchObject({ proposals: 0 });
    expect(await proposals('o-t-admin')).toHaveLength(1);
    expect(await proposals('o-t-other')).toEqual([]);
    expect(await proposals('o-t-mentor')).toEqual([]);
    expect(await backend.reply('o-t-other', 'contacts.proposals', { studentId: 's-yu' })).toMatchObject({
      code: 'common.not-found',
    });
    await proposed('o-m-father2', [['m-father2', 'member.phone', '13800009999']], { studentId: 's-hai' });
    // A mentor reads along, with numbers masked as on the file.
    expect((await proposals('o-t-mentor'))[0]?.items[0]).toMatchObject({ to: '138****9999' });
  });

  it('says whose it is, and who decides', async () => {
    await proposed(FATHER, [WORK]);
    const of = async (openid: string) => (await proposals(openid)).map(({ mine, mayAnswer }) => ({ mine, mayAnswer }));
    expect(await of(FATHER)).toEqual([{ mine: true, mayAnswer: false }]);
    expect(await of(HEAD)).toEqual([{ mine: false, mayAnswer: true }]);
    await proposed('o-t-mentor', [['s-hai', 'pupil.address', '大湾村']], { studentId: 's-hai' });
    expect(await of('o-t-mentor')).toEqual([{ mine: true, mayAnswer: false }]);
  });
});

describe('contacts.answer', () => {
  const taking = async (id: string, fields: readonly FieldKey[], openid: string = HEAD) => {
    const found = (await proposals(openid)).find((one) => one.id === id);
    return (found?.items ?? [])
      .filter(({ field }) => fields.includes(field))
      .map(({ subject, field, mark }) => ({ subject, field, mark }));
  };

  it('takes what was chosen into the file, as a version of the one who took it, and answers the family', async () => {
    const id = await proposed(FATHER, [PHONE, WORK], { note: '换号了' });
    expect(await answer(id, await taking(id, ['member.phone']), HEAD, '厂名请再说明')).toMatchObject({
      data: { status: 'accepted', conflicts: [] },
    });
    expect(await read(HEAD, 'm-father', 'member.phone')).toMatchObject({ value: '138****8888' });
    expect(await read(HEAD, 'm-father', 'member.workplace')).toMatchObject({ value: null });
    expect((await proposals(FATHER))[0]).toMatchObject({
      ...{ status: 'accepted', answer: '厂名请再说明', answeredBy: '李老师' },
      items: [
        { field: 'member.phone', taken: true },
        { field: 'member.workplace', taken: false },
      ],
    });
    expect((await timeline()).changes).toMatchObject([
      {
        ...{ via: 'proposal', byName: '李老师', why: '换号了', about: '林大山', hidden: 0 },
        lines: [{ label: '电话', before: '170****0001', after: '138****8888' }],
      },
    ]);
    const { children } = await backend.call(HEAD, 'contacts.list', { q: '8888' });
    expect(children.map(({ id: child }) => child)).toEqual(['s-yu']);
  });

  it('taking nothing declines it; the same answer again is the same, another one comes too late', async () => {
    const id = await proposed(FATHER, [WORK]);
    const take = await taking(id, ['member.workplace']);
    expect(await answer(id, [])).toMatchObject({ data: { status: 'declined', conflicts: [] } });
    expect(await answer(id, [])).toMatchObject({ data: { status: 'declined', conflicts: [] } });
    expect(await answer(id, take)).toMatchObject({ code: 'contacts.answered' });
    expect((await timeline()).changes).toEqual([]);
  });

  it('does nothing where the file changed since the teacher looked, and says so beforehand', async () => {
    const id = await proposed(FATHER, [WORK]);
    const take = await taking(id, ['member.workplace']);
    const { mark = '' } = (await read('o-t-admin', 'm-father', 'member.workplace')) ?? {};
    const edits = [{ subject: 'm-father', field: 'member.workplace' as const, to: '东莞', mark }];
    await backend.call('o-t-admin', 'contacts.save', { key: 'save-key-1', studentId: 's-yu', edits, why: '' });
    expect(await answer(id, take)).toMatchObject({
      data: { status: 'open', conflicts: [{ field: 'member.workplace', now: '东莞', byName: '赵校长' }] },
    });
    const [one] = await proposals(HEAD);
    expect(one).toMatchObject({ status: 'open', items: [{ moved: true, now: '东莞', seen: null, to: '宁波' }] });
    expect(await answer(id, await taking(id, ['member.workplace']))).toMatchObject({ data: { status: 'accepted' } });
    expect(await read(HEAD, 'm-father', 'member.workplace')).toMatchObject({ value: '宁波' });
  });

  it('is for those who may edit the file, of what was asked for', async () => {
    const id = await proposed(FATHER, [WORK]);
    for (const openid of ['o-t-other', 'o-t-mentor'])
      expect(await answer(id, [], openid), openid).toMatchObject({ code: 'common.not-found' });
    expect(await answer('p-none', [])).toMatchObject({ code: 'common.not-found' });
    expect(await answer(id, [], FATHER)).toMatchObject({ code: 'auth.forbidden' });
    const another = [{ subject: 'm-father', field: 'member.phone' as const, mark: 'x' }];
    expect(await answer(id, another)).toMatchObject({ code: 'common.not-found' });
  });
});

describe('contacts.timeline', () => {
  const version = (n: number, at: number, changes: object) => ({
    ...{ _id: `v-${n}`, schoolId: SCHOOL, subject: 'pupil' as const, subjectId: 's-yu', studentIds: ['s-yu'], at },
    ...{
      byId: 't-admin',
      byName: '赵校长',
      byRole: 'school_admin',
      via: 'roster' as const,
      ref: 'i1',
      why: null,
      made: false,
    },
    changes: sealChanges(backend.deps.vault, changes),
  });

  it('tells each version in words, newest first, with numbers masked', async () => {
    await backend.deps.store.insert('fileChanges', [
      version(1, NOON - 2000, { 'pupil.careStatus': ['one_away', 'both_away'], 'pupil.boarding': ['no', 'yes'] }),
      version(2, NOON - 1000, {
        'pupil.idNumber': [null, '11010519491231002X'],
        'pupil.classId': ['c31', 'c32'],
        'pupil.className': ['三(1)班', '三(2)班'],
        'pupil.status': ['left', 'active'],
      }),
    ]);
    expect((await timeline()).changes.map(({ lines }) => lines)).toEqual([
      [
        { label: '身份证号', before: null, after: '1101**********002X' },
        { label: '班级', before: '三(1)班', after: '三(2)班' },
        { label: '在不在校', before: '离校', after: '在校' },
      ],
      [
        { label: '父母外出情况', before: '一方外出，另一方在家照看', after: '父母双方外出' },
        { label: '住校', before: '否', after: '是' },
      ],
    ]);
  });

  it('leaves out what is between an adult and another child', async () => {
    await backend.deps.store.insert('fileChanges', {
      ...version(1, NOON, { 'link.mayContact@s-other': ['yes', 'no'], 'member.occupation': [null, '种地'] }),
      ...{ subject: 'member', subjectId: 'm-father', studentIds: ['s-yu', 's-other'] },
    });
    expect((await timeline()).changes).toMatchObject([
      { about: '林大山', hidden: 0, lines: [{ label: '做什么', before: null, after: '种地' }] },
    ]);
  });

  it('turns pages, each version once, those of one moment together', async () => {
    await backend.deps.store.insert(
      'fileChanges',
      Array.from({ length: 70 }, (_, n) =>
        version(n, NOON - Math.floor(n / 4) * 1000, { 'pupil.ethnicity': [null, `${n}`] }),
      ),
    );
    const ids: string[] = [];
    let before: number | undefined;
    do {
      const page: Awaited<ReturnType<typeof timeline>> = await timeline(HEAD, before);
      ids.push(...page.changes.map(({ id }) => id));
      before = page.next ?? undefined;
    } while (before !== undefined);
    expect(ids).toHaveLength(70);
    expect(new Set(ids).size).toBe(70);
  });

  it('is for those who may, and within their reach', async () => {
    const refused = async (openid: string, studentId = 's-yu') => {
      const reply = await backend.reply(openid, 'contacts.timeline', { studentId });
      return reply.ok ? 'ok' : reply.code;
    };
    expect(await refused('o-t-other')).toBe('common.not-found');
    expect(await refused(HEAD, 's-none')).toBe('common.not-found');
    expect(await refused('o-t-mentor', 's-hai')).toBe('common.not-found');
    expect(await refused(FATHER)).toBe('auth.forbidden');
    expect(await refused('o-t-admin')).toBe('ok');
  });
});
