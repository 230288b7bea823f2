import { describe, expect, test } from 'vitest';
import { type Looks, noticeView, type Opened, type Reply } from '../../miniprogram/features/notices/pages/open/view';
import { openFirst, receivedRow } from '../../miniprogram/pages/inbox/view';
import { mineOf } from '../../miniprogram/pages/mine/view';
import { anItem, anOpenNotice, NOW, TODAY } from './support/family';

test('the inbox: what is new or waits first, each in the order of the school', () => {
  const items = [
    anItem('read', { fresh: false, waits: false }),
    anItem('asked', { fresh: false }),
    anItem('new', { waits: false }),
  ];
  expect(openFirst(items).map(({ receiptId }) => receiptId)).toEqual(['asked', 'new', 'read']);
});

test('the inbox: corrected and taken back stay in sight, and wait for nobody', () => {
  const [recalled, corrected, correction, read] = [
    anItem('recalled', { over: 'recalled' }),
    anItem('corrected', { over: 'corrected' }),
    anItem('correction', { corrects: true }),
    anItem('read', { fresh: false, waits: false }),
  ] as const;
  const rows = openFirst([recalled, read, corrected, correction]).map((item) => receivedRow(item, NOW));
  expect(rows.map(({ title, state, tone }) => [title, state, tone])).toEqual([
    ['更正：周五下午家长会', '有话要听', 'lamp'],
    ['周五下午家长会', '已收回', 'plain'],
    ['周五下午家长会', '', 'plain'],
    ['周五下午家长会', '已更正', 'plain'],
  ]);
  expect(receivedRow(correction, NOW, true)).toMatchObject({ state: '等网络', tone: 'plain' });
  expect(receivedRow(anItem('sign', { fresh: false, asks: 'sign' }), NOW).state).toBe('等您签名');
});

test('mine: of what one is reminded, and how often still', () => {
  const subscription = (kind: 'call' | 'notice' | 'contact', left: number, lasting = false, templateId = 't') => ({
    kind,
    left,
    lasting,
    templateId,
  });
  const membership = { id: 'm', role: 'parent', name: '王强', schoolId: 's', schoolName: '青山镇中心小学' } as const;
  const mine = (...subscriptions: ReturnType<typeof subscription>[]) =>
    mineOf({ memberships: [membership], current: 'm', subscriptions });
  expect(mine(subscription('call', 2), subscription('notice', 1, true), subscription('contact', 0))).toMatchObject({
    reminders: [
      { name: '约好的通话', words: '还能提醒 2 次' },
      { name: '老师的通知', words: '以后都能提醒您' },
      { name: '和孩子联系', words: '现在还不能提醒您' },
    ],
    mayAsk: true,
  });
  expect(mine(subscription('notice', 1, true)).mayAsk).toBe(false);
  expect(mine(subscription('notice', 0, false, '')).reminders).toEqual([]);
});

