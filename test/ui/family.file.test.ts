import { describe, expect, test } from 'vitest';
import { pageOf } from '../../miniprogram/features/family/pages/file/view';
import { PURPOSES } from '../../miniprogram/shared/domain/consents';
import { refuse } from './support/fake-wx';
import { aChild, yang, yu } from './support/family';
import { familyPhone, father, opened } from './support/family-phone';
import { aField, aFile, anAnswer, aProposal, aRequest, someConsents } from './support/file';
import { type Mounted, settle, shown, tap, textOf } from './support/mount';

const { phone, order, elder, outbox, serve, show, urlOf } = familyPhone();
const FILE = 'features/family/pages/file';
const CHANGE = 'features/family/pages/change';
const CONSENTS = 'features/family/pages/consents';
const DATA = 'features/family/pages/data';
const ofYu = { studentId: yu.id };

/** Types into one fact of the form, as its component tells the page. */
const fill = (page: Mounted, key: string, value: string): void =>
  (page.instance.onAnswer as (event: object) => void)({ detail: { key, value } });
const write = (page: Mounted, value: string): void =>
  (page.instance.onNote as (event: object) => void)({ detail: { value } });

describe('what the school has on file', () => {
  const me = { id: father.id, name: father.name };

  test('is said plainly, in the order of a home, and of others only who they are', () => {
    const page = pageOf(aFile(), [], me);
    expect(page.groups.map(({ title, action }) => [title, action])).toEqual([
      ['孩子', '改一改'],
      ['家里住哪里', '改一改'],
      ['我的电话和工作地方', '改一改'],
      ['家里其他人', ''],
      ['学校可以做什么', '看一看，改主意'],
    ]);
    expect(page.groups[0]?.facts.map(({ label, text }) => `${label}：${text}`)).toEqual([
      '姓名：林小雨',
      '哪天出生：2017年5月9日',
      '住校：不住校',
      '身体怎么样：还没写',
    ]);
    expect(page.groups[3]?.aloud).toBe('家里其他人。妈妈：王芳。奶奶：王桂兰，尾号 5678。');
    expect(page.groups[3]?.facts.map(({ label, text }) => `${label} ${text}`)).toEqual([
      '妈妈 王芳',
      '奶奶 王桂兰，139****5678',
    ]);
  });

  test("never says what is the school's own word, whatever the answer holds", () => {
    const fields = [
      aField('pupil.careStatus', 'both_away'),
      aField('pupil.guardianship', 'none'),
      aField('pupil.assessment', 'poor'),
    ];
    const page = pageOf(aFile({ leftBehind: true, fields: [...aFile().fields, ...fields] }), [], me);
    expect(JSON.stringify(page)).not.toMatch(/留守|外出|监护类型|评估|较差/);
  });

  test('shows what waits, what was answered, and takes back what waits', async () => {
    const declined = aProposal({ id: 'p0', status: 'declined', answer: '户口本上不是这样', answeredBy: '李秀兰' });
    serve({ 'contacts.file': aFile(), 'contacts.proposals': { proposals: [declined, aProposal()], more: false } });
    const page = await show(FILE, ofYu);
    expect(textOf(page)).toContain('等老师看');
    expect(textOf(page)).toContain('现在住哪里：改成 城关镇南街 8 号');
    expect(textOf(page)).toContain('李老师说：户口本上不是这样');
    await tap(shown(page.dom, '不改了，收回来'));
    await settle(80);
    expect(phone.askedFor('contacts.withdraw').map(({ input }) => input)).toEqual([{ id: 'p1' }]);
  });

  test('leads to the form of the part that is wrong', async () => {
    serve({ 'contacts.file': aFile(), 'contacts.proposals': { proposals: [], more: false } });
    const page = await show(FILE, ofYu);
    const home = [...page.dom.querySelectorAll('*')].filter((one) => one.textContent === '改一改')[2];
    if (!home) throw new Error('no way to change the home');
    await tap(home);
    expect(urlOf('navigateTo')).toBe(`/${CHANGE}/index?studentId=${yu.id}&subject=home`);
  });

  test('opened without a child is about the first, and the others are a tap away', async () => {
    serve({
      'home.open': opened({ children: [aChild(yu), aChild(yang)] } as never),
      'contacts.file': ({ input }: { input: { studentId: string } }) =>
        aFile(input.studentId === yang.id ? { ...yang } : {}),
      'contacts.proposals': { proposals: [], more: false },
    });
    await show('pages/home');
    const page = await show(FILE);
    expect(textOf(page)).toContain('小雨的资料');
    await tap(shown(page.dom, '小阳'));
    await settle(80);
    expect(textOf(page)).toContain('小阳的资料');
  });

  test('of an elder: one part at a time', async () => {
    elder.set(true);
    serve({ 'contacts.file': aFile(), 'contacts.proposals': { proposals: [], more: false } });
    const page = await show(FILE, ofYu);
    expect(textOf(page)).not.toContain('家里住哪里');
    await tap(shown(page.dom, '往下看'));
    expect(textOf(page)).toContain('石桥村');
    expect(textOf(page)).not.toContain('哪天出生');
  });
});

