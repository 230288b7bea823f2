import { describe, expect, it } from 'vitest';
import { deployedTemplates } from '../../cloudfunctions/_server/wechat/templates';
import type { Audience } from '../../miniprogram/shared/contract';
import { aClass, aMember, aStudent, SCHOOL, withAccounts } from '../support/builders';
import { aNotice, both, lettersIn, toClasses } from '../support/notices';
import { code, littleSchool, sharedBackend } from '../support/shared-backend';

const HEAD = 'o-t-head';
const ADMIN = 'o-t-admin';
const NOTICE = deployedTemplates().notice.id;
const b = await sharedBackend(littleSchool);
const { messages } = lettersIn(b);

const reach = (audience: Audience, openid = HEAD) => b.call(openid, 'notices.reach', { audience });
const to = (of: Audience['of'], over: Partial<Audience> = {}): Audience => ({ of, roles: both, ...over });
const allow = (openid: string, left: number, template = NOTICE) =>
  b.deps.store.updateWhere('accounts', { _id: openid }, { set: { [`credits.${template}`]: left } });
/** Changes the school; functions read it anew after half a minute. */
const school = async (set: object) => {
  await b.deps.store.updateWhere('schools', { _id: SCHOOL }, { set });
  b.clock.at += 60_000;
};
const moreClasses = () =>
  b.deps.store.insert('classes', [
    aClass({ _id: 'c31', number: 1, name: '三(1)班', headTeacherId: null }),
    aClass({ _id: 'far', schoolId: 'sch2', headTeacherId: null }),
  ]);

