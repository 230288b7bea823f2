import { describe, expect, test } from 'vitest';
import {
  CARD,
  COLOURS,
  type Colours,
  drawCard,
  linesOf,
  type Pen,
  shareOf,
} from '../../miniprogram/features/notices/components/group-card/card';
import { outcomeRows } from '../../miniprogram/features/notices/components/outcome-sheet/rows';
import {
  type Board,
  boardOf,
  boardOfClass,
  cardOf,
  cardProblem,
  isUnderWay,
  nudgeText,
  PAGE_OF_ROWS,
} from '../../miniprogram/features/notices/pages/board/view';
import { reasonText } from '../../miniprogram/shared/text/receipts';
import { aBoard, aPerson, granny } from './support/notices';

/** A Tuesday. */
const NOON = Date.parse('2026-11-24T12:00:00+08:00');
const ALL = { rows: PAGE_OF_ROWS, restToo: true, waiting: new Set<string>() };
const pageOf = (board: Board, over: Partial<typeof ALL> = {}) => boardOf(board, NOON, { ...ALL, ...over });

describe('the big line', () => {
  test.each([
    ['confirm', 3, '还差 3 户没听到'],
    ['hear', 0, '家家都听到了'],
    ['read', 2, '还差 2 户没看过'],
    ['answer', 1, '还差 1 户没回'],
    ['sign', 4, '还差 4 户没签字'],
  ] as const)('%s', (asks, unheard, line) =>
    expect(pageOf(aBoard([], { asks, unheard, people: 9 })).headline).toBe(line),
  );

  test('does not forget who still waits for a call', () => {
    const rows = [aPerson('1', { state: 'confirmed', wantsCall: true })];
    expect(pageOf(aBoard(rows, { unheard: 0 })).headline).toBe('家家都听到了，1 人等您回话');
  });

  test.each([
    ['review', '等校长看过再发'],
    ['held', '没有发出去'],
    ['recalled', '已经收回了'],
    ['corrected', '已经更正了'],
  ] as const)('of one that is %s says so, and offers nothing that is over', (status, line) => {
    expect(pageOf(aBoard([], { status, people: 0 }))).toMatchObject({ headline: line, lives: false });
  });

  test('says when one leaves that waits for its hour', () => {
    const at = Date.parse('2026-11-25T18:00:00+08:00');
    expect(pageOf(aBoard([], { status: 'scheduled', people: 0, at })).sent).toBe('李老师写的，明天晚上 6:00 发');
  });
});

describe('how far it got', () => {
  test('is told in words and numbers of people, the strongest proof first', () => {
    const states = [
      { state: 'sent' as const, people: 7 },
      { state: 'heard' as const, people: 20 },
      { state: 'confirmed' as const, people: 12 },
      { state: 'refused' as const, people: 2 },
      { state: 'relayed' as const, people: 1 },
    ];
    const { bars } = pageOf(aBoard([], { states, people: 42 }));
    expect(bars.map(({ label, figure }) => `${label} ${figure}`)).toEqual([
      '听到了 32 人',
      '邻居转告 1 人',
      '微信发到 7 人',
      '没送到 2 人',
    ]);
  });

  test('answers stand beside each other', () => {
    const answers = [
      { answer: '参加', people: 32 },
      { answer: '不参加', people: 3 },
    ];
    expect(pageOf(aBoard([], { answers })).answers).toBe('参加 32 · 不参加 3');
  });

  test('changes by itself only while it is on its way', () => {
    expect(isUnderWay({ status: 'sending' })).toBe(true);
    expect(isUnderWay({ status: 'sent' })).toBe(false);
  });
});

