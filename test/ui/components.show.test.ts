import { describe, expect, test } from 'vitest';
import { fakePhone } from './support/fake-wx';
import { listen, type Mounted, settle, shown, simulate, tap, textOf } from './support/mount';

const phone = fakePhone();
const app = simulate(phone);

describe('page-shell', () => {
  const shell = { phase: 'loading', problem: '', elder: false, large: false, offline: false };

  test('keeps the layout while it loads, and shows nothing of the page', async () => {
    const page = app.mount('components/page-shell', { shell, skeleton: 2 });
    await settle();
    expect(page.querySelectorAll('.card')).toHaveLength(2);
  });

  test('says what is wrong and tries again', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, phase: 'failed', problem: '没有网络。' } });
    await settle();
    expect(textOf(page)).toContain('没有网络。');
    const retries = listen(page, 'retry');
    await tap(shown(page.dom, '再试一次'));
    expect(retries).toHaveLength(1);
  });

  test('a stranger is led to the code', async () => {
    const failed = { ...shell, phase: 'failed', problem: '还不知道您是谁。', unbound: true };
    const page = app.mount('components/page-shell', { shell: failed });
    await settle();
    await tap(shown(page.dom, '输入邀请码'));
    expect(phone.wx.navigateTo).toHaveBeenCalledWith(
      expect.objectContaining({ url: '/features/account/pages/bind/index' }),
    );
    const other = app.mount('components/page-shell', { shell: { ...failed, unbound: false } });
    await settle();
    expect(textOf(other)).not.toContain('输入邀请码');
  });

  test('where nothing is to be had any more there is a way home, except on a tab', async () => {
    const failed = { ...shell, phase: 'failed', problem: '没有找到。' };
    const page = app.mount('components/page-shell', { shell: failed });
    await settle();
    await tap(shown(page.dom, '回首页'));
    expect(phone.wx.reLaunch).toHaveBeenCalledWith({ url: '/pages/home/index' });
    const tab = app.mount('components/page-shell', { shell: failed, tab: true });
    await settle();
    expect(textOf(tab)).not.toContain('回首页');
  });

  test('says that there is no network, and that nothing is lost', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, phase: 'ready', offline: true } });
    await settle();
    expect(textOf(page)).toContain('没有网络，写的都留着');
  });

  test('elder mode is one class on everything', async () => {
    const page = app.mount('components/page-shell', { shell: { ...shell, elder: true } });
    await settle();
    expect(page.querySelector('.elder')).toBeDefined();
  });
});

describe('ticket and state-word', () => {
  test('says the call in words and its state in a word', async () => {
    const ticket = app.mount('components/ticket', {
      headline: '今晚 7:30',
      date: '11月22日',
      who: '和小雨视频',
      where: '3 号平板',
      state: '约好了',
      tone: 'ok',
    });
    await settle();
    for (const words of ['今晚 7:30', '11月22日', '和小雨视频', '3 号平板', '约好了']) shown(ticket.dom, words);
  });
});

describe('bar-chart', () => {
  const bars = [
    { label: '第 1 周', value: 40, figure: '40 户' },
    { label: '第 2 周', value: 1, figure: '1 户', tone: 'red' },
    { label: '第 3 周', value: 0, figure: '0 户' },
  ];
  const widths = ({ instance }: Mounted) => (instance.data.rows as { width: number }[]).map(({ width }) => width);

  test('the figures stand beside the bars', async () => {
    const chart = app.mount('components/bar-chart', { bars, title: '每周通话' });
    await settle();
    for (const { figure, label } of bars) {
      shown(chart.dom, figure);
      shown(chart.dom, label);
    }
  });

  test('the largest fills the row, nothing is nothing, and a little is still seen', async () => {
    const chart = app.mount('components/bar-chart', { bars });
    await settle();
    expect(widths(chart)).toEqual([100, 3, 0]);
    chart.setData({ most: 400 });
    await settle();
    expect(widths(chart)).toEqual([10, 1, 0]);
  });

  test('no bars and only zeros draw nothing', async () => {
    const chart = app.mount('components/bar-chart', { bars: [] });
    await settle();
    expect(widths(chart)).toEqual([]);
    chart.setData({ bars: [{ label: '周一', value: 0, figure: '0' }] });
    await settle();
    expect(widths(chart)).toEqual([0]);
  });
});

describe('outbox-card', () => {
  type Post = import('../../miniprogram/services/outbox').Post;
  const post = (clientId: string, more: Partial<Post>): Post => ({
    clientId,
    method: 'records.write',
    input: {},
    files: [],
    uploaded: {},
    title: `去${clientId}家走访`,
    at: 0,
    state: 'queued',
    ...more,
  });

  test('shows what waits and why something was refused, and nothing that has arrived', async () => {
    const outbox = app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
    outbox.posts.set([
      post('小雨', {}),
      post('小明', { state: 'refused', refusal: { code: 'content.risky', details: {} } }),
      post('小红', { state: 'sent' }),
    ]);
    const card = app.mount('components/outbox-card');
    await settle();
    expect(textOf(card)).toContain('没有发出去，等有网络了会自动再发。');
    expect(textOf(card)).toContain('这段话里有不能发的内容，请改一改再发。');
    expect(textOf(card)).not.toContain('小红');
    await tap(shown(card.dom, '再发一次'));
    expect(phone.asked.map(({ requestId }) => requestId)).toContain('小明');
    outbox.posts.set([]);
    await settle();
    expect(textOf(card)).toBe('');
  });

  test('says why something waits though there is a network, and tries again when asked', async () => {
    const outbox = app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
    outbox.posts.set([
      post('小雨', { failure: 'system.busy', tries: 2, about: 'one' }),
      post('小明', { about: 'one' }),
      post('小红', { failure: 'network.offline', tries: 1 }),
    ]);
    const card = app.mount('components/outbox-card');
    await settle();
    expect(textOf(card)).toContain('学校那边正忙');
    expect(textOf(card)).toContain('前面那一条发出去了');
    expect(textOf(card)).toContain('网络不太好');
    phone.asked.length = 0;
    await tap(shown(card.dom, '再发一次'));
    await settle();
    expect(phone.asked[0]?.requestId).toBe('小红');
    outbox.posts.set([]);
  });

  test('leads a correction that was refused to its page', async () => {
    const outbox = app.module<typeof import('../../miniprogram/services/outbox')>('services/outbox');
    const refusal = { code: 'common.stale', details: {} } as const;
    outbox.posts.set([
      post('小雨', { method: 'records.correct', input: { recordId: 'r1' }, state: 'refused', refusal }),
    ]);
    const card = app.mount('components/outbox-card');
    await settle();
    await tap(shown(card.dom, '改一改'));
    const { navigateTo } = phone.wx as { navigateTo: { mock: { lastCall: [{ url: string }] } } };
    expect(navigateTo.mock.lastCall[0].url).toContain('correct/index?recordId=r1');
    outbox.posts.set([]);
  });
});