describe('notices.reach', () => {
  it('counts people and families, each at the first rung that will really work', async () => {
    // Everybody but the grandfather is bound; of them only the father allowed one more message.
    await allow('o-m-father', 1);
    expect(await reach(toClasses('c32'))).toEqual({
      people: 5,
      families: 2,
      wechat: 1,
      sms: 0,
      call: 4,
      visit: 0,
      unreached: [],
    });
    expect(await messages()).toHaveLength(0);
  });

  it('counts an SMS where the school pays for it and the person can read', async () => {
    await school({ sms: { on: true, capFen: 1000, feeFen: 5 } });
    // 刘桂花 cannot read: she is called.
    expect(await reach(toClasses('c32'))).toMatchObject({ wechat: 0, sms: 4, call: 1, visit: 0 });
  });

  it('counts those who subscribed for good where the school uses that', async () => {
    const templates = deployedTemplates({ 'notice+': 'lasting-notice' });
    const before = b.deps.templates;
    Object.assign(b.deps, { templates });
    await allow('o-m-father', 1, 'lasting-notice');
    await allow('o-m-mother', 1);
    const counts = async () => (await reach(toClasses('c32'))).wechat;
    expect(await counts()).toBe(1);
    await school({ longTerm: true });
    expect(await counts().finally(() => Object.assign(b.deps, { templates: before }))).toBe(2);
  });

  it('names those who can only be visited', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-grandpa' }, { set: { phone: null } });
    expect(await reach(toClasses('c32'))).toMatchObject({
      visit: 1,
      unreached: [{ name: '周有田', relation: '祖父', children: ['周小海'] }],
    });
  });

  it('counts a person with three children once, and by role', async () => {
    const children = ['a', 'b', 'c'].map((n) => aStudent({ _id: `s-${n}`, name: `何${n}` }));
    await b.deps.store.insert('students', children);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-three', name: '何大' }, children)]);
    const count = async (roles: ('parent' | 'guardian')[]) => (await reach({ ...toClasses('c32'), roles })).people;
    expect(await count(['parent'])).toBe(4);
    expect(await count(['guardian'])).toBe(2);
    expect((await reach(toClasses('c32'))).families).toBe(3);
  });

  it('leaves out who has no right to the child, and families of pupils who left', async () => {
    await b.deps.store.updateWhere('familyMembers', { _id: 'm-mother' }, { set: { 'children.0.mayContact': false } });
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { status: 'left' } });
    expect((await reach(toClasses('c32'))).people).toBe(2);
  });

  it.each<[string, Audience, number]>([
    ['the whole school', to({ kind: 'school' }), 6],
    ['a grade', to({ kind: 'grades', grades: [3] }), 5],
    ['two grades', to({ kind: 'grades', grades: [1, 3] }), 6],
    ['a grade that the school has not', to({ kind: 'grades', grades: [9] }), 0],
    ['classes', toClasses('c32', 'c11', 'c11'), 6],
    ['one pupil by name', to({ kind: 'pupils', studentIds: ['s-hai'] }), 2],
    ['boarders', { ...toClasses('c32'), boarding: 'boarding' }, 3],
    ['day pupils', { ...toClasses('c32'), boarding: 'day' }, 2],
    ['parents of one pupil', to({ kind: 'pupils', studentIds: ['s-yu'] }, { roles: ['parent'] }), 2],
  ])('finds %s', async (_what, audience, people) => {
    expect((await reach(audience, ADMIN)).people).toBe(people);
  });

  it('finds the families of left-behind children', async () => {
    await b.deps.store.updateWhere('students', { _id: 's-hai' }, { set: { leftBehind: false } });
    expect((await reach({ ...toClasses('c32'), leftBehind: true })).people).toBe(3);
  });

  it('reads ten thousand people in parts', async () => {
    const PUPILS = 5000;
    const classes = Array.from({ length: 100 }, (_, i) =>
      aClass({ _id: `k${i}`, grade: 4, number: i + 1, name: `四(${i + 1})班` }),
    );
    const pupils = Array.from({ length: PUPILS }, (_, i) =>
      aStudent({ _id: `p${i}`, classId: `k${i % 100}`, name: `学${i}` }),
    );
    const phone = b.deps.vault.seal('17000000009');
    await b.deps.store.insert('classes', classes);
    for (let i = 0; i < PUPILS; i += 500) {
      const part = pupils.slice(i, i + 500);
      await b.deps.store.insert('students', part);
      await b.deps.store.insert(
        'familyMembers',
        part.flatMap((pupil, n) => [
          aMember({ _id: `f${i + n}`, openid: null, phone }, [pupil]),
          aMember({ _id: `g${i + n}`, role: 'guardian', openid: null }, [pupil]),
        ]),
      );
    }
    b.cloud.operations.reset();
    const found = await reach(to({ kind: 'grades', grades: [4] }), ADMIN);
    expect(found).toMatchObject({ people: 10_000, families: 5000, call: 5000, visit: 5000 });
    expect(found.unreached).toHaveLength(50);
    expect(b.cloud.operations.log().length).toBeLessThan(60);
    expect((await reach(to({ kind: 'school' }), ADMIN)).people).toBe(10_006);
  });

  it.each<[string, string, Audience, string]>([
    ['another head teacher', 'o-t-other', toClasses('c32'), 'common.not-found'],
    ['own and another class', HEAD, toClasses('c32', 'c11'), 'common.not-found'],
    ['the school, by a teacher', HEAD, to({ kind: 'school' }), 'common.not-found'],
    ['a grade with a class of somebody else', HEAD, to({ kind: 'grades', grades: [3] }), 'common.not-found'],
    ['a pupil of another class', HEAD, to({ kind: 'pupils', studentIds: ['s-yu', 's-other'] }), 'common.not-found'],
    ['a pupil who is not there', HEAD, to({ kind: 'pupils', studentIds: ['s-none'] }), 'common.not-found'],
    ['a class that is not there', ADMIN, toClasses('c99'), 'common.not-found'],
    ['a class of another school', ADMIN, toClasses('far'), 'common.not-found'],
    ['a mentor', 'o-t-mentor', to({ kind: 'pupils', studentIds: ['s-hai'] }), 'common.not-found'],
    ['a parent', 'o-m-father', toClasses('c32'), 'auth.forbidden'],
    ['a counsellor', 'o-t-mind', toClasses('c32'), 'auth.forbidden'],
    ['a stranger', 'o-nobody', toClasses('c32'), 'auth.unbound'],
  ])('is refused for %s, and so is sending, and keeping it', async (_who, openid, audience, expected) => {
    await moreClasses();
    expect(await code(reach(audience, openid))).toBe(expected);
    expect(await code(b.call(openid, 'notices.send', aNotice({ audience })))).toBe(expected);
    const group = { requestKey: 'tap-group', name: '他们', audience };
    expect(await code(b.call(openid, 'notices.saveGroup', group))).toBe(expected);
  });

  it.each([
    ['no class', { of: { kind: 'classes', classIds: [] }, roles: both }],
    ['no role', { ...toClasses('c32'), roles: [] }],
    ['a grade beyond', { of: { kind: 'grades', grades: [13] }, roles: both }],
    ['children who are not left behind', { ...toClasses('c32'), leftBehind: false }],
  ])('is refused for %s', async (_what, audience) => {
    expect(await code(reach(audience as unknown as Audience))).toBe('input.invalid');
  });
});

