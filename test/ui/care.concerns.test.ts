import { describe, expect, test, vi } from 'vitest';
import { LINES, SITUATIONS } from '../../miniprogram/shared/domain/concerns';
import { ok, refuse } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { teacherPhone, type } from './support/teacher-phone';

const { phone, app, outbox, show, askedFor, serve } = teacherPhone();
const { withWorry } = app.module<typeof import('../../miniprogram/features/care/pages/concern/view')>(
  'features/care/pages/concern/view',
);
const { carryWorry } = app.module<typeof import('../../miniprogram/services/worry')>('services/worry');

const RAISE = 'features/care/pages/concern';
const OPEN = 'features/care/pages/concern-open';
const LIST = 'features/care/pages/concerns';
const YU = { id: 's1', name: '林小雨', className: '三(2)班' } as const;
const children = () =>
  ok({ children: [{ ...YU, tone: 'ok', sex: 'female', leftBehind: true }], next: null, more: false });
const raised = () => ok({ concernId: 'k1', at: 1 });
const inputs = (method: string) => askedFor(method).map(({ input }) => input);

const manager: Record<string, unknown> = { start: vi.fn(), stop: vi.fn() };
vi.stubGlobal('requirePlugin', () => ({ getRecordRecognitionManager: () => manager }));

describe('raising', () => {
  test('is one tap where the child is known, and then says whom to ring', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': raised });
    (await show(RAISE)).detach();
    const page = await show(RAISE, { studentId: 's1' });
    expect(textOf(page)).toContain('林小雨');
    await tap(shown(page.dom, '强制报告：马上记下'));
    await settle(50);
    expect(inputs('concerns.raise')).toEqual([
      expect.objectContaining({ to: 'report', studentId: 's1', situation: null, words: '' }),
    ]);
    const text = textOf(page);
    expect(text).toContain('已经报告');
    for (const { number } of LINES) expect(text).toContain(number);
  });

  test('works without a network, and says then: ring now; it arrives once, before all that waits, and leaves no words', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': raised, 'concerns.tell': () => ok({ done: true }) });
    phone.setNetwork(false);
    await outbox.post({ clientId: 'slow-0001', method: 'accounts.leave', input: {}, title: '别的' });
    const page = await show(RAISE);
    await tap(shown(page.dom, '不在我的名单里'));
    type(page, 'onWho', '二年级穿红衣服的女孩');
    type(page, 'onWords', '脖子上有勒痕');
    await tap(shown(page.dom, '强制报告：马上记下'));
    await settle(50);
    expect(textOf(page)).toContain('没有网络：请马上打电话');
    await tap(shown(page.dom, SITUATIONS[3].label));
    await settle(50);
    phone.asked.length = 0;
    phone.setNetwork(true);
    await outbox.flushOutbox();
    await settle(50);
    expect(phone.asked.map(({ method }) => method)).toEqual(['concerns.raise', 'concerns.tell', 'accounts.leave']);
    const [first] = inputs('concerns.raise') as { requestKey: string }[];
    expect(first).toMatchObject({ studentId: null, who: '二年级穿红衣服的女孩', words: '脖子上有勒痕' });
    expect(inputs('concerns.tell')).toEqual([
      expect.objectContaining({ concernId: null, raisedKey: first?.requestKey, situation: 'injured' }),
    ]);
    expect(textOf(page)).toContain('已经报告');
    expect(JSON.stringify([...phone.storage])).not.toContain('勒痕');
  });

  test('takes along what was written, and holds the record back that still waits to be shared', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': raised });
    phone.setNetwork(false);
    const input = { requestKey: 'record-01', share: true, shareText: '很懂事' };
    await outbox.post({ clientId: 'record-01', method: 'records.write', input: input as never, title: '家访' });
    carryWorry({ child: YU, words: '手臂有淤青', recordKey: 'record-01' });
    const page = await show(RAISE, { studentId: 's1' });
    await tap(shown(page.dom, '转给心理老师'));
    await settle(50);
    const waiting = outbox.posts.get();
    expect(waiting.find(({ clientId }) => clientId === 'record-01')?.input).toMatchObject({ share: false });
    expect(waiting.find(({ method }) => method === 'concerns.raise')?.input).toMatchObject({
      to: 'counsellor',
      words: '手臂有淤青',
      recordKey: 'record-01',
    });
    // Nothing of it can be read over the shoulder.
    expect(waiting.map(({ title }) => title).join()).not.toMatch(/小雨|淤青/);
  });

  test('names the child that only the record knew, and one that the list names later', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': raised });
    carryWorry({ child: { id: 's9', name: '周小海', className: '四(1)班' }, words: '', recordKey: '' });
    const left = await show(RAISE, { studentId: 's9', recordId: 'r9' });
    expect(textOf(left)).toContain('周小海');
    left.detach();
    const page = await show(RAISE, { studentId: 's1' });
    await settle(50);
    expect(textOf(page)).toContain('林小雨');
  });

  test('joins what was begun with what comes from a record, and holds that record back', () => {
    const form = {
      requestKey: 'k',
      child: YU,
      who: '',
      situation: '' as const,
      words: '哭了一下午',
      recordId: '',
      recordKey: '',
    };
    const joined = withWorry(form, { child: YU, words: '手臂有淤青', recordKey: 'record-01' });
    expect(joined).toMatchObject({ words: '哭了一下午\n手臂有淤青', recordKey: 'record-01' });
    expect(withWorry(joined, { child: YU, words: '手臂有淤青', recordKey: '' })).toEqual(joined);
  });

  test('is spoken where the phone can write down what is said', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': raised });
    const page = await show(RAISE, { studentId: 's1' });
    type(page, 'onWords', '她说：');
    await tap(shown(page.dom, '说给我写'));
    (manager.onStop as (detail: object) => void)({ result: '晚上不敢睡觉。' });
    await settle();
    await tap(shown(page.dom, '转给心理老师'));
    await settle(50);
    expect(inputs('concerns.raise')).toEqual([expect.objectContaining({ words: '她说：晚上不敢睡觉。' })]);
  });

  test('that the school refuses says to ring and to tell the headteacher', async () => {
    serve({ 'contacts.list': children, 'concerns.raise': () => refuse('common.not-found') });
    const page = await show(RAISE, { studentId: 's1' });
    await tap(shown(page.dom, '强制报告：马上记下'));
    await settle(80);
    expect(textOf(page)).toContain('这一件学校没有收下');
  });
});

