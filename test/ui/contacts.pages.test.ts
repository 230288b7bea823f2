import { describe, expect, test, vi } from 'vitest';
import { adult, type ChildFile, childFile, fact } from './support/child-file';
import { ok, refuse } from './support/fake-wx';
import { listen, type Mounted, settle, shown, tap, textOf } from './support/mount';
import { teacherPhone, type } from './support/teacher-phone';

const { phone, app, sheet, keepAllDrafts, show, askedFor, serve } = teacherPhone();

const FILE = 'features/contacts/pages/file';
const LIST = 'features/contacts/pages/list';
const EDIT = 'features/contacts/pages/edit';
const MEMBER = 'features/contacts/pages/member';
const inputs = (method: string) => askedFor(method).map(({ input }) => input);
const opened = () => vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url;
const fileAs =
  (more: Partial<ChildFile> = {}) =>
  () =>
    ok(childFile(more));

/** Types into a fact of the form, as its field would tell the page. */
const fill = (page: Mounted, key: string, value: string): void =>
  (page.instance.onFact as (event: object) => void)({ detail: { key, value } });

describe('finding a child', () => {
  const child = { name: '林小雨', className: '三(2)班', sex: 'female', leftBehind: true, tone: 'ok' } as const;
  const classes = () => ok({ classes: [] });

  test('is one question for what was typed at last, also while an answer is on its way', async () => {
    const answers: (() => void)[] = [];
    serve({
      'school.read': classes,
      'contacts.list': ({ q = '' }: { q?: string }) =>
        ok({ children: [{ ...child, id: q || 'all', name: `找到${q}` }], next: null, more: q !== '' }),
    });
    const page = await show(LIST);
    const usual = phone.serve;
    phone.serve = (asked) => new Promise((resolve) => answers.push(() => resolve(usual(asked))));
    for (const q of ['l', 'lx', 'lxy']) type(page, 'onType', q);
    await settle(350);
    expect(inputs('contacts.list').slice(1)).toEqual([{ q: 'lxy' }]);
    type(page, 'onType', '三2');
    await settle(350);
    expect(inputs('contacts.list')).toHaveLength(2);
    answers[0]?.();
    await settle();
    expect(textOf(page)).not.toContain('找到lxy');
    answers[1]?.();
    await settle();
    expect(inputs('contacts.list').slice(2)).toEqual([{ q: '三2' }]);
    expect(textOf(page)).toContain('找到三2');
    expect(textOf(page)).toContain('再多打一个字');
  });

  test('goes on with the next page, and says what to do where nobody was found', async () => {
    serve({
      'school.read': classes,
      'contacts.list': ({ after, q }: { after?: string; q?: string }) =>
        ok({
          children: q ? [] : [{ ...child, id: after ?? 's1', name: `页${after ?? 1}` }],
          next: after ? null : 'k2',
          more: false,
        }),
    });
    const page = await show(LIST);
    await (page.instance.onReachBottom as () => Promise<void>)();
    await (page.instance.onReachBottom as () => Promise<void>)();
    await settle();
    expect(inputs('contacts.list')).toEqual([{}, { after: 'k2' }]);
    expect(textOf(page)).toContain('页k2');
    await tap(shown(page.dom, '页1'));
    expect(opened()).toBe('/features/contacts/pages/file/index?studentId=s1');
    type(page, 'onType', '没有');
    await settle(350);
    expect(textOf(page)).toContain('没有找到「没有」');
  });
});