describe('a change', () => {
  const calm = { 'contacts.file': aFile(), 'contacts.proposals': { proposals: [], more: false } };

  test('names what was read, says what was said before, and waits for the teacher', async () => {
    serve({
      ...calm,
      'contacts.proposals': { proposals: [aProposal()], more: false },
      'contacts.propose': { id: 'p2' },
    });
    const page = await show(CHANGE, { ...ofYu, subject: 'me' });
    expect(textOf(page)).toContain('现在登记的是 138****1234');
    fill(page, 'member.phone', '139 8888 7777');
    write(page, '下个月换');
    await tap(shown(page.dom, '告诉老师'));
    await settle(120);
    expect(phone.askedFor('contacts.propose')[0]?.input).toMatchObject({
      studentId: yu.id,
      note: '下个月换',
      edits: [
        { subject: father.id, field: 'member.phone', mark: 'm-member.phone', to: '139 8888 7777' },
        { subject: yu.id, field: 'pupil.address', mark: 'm-now', to: '城关镇南街 8 号' },
      ],
    });
    expect(textOf(page)).toContain('告诉老师了');
    expect(textOf(page)).toContain('老师看过就改好');
  });

  test('that cannot be right is not sent', async () => {
    serve(calm);
    const page = await show(CHANGE, { ...ofYu, subject: 'me' });
    fill(page, 'member.phone', '12345');
    await tap(shown(page.dom, '告诉老师'));
    await settle();
    expect(textOf(page)).toContain('要写 11 位手机号');
    expect(phone.askedFor('contacts.propose')).toEqual([]);
  });

  test('without a network is kept, and goes once when it is back', async () => {
    serve({ ...calm, 'contacts.propose': { id: 'p2' } });
    const page = await show(CHANGE, { ...ofYu, subject: 'home' });
    phone.setNetwork(false);
    fill(page, 'pupil.address', '城关镇南街 8 号');
    await tap(shown(page.dom, '告诉老师'));
    await settle(60);
    expect(textOf(page)).toContain('先记在手机里了');
    expect(outbox.posts.get().map(({ title }) => title)).toEqual(['请老师改：现在住哪里']);
    phone.setNetwork(true);
    await settle(120);
    expect(textOf(page)).toContain('告诉老师了');
    const reached = phone.askedFor('contacts.propose').map(({ requestId }) => requestId);
    expect(new Set(reached).size).toBe(1);
  });

  test('that the school refuses comes back into the form with the reason', async () => {
    serve({ ...calm, 'contacts.propose': refuse('contacts.unreadable', { field: 'pupil.address', rule: 'long' }) });
    const page = await show(CHANGE, { ...ofYu, subject: 'home' });
    fill(page, 'pupil.address', '城关镇南街 8 号');
    await tap(shown(page.dom, '告诉老师'));
    await settle(120);
    expect(textOf(page)).toContain('没有发成');
    expect(textOf(page)).toContain('太长了');
    expect(outbox.posts.get()).toEqual([]);
  });

  test('that was begun is there again when the app was closed', async () => {
    serve(calm);
    const page = await show(CHANGE, { ...ofYu, subject: 'home' });
    fill(page, 'pupil.address', '城关镇南街');
    await settle(350);
    page.detach();
    const again = await show(CHANGE, { ...ofYu, subject: 'home' });
    expect((again.instance.data as { rows: { value: string }[] }).rows.map(({ value }) => value)).toContain(
      '城关镇南街',
    );
  });

  test('of an elder is one question at a time', async () => {
    elder.set(true);
    serve({ ...calm, 'contacts.propose': { id: 'p2' } });
    const page = await show(CHANGE, { ...ofYu, subject: 'home' });
    expect(textOf(page)).toContain('现在住哪里');
    expect(textOf(page)).not.toContain('和谁住');
    await tap(shown(page.dom, '下一个'));
    const [, living] = (page.instance.data as { rows: { aloud: string }[] }).rows;
    expect(living?.aloud).toContain('和谁住。现在写的是：和爷爷奶奶或外公外婆住。和父母住。住在学校');
    await tap(shown(page.dom, '住在学校'));
    await tap(shown(page.dom, '告诉老师'));
    await settle(120);
    expect(phone.askedFor('contacts.propose')[0]?.input).toMatchObject({
      edits: [{ field: 'pupil.living', to: 'boarding' }],
    });
  });
});

