import { beforeEach, describe, expect, test, vi } from 'vitest';
import { personOf } from '../../miniprogram/features/notices/pages/person/view';
import { ok } from './support/fake-wx';
import { settle, shown, tap, textOf } from './support/mount';
import { aPerson, aWay, granny } from './support/notices';
import { teacherPhone } from './support/teacher-phone';

const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const morning = Date.parse('2026-11-24T09:12:00+08:00');
const step = (over: Partial<Parameters<typeof personOf>[0]['steps'][number]>) => ({
  at: morning,
  way: 'wechat' as const,
  outcome: 'sent',
  by: null,
  note: '',
  ...over,
});

describe("one person's way", () => {
  test('has its proof on each rung, in words and with its time', () => {
    const steps = [
      step({ outcome: 'refused', note: 'no_credit' }),
      step({ way: 'sms' }),
      step({ way: 'call', outcome: 'no_answer', by: '李老师' }),
      step({ way: 'visit', outcome: 'told', by: '李老师', note: '在地里干活' }),
      step({ way: 'paper', outcome: 'relayed' }),
      step({ way: 'self', outcome: 'answered' }),
      step({ way: 'wechat', outcome: 'nudged', note: '一共提醒了 1 次' }),
      step({ way: 'sms', outcome: 'queued', at: null }),
    ];
    expect(
      personOf(aWay({ steps }), NOON, false).steps.map(({ way, words, about, good }) => [way, words, about, good]),
    ).toEqual([
      ['微信', '没送到：没有提醒次数了', '今天上午 9:12', false],
      ['短信', '发到了', '今天上午 9:12', false],
      ['打电话', '没人接', '今天上午 9:12 · 李老师', false],
      ['上门', '当面说了：在地里干活', '今天上午 9:12 · 李老师', true],
      ['纸条', '邻居扫了码，说已转告', '今天上午 9:12', false],
      ['本人', '回了话', '今天上午 9:12', true],
      ['微信', '又提醒了：一共提醒了 1 次', '今天上午 9:12', false],
      ['短信', '正在发', '', false],
    ]);
  });

  test.each([
    [{}, aPerson('1'), '先等一等。一直没有回音，会自动换下一个办法。着急就打电话。', false],
    [
      {},
      aPerson('1', { rung: 'call', state: 'refused', why: 'switched_off' }),
      '微信没送到：家里关了提醒。该打个电话了。',
      false,
    ],
    [{}, aPerson('1', { rung: 'call', wantsCall: true, state: 'opened' }), '在等您的电话。', false],
    [{}, granny('1'), '没有智能手机。请上门说一声，或者让邻居带一张纸条。', true],
    [{ asks: 'answer' as const }, aPerson('1', { spoke: true }), '用语音回了话，请听一听，记下说的是什么。', false],
    [{}, aPerson('1', { open: false, state: 'confirmed' }), '', false],
  ])('says what comes next: %j', (over, person, next, visits) => {
    expect(personOf(aWay(over, person), NOON, false)).toMatchObject({ next, visits });
  });

  test('a voice that cannot be heard says why', () => {
    expect(personOf(aWay({ voiceState: 'held' }), NOON, false).voiceProblem).toContain('没有通过微信的检查');
    expect(personOf(aWay({ voiceState: 'shown', voiceUrl: 'https://x/a.mp3' }), NOON, false)).toMatchObject({
      voice: 'https://x/a.mp3',
      voiceProblem: '',
    });
  });

  test('what may have been said is asked only while it is open', () => {
    const choices = ['来', '来不了'];
    const said = (over: Parameters<typeof aWay>[0], person = aPerson('1', { spoke: true })) =>
      personOf(aWay(over, person), NOON, false).said.map(({ label }) => label);
    expect(said({ asks: 'answer', choices })).toEqual(choices);
    expect(said({ asks: 'sign' })).toEqual(['听过了，算数']);
    expect(said({ asks: 'hear' })).toEqual([]);
    expect(said({ asks: 'answer', choices }, aPerson('1', { spoke: true, open: false }))).toEqual([]);
  });
});

describe('the page', () => {
  const { phone, show, askedFor, serve } = teacherPhone();
  Object.assign(phone.wx, {
    previewImage: vi.fn(),
    downloadFile: vi.fn(({ success }: { success: (answer: object) => void }) => success({ statusCode: 200 })),
    openDocument: vi.fn(({ success }: { success: () => void }) => success()),
  });
  const opened = (told = aWay()) => {
    serve({
      'notices.person': () => ok(told),
      'contacts.phone': () => ok({ phone: '13600009010', name: '王芳' }),
      'notices.told': () => ok({ state: 'called', rung: 'call', open: false }),
      'notices.slips': () => ok({ fileId: 'f', url: 'https://x/a', fileName: '纸条.docx', slips: 1 }),
    });
    return show('features/notices/pages/person', { id: 'r1' });
  };
  beforeEach(() => vi.mocked(phone.wx.previewImage as () => void).mockClear());

  test('notes what was said in the answer by voice', async () => {
    const page = await opened(
      aWay(
        {
          asks: 'answer',
          choices: ['来', '来不了'],
          voiceUrl: 'https://x/a.mp3',
          voiceSeconds: 7,
          voiceState: 'shown',
        },
        aPerson('r1', { spoke: true, state: 'heard' }),
      ),
    );
    expect(textOf(page)).toContain('听听怎么说的');
    await tap(shown(page.dom, '来不了'));
    await settle(150);
    expect(askedFor('notices.told')[0]?.input).toMatchObject({
      receiptId: 'r1',
      way: 'call',
      outcome: 'told',
      choice: '来不了',
      note: '听了语音',
    });
  });

  test('rings up, goes there and prints one slip', async () => {
    const page = await opened(aWay({}, aPerson('r1', { rung: 'call' })));
    await tap(shown(page.dom, '打电话'));
    await settle(150);
    await tap(shown(page.dom, '关机或停机'));
    await settle(150);
    expect(askedFor('notices.told')[0]?.input).toMatchObject({ way: 'call', outcome: 'switched_off' });
    await tap(shown(page.dom, '上门了'));
    await settle(150);
    await tap(shown(page.dom, '留了纸条'));
    await settle(150);
    expect(askedFor('notices.told')[1]?.input).toMatchObject({ way: 'visit', outcome: 'left_slip' });
    await tap(shown(page.dom, '印这一张纸条'));
    await settle(150);
    expect(askedFor('notices.slips')[0]?.input).toEqual({ noticeId: 'n1', receiptIds: ['r1'] });
  });

  test('shows the name that was drawn, and asks nothing more of who is done', async () => {
    const page = await opened(
      aWay({ asks: 'sign', signatureUrl: 'https://x/s.png' }, aPerson('r1', { open: false, state: 'signed' })),
    );
    expect(textOf(page)).toContain('手写的签名');
    expect(textOf(page)).not.toContain('打电话');
  });
});