describe("a child's file", () => {
  test('opens a number only with a reason', async () => {
    serve({ 'contacts.file': fileAs(), 'contacts.phone': () => ok({ phone: '13800001234', name: '林建国' }) });
    const page = await show(FILE, { studentId: 's1' });
    sheet.chosen = -1;
    await tap(shown(page.dom, '打电话'));
    expect(askedFor('contacts.phone')).toEqual([]);
    sheet.chosen = 1;
    await tap(shown(page.dom, '打电话'));
    await settle();
    expect(sheet.offered[1]?.[1]).toBe('约家访');
    expect(inputs('contacts.phone')).toEqual([{ personId: 'p1', why: 'visit' }]);
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: '13800001234' }));
  });

  test('gives a code, large, to be read out, scanned or sent; by the menu nothing of the child is sent', async () => {
    const picture = 'data:image/png;base64,iVBORw0KGgo=';
    const invite = () => ok({ code: '482177305', expiresAt: Date.now(), picture });
    serve({ 'contacts.file': fileAs(), 'accounts.invite': invite });
    const page = await show(FILE, { studentId: 's1' });
    await tap(shown(page.dom, '给邀请码'));
    await settle(400);
    expect(textOf(page)).toContain('482 177 305');
    expect(page.instance.data.invite).toMatchObject({ picture });
    const share = (how: object) =>
      (page.instance.onShareAppMessage as (how: object) => { path: string }).call(page.instance, how);
    expect(share({ from: 'button' }).path).toContain('c=482177305');
    expect(share({ from: 'menu' }).path).toBe('/pages/home/index');
  });

  test('lets a lost WeChat go after a word of why, and asks once more', async () => {
    serve({
      'contacts.file': fileAs({ members: [adult({ bound: true })] }),
      'accounts.revoke': () => ok({ done: true }),
    });
    const page = await show(FILE, { studentId: 's1' });
    sheet.chosen = 1;
    phone.answer = false;
    await tap(shown(page.dom, '换微信'));
    expect(sheet.offered[0]).toEqual([
      '换了微信，给新的邀请码',
      '手机或微信丢了',
      '不再照看孩子了',
      '绑错了人',
      '怕别人在用',
    ]);
    expect(askedFor('accounts.revoke')).toEqual([]);
    phone.answer = true;
    await tap(shown(page.dom, '换微信'));
    await settle();
    expect(inputs('accounts.revoke')).toEqual([{ personId: 'p1', why: 'lost_phone' }]);
  });

  test('opens what is masked with a reason, and leads to each part', async () => {
    serve({
      'contacts.file': fileAs({ proposals: 1 }),
      'contacts.reveal': () => ok({ value: '532201201503051234', mark: 'f' }),
    });
    const page = await show(FILE, { studentId: 's1' });
    await tap(shown(page.dom, '看全'));
    await settle();
    expect(inputs('contacts.reveal')).toEqual([
      { studentId: 's1', subject: 's1', field: 'pupil.idNumber', why: 'check' },
    ]);
    expect(textOf(page)).toContain('532201201503051234');
    for (const [words, url] of [
      ['家里提了 1 份要改的', 'proposals/index?studentId=s1'],
      ['加一位家人', 'member/index?studentId=s1'],
      ['写下来', 'delegate/index?studentId=s1'],
      ['看是谁定的', 'paper/index?studentId=s1'],
      ['改档案的经过', 'timeline/index?studentId=s1'],
    ] as const) {
      await tap(shown(page.dom, words));
      expect(opened()).toBe(`/features/contacts/pages/${url}`);
    }
    for (const [words, url] of [
      ['该做的，做到了没有', 'child/index?studentId=s1'],
      ['谁在帮扶', 'mentors/index?studentId=s1'],
      ['计划', 'plans/index?studentId=s1'],
    ] as const) {
      await tap(shown(page.dom, words));
      expect(opened()).toBe(`/features/care/pages/${url}`);
    }
    await tap(page.dom.querySelectorAll('[data-key="home"]')[0] ?? shown(page.dom, '改'));
    expect(opened()).toBe('/features/contacts/pages/edit/index?studentId=s1&section=home');
  });
});