describe('what the school may do', () => {
  const answered = (answers: ReturnType<typeof anAnswer>[], state: 'given' | 'refused') =>
    someConsents({ purposes: [{ purpose: 'photos', state, answers }] });

  test('is asked one by one, with two answers of the same weight and what a no means', async () => {
    serve({ 'privacy.consents': someConsents(), 'privacy.consent': {} });
    const page = await show(CONSENTS, ofYu);
    expect(textOf(page)).toContain('不同意也一样上课、一样约通话');
    expect(textOf(page)).toContain('家里还没有说，学校先不做');
    expect(page.querySelectorAll('.answers__one')).toHaveLength(2 * PURPOSES.length);
    const first = [...page.dom.querySelectorAll('*')].find((one) => one.textContent?.trim() === '同意不同意');
    if (!first) throw new Error('nothing to answer');
    await tap(shown(first, '不同意'));
    await settle(80);
    expect(phone.askedFor('privacy.consent')[0]?.input).toEqual({
      studentId: yu.id,
      purpose: 'photos',
      answer: 'refused',
    });
    expect(order.at(-1)).toBe('privacy.consents');
  });

  test('says why a yes does not hold, and who else answered', async () => {
    const mother = anAnswer({
      memberId: 'm-mother',
      relation: '母亲',
      answer: 'refused',
      way: 'paper',
      enteredBy: '李秀兰',
    });
    serve({ 'privacy.consents': answered([anAnswer(), mother], 'refused') });
    const page = await show(CONSENTS, ofYu);
    expect(textOf(page)).toContain('家里还有人不同意，学校不做');
    expect(textOf(page)).toContain('妈妈今天说：不同意（签的纸，李老师登记的）');
  });

  test('of an elder is one thing at a time, and what was said is repeated', async () => {
    elder.set(true);
    serve({ 'privacy.consents': someConsents(), 'privacy.consent': {} });
    const page = await show(CONSENTS, ofYu);
    expect(textOf(page)).toContain('第 1 件，一共 5 件');
    expect(textOf(page)).not.toContain('心理辅导');
    await tap(shown(page.dom, '同意'));
    await settle(80);
    expect(phone.said).toContain('记下了：同意');
    await tap(shown(page.dom, '下一件'));
    expect(textOf(page)).toContain('公开用孩子的照片和故事');
  });

  test('of several children is asked for each', async () => {
    serve({
      'home.open': opened({ children: [aChild(yu), aChild(yang)] } as never),
      'privacy.consents': ({ input }: { input: { studentId: string } }) =>
        someConsents({ child: input.studentId === yang.id ? yang : yu }),
      'privacy.consent': {},
    });
    await show('pages/home');
    const page = await show(CONSENTS, ofYu);
    await tap(shown(page.dom, '小阳'));
    await settle(80);
    await tap(shown(page.dom, '同意'));
    await settle(80);
    expect(phone.askedFor('privacy.consent')[0]?.input).toMatchObject({ studentId: yang.id });
  });

  test('can only be read by who is no legal guardian', async () => {
    serve({ 'privacy.consents': { ...answered([anAnswer({ memberId: 'x' })], 'given'), mine: false } });
    const page = await show(CONSENTS, ofYu);
    expect(textOf(page)).toContain('要法定监护人来定');
    expect(textOf(page)).not.toContain('同意不同意');
  });
});

