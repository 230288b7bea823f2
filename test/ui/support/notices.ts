import type { Output } from '../../../miniprogram/shared/contract';

type Board = Output<'notices.board'>;
export type BoardPerson = NonNullable<Board['rows']>[number];

/** Somebody whose message arrived and who has not looked. */
export const aPerson = (receiptId: string, over: Partial<BoardPerson> = {}): BoardPerson => ({
  receiptId,
  personId: `p-${receiptId}`,
  name: '王芳',
  relation: '母亲',
  children: ['林小雨'],
  state: 'sent',
  rung: 'wechat',
  open: true,
  covered: false,
  why: null,
  wantsCall: false,
  hasPhone: true,
  answer: null,
  spoke: false,
  tries: 0,
  at: null,
  ...over,
});

/** A grandmother without a telephone, whom only a visit reaches. */
export const granny = (receiptId: string, over: Partial<BoardPerson> = {}): BoardPerson =>
  aPerson(receiptId, {
    name: '王桂兰',
    relation: '祖母',
    state: 'queued',
    rung: 'visit',
    why: 'no_smartphone',
    hasPhone: false,
    ...over,
  });

/** A notice to these people, sent today; three families are missing. */
export const aBoard = (rows: Board['rows'], over: Partial<Board> = {}): Board => ({
  title: '周五开家长会',
  at: Date.parse('2026-11-24T09:00:00+08:00'),
  by: '李老师',
  of: 'notice',
  asks: 'confirm',
  status: 'sent',
  people: rows?.length ?? 86,
  families: 40,
  unheard: 3,
  states: [],
  answers: [],
  classes: [],
  rows,
  nudge: { left: 2, next: null, people: 5 },
  ...over,
});

/** One person's way, nothing proved yet. */
export const aWay = (
  over: Partial<Output<'notices.person'>> = {},
  person: BoardPerson = aPerson('r1'),
): Output<'notices.person'> => ({
  ...person,
  noticeId: 'n1',
  title: '周五开家长会',
  asks: 'confirm',
  choices: [],
  steps: [],
  voiceUrl: null,
  voiceSeconds: null,
  voiceState: null,
  signatureUrl: null,
  ...over,
});