describe('changing a file', () => {
  const ADDRESS = 's1|pupil.address';

  test('says what cannot be before it is sent, then sends once and goes back', async () => {
    serve({ 'contacts.file': fileAs(), 'contacts.save': () => ok({ saved: true, conflicts: [] }) });
    const page = await show(EDIT, { studentId: 's1', section: 'pupil' });
    fill(page, 's1|pupil.name', '');
    await tap(shown(page.dom, '存好'));
    expect(textOf(page)).toContain('「姓名」不能空着');
    expect(askedFor('contacts.save')).toEqual([]);
    fill(page, 's1|pupil.name', '林晓雨');
    type(page, 'onWhy', '户口本上是晓');
    await settle();
    expect(textOf(page)).not.toContain('不能空着');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(inputs('contacts.save')).toMatchObject([
      {
        studentId: 's1',
        edits: [{ subject: 's1', field: 'pupil.name', mark: 'm-林小雨', to: '林晓雨' }],
        why: '户口本上是晓',
      },
    ]);
    expect(phone.wx.navigateBack).toHaveBeenCalled();
    expect((await show(EDIT, { studentId: 's1', section: 'pupil' })).instance.data.resumed).toBe(false);
  });

  test('loses nothing without a network, and is there again after the app was killed', async () => {
    serve({ 'contacts.file': fileAs() });
    const page = await show(EDIT, { studentId: 's1', section: 'home' });
    fill(page, ADDRESS, '东山村 1 组');
    phone.setNetwork(false);
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(phone.said.join()).toContain('还没有办成');
    keepAllDrafts();
    page.detach();
    phone.setNetwork(true);
    const again = await show(EDIT, { studentId: 's1', section: 'home' });
    expect(textOf(again)).toContain('上次改到一半的还在');
    await tap(shown(again.dom, '不要了'));
    await settle();
    expect(again.instance.data.form).toMatchObject({ typed: {} });
  });

  test('shows what somebody else changed meanwhile, and saves what is chosen', async () => {
    const conflict = {
      subject: 's1',
      field: 'pupil.address',
      now: '西山村',
      mark: 'm-西山村',
      byName: '王老师',
      at: 1,
    };
    let asked = 0;
    serve({
      'contacts.file': fileAs(),
      'contacts.save': () =>
        ok(asked++ === 0 ? { saved: false, conflicts: [conflict] } : { saved: true, conflicts: [] }),
    });
    const page = await show(EDIT, { studentId: 's1', section: 'home' });
    fill(page, ADDRESS, '东山村');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(textOf(page)).toContain('刚才王老师改成了');
    expect(textOf(page)).toContain('西山村');
    await tap(shown(page.dom, '用我写的'));
    await tap(shown(page.dom, '就这样存'));
    await settle();
    const [first, second] = inputs('contacts.save') as { key: string; edits: object[] }[];
    expect(second?.edits).toEqual([{ subject: 's1', field: 'pupil.address', mark: 'm-西山村', to: '东山村' }]);
    expect(second?.key).not.toBe(first?.key);
  });

  test('keeps theirs without asking the school again', async () => {
    const conflict = { subject: 's1', field: 'pupil.address', now: '西山村', mark: 'w', byName: null, at: null };
    serve({ 'contacts.file': fileAs(), 'contacts.save': () => ok({ saved: false, conflicts: [conflict] }) });
    const page = await show(EDIT, { studentId: 's1', section: 'home' });
    fill(page, ADDRESS, '东山村');
    vi.mocked(phone.wx.navigateBack as () => void).mockClear();
    await tap(shown(page.dom, '存好'));
    await settle();
    await tap(shown(page.dom, '就这样存'));
    await settle();
    expect(askedFor('contacts.save')).toHaveLength(1);
    expect(phone.wx.navigateBack).toHaveBeenCalledTimes(1);
  });

  test('opens a masked number with a reason before it is changed', async () => {
    serve({ 'contacts.file': fileAs(), 'contacts.reveal': () => ok({ value: '532201201503051234', mark: 'full' }) });
    const page = await show(EDIT, { studentId: 's1', section: 'pupil' });
    expect(textOf(page)).toContain('5322************1234');
    await tap(shown(page.dom, '打开来改'));
    await settle();
    expect(inputs('contacts.reveal')).toMatchObject([{ field: 'pupil.idNumber', why: 'check' }]);
    expect(textOf(page)).not.toContain('打开来改');
  });
});