describe("a child's data", () => {
  const served = { 'privacy.consents': someConsents(), 'privacy.requests': { requests: [] } };

  test('comes as a document', async () => {
    const openDocument = Object.assign(phone.wx, { openDocument: (option: { success(): void }) => option.success() });
    serve({ ...served, 'privacy.export': { fileId: 'f', url: 'https://x/f.docx', fileName: '林小雨的资料.docx' } });
    const page = await show(DATA, ofYu);
    await tap(shown(page.dom, '给我一份'));
    await settle(80);
    expect(openDocument).toBeDefined();
    expect(phone.askedFor('privacy.export')[0]?.input).toEqual(ofYu);
    expect([...phone.files]).toContain('wxfile://usr/林小雨的资料.docx');
  });

  test('is asked to be erased with words, by one key however often it is tapped, and says until when', async () => {
    serve({ ...served, 'privacy.ask': { id: 'r1', dueDay: '2026-12-24' } });
    const page = await show(DATA, ofYu);
    await tap(shown(page.dom, '请学校删掉孩子的资料'));
    await settle(60);
    write(page, '转学了');
    await tap(shown(page.dom, '请学校删掉'));
    await settle(80);
    expect(phone.askedFor('privacy.ask')[0]?.input).toMatchObject({ studentId: yu.id, kind: 'erase', note: '转学了' });
    expect(phone.said).toContain('告诉学校了，最晚 12月24日回您的话');
  });

  test('shows what was asked, and takes back what nobody answered', async () => {
    const done = aRequest({ id: 'r0', kind: 'correct', status: 'done', answer: '改好了', answeredBy: '李秀兰' });
    serve({ ...served, 'privacy.requests': { requests: [aRequest(), done] }, 'privacy.withdraw': {} });
    const page = await show(DATA, ofYu);
    expect(textOf(page)).toContain('学校最晚 12月24日回话');
    expect(textOf(page)).toContain('李老师说：改好了');
    await tap(shown(page.dom, '收回'));
    await settle(80);
    expect(phone.askedFor('privacy.withdraw')[0]?.input).toEqual({ id: 'r1' });
  });

  test('is for a legal guardian alone', async () => {
    serve({ ...served, 'privacy.consents': someConsents({ mine: false }) });
    const page = await show(DATA, ofYu);
    expect(textOf(page)).toContain('要孩子的法定监护人来拿');
    expect(textOf(page)).not.toContain('给我一份');
    expect(textOf(page)).not.toContain('请学校删掉孩子的资料');
    expect(textOf(page)).not.toContain('念给我听');
  });

  test('an elder can hear who it is for', async () => {
    elder.set(true);
    serve({ ...served, 'privacy.consents': someConsents({ mine: false }) });
    const page = await show(DATA, ofYu);
    // As on a phone with WeChat's voice.
    page.instance.setData({ speaks: true });
    await settle();
    expect(textOf(page)).toContain('念给我听');
  });
});

describe('the way there', () => {
  test('from the home of a parent, with the question that waits', async () => {
    serve({ 'home.open': opened({ asksConsent: yu.id } as never) });
    const page = await show('pages/home');
    await tap(shown(page.dom, '小雨的几件事，想先问问您'));
    expect(urlOf('navigateTo')).toBe(`/${CONSENTS}/index?studentId=${yu.id}`);
    await tap(shown(page.dom, '孩子的资料'));
    expect(urlOf('navigateTo')).toBe(`/${FILE}/index`);
  });

  test('from 我的, as soon as the home was there once', async () => {
    serve({ 'home.open': opened() });
    await show('pages/home');
    const page = await show('pages/mine');
    await tap(shown(page.dom, '孩子的资料'));
    expect(urlOf('navigateTo')).toBe(`/${FILE}/index`);
  });
});