describe('people', () => {
  test('stand by what is to be done, those who asked for something first', () => {
    const rows = [
      aPerson('wait'),
      granny('visit'),
      aPerson('call', { rung: 'call', state: 'refused', why: 'no_credit' }),
      aPerson('asked', { rung: 'visit', state: 'opened', wantsCall: true }),
      aPerson('said', { state: 'heard', spoke: true }),
      aPerson('done', { state: 'confirmed', open: false }),
    ];
    const page = pageOf(aBoard(rows));
    expect(page.groups.map(({ title, rows: own }) => [title, own.map(({ key }) => key)])).toEqual([
      ['等您回话 1 户', ['asked', 'said']],
      ['要打电话 1 户', ['call']],
      ['要上门 1 户', ['visit']],
      ['消息出去了，先等等 1 户', ['wait']],
    ]);
    expect(page.restTitle).toBe('家里有人听到了的 1 人');
    expect(page.rest.map(({ key }) => key)).toEqual(['done']);
  });

  test.each([
    [{ rung: 'call', state: 'refused', why: 'no_credit' }, '微信没送到：没有提醒次数了', '打电话'],
    [{ rung: 'call', state: 'refused', why: 'sms_cap' }, '短信没送到：这个月的短信费用完了', '打电话'],
    [{ rung: 'call', state: 'queued', why: 'no_wechat' }, '没有绑微信', '打电话'],
    [{ rung: 'call', state: 'sent', tries: 2 }, '打过 2 次没人接', '打电话'],
    [{ rung: 'call', state: 'unknown' }, '不知道收到没有', '打电话'],
    [{ rung: 'visit', state: 'sent', tries: 3 }, '找过 3 次没找到人，请上门', '上门了'],
    [{ rung: 'visit', state: 'relayed', hasPhone: true }, '邻居转告了，还没听到回音，请上门', '上门了'],
    [{ rung: 'visit', hasPhone: false, why: 'no_wechat' }, '没有登记电话，请上门', '上门了'],
    [{ rung: 'visit', state: 'opened', hasPhone: false, wantsCall: true }, '没有登记电话，请上门', '上门了'],
    [{ rung: 'wechat', state: 'opened' }, '看过了，还没听到', ''],
    [{ state: 'heard', spoke: true }, '用语音回了话，请听一听', '去听'],
  ] as const)('%j', (over, fact, action) => {
    expect(pageOf(aBoard([aPerson('1', over)])).groups[0]?.rows[0]).toMatchObject({ fact, action });
  });

  test('a grandmother without a telephone is visited, and said so as people say it', () => {
    expect(pageOf(aBoard([granny('1')])).groups[0]?.rows[0]).toMatchObject({
      name: '林小雨的奶奶 王桂兰',
      fact: '奶奶没有手机，请上门',
      action: '上门了',
    });
  });

  test('an outcome that waits on this phone is not asked for twice', () => {
    const page = pageOf(aBoard([granny('1')]), { waiting: new Set(['1']) });
    expect(page.groups[0]?.rows[0]).toMatchObject({ fact: '记在手机里了，有网络就送到', action: '' });
  });

  test('who need do nothing more is told with what is proved', () => {
    const at = Date.parse('2026-11-24T09:12:00+08:00');
    const rows = [
      aPerson('1', { open: false, state: 'answered', answer: '参加', at }),
      aPerson('2', { open: false, covered: true }),
      aPerson('3', { open: false, state: 'signed', at }),
    ];
    expect(pageOf(aBoard(rows)).rest.map(({ fact }) => fact)).toEqual([
      '回了：参加 · 今天上午 9:12',
      '家里有人听到了',
      '签了字 · 今天上午 9:12',
    ]);
  });

  test('of a notice that is over nobody is said to have heard it', () => {
    const page = pageOf(aBoard([aPerson('1', { open: false })], { status: 'recalled' }));
    expect(page.restTitle).toBe('发给过 1 人');
    expect(page.rest[0]?.fact).toBe('微信发到了');
  });

  test('of one family stand together, where the first of them stood', () => {
    const of = (key: string, child: string) => aPerson(key, { rung: 'call', children: [child] });
    const page = pageOf(aBoard([of('1', '林小雨'), of('2', '朱睿'), of('3', '林小雨')]));
    expect(page.groups.map(({ title, rows }) => [title, rows.map(({ key }) => key)])).toEqual([
      ['要打电话 2 户', ['1', '3', '2']],
    ]);
  });

  test('are drawn no more than a phone can, whatever group they stand in', () => {
    const rows = Array.from({ length: 90 }, (_, i) =>
      aPerson(String(i), { rung: i < 30 ? 'call' : 'visit', children: [`孩子${i}`] }),
    );
    const page = pageOf(aBoard(rows));
    expect(page.groups.map(({ title, rows: own }) => [title, own.length])).toEqual([
      ['要打电话 30 户', 30],
      ['要上门 60 户', PAGE_OF_ROWS - 30],
    ]);
    expect(page.more).toBe(true);
  });
});

describe('classes', () => {
  const classes = [
    { classId: 'c1', name: '三(1)班', families: 30, unheard: 0, call: 0, visit: 0 },
    { classId: 'c2', name: '三(2)班', families: 31, unheard: 4, call: 2, visit: 1 },
  ];

  test('of a large board stand instead of people', () => {
    expect(pageOf(aBoard(null, { classes })).classes).toEqual([
      { key: 'c1', name: '三(1)班', fact: '一共 30 户', state: '都听到了', tone: 'ok' },
      { key: 'c2', name: '三(2)班', fact: '2 户要打电话，1 户要上门', state: '还差 4 户', tone: 'amber' },
    ]);
    expect(pageOf(aBoard([aPerson('1')], { classes })).classes).toEqual([]);
  });

  test('one of them counts for itself', () => {
    const rows = [aPerson('1'), aPerson('2', { open: false, state: 'answered', answer: '参加' })];
    const page = pageOf(boardOfClass(aBoard(rows, { classes, people: 900, unheard: 80 }), 'c2'));
    expect(page).toMatchObject({ headline: '还差 4 户没听到', people: 2, answers: '参加 1', classes: [] });
    expect(page.title).toBe('三(2)班 · 周五开家长会');
    expect(page.sent).toBe('李老师，今天发给 31 户，一共 2 人');
  });
});