describe('an adult of the family', () => {
  test('who may no longer be in contact needs a reason', async () => {
    const may = { ...childFile().may, rights: true };
    serve({ 'contacts.file': fileAs({ may }), 'contacts.save': () => ok({ saved: true, conflicts: [] }) });
    const page = await show(MEMBER, { studentId: 's1', personId: 'p1' });
    fill(page, 'p1|link.mayContact', 'no');
    await tap(shown(page.dom, '存好'));
    expect(askedFor('contacts.save')).toEqual([]);
    await tap(shown(page.dom, '法院的决定'));
    type(page, 'onReasonNote', '某民初 12 号');
    await tap(shown(page.dom, '存好'));
    await settle();
    expect(inputs('contacts.save')).toMatchObject([
      {
        edits: [{ subject: 'p1', field: 'link.mayContact', to: 'no' }],
        right: { reason: 'court', note: '某民初 12 号' },
      },
    ]);
  });

  test('is taken off only with a word of why', async () => {
    const may = { ...childFile().may, rights: true };
    serve({ 'contacts.file': fileAs({ may }), 'contacts.removeMember': () => ok({ done: true }) });
    const page = await show(MEMBER, { studentId: 's1', personId: 'p1' });
    await tap(shown(page.dom, '从孩子的档案里去掉'));
    await settle(400);
    await tap(shown(page.dom, '去掉'));
    expect(textOf(page)).toContain('请写一句为什么');
    expect(askedFor('contacts.removeMember')).toEqual([]);
    type(page, 'onRemoveWhy', '搬走了');
    await tap(shown(page.dom, '去掉'));
    await settle();
    expect(inputs('contacts.removeMember')).toMatchObject([{ studentId: 's1', personId: 'p1', why: '搬走了' }]);
  });

  test('who is a legal guardian is taken off by the office alone', async () => {
    serve({ 'contacts.file': fileAs() });
    const page = await show(MEMBER, { studentId: 's1', personId: 'p1' });
    expect(textOf(page)).not.toContain('从孩子的档案里去掉');
  });

  test('is added, and what was typed outlives a refusal', async () => {
    serve({ 'contacts.addMember': () => refuse('contacts.member-known') });
    const part = app.mount('features/contacts/parts/new-member', { studentId: 's1' });
    const added = listen(part, 'added');
    await tap(shown(part.dom, '加到档案里'));
    expect(textOf(part)).toContain('「姓名」不能空着');
    fill(part, 'name', '王秀英');
    fill(part, 'relation', '奶奶');
    await tap(shown(part.dom, '加到档案里'));
    await settle();
    expect(phone.said.join()).toContain('已经在孩子的档案里了');
    expect(part.instance.data.form).toMatchObject({ name: '王秀英' });
    expect(added).toEqual([]);
    serve({ 'contacts.addMember': () => ok({ personId: 'p9' }) });
    await tap(shown(part.dom, '加到档案里'));
    await settle();
    const asked = { name: '王秀英', relation: '奶奶', phone: null, role: 'guardian' };
    expect(inputs('contacts.addMember').pop()).toMatchObject(asked);
    expect(added).toHaveLength(1);
  });

  test('is chosen from the family of a brother or sister', async () => {
    const found = { id: 's2', name: '林小明', className: '一(1)班', sex: 'male', leftBehind: true, tone: 'ok' };
    serve({ 'contacts.list': () => ok({ children: [found], next: null, more: false }), 'contacts.file': fileAs() });
    const part = app.mount('features/contacts/parts/known-adult');
    const chosen = listen(part, 'choose');
    type(part, 'onType', '小明');
    await settle(450);
    await tap(shown(part.dom, '一(1)班 林小明'));
    await settle();
    await tap(shown(part.dom, '父亲 林建国'));
    expect(chosen).toEqual([{ personId: 'p1', name: '林建国', relation: '父亲', role: 'parent' }]);
  });
});

describe("a family's proposals", () => {
  const proposal = {
    id: 'r1',
    studentId: 's1',
    childName: '林小雨',
    className: '三(2)班',
    byName: '李梅',
    relation: '母亲',
    at: Date.now(),
    status: 'open',
    note: null,
    answer: null,
    answeredBy: null,
    mine: false,
    mayAnswer: true,
    items: ['member.phone', 'member.workplace'].map((field) => ({
      ...{ subject: 'p2', subjectName: '李梅', field, mark: `m-${field}` },
      ...{ now: '甲', seen: '甲', to: '乙', moved: false, taken: null },
    })),
  };

  test('are taken item by item, with a word to the family', async () => {
    serve({
      'contacts.proposals': () => ok({ proposals: [proposal], more: false }),
      'contacts.answer': () => ok({ status: 'accepted', conflicts: [] }),
    });
    const page = await show('features/contacts/pages/proposals', { studentId: 's1' });
    await tap(shown(page.dom, '李梅 · 电话'));
    await tap(shown(page.dom, '写进档案（1 处）'));
    await settle();
    expect(inputs('contacts.answer')).toEqual([
      { id: 'r1', take: [{ subject: 'p2', field: 'member.workplace', mark: 'm-member.workplace' }], note: '' },
    ]);
  });

  test('of a mentor is taken back by the mentor, not answered', async () => {
    const own = { ...proposal, relation: '', mine: true, mayAnswer: false };
    serve({
      'contacts.proposals': () => ok({ proposals: [own], more: false }),
      'contacts.withdraw': () => ok({ done: true }),
    });
    const page = await show('features/contacts/pages/proposals');
    expect(textOf(page)).not.toContain('写进档案');
    await tap(shown(page.dom, '不改了，收回来'));
    await settle();
    expect(inputs('contacts.withdraw')).toEqual([{ id: 'r1' }]);
  });

  test('that was taken back meanwhile is looked at anew', async () => {
    serve({
      'contacts.proposals': () => ok({ proposals: [proposal], more: false }),
      'contacts.answer': () => refuse('contacts.answered'),
    });
    const page = await show('features/contacts/pages/proposals');
    await tap(shown(page.dom, '写进档案'));
    await settle();
    expect(phone.said.join()).toContain('已经处理过了');
    expect(askedFor('contacts.proposals')).toHaveLength(2);
  });
});