describe('groups', () => {
  const save = (n: number, openid = HEAD) =>
    b.call(openid, 'notices.saveGroup', { requestKey: `tap-group-${n}`, name: `人群${n}`, audience: toClasses('c32') });
  const groupsOf = async (openid: string) => (await b.call(openid, 'notices.groups', {})).groups;

  it('are kept for their owner alone, in the order in which they were made', async () => {
    const first = await save(1);
    b.clock.at += 1;
    const second = await save(2);
    expect(await groupsOf(HEAD)).toEqual([
      { groupId: first.groupId, name: '人群1', audience: toClasses('c32') },
      { groupId: second.groupId, name: '人群2', audience: toClasses('c32') },
    ]);
    expect(await groupsOf(ADMIN)).toEqual([]);
  });

  it('are kept once, however often they are saved, and dropped once', async () => {
    const saved = await Promise.all([save(1), save(1), save(1)]);
    expect(new Set(saved.map(({ groupId }) => groupId)).size).toBe(1);
    const groupId = saved[0]?.groupId ?? '';
    await b.call(ADMIN, 'notices.dropGroup', { groupId });
    expect(await groupsOf(HEAD)).toHaveLength(1);
    await b.call(HEAD, 'notices.dropGroup', { groupId });
    await b.call(HEAD, 'notices.dropGroup', { groupId });
    expect(await groupsOf(HEAD)).toEqual([]);
  });

  it('are twenty at most, also when many are saved at once', async () => {
    for (let n = 0; n < 18; n++) await save(n);
    const codes = await Promise.all([100, 101, 102, 103].map((n) => code(save(n))));
    expect(codes).toContain('notices.groups-full');
    expect((await groupsOf(HEAD)).length).toBeLessThanOrEqual(20);
    expect(await b.deps.store.count('noticeGroups', { schoolId: SCHOOL, ownerId: 't-head' })).toBe(
      (await groupsOf(HEAD)).length,
    );
    while ((await groupsOf(HEAD)).length < 20) await save(200 + b.clock.at++);
    expect(await code(save(300))).toBe('notices.groups-full');
    expect(await save(0)).toHaveProperty('groupId');
  });

  it('are found anew when they are used', async () => {
    await b.call(ADMIN, 'notices.saveGroup', {
      requestKey: 'tap-grade',
      name: '三年级',
      audience: to({ kind: 'grades', grades: [3] }),
    });
    const [group] = await groupsOf(ADMIN);
    const before = (await reach(group?.audience as Audience, ADMIN)).people;
    await moreClasses();
    const child = aStudent({ _id: 's-new', classId: 'c31', className: '三(1)班', name: '新来的' });
    await b.deps.store.insert('students', child);
    await withAccounts(b.deps.store, [aMember({ _id: 'm-new' }, [child])]);
    expect((await reach(group?.audience as Audience, ADMIN)).people).toBe(before + 1);
  });
});