describe('reminding once more', () => {
  const left = { left: 2, next: null, people: 12 };
  test('is asked with how many people and how often still', () => {
    expect(nudgeText(left, NOON).ask).toBe('给还没回音的 12 人再发一次微信。这次以后还能提醒 1 次。');
    expect(nudgeText({ ...left, left: 1 }, NOON).ask).toContain('最后一次');
  });
  test('is refused with the reason', () => {
    const next = Date.parse('2026-11-25T08:00:00+08:00');
    expect(nudgeText({ ...left, next }, NOON)).toEqual({
      ask: '',
      why: '刚提醒过，明天早上 8:00 以后可以再提醒一次。着急的话，请打电话。',
    });
    expect(nudgeText({ left: 0, next: null, people: 0 }, NOON).why).toContain('请打个电话');
  });
});

describe('the outcome', () => {
  test('of a call is one of five, of a visit one of three', () => {
    expect(outcomeRows('call', []).map(({ label }) => label)).toEqual([
      '说到了',
      '家里别人接的，会转告',
      '没人接',
      '关机或停机',
      '号码不对',
    ]);
    expect(outcomeRows('visit', []).map(({ outcome }) => outcome)).toEqual(['told', 'nobody_home', 'left_slip']);
  });
  test('takes the choice along where one is asked for', () => {
    expect(outcomeRows('call', ['参加', '不参加']).slice(0, 3)).toEqual([
      { key: 'told:参加', label: '说到了：参加', outcome: 'told', choice: '参加' },
      { key: 'told:不参加', label: '说到了：不参加', outcome: 'told', choice: '不参加' },
      { key: 'told', label: '说到了，还没定', outcome: 'told' },
    ]);
  });
});

test('a reason that nobody knows is no reason', () => {
  expect(reasonText('of-a-later-version')).toBe('');
  expect(reasonText(null)).toBe('');
});

describe("the card for the class's group", () => {
  test('never names a child', () => {
    const board = aBoard([aPerson('1', { children: ['林小雨', '林小阳'] })]);
    expect(cardOf(board, '青山镇中心小学')).toEqual({ school: '青山镇中心小学', title: '周五开家长会' });
    expect(cardOf({ ...board, title: '小阳生病了' }, '青山镇中心小学').title).toBeNull();
    expect(JSON.stringify(shareOf('n1', ''))).not.toMatch(/林|小雨|家长会/);
  });
  test('leads to the notice, with the shipped picture where none was drawn', () => {
    expect(shareOf('n1', '')).toMatchObject({
      path: 'features/notices/pages/open/index?notice=n1',
      imageUrl: '/assets/share/notice.png',
    });
    expect(shareOf('n1', 'wxfile://card.png').imageUrl).toBe('wxfile://card.png');
  });
  test('is not for what only some families get', () => {
    const roles = ['guardian' as const];
    expect(cardProblem({ of: { kind: 'classes', classIds: ['c1'] }, roles })).toBe('');
    expect(cardProblem({ of: { kind: 'classes', classIds: ['c1'] }, roles, leftBehind: true })).toContain('一部分人家');
    expect(cardProblem({ of: { kind: 'pupils', studentIds: ['s1'] }, roles })).not.toBe('');
  });

  const colours = Object.fromEntries(COLOURS.map((name) => [name, name])) as Colours;
  /** Writes down what is drawn; a letter is as wide as its size. */
  function penOf() {
    const texts: { text: string; x: number; y: number; right: number }[] = [];
    const nothing = () => undefined;
    const pen: Pen = {
      fillStyle: '',
      font: '',
      textAlign: '',
      textBaseline: '',
      fillRect: nothing,
      beginPath: nothing,
      moveTo: nothing,
      arc: nothing,
      arcTo: nothing,
      closePath: nothing,
      fill: nothing,
      measureText: (text: string): { width: number } => ({
        width: [...text].length * Number(/(\d+)px/.exec(pen.font)?.[1]),
      }),
      fillText: (text: string, x: number, y: number) =>
        texts.push({ text, x, y, right: x + pen.measureText(text).width }),
    };
    return { pen, texts };
  }
  test.each([null, '周五下午两点半在学校操场开全校家长会请家里来一个人不要带小娃娃来'])(
    'stays within its edges: %s',
    (title) => {
      const { pen, texts } = penOf();
      drawCard(pen, { school: '一个名字非常非常长的乡镇中心小学校', title }, colours);
      for (const { right, y } of texts) {
        expect(right).toBeLessThanOrEqual(CARD.width);
        expect(y).toBeLessThan(CARD.height);
      }
      expect(texts.map(({ text }) => text).join('')).toContain(title === null ? '学校有一条新通知' : '…');
      expect(texts.at(-1)?.text).toBe('请打开看看');
    },
  );
  test('a line that is full goes on below, and ends in dots when there is no room', () => {
    const short = (part: string) => part.length <= 3;
    expect(linesOf('一二三四', 2, short)).toEqual(['一二三', '四']);
    expect(linesOf('一二三四五六七', 2, short)).toEqual(['一二三', '四五…']);
  });
});