describe('a delegation', () => {
  test('is asked, written down, and printed', async () => {
    const members = [adult(), adult({ personId: 'p2', role: 'guardian', name: '王秀英', relation: '祖母' })];
    const delegation = {
      ...{ id: 'd1', studentId: 's1', memberId: 'p2', memberName: '王秀英', relation: '祖母', byName: '林建国' },
      ...{ since: '2026-09-01', until: null, childView: 'agrees' as const, childWords: null, villageToldDay: null },
      ...{ villageWhom: null, endedDay: null, endedWhy: null },
    };
    serve({ 'contacts.file': fileAs({ members }), 'contacts.delegate': () => ok({ id: 'd1' }) });
    const page = await show('features/contacts/pages/delegate', { studentId: 's1' });
    const next = () => tap(shown(page.dom, '下一个'));
    await next();
    expect(textOf(page)).toContain('孩子托给谁照看');
    await tap(shown(page.dom, '奶奶 王秀英'));
    await next();
    await tap(shown(page.dom, '爸爸 林建国'));
    await next();
    type(page, 'onSince', '2026-09-01');
    await next();
    await tap(shown(page.dom, '有'));
    await settle();
    expect(textOf(page)).toContain('不能受托照护孩子');
    for (let i = 0; i < 4; i += 1) {
      await tap(shown(page.dom, '没有'));
      await next();
    }
    await tap(shown(page.dom, '愿意'));
    await next();
    await next();
    expect(textOf(page)).toContain('书面告诉村（居）委会');
    serve({
      'contacts.file': fileAs({ members, delegation }),
      'contacts.delegate': () => ok({ id: 'd1' }),
      'contacts.delegationLetter': () => ok({ fileId: 'cloud://x', url: 'https://x', fileName: '告知书.docx' }),
    });
    await tap(shown(page.dom, '写进档案'));
    await settle();
    expect(inputs('contacts.delegate')).toMatchObject([
      { memberId: 'p2', byId: 'p1', since: '2026-09-01', disqualifiers: [], childView: 'agrees', villageToldDay: null },
    ]);
    Object.assign(phone.wx, { openDocument: vi.fn(({ success }: { success(): void }) => success()) });
    await tap(shown(page.dom, '打开告知书来打印'));
    await settle();
    expect(inputs('contacts.delegationLetter')).toEqual([{ id: 'd1' }]);
    expect(phone.wx.openDocument).toHaveBeenCalled();
  });
});