describe('what the school told', () => {
  const opened = (over: Partial<Opened>) => anOpenNotice({ deadline: '2026-11-27', ...over });
  const looks: Looks = {
    now: NOW,
    elder: false,
    speaks: true,
    keptVoice: '',
    remembered: false,
    changing: false,
    queued: false,
  };
  const view = (over: Partial<Opened> = {}, said: readonly Reply[] = [], how: Partial<Looks> = {}) =>
    noticeView(opened(over), said, { ...looks, ...how });
  const elder = { elder: true };
  const choices = ['参加', '不参加'];
  const yes: Reply = { answer: 'chosen', choice: '参加' };

  test('asks for the answer that the teacher wants, by when in words', () => {
    expect(view()).toMatchObject({
      ask: { reply: { answer: 'heard' }, label: '我听到了' },
      deadline: '最晚周五听一听',
    });
    expect(view({ asks: 'confirm' }).ask).toEqual({ reply: { answer: 'confirmed' }, label: '收到' });
    expect(view({ asks: 'read' }).ask).toBeNull();
    expect(view({ asks: 'sign' })).toMatchObject({ ask: null, maySign: true, deadline: '最晚周五签名' });
    expect(view({ asks: 'answer', choices, deadline: TODAY }).deadline).toBe('请在今天回话');
    expect(view({ asks: 'answer', choices, deadline: '2026-11-23' }).deadline).toBe('本来最晚昨天回话，现在也可以');
  });

  test('in elder mode always two answers, and the first is 「我听到了」', () => {
    expect(view({ asks: 'confirm' }, [], elder).ask).toEqual({ reply: { answer: 'confirmed' }, label: '我听到了' });
    expect(view({ asks: 'read' }, [], elder).ask).toEqual({ reply: { answer: 'heard' }, label: '我听到了' });
  });

  test('after an answer says what the teacher knows; a wish for a call comes first, and nothing more is asked', () => {
    expect(view({}, [{ answer: 'heard' }])).toMatchObject({
      ask: null,
      mayCall: true,
      done: ['好的，老师知道您听到了'],
      deadline: '',
    });
    expect(view({}, [{ answer: 'heard' }], { queued: true }).done).toEqual(['记下了']);
    expect(view({ state: 'confirmed' }).done).toEqual(['好的，老师知道您收到了']);
    expect(view({ state: 'heard', asks: 'sign' }, [{ answer: 'call_me' }])).toMatchObject({
      mayCall: false,
      maySign: false,
      done: ['好的，老师会给您打电话'],
    });
    expect(view({ state: 'called' })).toMatchObject({ mayCall: false, ask: null, done: ['老师已经给您打过电话了'] });
    expect(view({ asks: 'sign' }, [{ answer: 'signed', fileId: 'a.png' }])).toMatchObject({
      maySign: false,
      done: ['签好了，老师会看到您的签名'],
    });
  });

  test('one chooses, sees what one chose, and may choose something else until the day is over', () => {
    const asked = { asks: 'answer', choices } as const;
    expect(view(asked).choices.map(({ value }) => value)).toEqual(choices);
    expect(view(asked, [yes])).toMatchObject({ choices: [], mayChange: true, done: ['您的回话：参加'] });
    expect(view(asked, [yes], { changing: true })).toMatchObject({
      choices: [
        { value: '参加', on: true },
        { value: '不参加', on: false },
      ],
      mayChange: false,
    });
    const no: Reply = { answer: 'chosen', choice: '不参加' };
    expect(view(asked, [yes, no]).done).toEqual(['您的回话：不参加']);
    expect(view({ ...asked, state: 'answered', answer: '参加', deadline: '2026-11-23' }).mayChange).toBe(false);
    // The teacher told it on the phone, but nobody chose yet.
    expect(view({ ...asked, state: 'called' }).choices).toHaveLength(2);
  });

  test('an answer by voice is heard of, and what was asked for stays', () => {
    const said: Reply = { answer: 'said', voice: { fileId: 'v.mp3', seconds: 4 } };
    expect(view({ asks: 'answer', choices }, [said])).toMatchObject({
      maySpeak: false,
      done: ['您说的话，老师会听'],
      choices: [{ value: '参加' }, { value: '不参加' }],
    });
    expect(view({ of: 'record', asks: 'read' }).maySpeak).toBe(false);
  });

  test('an elder who said it is asked for nothing more, and may still choose', () => {
    const said: Reply = { answer: 'said', voice: { fileId: 'v.mp3', seconds: 4 } };
    expect(view({ asks: 'answer', choices }, [said], elder)).toMatchObject({
      choices: [],
      mayChange: true,
      deadline: '',
    });
    expect(view({ asks: 'answer', choices }, [said], { ...elder, changing: true }).choices).toHaveLength(2);
    expect(view({ asks: 'sign' }, [said], elder).maySign).toBe(true);
  });

  test('in elder mode the choices are read aloud, in the order of the buttons', () => {
    const aloud = '您怎么回老师？\n第一个：参加。\n第二个：不参加。';
    expect(view({ asks: 'answer', choices }, [], elder).choicesAloud).toBe(aloud);
    expect(view({ asks: 'answer', choices }, [yes], elder).choicesAloud).toBe('');
    expect(view({ asks: 'answer', choices }, [], { ...elder, speaks: false }).choicesAloud).toBe('');
    expect(view({ asks: 'answer', choices }).choicesAloud).toBe('');
  });

  test('taken back or corrected, it asks for nothing and says why, or where the new one is', () => {
    expect(view({ over: 'recalled', overWhy: '改到下周了', asks: 'sign' })).toMatchObject({
      over: { sentence: '这条通知收回了：改到下周了', newer: '' },
      ask: null,
      maySign: false,
      mayCall: false,
      deadline: '',
    });
    expect(view({ over: 'corrected', newer: 'r2' }).over).toEqual({ sentence: '已经更正，请看新的', newer: 'r2' });
    expect(view({ corrects: true }).heading).toBe('李老师更正了通知');
  });

  test('one notice for three grandchildren names all three', () => {
    const three = view({ children: ['林小雨', '林小阳', '林小雪'] });
    expect(three.children).toBe('关于小雨、小阳、小雪');
    expect(three.about).toBe('李老师 · 今天 · 小雨、小阳、小雪');
  });

  test("the teacher's own voice before a text read aloud, from this phone where it is kept", () => {
    expect(view()).toMatchObject({ voice: 'https://x/v.mp3', seconds: 20, speech: '' });
    expect(view({}, [], { keptVoice: 'wxfile://usr/sounds/v.mp3' }).voice).toBe('wxfile://usr/sounds/v.mp3');
    expect(view({ voiceUrl: null, voiceSeconds: null })).toMatchObject({
      voice: '',
      speech: '周五下午家长会。\n周五开家长会。',
    });
    expect(view({ voiceUrl: null }, [], { speaks: false }).speech).toBe('');
  });

  test('what the phone remembers leads to no address that is long dead', () => {
    expect(view({ photoUrls: ['https://x/1.jpg'] }, [], { remembered: true })).toMatchObject({
      voice: '',
      seconds: 0,
      photos: [],
      photosAway: true,
    });
  });
});