const one = (over: object = {}) => ({
  concernId: 'k1',
  child: YU,
  who: '',
  to: 'report',
  at: Date.UTC(2026, 10, 24, 3, 0),
  by: '李老师',
  mine: true,
  state: 'open',
  situation: null,
  words: '手臂有淤青',
  phoneAt: Date.UTC(2026, 10, 24, 2, 0),
  recordId: null,
  takenBy: null,
  takenAt: null,
  entries: [],
  outcome: null,
  mayHandle: false,
  ...over,
});

describe('one concern', () => {
  test('says both times where it waited for a network, and notes who was rung', async () => {
    serve({ 'concerns.open': () => ok(one()), 'concerns.tell': () => ok({ done: true }) });
    const page = await show(OPEN, { concernId: 'k1' });
    expect(textOf(page)).toMatch(/手机上.*点的，.*到学校/);
    // The last of them; the sheet already knows whom.
    await tap(shown(page.dom, '打电话'));
    await settle(50);
    expect(phone.wx.makePhoneCall).toHaveBeenCalledWith(expect.objectContaining({ phoneNumber: LINES.at(-1)?.number }));
    await tap(shown(page.dom, '记下来'));
    await settle(50);
    expect(inputs('concerns.tell')).toEqual([
      expect.objectContaining({ concernId: 'k1', whom: LINES.at(-1)?.told, words: '' }),
    ]);
  });

  test('tells its author only that the counsellor has it in hand', async () => {
    serve({ 'concerns.open': () => ok(one({ to: 'counsellor', state: 'closed', takenAt: 1 })) });
    const page = await show(OPEN, { concernId: 'k1' });
    expect(textOf(page)).toContain('心理老师已经接手');
    expect(textOf(page)).not.toContain('我来接手');
  });

  test('is taken over and settled by who looks after it, not without a word', async () => {
    const handled = one({ to: 'counsellor', mine: false, mayHandle: true });
    serve({
      'concerns.open': () => ok(handled),
      'concerns.take': () => ok({ done: true }),
      'concerns.settle': () => ok({ done: true }),
    });
    const page = await show(OPEN, { concernId: 'k1' });
    await tap(shown(page.dom, '我来接手'));
    await settle(50);
    expect(inputs('concerns.take')).toEqual([{ concernId: 'k1' }]);
    await tap(shown(page.dom, '写结果，办完了'));
    await tap(shown(page.dom, '办完了'));
    expect(textOf(page)).toContain('请写一句结果');
    type(page, 'onOutcome', '每周陪她画画');
    await tap(shown(page.dom, '办完了'));
    await settle(50);
    expect(inputs('concerns.settle')).toEqual([{ concernId: 'k1', outcome: '每周陪她画画' }]);
  });
});

test('the list puts what waits first, and tells the headteacher how many the counsellor has', async () => {
  const rows = [one({ mine: false, concernId: 'k2', by: '王老师' }), one()];
  const older = one({ mine: false, concernId: 'k0', by: '周老师', state: 'taken' });
  serve({
    'concerns.list': ({ until }) =>
      until === undefined
        ? ok({ open: { counsellor: 3, report: 1 }, rows, more: { count: 1, until: 5 } })
        : ok({ open: { counsellor: 3, report: 1 }, rows: [rows[0], older], more: null }),
  });
  const page = await show(LIST);
  const text = textOf(page);
  expect(text.indexOf('等您办的')).toBeLessThan(text.indexOf('我说过的'));
  expect(text).toContain('心理老师手上还有 3 件');
  await tap(shown(page.dom, '还有更早的 1 件等您办，接着看'));
  await settle(50);
  expect(inputs('concerns.list').at(-1)).toEqual({ until: 5 });
  expect(textOf(page)).toContain('周老师');
  expect(textOf(page).match(/王老师/g)).toHaveLength(1);
  expect(textOf(page)).not.toContain('还有更早的');
  await tap(shown(page.dom, '孩子不对劲，马上说'));
  expect(vi.mocked(phone.wx.navigateTo as (o: { url: string }) => void).mock.lastCall?.[0].url).toContain(
    'features/care/pages/concern/index',
  );
});