describe('what the office looks at', () => {
  test('the checks lead to the file', async () => {
    const child = { id: 's1', name: '林小雨', className: '三(2)班' };
    serve({
      'contacts.checks': () =>
        ok({
          pupils: 4,
          complete: 3,
          classes: [],
          findings: [{ check: 'no_phone', children: [child], more: 0, fact: null }],
          unlisted: 0,
        }),
    });
    const page = await show('features/contacts/pages/checks');
    expect(textOf(page)).toContain('75%');
    expect(textOf(page)).toContain('一个电话也没有');
    await tap(shown(page.dom, '林小雨'));
    expect(opened()).toBe('/features/contacts/pages/file/index?studentId=s1');
  });

  test('an export wants a reason, and is opened', async () => {
    Object.assign(phone.wx, { openDocument: vi.fn(({ success }: { success(): void }) => success()) });
    serve({
      'school.read': () => ok({ classes: [] }),
      'contacts.export': () => ok({ fileId: 'cloud://x', url: 'https://x', fileName: '三(2)班名单.xlsx', pupils: 42 }),
    });
    const page = await show('features/contacts/pages/export', { classId: 'c1' });
    await tap(shown(page.dom, '导出来打开'));
    expect(textOf(page)).toContain('请选一个：拿去做什么');
    await tap(shown(page.dom, '县里要报表'));
    await tap(shown(page.dom, '导出来打开'));
    await settle();
    expect(inputs('contacts.export')).toEqual([
      { kind: 'class', classId: 'c1', leftBehindOnly: false, why: 'county', note: '' },
    ]);
    expect(textOf(page)).toContain('一共 42 个孩子');
  });

  test('the timeline goes on with older versions', async () => {
    const change = {
      byName: '李秀兰',
      byRole: 'teacher',
      via: 'edit',
      why: null,
      about: '孩子',
      made: false,
      hidden: 0,
    };
    const lines = [{ label: '现在的住址', before: '西山', after: '东山' }];
    serve({
      'contacts.timeline': ({ before }: { before?: number }) =>
        ok({
          changes: [{ ...change, id: `v${before ?? 0}`, at: before ?? Date.now(), lines }],
          next: before ? null : 1000,
        }),
    });
    const page = await show('features/contacts/pages/timeline', { studentId: 's1' });
    await (page.instance.onReachBottom as () => Promise<void>)();
    await settle();
    expect(inputs('contacts.timeline')).toEqual([{ studentId: 's1' }, { studentId: 's1', before: 1000 }]);
    expect(textOf(page)).toContain('1970年1月1日');
    expect(textOf(page)).toContain('就这些了');
  });

  test('what a guardian signed on paper is entered', async () => {
    serve({
      'privacy.consents': () =>
        ok({
          child: { id: 's1', name: '林小雨', className: '三(2)班' },
          purposes: [{ purpose: 'photos', state: 'unasked', answers: [] }],
          guardians: [{ id: 'p1', name: '林建国', relation: '父亲' }],
          mine: false,
        }),
      'privacy.consentPaper': () => ok({ done: true }),
    });
    const page = await show('features/contacts/pages/paper', { studentId: 's1' });
    await tap(shown(page.dom, '登记签字的纸'));
    await settle(400);
    await tap(shown(page.dom, '登记'));
    expect(askedFor('privacy.consentPaper')).toEqual([]);
    await tap(shown(page.dom, '同意'));
    await tap(shown(page.dom, '登记'));
    await settle();
    expect(inputs('privacy.consentPaper')).toMatchObject([
      { studentId: 's1', memberId: 'p1', purpose: 'photos', answer: 'given' },
    ]);
  });
});

test('a mentor asks the head teacher to change what is wrong', async () => {
  const may = { ...childFile().may, edit: false, propose: true };
  const fields = [
    fact('pupil.address', '青山村', { may: 'propose' }),
    fact('pupil.idNumber', '5322************1234', { may: 'propose', masked: true }),
  ];
  serve({ 'contacts.file': fileAs({ may, fields }), 'contacts.propose': () => ok({ id: 'r9' }) });
  const file = await show(FILE, { studentId: 's1' });
  await tap(shown(file.dom, '请班主任改'));
  expect(opened()).toBe('/features/contacts/pages/edit/index?studentId=s1');
  const page = await show(EDIT, { studentId: 's1' });
  expect(textOf(page)).not.toContain('打开来改');
  fill(page, 's1|pupil.idNumber', '5322');
  fill(page, 's1|pupil.idNumber', '');
  fill(page, 's1|pupil.address', '东山村');
  type(page, 'onWhy', '家访看到的');
  await tap(shown(page.dom, '请班主任改'));
  await settle();
  expect(inputs('contacts.propose')).toMatchObject([
    {
      edits: [{ subject: 's1', field: 'pupil.address', mark: 'm-青山村', to: '东山村' }],
      note: '家访看到的',
    },
  ]);
  expect(phone.said.join()).toContain('告诉班主任了');
});
